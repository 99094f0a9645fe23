"""Going back to an older version, and bringing back what was deleted."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Estate, Place
from guicheng.accounts.models import Role, SecurityEvent
from stations.models import (
    Audience,
    Offering,
    OpeningException,
    Photo,
    Service,
    ServiceWish,
    Station,
    StationReport,
)
from tests.factories import make_community, make_estate, make_station
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def worker(community: Community) -> Client:
    return worker_of(community)


@pytest.fixture
def station(community: Community) -> Station:
    return make_station("演示党群服务站", community=community, phone="10000")


def page(row, what: str, *args) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{what}", args=args)


def oldest(row):
    return type(row).history.filter(id=row.pk).earliest()


def back(client: Client, row, version=None):
    version = version or oldest(row)
    return client.post(page(row, "restore", row.pk, version.history_id), follow=True)


def bring(client: Client, model, pk: int):
    version = model.history.filter(id=pk, history_type="-").latest()
    return client.post(page(model, "bring_back", version.history_id), follow=True)


# --- an older version -------------------------------------------------------------------------------


def test_an_older_version_comes_back_after_a_look(worker: Client, station: Station) -> None:
    station.phone, station.status = "20000", "suspended"
    station.save()
    address = page(station, "restore", station.pk, oldest(station).history_id)
    assert address in worker.get(page(station, "history", station.pk)).content.decode()
    asked = worker.get(address)
    assert {(line.label, line.old, line.new) for line in asked.context["lines"]} == {
        ("电话", "20000", "10000"),
        ("状态", "暂停服务", "已启用"),
    }
    station.refresh_from_db()
    assert station.phone == "20000"
    assert "已恢复" in worker.post(address, follow=True).content.decode()
    station.refresh_from_db()
    assert (station.phone, station.status) == ("10000", "open")
    newest = Station.history.filter(id=station.pk).latest()
    when = timezone.localtime(oldest(station).history_date)
    assert newest.history_change_reason == f"恢复到 {when:%Y-%m-%d %H:%M} 的版本"
    assert newest.history_user is not None
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.RESTORE)
    assert event.what == f"stations.station {station.pk}" and event.user == newest.history_user


def test_what_a_list_points_at_comes_back() -> None:
    elders = Audience.objects.create(name="长者", slug="elders")
    service = Service.objects.create(name="社保咨询", slug="social")
    service.audiences.add(elders)
    version = Service.history.latest()
    service.audiences.clear()
    assert "已恢复" in back(street_admin(), service, version).content.decode()
    assert list(service.audiences.all()) == [elders]


def test_a_version_that_breaks_a_rule_is_refused_in_words(
    worker: Client, station: Station, community: Community
) -> None:
    station.name = "新名字"
    station.save()
    make_station("演示党群服务站", community=community)
    assert "这个社区已经有同名的站点。" in back(worker, station).content.decode()
    station.refresh_from_db()
    assert station.name == "新名字" and not SecurityEvent.objects.exists()


def test_a_version_that_points_at_what_is_gone_is_refused(worker: Client, community: Community) -> None:
    estate = make_estate("俊雅花园", community=community)
    station = make_station("演示站", community=community, estate=estate)
    station.estate = None
    station.save()
    estate.delete()
    assert "原来的“小区（村、园区）”已经不在了" in back(worker, station).content.decode()


def test_a_version_from_another_community_does_not_come_back(
    worker: Client, station: Station, community: Community
) -> None:
    other = make_community("桂花社区")
    Station.objects.filter(pk=station.pk).update(community=other)
    station.refresh_from_db()
    station.save()
    version = Station.history.latest()
    station.community = community
    station.save()
    assert "不在您能选择的范围里" in back(worker, station, version).content.decode()
    station.refresh_from_db()
    assert station.community == community


def test_what_is_the_streets_to_say_stays(worker: Client, community: Community) -> None:
    community.phone, community.name = "0757-86123456", "新桂雅社区"
    community.save()
    back(worker, community)
    community.refresh_from_db()
    assert (community.phone, community.name) == ("", "新桂雅社区")


def test_accounts_do_not_go_back() -> None:
    person = make_user(Role.STREET_ADMIN)
    person.role = Role.COMMUNITY_WORKER
    person.save()
    assert back(street_admin(), person).status_code == 403
    person.refresh_from_db()
    assert person.role == Role.COMMUNITY_WORKER


def test_an_erased_person_does_not_come_back(community: Community, worker: Client) -> None:
    person = Volunteer.objects.create(community=community, name="陈少珍", phone="13812345678")
    version = Volunteer.history.latest()
    for name, value in Volunteer.PERSONAL.items():
        setattr(person, name, value)
    person.erased_on = date(2026, 11, 1)
    person.save()
    assert back(worker, person, version).status_code == 403
    person.refresh_from_db()
    assert person.name == Volunteer.ERASED_NAME and person.phone == ""
    person.delete()
    assert "已按要求抹去" in bring(worker, Volunteer, version.id).content.decode()
    assert not Volunteer.objects.exists()


def test_a_persons_number_comes_back_with_what_finds_it(community: Community, worker: Client) -> None:
    person = Volunteer.objects.create(community=community, name="陈少珍", phone="13812345678")
    before = person.phone_print
    person.phone = "13900001111"
    person.save()
    back(worker, person)
    person.refresh_from_db()
    assert (person.phone, person.phone_print, person.phone_tail) == ("13812345678", before, "5678")


@pytest.mark.parametrize("who", ["other", "leader", "department"])
def test_who_may_not_change_a_record_does_not_restore_it(station: Station, who: str) -> None:
    client = {
        "other": lambda: worker_of(make_community("桂花社区")),
        "leader": lambda: logged_in(make_user(Role.STREET_LEADER)),
        "department": lambda: logged_in(make_user(Role.DEPARTMENT)),
    }[who]()
    station.phone = "20000"
    station.save()
    address = page(station, "restore", station.pk, oldest(station).history_id)
    assert client.get(address).status_code in (403, 404)
    assert client.post(address).status_code in (403, 404)
    station.refresh_from_db()
    assert station.phone == "20000"


def test_another_records_version_is_no_version_of_this_one(worker: Client, station: Station) -> None:
    other = make_station("另一站", community=station.community)
    assert worker.post(page(station, "restore", station.pk, oldest(other).history_id)).status_code == 404
    assert worker.get(page(station, "restore", station.pk, 10**20)).status_code == 404
    assert worker.get(page(station, "restore", 10**20, 1)).status_code == 404


# --- a deleted record -------------------------------------------------------------------------------


def test_a_deleted_record_comes_back_with_its_rows_and_key(worker: Client, station: Station) -> None:
    service = Service.objects.create(name="社保咨询", slug="social")
    Offering.objects.create(station=station, service=service, note="周三")
    OpeningException.objects.create(station=station, date="2030-05-01", spans="")
    Offering.objects.create(
        station=station, service=Service.objects.create(name="办证", slug="cards")
    ).delete()
    Offering.history.filter(history_type="-").update(history_date="2020-01-01T00:00:00+08:00")
    sizes = dict.fromkeys(("small", "medium", "large"), "stations/x.jpg")
    Photo.objects.create(station=station, caption="正门", width=4, height=3, **sizes)
    pk = station.pk
    worker.post(page(station, "delete", pk), {"post": "yes"})
    assert not Station.objects.exists()
    assert {row.history_date for row in Station.history.filter(history_type="-")} == {
        row.history_date for row in OpeningException.history.filter(history_type="-")
    }
    listed = worker.get(page(Station, "deleted"))
    assert [name for _, name, *_ in listed.context["rows"]] == ["演示党群服务站"]
    asked = worker.get(page(Station, "bring_back", Station.history.latest().history_id)).content.decode()
    assert "10000" in asked and "照片不能恢复" in asked
    assert "连同一起删除的 2 条" in bring(worker, Station, pk).content.decode()
    assert Station.objects.get().pk == pk and Station.objects.get().phone == "10000"
    assert Offering.objects.get().note == "周三" and OpeningException.objects.count() == 1
    assert Station.history.filter(id=pk).latest().history_change_reason == "恢复已删除的记录"
    assert SecurityEvent.objects.get().what == f"stations.station {pk}"
    assert not worker.get(page(Station, "deleted")).context["rows"]


def test_a_deleted_record_is_found_by_its_text(worker: Client, community: Community) -> None:
    for number in range(60):
        make_estate(f"花园{number}", community=community).delete()
    assert len(worker.get(page(Estate, "deleted")).context["rows"]) == 50
    assert len(worker.get(page(Estate, "deleted"), {"p": 2}).context["rows"]) == 10
    found = worker.get(page(Estate, "deleted"), {"q": "花园59"}).context["rows"]
    assert [name for _, name, *_ in found] == ["花园59"]
    for bad in ({"p": "x"}, {"p": "9" * 30}, {"p": "-1"}, {"q": "\x00"}, {"q": "长" * 10000}, {"p": "²"}):
        assert worker.get(page(Estate, "deleted"), bad).status_code in (200, 302)


def test_the_list_leads_to_what_was_deleted(worker: Client) -> None:
    assert page(Estate, "deleted") in worker.get(page(Estate, "changelist")).content.decode()


def test_a_list_entry_comes_back_with_what_it_pointed_at() -> None:
    elders = Audience.objects.create(name="长者", slug="elders")
    service = Service.objects.create(name="社保咨询", slug="social")
    service.audiences.add(elders)
    pk = service.pk
    service.delete()
    bring(street_admin(), Service, pk)
    assert list(Service.objects.get(pk=pk).audiences.all()) == [elders]


def test_what_it_hung_on_is_gone(worker: Client, community: Community) -> None:
    estate = make_estate("俊雅花园", community=community)
    place = Place.objects.create(community=community, estate=estate, name="3栋")
    pk = place.pk
    place.delete()
    estate.delete()
    assert "已经不在了" in bring(worker, Place, pk).content.decode()
    assert not Place.objects.exists()


def test_its_name_is_taken_meanwhile(worker: Client, station: Station, community: Community) -> None:
    pk = station.pk
    station.delete()
    make_station("演示党群服务站", community=community)
    assert "这个社区已经有同名的站点。" in bring(worker, Station, pk).content.decode()


def test_it_comes_back_once(worker: Client, station: Station) -> None:
    pk = station.pk
    station.delete()
    address = page(Station, "bring_back", Station.history.latest().history_id)
    assert worker.post(address).status_code == 302
    assert worker.post(address).status_code == 404
    assert Station.history.filter(id=pk, history_type="+").count() == 2


def test_the_day_it_came_in_stays(community: Community) -> None:
    wish = ServiceWish.objects.create(community=community, text="想要图书角")
    came, pk = wish.created_at, wish.pk
    wish.delete()
    bring(street_admin(), ServiceWish, pk)
    assert ServiceWish.objects.get().created_at == came


def test_anothers_deleted_record_is_neither_listed_nor_brought_back(station: Station) -> None:
    other = worker_of(make_community("桂花社区"))
    station.delete()
    assert not other.get(page(Station, "deleted")).context["rows"]
    version = Station.history.latest().history_id
    assert other.get(page(Station, "bring_back", version)).status_code == 404
    assert other.post(page(Station, "bring_back", version)).status_code == 404
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.get(page(Station, "deleted")).status_code == 200
    assert leader.post(page(Station, "bring_back", version)).status_code == 403
    department = logged_in(make_user(Role.DEPARTMENT))
    assert department.get(page(Station, "deleted")).status_code == 403
    assert not Station.objects.exists()


def test_what_residents_wrote_is_the_streets_to_bring_back(worker: Client, station: Station) -> None:
    report = StationReport.objects.create(station=station, kind="place")
    pk = report.pk
    report.delete()
    assert bring(worker, StationReport, pk).status_code == 403
    assert bring(street_admin(), StationReport, pk).status_code == 200
    assert StationReport.objects.get().pk == pk


def test_photos_stay_away() -> None:
    from guicheng.accounts.bring_back import can_come_back

    assert not can_come_back(Photo) and can_come_back(Station)
