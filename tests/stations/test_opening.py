from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stations import timetable as tt
from stations.models import Notice, OpeningException, Station
from stations.opening import OpeningBook, State, open_at
from tests.factories import make_community, make_station, make_timetable, shanghai

pytestmark = pytest.mark.django_db

TUESDAY = "2026-11-24"


def state(station: Station, moment: str):
    return OpeningBook([station], shanghai(moment)).of(station)


def test_open_says_until_when():
    station = make_station()
    opening = state(station, f"{TUESDAY} 09:00")
    assert (opening.word, opening.detail) == ("营业中", "至 12:00")


def test_closed_says_when_next():
    station = make_station()
    assert state(station, f"{TUESDAY} 12:00").detail == "14:00 开"
    assert state(station, f"{TUESDAY} 20:00").detail == "明天 8:30 开"
    assert state(station, "2026-11-27 20:00").detail == "周一 8:30 开"


def test_the_small_hours_belong_to_the_evening_before():
    station = make_station(timetable=make_timetable("21:00-2:00"))
    assert state(station, "2026-11-25 01:30").is_open
    assert state(station, "2026-11-25 02:00").state is State.CLOSED
    assert state(station, f"{TUESDAY} 23:00").detail == "至 明天 2:00"
    # Saturday's small hours are Friday's.
    assert state(station, "2026-11-28 01:00").is_open
    assert not state(station, "2026-11-29 01:00").is_open


def test_round_the_clock_has_no_end():
    station = make_station(timetable=make_timetable("全天", "全天", "全天"))
    opening = state(station, f"{TUESDAY} 03:00")
    assert opening.is_open and opening.until is None and opening.detail == "全天"


def test_until_midnight_is_said_as_24():
    station = make_station(timetable=make_timetable("9:00-24:00"))
    assert state(station, f"{TUESDAY} 10:00").detail == "至 24:00"


def test_an_exception_replaces_the_day():
    station = make_station()
    OpeningException.objects.create(station=station, date=date(2026, 11, 24), spans="", reason="消防检修")
    opening = state(station, f"{TUESDAY} 09:00")
    assert opening.state is State.CLOSED and opening.reason == "消防检修" and opening.detail == "明天 8:30 开"
    OpeningException.objects.filter(station=station).update(spans=tt.encode_day(tt.parse_day("18:00-20:00")))
    assert state(station, f"{TUESDAY} 19:00").is_open


def test_holidays_are_named():
    station = make_station()
    opening = state(station, "2026-10-01 10:00")
    assert (
        opening.state is State.CLOSED and opening.reason == "国庆节" and opening.detail == "10月8日 8:30 开"
    )


def test_an_unknown_year_says_that_it_is_not_certain():
    station = make_station()
    assert state(station, f"{TUESDAY} 09:00").certain
    assert not state(station, "2099-11-24 09:00").certain


@pytest.mark.parametrize("scope", ["street", "community", "station"])
def test_an_urgent_notice_closes_what_it_concerns(scope):
    station = make_station()
    other = make_station(community=make_community("桂花社区"))
    Notice.objects.create(
        title="停电",
        closes=True,
        community=None if scope == "street" else station.community,
        station=station if scope == "station" else None,
        starts_at=shanghai(f"{TUESDAY} 08:00"),
        ends_at=shanghai(f"{TUESDAY} 11:00"),
    )
    opening = state(station, f"{TUESDAY} 09:00")
    assert (opening.state, opening.reason, opening.detail) == (State.STOPPED, "停电", "11:00 开")
    assert opening.word == "临时停止服务"
    assert state(other, f"{TUESDAY} 09:00").is_open == (scope != "street")
    # Before it starts the page says until when it is still open.
    assert state(station, "2026-11-24 11:00").is_open
    found = set(open_at(Station.objects.serving(), shanghai(f"{TUESDAY} 09:00")))
    assert found == (set() if scope == "street" else {other})


def test_no_hours_is_not_the_same_as_closed():
    assert state(make_station(timetable=None), f"{TUESDAY} 09:00").word == "时间未登记"


def test_a_suspended_station_is_never_open():
    station = make_station(status=Station.Status.SUSPENDED)
    assert state(station, f"{TUESDAY} 09:00").state is State.STOPPED


WEEKS = [
    ("8:30-12:00、14:00-17:30",),
    ("21:00-2:00", "20:00-1:00"),
    ("全天", "全天", "全天"),
    ("", "", "9:00-12:00"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.integers(0, 400 * 24 * 60))
def test_the_list_of_open_stations_agrees_with_each_stations_own_state(minutes):
    """Across a year with holidays, 调休, exceptions, small hours and notices."""
    if not Station.objects.exists():
        for number, days in enumerate(WEEKS):
            for on_holidays in (False, True):
                station = make_station(timetable=make_timetable(*days, open_on_holidays=on_holidays))
                for offset in range(0, 380, 3 + number):
                    OpeningException.objects.create(
                        station=station,
                        date=date(2026, 1, 1) + timedelta(days=offset),
                        spans="" if offset % 2 else "1200-1500",
                    )
        first = Station.objects.first()
        Notice.objects.create(
            title="台风",
            closes=True,
            community=first.community,
            station=first,
            starts_at=shanghai("2026-06-01 00:00"),
            ends_at=shanghai("2026-09-01 00:00"),
        )
    moment = shanghai("2026-01-01 00:00") + timedelta(minutes=minutes)
    stations = list(Station.objects.for_cards())
    book = OpeningBook(stations, moment)
    expected = {station.pk for station in stations if book.of(station).is_open}
    assert set(open_at(Station.objects.serving(), moment).values_list("pk", flat=True)) == expected


def test_a_page_of_stations_costs_two_queries(django_assert_num_queries):
    for _ in range(12):
        make_station()
    stations = list(Station.objects.for_cards())
    with django_assert_num_queries(2):
        book = OpeningBook(stations, shanghai(f"{TUESDAY} 09:00"))
        assert all(book.of(station).is_open for station in stations)
