"""Deleting: what hangs on a record is said within the scope, and what others need is retired instead."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Estate, Place
from guicheng.accounts.models import Role
from stations.models import Activity, Audience, Notice, Offering, Photo, Service, Station, StationReport
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_estate,
    make_station,
    shanghai,
)
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.models import PhoneClash, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def worker(community: Community) -> Client:
    return worker_of(community)


@pytest.fixture
def station(community: Community) -> Station:
    return make_station("演示党群服务站", community=community)


def page(row, what: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{what}", args=[row.pk])


def text(response) -> str:
    return response.content.decode()


# --- what hangs on it -------------------------------------------------------------------------------


def test_what_goes_with_it_is_counted_and_named(worker: Client, station: Station) -> None:
    service = Service.objects.create(name="社保咨询", slug="social")
    Offering.objects.create(station=station, service=service)
    sizes = dict.fromkeys(("small", "medium", "large"), "stations/x.jpg")
    for number in range(25):
        Photo.objects.create(station=station, caption=f"照片{number}", width=4, height=3, **sizes)
    asked = text(worker.get(page(station, "delete")))
    assert "站点服务 1 条" in asked and "社保咨询" in asked
    assert "照片 25 条" in asked and "照片19" in asked and "照片20" not in asked
    assert worker.post(page(station, "delete"), {"post": "yes"}).status_code == 302
    assert not Station.objects.exists() and not Offering.objects.exists()


def test_what_others_need_is_not_deleted_but_retired(worker: Client, station: Station) -> None:
    make_activity(station, shanghai("2026-11-20 09:00"), title="义诊")
    asked = text(worker.get(page(station, "delete")))
    assert "不能删除" in asked and "党群服务活动 1 条" in asked and "义诊" in asked
    assert page(station, "retire") in asked and 'name="post"' not in asked
    worker.post(page(station, "delete"), {"post": "yes"})
    assert Station.objects.exists()
    told = text(worker.get(page(station, "retire")))
    assert "已启用" in told and "已撤销" in told
    station.refresh_from_db()
    assert station.status == "open"
    assert "原来的记录都还在" in text(worker.post(page(station, "retire"), follow=True))
    station.refresh_from_db()
    assert (station.status, station.closed_on) == ("closed", timezone.localdate())
    newest = Station.history.latest()
    assert newest.history_change_reason == "停用（撤销）" and newest.history_user is not None
    assert Activity.objects.get().station == station
    assert "已经停用了" in text(worker.post(page(station, "retire"), follow=True))
    assert page(station, "retire") not in text(worker.get(page(station, "delete")))


def test_places_and_list_entries_retire_too(worker: Client, community: Community) -> None:
    place = Place.objects.create(community=community, name="上九巷", kind="lane")
    worker.post(page(place, "retire"))
    place.refresh_from_db()
    assert place.closed_on == timezone.localdate()
    audience = Audience.objects.create(name="长者", slug="elders")
    assert worker.post(page(audience, "retire")).status_code == 403
    street_admin().post(page(audience, "retire"))
    audience.refresh_from_db()
    assert not audience.active


def test_retiring_that_breaks_a_rule_is_refused_in_words(worker: Client, station: Station) -> None:
    Station.objects.filter(pk=station.pk).update(opened_on="2090-01-01")
    assert "撤销日期不能早于启用日期。" in text(worker.post(page(station, "retire"), follow=True))
    station.refresh_from_db()
    assert station.status == "open"


def test_what_cannot_retire_has_no_such_page(worker: Client, community: Community) -> None:
    estate = make_estate("俊雅花园", community=community)
    assert worker.get(page(estate, "retire")).status_code == 404
    make_station("演示站", community=community, estate=estate)
    asked = text(worker.get(page(estate, "delete")))
    assert "不能删除" in asked and "保留记录" not in asked


# --- the action -------------------------------------------------------------------------------------


def test_several_are_deleted_after_a_look_and_together(worker: Client, community: Community) -> None:
    rows = [make_estate(f"花园{number}", community=community) for number in range(3)]
    address = reverse("admin:communities_estate_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    asked = text(worker.post(address, chosen))
    assert all(row.name in asked for row in rows) and Estate.objects.count() == 3
    worker.post(address, {**chosen, "post": "yes"})
    assert not Estate.objects.exists()
    versions = Estate.history.filter(history_type="-")
    assert len({row.history_date for row in versions}) == 1
    assert {row.history_change_reason for row in versions} == {"在列表里批量删除"}


def test_several_with_one_that_is_needed_are_all_kept(worker: Client, community: Community) -> None:
    rows = [make_estate(f"花园{number}", community=community) for number in range(3)]
    make_station("演示站", community=community, estate=rows[1])
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    asked = text(worker.post(reverse("admin:communities_estate_changelist"), chosen))
    assert "不能删除" in asked and "党群服务站 1 条" in asked and "演示站" in asked
    assert Estate.objects.count() == 3


def test_what_residents_wrote_does_not_go_with_a_station(worker: Client, station: Station) -> None:
    StationReport.objects.create(station=station, kind="place")
    asked = text(worker.get(page(station, "delete")))
    assert "不归您删除" in asked and "信息有误的反映" in asked and 'name="post"' not in asked
    assert worker.post(page(station, "delete"), {"post": "yes"}).status_code == 403
    assert Station.objects.exists()
    assert street_admin().post(page(station, "delete"), {"post": "yes"}).status_code == 302


# --- what is not theirs to see ----------------------------------------------------------------------


def test_what_the_user_may_not_see_is_neither_counted_nor_named(community: Community) -> None:
    person = Volunteer.objects.create(community=community, name="陈少珍", phone="13812345678")
    other = make_community("桂花社区")
    PhoneClash.objects.create(volunteer=person, community=other, wanted_name="陈少真")
    asked = text(worker_of(community).get(page(person, "delete")))
    assert "别处的记录" in asked and "桂花" not in asked and "陈少真" not in asked
    assert "跨社区" not in asked
    worker_of(community).post(page(person, "delete"), {"post": "yes"})
    assert Volunteer.objects.exists()


def test_what_others_point_at_is_not_deleted_under_them(community: Community) -> None:
    """A term of another community names this one as the one before: it would lose it."""
    before = make_appointment(community=community)
    after = make_appointment(community=make_community("桂花社区"), predecessor=before)
    worker = worker_of(community)
    asked = text(worker.get(page(before, "delete")))
    assert "会连带删除或改动您看不到的记录" in asked and 'name="post"' not in asked
    worker.post(page(before, "delete"), {"post": "yes"})
    after.refresh_from_db()
    assert after.predecessor == before
    assert street_admin().post(page(before, "delete"), {"post": "yes"}).status_code == 302


def test_another_communitys_record_has_no_pages(station: Station) -> None:
    other = worker_of(make_community("桂花社区"))
    assert other.get(page(station, "delete")).status_code in (302, 403)
    assert other.get(page(station, "retire")).status_code == 404
    assert other.post(page(station, "retire")).status_code == 404
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.post(page(station, "retire")).status_code == 403
    station.refresh_from_db()
    assert station.status == "open"


def test_what_only_loses_its_sight_is_said(community: Community) -> None:
    street = street_admin()
    station = make_station("演示站", community=community)
    Notice.objects.create(
        community=community, station=station, title="停电", starts_at=shanghai("2026-11-20 09:00")
    )
    asked = text(street.get(page(station, "delete")))
    assert "会一起删除" in asked and "停电" in asked


@pytest.mark.parametrize("key", ["x", "1" * 30, "0", "-1", "%00"])
def test_a_made_up_key_finds_nothing(worker: Client, key: str) -> None:
    assert worker.get(f"/admin/stations/station/{key}/retire/").status_code == 404
