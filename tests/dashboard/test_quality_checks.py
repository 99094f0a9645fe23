"""Each check finds the record that is wrong, and leaves the one beside it that is right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils import timezone

from casework.models import ResidentRequest
from communities.models import (
    Deliberation,
    Organisation,
    OrganisationTerm,
    Undertaking,
)
from guicheng.dashboard.models import QualityLimits
from guicheng.dashboard.quality.checks import check_of, checks
from guicheng.dashboard.quality.counting import count
from guicheng.dashboard.quality.moment import Moment
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_estate,
    make_place,
    make_station,
    make_volunteer,
)
from volunteers.models import ContactLog, FollowUp, MatterKind, Mediator

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NOW = timezone.now()
TODAY = timezone.localdate()
YESTERDAY = NOW - timedelta(days=1)
#: What is wrong, and what is right beside it.
Planted = tuple[list[models.Model], list[models.Model]]
PLANTERS: dict[str, Callable[[], Planted]] = {}


def plants(planter: Callable[[], Planted]) -> Callable[[], Planted]:
    PLANTERS[planter.__name__] = planter
    return planter


def station(**values: Any) -> models.Model:  # noqa: ANN401
    spot = 23.03 + next(_spots) / 10_000
    return make_station(**{"phone": "86123456", "confirmed_on": TODAY, "lat": spot, **values})


_spots = iter(range(1, 900))


@pytest.fixture(autouse=True)
def own_memory() -> None:
    cache.clear()


# --- estates, stations, activities ------------------------------------------------------------------


@plants
def station_point() -> Planted:
    return [station(lat=None, lon=None)], [station(), station(lat=None, lon=None, status="planned")]


@plants
def station_phone() -> Planted:
    return [station(phone="")], [station()]


@plants
def station_hours() -> Planted:
    return [station(timetable=None)], [station()]


@plants
def station_confirmed() -> Planted:
    long_ago = TODAY - timedelta(days=settings.CONFIRM_DAYS + 1)
    return [station(confirmed_on=None), station(confirmed_on=long_ago)], [station()]


@plants
def station_place() -> Planted:
    return [station(lat=22.9)], [station(), station(lat=None, lon=None)]


@plants
def station_twin() -> Planted:
    first, second = station(name="演示（一）站"), station(name="演示(一)  站")
    same = {"lat": 23.03, "lon": 113.15}
    third, fourth = station(level="point", **same), station(level="point", **same)
    elsewhere = station(name="演示（一）站", community=make_community("桂花社区"))
    return [first, second, third, fourth], [station(level="centre", **same), elsewhere]


@plants
def estate_households() -> Planted:
    return [make_estate("演示东园")], [make_estate("演示西园", households=300)]


@plants
def estate_point() -> Planted:
    return [make_estate("演示东园")], [make_estate("演示西园", lat=23.03, lon=113.15)]


@plants
def estate_place() -> Planted:
    return [make_estate("演示东园", lat=23.2, lon=113.15)], [make_estate("演示西园", lat=23.03, lon=113.15)]


@plants
def estate_large() -> Planted:
    return [make_estate("演示东园", households=30_000)], [make_estate("演示西园", households=3000)]


@plants
def estate_twin() -> Planted:
    wrong = [make_estate("俊雅花园（一期）"), make_estate("俊雅花园(一期)")]
    return wrong, [make_estate("俊雅花园"), make_estate("俊雅花园（一期）", make_community("桂花社区"))]


@plants
def activity_uncounted() -> Planted:
    place = station()
    good = [
        make_activity(place, YESTERDAY, attendance=0),
        make_activity(place, YESTERDAY, status="cancelled"),
    ]
    return [make_activity(place, YESTERDAY)], good


@plants
def activity_crowded() -> Planted:
    """One that is too large, and two whose day is; not one of the day after, nor of another station."""
    place, morning = station(), YESTERDAY.replace(hour=1, minute=0)
    one = make_activity(station(), morning, attendance=10_000)
    day = [make_activity(place, morning + timedelta(hours=n), 1, attendance=600) for n in (0, 2)]
    before = make_activity(place, morning - timedelta(days=1), attendance=600)
    small = make_activity(place, morning + timedelta(hours=5), attendance=90)
    return [one, *day], [before, small, make_activity(station(), morning, attendance=600)]


@plants
def activity_twin() -> Planted:
    place = station()
    wrong = [make_activity(place, YESTERDAY, attendance=9) for _ in range(2)]
    good = [
        make_activity(place, YESTERDAY, title="另一场", attendance=9),
        make_activity(place, YESTERDAY - timedelta(days=7), attendance=9),
        make_activity(station(), YESTERDAY, attendance=9),
    ]
    cancelled = make_activity(place, YESTERDAY - timedelta(days=7), status="cancelled")
    return wrong, [*good, cancelled]


# --- people -----------------------------------------------------------------------------------------


@plants
def place_twin() -> Planted:
    estate = make_estate("演示东园")
    wrong = [make_place(name, estate=estate) for name in ("3栋", "三幢")]
    return wrong, [make_place("4栋", estate=estate), make_place("3栋", closed_on=TODAY)]


@plants
def head_many() -> Planted:
    person = make_volunteer(phone="13812345678")
    wrong = [make_appointment(person, make_place()) for _ in range(11)]
    other = make_volunteer()
    good = [make_appointment(other, make_place()) for _ in range(10)]
    return wrong, good


@plants
def head_term() -> Planted:
    past = TODAY - timedelta(days=1)
    ended = make_appointment(ends_on=past, ended_on=past)
    return [make_appointment(ends_on=past)], [make_appointment(ends_on=TODAY), make_appointment(), ended]


@plants
def head_start() -> Planted:
    return [make_appointment()], [make_appointment(started_on=date(2025, 1, 1))]


@plants
def head_phone() -> Planted:
    return [make_appointment()], [make_appointment(make_volunteer(phone="13812345678"))]


@plants
def head_party() -> Planted:
    return [make_appointment()], [make_appointment(make_volunteer(political_status="masses"))]


@plants
def person_twin() -> Planted:
    wrong = [make_volunteer("演示甲"), make_volunteer("演示甲", phone="13812345678")]
    good = [make_volunteer("演示乙", phone=f"1381234567{n}") for n in (1, 2)]
    return wrong, [*good, make_volunteer("演示甲", community=make_community("桂花社区"))]


def _mediator(**values: Any) -> Mediator:  # noqa: ANN401
    return Mediator.objects.create(volunteer=make_volunteer(), community=make_community(), **values)


@plants
def mediator_certificate() -> Planted:
    good = [_mediator(status="serving", certified_on=date(2025, 1, 1)), _mediator(status="training")]
    return [_mediator(status="serving")], good


@plants
def mediator_expired() -> Planted:
    certified = {"status": "serving", "certified_on": date(2025, 1, 1)}
    wrong = _mediator(**certified, expires_on=TODAY - timedelta(days=1))
    return [wrong], [_mediator(**certified, expires_on=TODAY), _mediator(**certified)]


# --- together ---------------------------------------------------------------------------------------


def _organisation(kind: str = "neighbours", name: str = "", **values: Any) -> Organisation:  # noqa: ANN401
    number = Organisation.objects.count()
    return Organisation.objects.create(
        community=make_community(),
        kind=kind,
        name=name or f"演示{number}会",
        **{"members_count": 9, **values},
    )


@plants
def organisation_members() -> Planted:
    return [_organisation(members_count=None)], [_organisation(), _organisation("social", members_count=None)]


@plants
def organisation_large() -> Planted:
    return [_organisation(members_count=20_000)], [_organisation(members_count=900)]


@plants
def organisation_term() -> Planted:
    wrong, good = _organisation(), _organisation()
    for row, ends in ((wrong, TODAY - timedelta(days=1)), (good, TODAY)):
        OrganisationTerm.objects.create(
            organisation=row, number=1, starts_on=TODAY - timedelta(days=800), ends_on=ends
        )
    return [wrong], [good]


@plants
def organisation_twin() -> Planted:
    wrong = [_organisation(name="演示街坊会"), _organisation(name="演示 街坊会")]
    return wrong, [_organisation("social", "演示街坊会")]


def _meeting(**values: Any) -> Deliberation:  # noqa: ANN401
    defaults = {"topic": "演示议题", "status": "held", "starts_at": YESTERDAY, "community": make_community()}
    return Deliberation.objects.create(**{**defaults, **values})


@plants
def meeting_unmarked() -> Planted:
    coming = _meeting(status="announced", starts_at=NOW + timedelta(days=1))
    return [_meeting(status="announced")], [_meeting(topic="另一个"), coming]


@plants
def meeting_twin() -> Planted:
    return [_meeting(), _meeting()], [
        _meeting(topic="另一个"),
        _meeting(community=make_community("桂花社区")),
    ]


@plants
def resolution_outcome() -> Planted:
    meeting = _meeting()

    def resolution(**values: Any) -> Undertaking:  # noqa: ANN401
        return Undertaking.objects.create(
            deliberation=meeting, text="演示", owner="居委会", due_on=TODAY, **values
        )

    done = {"state": "done", "closed_on": TODAY}
    return [resolution(**done)], [resolution(**done, outcome="办好了"), resolution()]


# --- work -------------------------------------------------------------------------------------------


def _entry(term: Any = None, **values: Any) -> ContactLog:  # noqa: ANN401
    kind, _ = MatterKind.objects.get_or_create(name="演示事项")
    number = ContactLog.objects.count()
    defaults = {"on": TODAY, "kind": kind, "text": f"演示{number}"}
    return ContactLog.objects.create(appointment=term or make_appointment(), **{**defaults, **values})


@plants
def entry_stale() -> Planted:
    long_ago = {"on": TODAY - timedelta(days=200), "result": "following"}
    followed = _entry(**long_ago)
    FollowUp.objects.create(contact=followed, on=TODAY, text="演示")
    planned = _entry(**long_ago, follow_up_on=TODAY)
    good = [_entry(on=TODAY - timedelta(days=200)), _entry(result="following"), followed, planned]
    return [_entry(**long_ago)], good


@plants
def entry_many() -> Planted:
    term = make_appointment()
    wrong = [_entry(term) for _ in range(31)]
    return wrong, [_entry(term, on=TODAY - timedelta(days=1)), _entry()]


@plants
def entry_twin() -> Planted:
    term = make_appointment()
    wrong = [_entry(term, text="走访") for _ in range(2)]
    return wrong, [_entry(term, text="走访", on=TODAY - timedelta(days=1)), _entry(text="走访")]


def _request(**values: Any) -> ResidentRequest:  # noqa: ANN401
    number = ResidentRequest.objects.count()
    defaults = {"community": make_community(), "text": "演示", "code": f"C{number}"}
    return ResidentRequest.objects.create(**{**defaults, **values})


@plants
def request_stale() -> Planted:
    long_ago = TODAY - timedelta(days=200)
    closed = _request(due_on=long_ago, status="closed", done_at=NOW)
    return [_request(due_on=long_ago)], [_request(due_on=TODAY), _request(), closed]


@plants
def request_twin() -> Planted:
    wrong = [_request(text_print="a"), _request(text_print="a")]
    refused = _request(text_print="b", status="refused", done_at=NOW)
    elsewhere = _request(text_print="a", community=make_community("桂花社区"))
    return wrong, [_request(text_print="b"), refused, _request(), _request(), elsewhere]


# --- all of them ------------------------------------------------------------------------------------


def test_every_check_has_a_record_that_it_must_find() -> None:
    assert set(PLANTERS) == {check.key for check in checks()}


@pytest.mark.parametrize("key", PLANTERS)
def test_a_check_finds_what_is_wrong_and_nothing_else(key: str) -> None:
    wrong, good = PLANTERS[key]()
    check, moment = check_of(key), Moment()
    found = set(check.rows(moment).values_list("pk", flat=True))
    assert {row.pk for row in wrong} <= found
    assert not {row.pk for row in good} & found
    number = count(moment, [check]).numbers()[key]
    assert number.weak == len(found) and number.weak <= number.total
    if check.tells:
        assert all(check.tells(moment, row) for row in wrong)


def test_the_limits_are_the_street_s() -> None:
    activity = make_activity(station(), YESTERDAY, attendance=300)
    assert activity not in check_of("activity_crowded").rows(Moment())
    QualityLimits.objects.create(attendance=200)
    assert activity in check_of("activity_crowded").rows(Moment())
