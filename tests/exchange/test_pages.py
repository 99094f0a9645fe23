"""An import in the admin, from the file to the undo; and the ways in which it can go wrong."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Community, Estate, Place
from guicheng.accounts.models import Role, SecurityEvent, User
from guicheng.exchange import tasks
from guicheng.exchange.models import ImportRow, ImportRun
from tests.exchange.files import HEADERS, checked, head, imported, staged, workbook
from tests.people import logged_in, make_user
from volunteers.models import Appointment, PhoneClash, Volunteer

NEW = "/admin/exchange/importrun/new/heads/"


def page_of(run: ImportRun) -> str:
    return f"/admin/exchange/importrun/{run.pk}/"


def send(client: Client, content: bytes, name: str = "名册.xlsx", kind: str = "heads") -> HttpResponse:
    address = f"/admin/exchange/importrun/new/{kind}/"
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def confirm_columns(client: Client, response: HttpResponse, **changes: Any) -> HttpResponse:
    form = response.context["form"]
    data = {name: form[name].initial for name in form.fields if form[name].initial}
    data = {**{name: ("on" if value is True else value) for name, value in data.items()}, **changes}
    return client.post(response.redirect_chain[-1][0], data, follow=True)


@pytest.fixture
def client(worker: User) -> Client:
    return logged_in(worker)


# --- it works -----------------------------------------------------------------------------------
def test_a_roster_from_the_file_to_the_records(client: Client, worker: User) -> None:
    rows = [HEADERS, head(), head("陈其二", 楼栋="4栋", 电话="1380000222")]
    response = confirm_columns(client, send(client, workbook(rows)))
    text = response.content.decode()
    assert "手机号应是 11 位，这里是 10 位" in text
    assert "确认写入 1 条" in text
    assert "13800001111" not in text
    run = ImportRun.objects.get()
    response = client.post(page_of(run), {"action": "confirm"}, follow=True)
    assert "已写入：新增 1 条" in response.content.decode()
    appointment = Appointment.objects.get()
    assert str(appointment) == "演示花园3栋楼长"
    version = appointment.history.get()
    assert (version.history_user, version.history_change_reason) == (worker, run.reason)
    assert SecurityEvent.objects.get(kind="import").count == 1


def test_columns_can_be_corrected_and_are_remembered(client: Client) -> None:
    rows = [["姓名", "社区", "小区", "楼栋", "另一栏"], ["陈演示", "桂雅", "演示花园", "3栋", "13800001111"]]
    response = send(client, workbook(rows))
    assert response.context["form"]["column-0-4"].initial == ""
    confirm_columns(client, response, **{"column-0-4": "phone"})
    assert ImportRow.objects.get().data["values"]["phone"] == "13800001111"
    again = send(client, workbook([*rows, rows[1]]))
    assert again.context["form"]["column-0-4"].initial == "phone"


def test_a_column_twice_or_missing_is_said(client: Client) -> None:
    response = send(client, workbook([HEADERS, head()]))
    response = confirm_columns(client, response, **{"column-0-0": "name"})
    assert "有两列都选了“姓名”" in response.content.decode()
    response = client.post(response.request["PATH_INFO"], {"use-0": "on"})
    assert "还没有指定哪一列是“姓名、楼巷街”" in response.content.decode()
    response = client.post(response.request["PATH_INFO"], {})
    assert "至少要选一张工作表" in response.content.decode()


def test_refused_rows_can_be_downloaded(client: Client) -> None:
    confirm_columns(client, send(client, workbook([HEADERS, head(电话="123")])))
    response = client.get(f"{page_of(ImportRun.objects.get())}refused.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[1][2] == "陈演示" and "手机号应是 11 位" in rows[1][-1]
    assert SecurityEvent.objects.filter(kind="export").count() == 1


def test_pressing_confirm_twice_imports_once(client: Client, worker: User) -> None:
    run = checked(workbook([HEADERS, head()]), worker)
    for _ in range(3):
        client.post(page_of(run), {"action": "confirm"})
    assert Appointment.objects.count() == 1
    assert SecurityEvent.objects.filter(kind="import").count() == 1


def test_the_same_file_sent_twice_leads_to_the_run_in_hand(client: Client, worker: User) -> None:
    content = workbook([HEADERS, head()])
    run = checked(content, worker)
    response = send(client, content)
    assert response.redirect_chain[-1][0] == page_of(run)


def test_what_was_given_up_leaves_nothing(client: Client, worker: User, settings: Any) -> None:
    run = checked(workbook([HEADERS, head()]), worker)
    assert (settings.IMPORT_DIR / run.stored_as).exists()
    client.post(page_of(run), {"action": "cancel"})
    run.refresh_from_db()
    assert run.status == ImportRun.Status.CANCELLED
    assert not run.stored_as and not run.rows.exists()
    client.post(page_of(run), {"action": "confirm"})
    assert not Volunteer.objects.exists()


def test_import_is_offered_where_one_looks_for_it(client: Client) -> None:
    for page in ("appointment", "volunteer"):
        assert f'href="{NEW}"' in client.get(f"/admin/volunteers/{page}/").content.decode()
    assert "/export/heads/" not in client.get("/admin/volunteers/volunteer/").content.decode()


# --- undo ---------------------------------------------------------------------------------------
def test_an_import_is_undone_whole(client: Client, worker: User) -> None:
    imported(workbook([HEADERS, head("原来的人", 楼栋="9栋", 电话="13700000000", 政治面貌="群众")]), worker)
    rows = [HEADERS, head(), head("原来的人", 楼栋="9栋", 电话="13700000000", 政治面貌="党员")]
    run = imported(workbook(rows), worker)
    assert Volunteer.objects.count() == 2
    response = client.post(page_of(run), {"action": "undo"}, follow=True)
    assert "已撤销这次导入" in response.content.decode()
    assert [(v.name, v.political_status) for v in Volunteer.objects.all()] == [("原来的人", "masses")]
    assert Volunteer.objects.get().phone == "13700000000"
    assert Place.objects.count() == 1
    assert Volunteer.history.filter(history_type="-").get().history_change_reason == f"撤销{run.reason}"


def test_a_takeover_is_undone_too(client: Client, worker: User) -> None:
    imported(workbook([HEADERS, head()]), worker)
    run = imported(workbook([HEADERS, head("李接任", 电话="13900002222", 任职时间="2024-05-01")]), worker)
    client.post(page_of(run), {"action": "undo"})
    assert Appointment.objects.heads().get().volunteer.name == "陈演示"


def test_what_changed_since_stands_in_the_way(client: Client, worker: User) -> None:
    run = imported(workbook([HEADERS, head()]), worker)
    volunteer = Volunteer.objects.get()
    volunteer.skills = "调解"
    volunteer.save()
    response = client.post(page_of(run), {"action": "undo"}, follow=True)
    assert "不能整批撤销" in response.content.decode()
    assert "陈演示" in response.content.decode()
    assert Volunteer.objects.exists()


def test_what_others_use_stands_in_the_way(client: Client, worker: User) -> None:
    run = imported(workbook([HEADERS, head()]), worker)
    Place.objects.create(community=Estate.objects.get().community, estate=Estate.objects.get(), name="8栋")
    response = client.post(page_of(run), {"action": "undo"}, follow=True)
    assert "后来登记的" in response.content.decode()
    assert Volunteer.objects.exists()


# --- who may not --------------------------------------------------------------------------------
def test_rows_of_another_community_are_refused(client: Client, worker: User) -> None:
    run = checked(workbook([HEADERS, head(社区="桂花社区")]), worker)
    assert staged(run) == [(2, "refused", "not_yours")]


def test_a_person_of_another_community_is_not_given_away(street: User, worker: User) -> None:
    imported(workbook([HEADERS, head("别处的人", 社区="桂花社区")]), street)
    run = checked(workbook([HEADERS, head("我的人")]), worker)
    problem = run.rows.get().data["problems"][0]
    assert problem["reason"] == "needs_street"
    assert "别处的人" not in repr(run.rows.get().data)
    assert "已转给街道管理员核对" in problem["message"]
    clash = PhoneClash.objects.get()
    assert (clash.community.name, clash.wanted_name, clash.by) == ("桂雅社区", "我的人", worker)


@pytest.mark.parametrize("part", ["", "columns/", "progress/", "refused.xlsx"])
def test_another_workers_run_is_not_there(street: User, worker: User, part: str) -> None:
    run = checked(workbook([HEADERS, head()]), worker)
    other = logged_in(make_user(Role.COMMUNITY_WORKER, Community.objects.get(name="桂雅社区")))
    assert other.get(page_of(run) + part).status_code == 404
    assert other.post(page_of(run), {"action": "confirm"}).status_code == 404


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.DEPARTMENT, Role.HEAD])
def test_who_only_reads_imports_nothing(street: User, worker: User, role: Role) -> None:
    client = logged_in(make_user(role))
    assert client.get(NEW).status_code in {302, 403}
    run = checked(workbook([HEADERS, head()]), worker)
    client.post(page_of(run), {"action": "confirm"})
    assert not Volunteer.objects.exists()


def test_nobody_imports_without_logging_in(street: User) -> None:
    assert Client().get(NEW).status_code == 302


def test_an_unknown_kind_is_no_page(client: Client) -> None:
    assert client.get("/admin/exchange/importrun/new/nothing/").status_code == 404


def test_who_lost_the_community_meanwhile_writes_nothing(client: Client, worker: User) -> None:
    run = checked(workbook([HEADERS, head()]), worker)
    worker.memberships.all().delete()
    client.post(page_of(run), {"action": "confirm"})
    run.refresh_from_db()
    assert run.counts["stale"] == 1
    assert not Volunteer.objects.exists()


# --- meanwhile ----------------------------------------------------------------------------------
def test_what_somebody_changed_after_the_preview_is_not_overwritten(street: User) -> None:
    imported(workbook([HEADERS, head(政治面貌="群众")]), street)
    run = checked(workbook([HEADERS, head(政治面貌="党员")]), street)
    volunteer = Volunteer.objects.get()
    volunteer.political_status = "league"
    volunteer.save()
    logged_in(street).post(page_of(run), {"action": "confirm"})
    assert staged(run) == [(2, "refused", "stale")]
    assert Volunteer.objects.get().political_status == "league"


def test_a_run_whose_worker_died_is_taken_up_again(street: User) -> None:
    run = checked(workbook([HEADERS, head()]), street)
    long_ago = timezone.now() - timedelta(minutes=10)
    ImportRun.objects.filter(pk=run.pk).update(status="checking", alive_at=long_ago)
    assert tasks.resume_silent() == 1
    run.refresh_from_db()
    assert run.status == "ready"
    assert staged(run) == [(2, "new", "")]
    ImportRun.objects.filter(pk=run.pk).update(status="writing", alive_at=long_ago)
    assert tasks.resume_silent() == 1
    assert Appointment.objects.count() == 1
    assert tasks.resume_silent() == 0


def test_the_page_that_watches_says_how_far(client: Client, worker: User) -> None:
    run = checked(workbook([HEADERS, head()]), worker)
    ImportRun.objects.filter(pk=run.pk).update(
        status="checking", alive_at=timezone.now(), done_rows=5, total_rows=10
    )
    assert client.get(f"{page_of(run)}progress/").json() == {
        "busy": True, "percent": 50, "said": "已检查 5 行 …",
    }  # fmt: skip
    assert "data-progress" in client.get(page_of(run)).content.decode()


# --- export -------------------------------------------------------------------------------------
def test_what_is_filtered_goes_out_masked_unless_asked(street: User) -> None:
    imported(
        workbook([HEADERS, head(), head("陈其二", 社区="桂花社区", 楼栋="4栋", 电话="13800002222")]), street
    )
    client = logged_in(street)
    own = Community.objects.get(name="桂雅社区").pk
    address = f"/admin/exchange/importrun/export/heads/?place__community__id__exact={own}"
    assert "共 1 条" in client.get(address).content.decode()
    rows = list(load_workbook(io.BytesIO(client.post(address).content)).active.iter_rows(values_only=True))
    assert [row[6] for row in rows[1:]] == ["138****1111"]
    whole = client.post(address, {"phones": "whole"})
    assert "13800001111" in repr(
        list(load_workbook(io.BytesIO(whole.content)).active.iter_rows(values_only=True))
    )
    assert [event.what for event in SecurityEvent.objects.filter(kind="export").order_by("pk")] == [
        "heads",
        "heads whole",
    ]


def test_an_erased_person_is_gone_from_imports(street: User, settings: Any) -> None:
    from volunteers.erasure import erase

    run = imported(workbook([HEADERS, head(), head("陈其二", 楼栋="4栋", 电话="13800002222")]), street)
    stored = settings.IMPORT_DIR / run.stored_as
    erase(Volunteer.objects.get(name="陈演示"), user=street)
    rows = [row.data["values"].get("name") for row in run.rows.order_by("pk")]
    assert rows == [None, "陈其二"]
    assert not stored.exists()


def test_old_imports_are_cleared(street: User) -> None:
    run = imported(workbook([HEADERS, head()]), street)
    call_command("tidy", stdout=io.StringIO())
    assert run.rows.exists()
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=31))
    call_command("tidy", stdout=io.StringIO())
    run.refresh_from_db()
    assert not run.rows.exists() and not run.stored_as and run.counts["new"] == 1
    assert logged_in(street).get(page_of(run)).status_code == 200


# --- numbers stay inside ------------------------------------------------------------------------
def test_who_only_looks_carries_no_whole_numbers_away(street: User) -> None:
    run = imported(workbook([HEADERS, head(), head("陈其二", 楼栋="4栋", 电话="123")]), street)
    leader = logged_in(make_user(Role.STREET_LEADER))
    content = leader.post("/admin/exchange/importrun/export/heads/", {"phones": "whole"}).content
    assert "13800001111" not in repr(
        list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    )
    assert leader.get(f"{page_of(run)}refused.xlsx").status_code == 404


def test_trying_numbers_of_others_leaves_a_trace(street: User, worker: User) -> None:
    imported(workbook([HEADERS, head("别处的人", 社区="桂花社区")]), street)
    run = checked(workbook([HEADERS, head("我的人")]), worker)
    event = SecurityEvent.objects.get(kind="reveal")
    assert (event.user, event.count, f"#{run.pk}" in event.what) == (worker, 1, True)


def test_a_number_in_a_remark_does_not_lie_open(worker: User) -> None:
    run = imported(workbook([[*HEADERS, "备注"], [*head(), "家属电话13900002222"]]), worker)
    assert Appointment.objects.get().note == "家属电话139****2222"
    assert "备注里的电话没有照抄" in run.rows.get().data["notes"][0]


@pytest.mark.parametrize("page", ["appointment", "volunteer"])
def test_a_whole_number_does_not_stand_in_an_address(client: Client, page: str) -> None:
    response = client.get(f"/admin/volunteers/{page}/?q=13800001111", follow=True)
    assert response.redirect_chain[0][0] == f"/admin/volunteers/{page}/"
    assert "请输入后四位" in response.content.decode()
