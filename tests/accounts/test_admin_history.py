"""The history of a record: what changed in words, with the rows of its form, within the scope."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Boundary, Community, Place
from guicheng.accounts.history import BASELINE, bulk_create, bulk_update, keep_baseline
from guicheng.accounts.models import Role
from stations.models import Audience, Offering, Service, Station
from tests.factories import make_community, make_estate, make_station
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import send
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def worker(community: Community) -> Client:
    return worker_of(community)


@pytest.fixture
def station(community: Community) -> Station:
    return make_station("演示党群服务站", community=community)


def change(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def history(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])


def entries(client: Client, address: str) -> list:
    response = client.get(address)
    assert response.status_code == 200
    return response.context["entries"]


def lines(entry) -> set[tuple[str, str, str]]:
    return {(line.label, line.old, line.new) for part in entry.parts for line in part.lines}


# --- what changed -----------------------------------------------------------------------------------


def test_a_change_is_told_in_words(worker: Client, station: Station, community: Community) -> None:
    estate = make_estate("俊雅花园", community=community)
    response = send(
        worker,
        change(station),
        phone="0757-86123456",
        status="suspended",
        estate=estate.pk,
        opened_on="2024-05-01",
    )
    assert response.status_code == 302
    newest = entries(worker, history(station))[0]
    assert lines(newest) == {
        ("电话", "（空）", "0757-86123456"),
        ("状态", "已启用", "暂停服务"),
        ("小区（村、园区）", "（空）", "俊雅花园"),
        ("启用日期", "（空）", "2024-05-01"),
    }
    assert newest.who.startswith("user") and newest.reason == "在页面上"


def test_rows_of_the_form_are_part_of_the_same_entry(worker: Client, station: Station) -> None:
    service = Service.objects.create(name="社保咨询", slug="social")
    assert (
        send(
            worker,
            change(station),
            phone="12345",
            **{"offerings-TOTAL_FORMS": "1", "offerings-0-service": service.pk},
            **{
                "exceptions-TOTAL_FORMS": "1",
                "exceptions-0-date": "2030-05-01",
                "exceptions-0-hours": "休息",
            },
        ).status_code
        == 302
    )
    newest = entries(worker, history(station))[0]
    assert [(part.word, part.kind, part.name) for part in newest.parts if not part.own] == [
        ("新增", "站点服务", "社保咨询"),
        ("新增", "特殊日期", "2030-05-01 休息"),
    ]
    send(worker, change(station), **{"exceptions-0-hours": "9:00-12:00"})
    newest = entries(worker, history(station))[0]
    assert lines(newest) == {("内容", "2030-05-01 休息", "2030-05-01 9:00–12:00")}
    send(worker, change(station), **{"offerings-0-DELETE": "on"})
    [part] = entries(worker, history(station))[0].parts
    assert (part.word, part.name) == ("删除", "社保咨询")


def test_what_a_list_points_at_is_told_by_name() -> None:
    street = street_admin()
    elders = Audience.objects.create(name="长者", slug="elders")
    service = Service.objects.create(name="社保咨询", slug="social")
    assert send(street, change(service), audiences=[elders.pk], active=None).status_code == 302
    newest = entries(street, history(service))[0]
    assert lines(newest) == {("服务人群", "（空）", "长者"), ("使用中", "是", "否")}


def test_a_record_from_before_shows_what_it_was(worker: Client, station: Station) -> None:
    Station.history.all().delete()
    send(worker, change(station), phone="12345")
    newest, first = entries(worker, history(station))
    assert lines(newest) == {("电话", "（空）", "12345")}
    assert first.reason == BASELINE and first.who == "系统"
    assert ("名称", "（空）", "演示党群服务站") in lines(first)


def test_an_action_gives_its_name_as_reason(worker: Client, station: Station) -> None:
    Station.history.all().delete()
    worker.post(
        reverse("admin:stations_station_changelist"),
        {"action": "suspend", "_selected_action": [station.pk], "confirmed": "yes"},
    )
    newest, first = entries(worker, history(station))
    assert newest.reason == "暂停服务" and first.reason == BASELINE


def test_a_number_never_shows(community: Community) -> None:
    person = Volunteer.objects.create(community=community, name="陈少珍", phone=PHONE)
    person.phone = "13900001111"
    person.save()
    shown = entries(worker_of(community), history(person))
    assert len(shown) == 2
    words = (
        str([lines(entry) for entry in shown]) + worker_of(community).get(history(person)).content.decode()
    )
    assert "加密保存" in words and "已修改" in words
    assert not any(secret in words for secret in (PHONE, "13900001111", "5678", "1111", person.phone_print))
    assert "电话指纹" not in words and "电话后四位" not in words


def test_bulk_writes_carry_who_and_why(community: Community) -> None:
    user = make_user(Role.STREET_ADMIN)
    made = bulk_create(
        [Place(community=community, name=f"{n}巷", kind="lane") for n in range(3)], user=user, reason="导入 1"
    )
    made[0].note = "改"
    bulk_update(made[:1], ["note"], user=user, reason="导" * 300)
    versions = list(Place.history.order_by("history_id").values_list("history_user", "history_change_reason"))
    assert versions[:3] == [(user.pk, "导入 1")] * 3
    assert versions[3] == (user.pk, "导" * 100)


def test_a_baseline_keeps_what_a_list_points_at() -> None:
    elders = Audience.objects.create(name="长者", slug="elders")
    service = Service.objects.create(name="社保咨询", slug="social")
    service.audiences.add(elders)
    Service.history.all().delete()
    assert keep_baseline([service]) == 1
    assert [link.audience for link in Service.history.get().audiences.all()] == [elders]


# --- pages and queries ------------------------------------------------------------------------------


def test_a_long_history_comes_in_pages_with_few_queries(
    worker: Client, station: Station, django_assert_max_num_queries
) -> None:
    service = Service.objects.create(name="社保咨询", slug="social")
    for number in range(30):
        station.phone = f"{10000 + number}"
        station.save()
        Offering.objects.create(station=station, service=service).delete()
    with django_assert_max_num_queries(20):
        first = worker.get(history(station))
    assert len(first.context["entries"]) == 20
    older = worker.get(f"{history(station)}?{first.context['older']}")
    assert first.context["entries"][-1].at > older.context["entries"][0].at
    for bad in ("0001-01-01T00:00:00+00:00", "x", "9999-12-31T23:59:59+08:00", "\x00"):
        assert worker.get(history(station), {"before": bad}).status_code == 200


def test_saving_without_a_change_says_so(worker: Client, station: Station) -> None:
    send(worker, change(station))
    assert "内容没有变化" in worker.get(history(station)).content.decode()


# --- who may not ------------------------------------------------------------------------------------


def test_another_communitys_history_does_not_open(station: Station) -> None:
    other = worker_of(make_community("桂花社区"))
    answers = [
        other.get(history(station)),
        other.get(reverse("admin:stations_station_history", args=[10**9])),
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_another_communitys_deleted_record_does_not_open(station: Station, worker: Client) -> None:
    address = history(station)
    station.delete()
    assert worker.get(address).status_code == 200
    assert worker_of(make_community("桂花社区")).get(address).status_code == 302


def test_a_record_that_moved_away_takes_its_past_with_it(station: Station, worker: Client) -> None:
    other = make_community("桂花社区")
    station.delete()
    station.pk = Station.history.latest().id
    station.save(force_insert=True)
    station.community = other
    station.save()
    address = history(station)
    station.delete()
    assert worker.get(address).status_code == 302
    assert worker_of(other).get(address).status_code == 200


def test_names_of_what_the_reader_may_not_see_stay_hidden(station: Station, worker: Client) -> None:
    foreign = make_estate("远处花园", community=make_community("桂花社区"))
    Station.objects.filter(pk=station.pk).update(estate=foreign)
    station.refresh_from_db()
    station.save()
    page = worker.get(history(station)).content.decode()
    assert "远处花园" not in page and "看不到的记录" in page


def test_readers_see_but_get_no_button(station: Station) -> None:
    leader = logged_in(make_user(Role.STREET_LEADER))
    station.phone = "12345"
    station.save()
    page = leader.get(history(station))
    assert page.status_code == 200 and "恢复到这个版本" not in page.content.decode()
    assert logged_in(make_user(Role.DEPARTMENT)).get(history(station)).status_code in (302, 403)


def test_what_keeps_no_history_has_an_empty_page(community: Community) -> None:
    boundary = Boundary.objects.create(name="街道", geometry={"type": "Polygon", "coordinates": []})
    response = street_admin().get(history(boundary))
    assert response.status_code == 200
    assert "还没有修改记录" in response.content.decode()
