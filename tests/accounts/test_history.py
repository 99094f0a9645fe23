"""Versions: what was done at once is one moment, what was is known for any day, and each sees their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import Community, Estate, Place
from guicheng.accounts.history import (
    BASELINE,
    as_of,
    bulk_create,
    bulk_update,
    delete_rows,
    keep_baseline,
    last_of_deleted,
    one_change,
    versions_visible_to,
)
from guicheng.accounts.models import Role, User
from stations.models import Audience, Service, Station
from tests.factories import make_community, make_estate, make_station
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


# --- one change -------------------------------------------------------------------------------------


def test_what_is_done_at_once_has_one_moment_and_reason(community: Community) -> None:
    with one_change("换届"):
        estate = make_estate("俊雅花园", community=community)
        bulk_create([Place(community=community, estate=estate, name=f"{n}栋") for n in range(3)])
        with one_change("另一句"):
            estate.save()
        estate.save()
    versions = [*Estate.history.order_by("history_id"), *Place.history.all()]
    assert len({version.history_date for version in versions}) == 1
    assert [version.history_change_reason for version in versions] == ["换届", "另一句", *["换届"] * 4]
    estate.save()
    assert Estate.history.latest().history_change_reason is None


def test_a_failed_change_leaves_no_trace_on_the_next(community: Community) -> None:
    with pytest.raises(RuntimeError), one_change("坏了"):
        raise RuntimeError
    assert make_estate("俊雅花园", community=community).history.get().history_change_reason is None


def test_a_long_reason_is_cut(community: Community) -> None:
    with one_change("长" * 300):
        estate = make_estate("俊雅花园", community=community)
    assert len(estate.history.get().history_change_reason) == 100
    delete_rows([estate], user=None, reason="长" * 300)
    assert len(Estate.history.latest().history_change_reason) == 100


def test_the_first_version_of_an_old_record_lies_before_its_change(community: Community) -> None:
    estate = make_estate("俊雅花园", community=community)
    Estate.history.all().delete()
    estate.households = 100
    assert bulk_update([estate], ["households"], reason="导入") == 1
    first, second = Estate.history.order_by("history_id")
    assert first.history_change_reason == BASELINE and first.history_date < second.history_date
    assert (first.households, second.households) == (None, 100)
    assert keep_baseline([estate]) == 0 and keep_baseline([]) == 0


# --- as of a day ------------------------------------------------------------------------------------


def test_records_are_known_as_they_were(community: Community) -> None:
    estate = make_estate("俊雅花园", community=community)
    gone = make_estate("旧花园", community=community)
    before = timezone.now() - timedelta(days=10)
    Estate.history.update(history_date=before)
    estate.name = "新名字"
    estate.save()
    gone.delete()
    assert {row.name for row in as_of(Estate, before)} == {"俊雅花园", "旧花园"}
    assert {row.name for row in as_of(Estate, timezone.now())} == {"新名字"}
    assert not as_of(Estate, before - timedelta(days=1)).exists()


def test_two_versions_of_one_moment_are_one_record() -> None:
    audiences = [Audience.objects.create(name=name, slug=name) for name in ("a", "b")]
    with one_change():
        service = Service.objects.create(name="社保咨询", slug="social")
        service.audiences.set(audiences)
    [row] = as_of(Service, timezone.now())
    assert row.name == "社保咨询"


# --- who sees ---------------------------------------------------------------------------------------


def test_each_sees_versions_of_what_they_see(community: Community) -> None:
    other = make_community("桂花社区")
    own, foreign = make_station("自己的站", community=community), make_station("别处的站", community=other)
    worker = make_user(Role.COMMUNITY_WORKER, community)

    def names(user: User) -> set[str]:
        return {version.name for version in versions_visible_to(Station, user)}

    assert names(worker) == {"自己的站"}
    assert names(make_user(Role.STREET_ADMIN)) == names(make_user(Role.STREET_LEADER))
    assert names(make_user(Role.DEPARTMENT)) == names(make_user(Role.HEAD, community)) == set()
    own.delete()
    foreign.delete()
    assert names(worker) == {"自己的站"}
    worker.is_active = False
    assert names(worker) == set()


def test_of_a_deleted_record_the_last_owner_counts(community: Community) -> None:
    other = make_community("桂花社区")
    station = make_station("演示站", community=community)
    pk = station.pk
    station.delete()
    station.pk = pk
    station.save(force_insert=True)
    station.community = other
    station.save()
    station.delete()
    assert last_of_deleted(Station).get().community == other
    assert not versions_visible_to(Station, make_user(Role.COMMUNITY_WORKER, community)).exists()
    assert versions_visible_to(Station, make_user(Role.COMMUNITY_WORKER, other)).count() == 5


def test_the_street_sees_no_version_of_a_superuser() -> None:
    root = make_user(Role.STREET_ADMIN, superuser=True)
    street = make_user(Role.STREET_ADMIN)
    assert not versions_visible_to(User, street).filter(id=root.pk).exists()
    assert versions_visible_to(User, root).filter(id=root.pk).exists()
