"""A worker of one community and another community's records: no way through the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Estate
from guicheng.accounts.models import Role
from stations.models import Activity, Audience, Notice, Photo, Service, ServiceWish, Station, StationReport
from tests.factories import make_activity, make_community, make_estate, make_station, shanghai
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, filled_form, send

pytestmark = pytest.mark.django_db

SCOPED = [Station, Activity, Notice, StationReport, ServiceWish, Estate, Community]


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def other() -> Community:
    return make_community("桂花社区", lat=23.0402, lon=113.1404)


@pytest.fixture
def theirs(other: Community) -> dict[type, object]:
    """One record of each kind in the other community, named so that it is noticed anywhere."""
    station = make_station("外人党群服务站", community=other, phone="0757-86000001")
    make_estate("外人花园", community=other)
    activity = make_activity(station, shanghai("2030-03-01 09:00"), title="外人活动")
    now = timezone.now()
    notice = Notice.objects.create(community=other, title="外人公告", starts_at=now)
    report = StationReport.objects.create(station=station, kind="phone", text="外人反映")
    wish = ServiceWish.objects.create(community=other, text="外人愿望")
    estate = Estate.objects.get(name="外人花园")
    return {
        Station: station,
        Activity: activity,
        Notice: notice,
        StationReport: report,
        ServiceWish: wish,
        Estate: estate,
        Community: other,
    }


@pytest.fixture
def worker(own: Community) -> Client:
    make_station("自己党群服务站", community=own)
    make_estate("自己花园", community=own)
    return worker_of(own)


def page(model: type, what: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


@pytest.mark.parametrize("model", SCOPED)
def test_lists_show_own_records_only(worker: Client, theirs: dict, model: type) -> None:
    for query in ("", "?q=外人", "?q=桂花"):
        text = worker.get(page(model, "changelist") + query).content.decode()
        assert "外人" not in text.replace(f'value="{query[3:]}"', "")
        assert "桂花社区" not in text


@pytest.mark.parametrize("model", SCOPED)
@pytest.mark.parametrize("what", ["change", "delete", "history"])
def test_no_page_of_a_foreign_record_opens(worker: Client, theirs: dict, model: type, what: str) -> None:
    address = page(model, what, theirs[model].pk)
    for response in (worker.get(address), worker.post(address, {"post": "yes"})):
        assert response.status_code in (302, 403)
        if response.status_code == 302:
            assert response["Location"] == reverse("admin:index")
    assert model.objects.filter(pk=theirs[model].pk).exists()


@pytest.mark.parametrize("model", SCOPED)
def test_a_foreign_record_looks_like_one_that_is_not_there(worker: Client, theirs: dict, model: type) -> None:
    def said(key: int) -> list[str]:
        response = worker.get(page(model, "change", key), follow=True)
        return [str(message).replace(f"“{key}”", "") for message in response.context["messages"]]

    assert said(theirs[model].pk) == said(987654) != []


@pytest.mark.parametrize(
    ("model", "field"), [(Activity, "station"), (Station, "estate"), (Notice, "station")]
)
def test_autocomplete_offers_own_records_only(worker: Client, theirs: dict, model: type, field: str) -> None:
    query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
    answer = worker.get(reverse("admin:autocomplete"), {**query, "term": ""}).json()
    assert [row["text"] for row in answer["results"]] in (["自己党群服务站"], ["自己花园"])
    assert worker.get(reverse("admin:autocomplete"), {**query, "term": "外人"}).json()["results"] == []


@pytest.mark.parametrize("model", [Station, Activity, Notice, Estate])
def test_forms_offer_own_records_only(worker: Client, theirs: dict, model: type) -> None:
    text = worker.get(page(model, "add")).content.decode()
    assert "桂花" not in text
    assert "外人" not in text


@pytest.mark.parametrize("model", [Station, StationReport, Activity])
@pytest.mark.parametrize("action", ["delete_selected", "confirm_today", "suspend", "cancel", "mark_handled"])
def test_actions_do_not_reach_foreign_records(worker: Client, theirs: dict, model: type, action: str) -> None:
    record = theirs[model]
    before = model.objects.filter(pk=record.pk).values().get()
    for extra in ({}, {"select_across": "1"}):
        worker.post(
            page(model, "changelist"),
            {"action": action, "_selected_action": [record.pk], "post": "yes", "confirmed": "yes", **extra},
        )
    assert model.objects.filter(pk=record.pk).values().get() == before


def test_quick_entry_does_not_reach_a_foreign_activity(worker: Client, theirs: dict) -> None:
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": theirs[Activity].pk,
        "form-0-attendance": "99",
        "_save": "保存",
    }
    worker.post(page(Activity, "changelist"), data)
    assert Activity.objects.get(pk=theirs[Activity].pk).attendance is None


def test_a_station_cannot_be_moved_into_another_community(
    worker: Client, own: Community, other: Community
) -> None:
    station = Station.objects.get(community=own)
    response = send(worker, page(Station, "change", station.pk), community=other.pk)
    assert "不在您能选择的范围里" in errors_of(response)["community"][0]
    station.refresh_from_db()
    assert station.community == own


def test_a_record_cannot_be_made_in_another_community(worker: Client, other: Community, theirs: dict) -> None:
    estate = {"community": other.pk, "name": "新花园", "kind": "estate", "point_1": "wgs84"}
    assert "community" in errors_of(worker.post(page(Estate, "add"), estate))
    activity = {
        "station": theirs[Station].pk,
        "title": "新活动",
        "kind": "other",
        "status": "planned",
        "starts_at_0": "2030-03-01",
        "starts_at_1": "09:00",
        "ends_at_0": "2030-03-01",
        "ends_at_1": "11:00",
    }
    assert "station" in errors_of(worker.post(page(Activity, "add"), activity))
    notice = {"community": other.pk, "title": "新公告", "starts_at_0": "2030-03-01", "starts_at_1": "09:00"}
    assert "community" in errors_of(worker.post(page(Notice, "add"), notice))
    assert not Estate.objects.filter(name="新花园").exists()
    assert not Activity.objects.filter(title="新活动").exists()
    assert not Notice.objects.filter(title="新公告").exists()


def test_a_worker_publishes_for_own_community_not_for_the_street(worker: Client, own: Community) -> None:
    notice = {"title": "停电", "starts_at_0": "2030-03-01", "starts_at_1": "09:00"}
    response = worker.post(page(Notice, "add"), notice)
    assert errors_of(response)["community"] == ["请选择社区：全街道的公告只有街道管理员可以发布。"]
    assert worker.post(page(Notice, "add"), {**notice, "community": own.pk}).status_code == 302
    assert Notice.objects.get().community == own


def test_a_worker_reads_the_streets_notice_without_changing_it(worker: Client) -> None:
    notice = Notice.objects.create(title="全街道放假", starts_at=timezone.now())
    address = page(Notice, "change", notice.pk)
    text = worker.get(address).content.decode()
    assert "全街道放假" in text and 'name="_save"' not in text
    assert worker.post(address, {"title": "改掉"}).status_code == 403
    assert worker.get(page(Notice, "delete", notice.pk)).status_code == 403
    response = worker.post(
        page(Notice, "changelist"),
        {"action": "delete_selected", "_selected_action": [notice.pk], "post": "yes"},
        follow=True,
    )
    assert "其中 1 条不归您管理" in response.content.decode()
    assert Notice.objects.filter(title="全街道放假").exists()


def test_a_photo_of_another_community_is_not_shown(worker: Client, theirs: dict) -> None:
    photo = Photo.objects.create(station=theirs[Station], width=1, height=1, caption="外人")
    assert worker.get(reverse("admin:stations_photo_file", args=[photo.pk, "small"])).status_code == 404


def test_a_worker_of_two_communities_works_in_both(own: Community, other: Community, theirs: dict) -> None:
    client = logged_in(make_user(Role.SPECIALIST, own, other))
    assert "外人党群服务站" in client.get(page(Station, "changelist")).content.decode()
    response = send(client, page(Station, "change", theirs[Station].pk), phone="0757-86000002")
    assert response.status_code == 302
    assert Station.objects.get(pk=theirs[Station].pk).phone == "0757-86000002"


def test_a_worker_without_community_sees_an_empty_list(theirs: dict) -> None:
    client = logged_in(make_user(Role.COMMUNITY_WORKER))
    assert "外人" not in client.get(page(Station, "changelist")).content.decode()


def test_the_communitys_name_and_code_are_the_streets_to_change(worker: Client, own: Community) -> None:
    response = send(worker, page(Community, "change", own.pk), phone="0757-86000003", name="改名社区")
    assert response.status_code == 302
    own.refresh_from_db()
    assert (own.name, own.phone) == ("桂雅社区", "0757-86000003")
    assert worker.get(page(Community, "add")).status_code == 403
    assert worker.get(page(Community, "delete", own.pk)).status_code == 403


@pytest.mark.parametrize("model", [Service, Audience])
def test_shared_lists_are_read_by_workers_and_changed_by_the_street(worker: Client, model: type) -> None:
    entry = model.objects.create(name="演示条目", slug="demo-entry")
    address = page(model, "change", entry.pk)
    assert worker.get(address).status_code == 200
    assert worker.post(address, {"name": "改掉"}).status_code == 403
    assert worker.get(page(model, "add")).status_code == 403
    street = street_admin()
    assert send(street, address, name="新名称").status_code == 302
    assert model.objects.get().name == "新名称"


def test_the_streets_staff_see_and_change_every_community(theirs: dict, own: Community) -> None:
    street = street_admin()
    for model in SCOPED:
        assert street.get(page(model, "change", theirs[model].pk)).status_code == 200
    assert send(street, page(Estate, "change", theirs[Estate].pk), community=own.pk).status_code == 302
    assert Estate.objects.get(pk=theirs[Estate].pk).community == own


@pytest.mark.parametrize("model", SCOPED)
def test_a_street_leader_reads_everything_and_changes_nothing(theirs: dict, model: type) -> None:
    leader = logged_in(make_user(Role.STREET_LEADER))
    address = page(model, "change", theirs[model].pk)
    text = leader.get(address).content.decode()
    assert 'name="_save"' not in text
    assert leader.post(address, filled_or_empty(leader, address)).status_code == 403
    assert leader.get(page(model, "add")).status_code == 403
    assert leader.get(page(model, "delete", theirs[model].pk)).status_code == 403
    assert 'name="action"' not in leader.get(page(model, "changelist")).content.decode()


def filled_or_empty(client: Client, address: str) -> dict:
    return {**filled_form(client, address), "name": "改掉", "title": "改掉"}


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HEAD])
def test_departments_and_heads_find_nothing_here(theirs: dict, role: Role) -> None:
    client = logged_in(make_user(role))
    assert "党群服务站</a>" not in client.get(reverse("admin:index")).content.decode()
    for model in [*SCOPED, Service, Audience]:
        assert client.get(page(model, "changelist")).status_code == 403
    for model in SCOPED:
        response = client.get(page(model, "change", theirs[model].pk))
        assert response.status_code in (302, 403)


@pytest.mark.parametrize("model", SCOPED)
def test_without_log_in_every_page_leads_to_the_log_in(theirs: dict, model: type) -> None:
    for address in (page(model, "changelist"), page(model, "change", theirs[model].pk), page(model, "add")):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))


def test_a_departed_worker_is_out_at_once(own: Community) -> None:
    user = make_user(Role.COMMUNITY_WORKER, own)
    client = logged_in(user)
    user.is_active = False
    user.save()
    assert client.get(page(Station, "changelist")).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=🙂",
        "q=" + "长" * 500,
        "p=999999999999",
        "o=9.9",
        "e=1",
        "gap=%00x",
        "gap=nonsense",
        "nonsense__in=1",
        "status__exact=%27%22",
        "community__id__exact=%00",
        "community__id__exact=abc",
        "community__id__exact=" + "9" * 30,
        "id__exact=-1",
        "id__in=x",
        "id__in=" + "9" * 30,
        "name__contains=%00",
        "name__regex=(",
    ],
)
def test_a_list_answers_any_query_string(worker: Client, query: str) -> None:
    response = worker.get(f"{page(Station, 'changelist')}?{query}", follow=True)
    assert response.status_code in (200, 400)
    assert "外人" not in response.content.decode()


def test_a_garbled_selection_changes_nothing_and_says_so(worker: Client) -> None:
    data = {"action": "confirm_today", "_selected_action": ["abc", "1 OR 1=1"]}
    response = worker.post(page(Station, "changelist"), data, follow=True)
    assert "选择的记录有误" in response.content.decode()
    assert not Station.objects.filter(confirmed_on__isnull=False).exists()
