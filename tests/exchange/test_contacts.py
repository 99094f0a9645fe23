"""Ledgers as communities keep them in Excel: what is taken, what is refused and why, twice, and undone."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Community, Estate
from guicheng.accounts.models import Role, User
from guicheng.exchange.models import ImportRow, ImportRun
from guicheng.exchange.undo import undo
from tests.exchange.files import checked, imported, staged, values, workbook
from tests.factories import make_appointment, make_place, make_volunteer
from tests.people import make_user
from volunteers.matter_kinds import load_matter_kinds
from volunteers.models import Appointment, ContactLog, MatterKind

HEADERS = [
    "序号", "小区名称", "楼栋", "楼长", "走访时间", "走访方式", "服务对象", "房号", "类别", "走访情况", "办理结果", "上报部门", "回访时间", "办结时间",
]  # fmt: skip


def entry(**changes: Any) -> list[Any]:
    cells = {
        "序号": 1, "小区名称": "演示花园", "楼栋": "3栋", "楼长": "陈演示", "走访时间": "2026.3.2", "走访方式": "入户", "服务对象": "老人",
        "房号": "2单元", "类别": "环境卫生", "走访情况": "楼道有杂物，已请住户搬走。", "办理结果": "已办结", **changes,
    }  # fmt: skip
    return [cells.get(header, "") for header in HEADERS]


def book(*rows: list[Any], headers: list[str] = HEADERS, title: str = "桂雅社区联系群众台账") -> bytes:
    return workbook([[title], headers, *rows])


@pytest.fixture
def head(street: User) -> Appointment:
    load_matter_kinds()
    community = Community.objects.get(name="桂雅社区")
    estate = Estate.objects.create(community=community, name="演示花园", aliases="演示一期")
    place = make_place("3栋", estate=estate)
    before = make_volunteer("陈前任", community=community)
    make_appointment(before, place, started_on=date(2022, 1, 1), ended_on=date(2025, 1, 1))
    person = make_volunteer("陈演示", community=community)
    return make_appointment(person, place, started_on=date(2025, 1, 1))


def take(content: bytes, user: User) -> ImportRun:
    return imported(content, user, "台账.xlsx", "contacts")


def why(row: list[Any], user: User) -> tuple[str, str]:
    run = checked(book(row), user, "台账.xlsx", "contacts")
    assert set(run.counts) == {"refused"}, run.counts
    problem = ImportRow.objects.get(run=run).data["problems"][0]
    return problem["reason"], problem["message"] + problem["suggestion"]


def test_an_office_ledger_comes_in_with_its_words_made_ours(head: Appointment, street: User) -> None:
    run = take(book(entry()), street)
    assert run.counts["new"] == 1
    contact = ContactLog.objects.get()
    assert (contact.appointment, contact.place, contact.head) == (head, head.place, head.volunteer)
    assert (contact.on, contact.channel, contact.contacted) == (date(2026, 3, 2), "visit", "elder")
    assert (contact.kind.name, contact.household, contact.result) == ("环境", "2单元", "done")
    assert contact.closed_on == contact.on and contact.written_by == street and not contact.sensitive
    assert contact.history.get().history_change_reason == run.reason


def test_the_same_file_twice_changes_nothing(head: Appointment, street: User) -> None:
    content = book(entry(), entry(走访情况="请独居长者试一试门铃", 办理结果="跟进", 回访时间="2026-03-09"))
    assert take(content, street).counts["new"] == 2
    versions = ContactLog.history.count()
    again = take(content, street)
    assert again.counts == {"unchanged": 2, "stale": 0}
    assert ContactLog.objects.count() == 2 and ContactLog.history.count() == versions


def test_a_row_that_went_on_changes_its_entry(head: Appointment, street: User) -> None:
    take(book(entry(办理结果="跟进中", 回访时间="2026-03-09")), street)
    run = take(book(entry(办理结果="已解决", 办结时间="2026-03-10")), street)
    assert run.counts["changed"] == 1
    changes = ImportRow.objects.get(run=run).data["changes"]
    assert changes["结果"] == ["跟进中", "办结"] and changes["办结日期"] == ["", "2026-03-10"]
    contact = ContactLog.objects.get()
    assert (contact.result, contact.follow_up_on, contact.closed_on) == ("done", None, date(2026, 3, 10))
    # What the file leaves open stays as staff closed it.
    assert take(book(entry()), street).counts == {"unchanged": 1, "stale": 0}


@pytest.mark.parametrize(
    ("changes", "reason", "says"),
    [
        ({"楼长": "", "走访时间": "2021-05-01"}, "no_head", "登记过的任期是 2022-01-01 至 2025-01-01"),
        ({"走访时间": "2024-05-01"}, "outside_term", "任期是 2025-01-01 至 今"),
        ({"楼长": "陈前任"}, "outside_term", "2022-01-01 至 2025-01-01"),
        ({"楼长": "陈某某"}, "unknown_head", "这一天在任的是“陈演示”"),
        ({"楼栋": "33栋"}, "unknown_place", "是不是“3栋”"),
        ({"小区名称": "演示花圆"}, "unknown_estate", "是不是“演示花园”"),
        ({"类别": "环境卫生整洁"}, "unknown_kind", "是不是“环境"),
        ({"走访时间": "2099-01-01"}, "future_date", "还没有到"),
        ({"走访时间": "2026-02-30"}, "bad_date", "没有 2026 年 2 月 30 日"),
        ({"走访时间": ""}, "missing_on", "没有写日期"),
        ({"走访情况": ""}, "missing_text", "没有写内容"),
        ({"走访方式": "托梦"}, "bad_choice", "上门走访"),
        ({"办理结果": "已上报"}, "missing_reported_to", "上报给谁"),
        ({"办理结果": "办理中", "办结时间": "2026-03-03"}, "not_closed", "请核对结果"),
        ({"办结时间": "2026-03-01"}, "bad_order", "不能早于"),
        ({"办理结果": "办理中", "回访时间": "2026-03-01"}, "bad_order", "不能早于"),
        ({"楼栋": "", "楼长": ""}, "missing_place", "没有写是哪一处"),
    ],
)
def test_each_refused_row_says_why(
    head: Appointment, street: User, changes: dict[str, str], reason: str, says: str
) -> None:
    got, sentence = why(entry(**changes), street)
    assert got == reason and says in sentence, sentence
    assert not ContactLog.objects.exists()


def test_a_place_that_never_had_a_head_is_refused(head: Appointment, street: User) -> None:
    make_place("4栋", estate=head.place.estate)
    assert why(entry(楼栋="4栋", 楼长=""), street)[0] == "no_head"


def test_on_the_day_of_a_hand_over_the_new_head_is_meant(head: Appointment, street: User) -> None:
    take(book(entry(楼长="", 走访时间="2025-01-01"), entry(楼长="陈前任", 走访时间="2025-01-01")), street)
    assert set(ContactLog.objects.values_list("head__name", flat=True)) == {"陈演示", "陈前任"}
    take(book(entry(楼长="", 走访时间="2023-01-01")), street)
    assert ContactLog.objects.get(on=date(2023, 1, 1)).head.name == "陈前任"


def test_the_head_alone_tells_the_place_unless_there_are_several(head: Appointment, street: User) -> None:
    row = entry(小区名称="", 楼栋="")
    assert take(book(row), street).counts["new"] == 1
    make_appointment(head.volunteer, make_place("5栋", estate=head.place.estate), started_on=date(2025, 1, 1))
    assert why(entry(小区名称="", 楼栋="", 走访情况="另一件事"), street)[0] == "several_places"


def test_aliases_one_cell_for_all_and_streets_without_an_estate(head: Appointment, street: User) -> None:
    community = head.place.community
    make_appointment(place=make_place("上九街", estate=None, community=community, kind="street"))
    rows = [
        entry(小区名称="演示一期", 走访情况="一"),
        entry(小区名称="", 楼栋="演示花园第三栋", 走访情况="二"),
        entry(楼栋="3", 走访情况="三"),
        entry(小区名称="", 楼栋="上九街", 楼长="", 走访情况="四"),
    ]
    run = take(book(*rows), street)
    assert run.counts.get("new") == 4, staged(run)
    assert ContactLog.objects.filter(place__kind="street").count() == 1


def test_no_name_no_phone_no_flat_is_taken_over(head: Appointment, street: User) -> None:
    run = take(book(entry(服务对象="张演示阿姨", 房号="2单元501", 走访情况="请打 13800001111 回复")), street)
    contact = ContactLog.objects.get()
    assert (contact.contacted, contact.household) == ("other", "2单元")
    assert "13800001111" not in contact.text and "138****1111" in contact.text
    notes = ImportRow.objects.get(run=run).data["notes"]
    assert len(notes) == 3
    assert "张演示阿姨" not in str(ImportRow.objects.get(run=run).data)


def test_a_sensitive_kind_makes_sensitive_and_an_empty_one_is_noted(head: Appointment, street: User) -> None:
    run = take(book(entry(类别="矛盾纠纷", 走访情况="一"), entry(类别="", 走访情况="二")), street)
    assert ContactLog.objects.get(text="一").sensitive
    assert ContactLog.objects.get(text="二").kind.name == "其他"
    assert any(
        "按“其他”登记" in note for row in ImportRow.objects.filter(run=run) for note in row.data["notes"]
    )


def test_merged_dates_and_places_go_on_to_the_rows_below(head: Appointment, street: User) -> None:
    below = entry(小区名称="", 楼栋="", 楼长="", 走访时间="", 走访情况="第二件")
    run = take(book(entry(), below), street)
    assert run.counts["new"] == 2, staged(run)
    assert ContactLog.objects.filter(on=date(2026, 3, 2), place=head.place).count() == 2


def test_a_worker_writes_only_into_their_own_community(head: Appointment, worker: User) -> None:
    headers = [*HEADERS, "社区"]
    run = checked(book([*entry(), "桂花社区"], headers=headers), worker, "台账.xlsx", "contacts")
    assert staged(run)[0][2] == "not_yours"
    assert take(book([*entry(), "桂雅社区"], headers=headers), worker).counts["new"] == 1


def test_an_import_is_taken_back(head: Appointment, street: User) -> None:
    take(book(entry(办理结果="跟进中", 回访时间="2026-03-09")), street)
    run = take(book(entry(), entry(走访情况="另一件")), street)
    assert undo(run, street) == 2
    contact = ContactLog.objects.get()
    assert (contact.result, contact.follow_up_on) == ("following", date(2026, 3, 9))


def test_sensitive_rows_go_out_only_to_those_who_may_read_them(head: Appointment, street: User) -> None:
    take(book(entry(类别="邻里纠纷", 走访情况="敏感的一条"), entry(走访情况="平常的一条")), street)
    address = reverse("admin:exchange_export", args=["contacts"])
    seen = {}
    for user in (street, make_user(Role.STREET_LEADER)):
        client = Client()
        client.force_login(user)
        answer = client.post(address, {"phones": "masked"})
        assert answer.status_code == 200
        sheet = load_workbook(io.BytesIO(answer.content)).active
        seen[user.role] = {row[9].value for row in sheet.iter_rows(min_row=2)}
    assert seen[Role.STREET_ADMIN] == {"敏感的一条", "平常的一条"}
    assert seen[Role.STREET_LEADER] == {"平常的一条"}


def test_the_list_offers_both_ways(client: Client, head: Appointment, street: User) -> None:
    client.force_login(street)
    page = client.get(reverse("admin:volunteers_contactlog_changelist")).content.decode()
    assert reverse("admin:exchange_upload", args=["contacts"]) in page
    assert reverse("admin:exchange_export", args=["contacts"]) in page
    client = Client()
    client.force_login(make_user(Role.STREET_LEADER))
    page = client.get(reverse("admin:volunteers_contactlog_changelist")).content.decode()
    assert reverse("admin:exchange_upload", args=["contacts"]) not in page


def test_retired_kinds_keep_old_rows_and_are_not_suggested(head: Appointment, street: User) -> None:
    MatterKind.objects.filter(name="环境").update(retired=True)
    assert take(book(entry(类别="环境")), street).counts["new"] == 1
    assert "“环境”" not in why(entry(类别="环境净", 走访情况="另"), street)[1]


def test_excel_dates_and_tomorrow(head: Appointment, street: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    run = take(book(entry(走访时间=46083, 办理结果="跟进", 回访时间=tomorrow.isoformat())), street)
    assert run.counts["new"] == 1, values(run, 3)
    assert ContactLog.objects.get().follow_up_on == tomorrow
