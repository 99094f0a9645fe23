"""Who walks to a station within so many minutes: exactly those whom a plain count over all walks finds."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone

from communities.coords import great_circle
from communities.models import Estate
from stations.coverage import BadQuestion, Basis, Coverage, Question, basis, coverage, coverages
from stations.homes import homes
from stations.models import Audience, Notice, Offering, Service, Station
from stations.nearest import UnknownFilter
from stations.walking import METRES_A_MINUTE, Pace
from tests.factories import make_community, make_place, make_timetable, shanghai

from .riverside import at, estate_at, full_matrix, measure, moved, station_at

pytestmark = pytest.mark.django_db
ALL_DAY, OFFICE = "8:00-21:00", "8:30-17:30"
#: A Wednesday that is no holiday.
EVENING = shanghai("2026-12-09 19:30")


def random_town(seed: int) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
    """(x, y, households) of homes and (x, y) of stations, in the database and told; some off the network."""
    chance = random.Random(seed)

    def spot() -> tuple[int, int]:
        if chance.random() < 0.1:
            return chance.randint(1200, 2000), chance.randint(-50, 450)
        return chance.choice((-1, 1)) * chance.randint(60, 740), chance.randint(-40, 1540)

    lived = [(*spot(), chance.randint(1, 900)) for _ in range(25)]
    stand = [spot() for _ in range(8)]
    for x, y, households in lived:
        estate_at(x, y, households)
    for x, y in stand:
        station_at(x, y)
    return lived, stand


def covered_by_count(
    seconds: np.ndarray, lived: list[tuple[int, int, int]], minutes: int
) -> tuple[set[int], int]:
    """(which homes, how many households) have some station within the minutes; walk by walk."""
    within = {home for home, row in enumerate(seconds.tolist()) if any(each <= minutes * 60 for each in row)}
    return within, sum(lived[home][2] for home in within)


# --- it works ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_on_the_network_it_equals_a_count_over_all_walks(river_engine: str, seed: int) -> None:
    lived, stand = random_town(seed)
    measure(river_engine)
    matrix = full_matrix(river_engine, [at(x, y) for x, y, _ in lived], [at(*spot) for spot in stand])
    found = homes()
    assert found.households.tolist() == [households for *_, households in lived]
    answers = coverages(Question(), list(Pace), found)
    compared = 0
    for pace, answer in answers.items():
        for minutes in (1, 5, 10, 15, 30):
            within, households = covered_by_count(matrix[pace], lived, minutes)
            assert set(np.flatnonzero(answer.at(minutes).within).tolist()) == within
            assert answer.at(minutes).covered == households
            compared += len(within)
        assert (answer.guessed, answer.total) == (0, sum(home[2] for home in lived))
    assert compared


@pytest.mark.parametrize("seed", range(4))
def test_by_estimate_it_equals_a_count_over_all_straight_lines(seed: int) -> None:
    lived, stand = random_town(seed)
    for pace in Pace:
        matrix = np.array(
            [
                [
                    great_circle(*at(x, y), *at(*spot)) * 1.3 / METRES_A_MINUTE[pace] * 60
                    for spot in stand
                ]
                for x, y, _ in lived
            ]
        )  # fmt: skip
        for minutes in (5, 10, 15):
            answer = coverage(Question(minutes, pace))
            within, households = covered_by_count(matrix, lived, minutes)
            assert set(np.flatnonzero(answer.within).tolist()) == within
            assert (answer.covered, answer.guessed) == (households, answer.total)


def test_a_station_across_the_river_covers_nobody(river_engine: str) -> None:
    home = estate_at(-100, 0, 500)
    across = station_at(100, 0)
    assert coverage(Question(5)).covered == 500
    measure(river_engine)
    answer = coverage(Question(10))
    assert (answer.covered, answer.total, answer.share, answer.guessed) == (0, 500, 0.0, 0)
    # 1400 m over the steps, which an adult walks in 17 minutes, an elder not at all.
    assert coverage(Question(18)).covered == 500
    assert coverage(Question(30, Pace.ELDER)).covered == 0
    assert coverage(Question(28, Pace.NORM)).covered + coverage(Question(29, Pace.NORM)).covered == 500
    assert answer.nearest.target.tolist() == [across.pk] and home.pk == answer.homes.key[0]
    # The straight line may still be asked for, to be set beside it.
    assert coverage(Question(5, measured=False)).covered == 500


def test_the_minute_itself_counts(river_engine: str) -> None:
    estate_at(-600, 0, 100)
    station_at(-100, 0)
    measure(river_engine)
    seconds = coverage(Question(10, Pace.NORM)).nearest.seconds[0]
    assert seconds == pytest.approx(600, abs=12)
    lat, lon = at(-600, 0)
    Estate.objects.update(lat=lat + 400 / 111_195, lon=lon)
    Station.objects.update(lat=lat, lon=lon)
    # 400 m × 1.3 at 52 m a minute would be ten minutes; the norm's 50 m make it 10.4.
    answer = coverage(Question(10, Pace.NORM))
    assert answer.covered == 0 and answer.nearest.minutes.tolist() == [11]
    Estate.objects.update(lat=lat + 500 / 1.3 / 111_195)
    assert math.isclose(coverage(Question(10, Pace.NORM)).nearest.seconds[0], 600, rel_tol=1e-4)


# --- which stations ---------------------------------------------------------------------------------


def test_only_those_open_in_the_evening() -> None:
    estate_at(-600, 0, 100)
    estate_at(600, 0, 30)
    station_at(-600, 0, timetable=make_timetable(ALL_DAY))
    late = station_at(600, 0, timetable=make_timetable(ALL_DAY))
    station_at(-600, 100, timetable=make_timetable(OFFICE))
    answer = coverage(Question(at=EVENING))
    assert (answer.covered, answer.stations) == (130, 2)
    assert coverage(Question(at=shanghai("2026-12-09 22:00"))).covered == 0
    Notice.objects.create(
        community=late.community,
        station=late,
        title="停电",
        closes=True,
        starts_at=EVENING - timedelta(hours=1),
    )
    answer = coverage(Question(at=EVENING))
    assert (answer.covered, answer.stations) == (100, 1)
    # Whoever does not ask for an hour counts them all.
    assert coverage(Question()).stations == 3


def test_only_those_with_a_service_or_for_an_audience() -> None:
    estate_at(-600, 0, 100)
    estate_at(600, 0, 30)
    children = Audience.objects.create(name="儿童", slug="children")
    reading = Service.objects.create(name="阅读", slug="reading")
    reading.audiences.add(children)
    meals = Service.objects.create(name="长者饭堂", slug="meals")
    west, east = station_at(-600, 0), station_at(600, 0)
    Offering.objects.create(station=west, service=reading)
    Offering.objects.create(station=west, service=meals)
    Offering.objects.create(station=east, service=meals)
    assert coverage(Question(services=("reading",))).covered == 100
    assert coverage(Question(services=("meals",))).covered == 130
    assert coverage(Question(services=("meals", "reading"))).covered == 100
    assert coverage(Question(audience="children")).covered == 100
    with pytest.raises(UnknownFilter, match="没有“flying”这项服务"):
        coverage(Question(services=("flying",)))


def test_as_of_earlier_days() -> None:
    day = date(2025, 6, 30)
    for number, values in enumerate(
        [
            {"opened_on": date(2024, 1, 1)},
            {"opened_on": date(2025, 6, 30)},
            {"opened_on": date(2025, 7, 1)},
            {"opened_on": None},
            {"status": "closed", "opened_on": date(2020, 1, 1), "closed_on": date(2025, 7, 1)},
            {"status": "closed", "opened_on": date(2020, 1, 1), "closed_on": date(2025, 6, 30)},
            {"status": "closed", "opened_on": None, "closed_on": None},
            {"status": "suspended", "opened_on": date(2020, 1, 1)},
            {"status": "planned"},
            {"status": "building", "opened_on": date(2024, 1, 1)},
            {"status": "open", "closed_on": date(2025, 6, 30)},
        ]
    ):
        x = -2000 + 1000 * number
        # Every home has only the station at its door within a minute.
        estate_at(x, -5000, 1 << number)
        station_at(x, -5000, **values)

    def counted(on: date | None) -> list[int]:
        covered = coverage(Question(1, day=on)).covered
        return [number for number in range(11) if covered >> number & 1]

    assert counted(day) == [0, 1, 3, 4]
    assert counted(date(2025, 7, 1)) == [0, 1, 2, 3]
    assert counted(date(2025, 6, 29)) == [0, 3, 4, 5, 10]
    assert counted(date(2019, 1, 1)) == [3, 10]
    assert counted(None) == counted(timezone.localdate()) == [0, 1, 2, 3]


def test_without_a_point_a_station_covers_nobody() -> None:
    estate_at(-600, 0, 100)
    station = station_at(-600, 0)
    Station.objects.update(lat=None, lon=None)
    answer = coverage(Question())
    assert (answer.covered, answer.stations) == (0, 0)
    assert station.pk not in answer.nearest.target


# --- after a change ---------------------------------------------------------------------------------


def test_a_station_that_moved_is_estimated_until_it_is_measured(river_engine: str) -> None:
    estate_at(-100, 0, 500)
    station = station_at(100, 10)
    measure(river_engine)
    assert (coverage(Question(5)).covered, coverage(Question(5)).guessed) == (0, 0)
    moved(station, 100, 0)
    answer = coverage(Question(5))
    assert (answer.covered, answer.guessed) == (500, 500)
    assert answer.nearest.estimated.tolist() == [True]
    measure(river_engine)
    assert (coverage(Question(5)).covered, coverage(Question(5)).guessed) == (0, 0)


def test_an_estate_that_moved_is_estimated_until_it_is_measured(river_engine: str) -> None:
    home = estate_at(-100, 10, 500)
    station_at(100, 0)
    measure(river_engine)
    moved(home, -100, 0)
    assert (coverage(Question(5)).covered, coverage(Question(5)).guessed) == (500, 500)


def test_a_new_station_among_measured_ones(river_engine: str) -> None:
    estate_at(-100, 0, 500)
    station_at(-600, 0)
    measure(river_engine)
    new = station_at(-300, 0)
    answer = coverage(Question(5))
    assert (answer.nearest.target.tolist(), answer.guessed) == ([new.pk], 500)


# --- what is told -----------------------------------------------------------------------------------


def test_sums_by_community_and_estate_and_the_order_of_what_is_left() -> None:
    first, second = make_community("桂雅社区"), make_community("桂花社区")
    near = estate_at(-600, 0, 300, community=first)
    lat, lon = at(-600, 1400)
    make_place("9栋", estate=near, households=120, lat=lat, lon=lon)
    far = estate_at(600, 1400, 40, community=first)
    farther = estate_at(700, 1500, 40, community=second)
    station_at(-600, 0, community=second)
    answer = coverage(Question())
    assert answer.by_community() == {first.pk: (180, 340), second.pk: (0, 40)}
    assert answer.by_estate() == {near.pk: (180, 300), far.pk: (0, 40), farther.pk: (0, 40)}
    rows = answer.uncovered()
    assert answer.homes.households[rows].tolist() == [120, 40, 40]
    # Of as many households those with the longer walk come first.
    assert answer.homes.estate[rows].tolist() == [near.pk, farther.pk, far.pk]
    assert answer.share == pytest.approx(100 * 180 / 380)
    only = coverage(Question(), Estate.objects.filter(community=first))
    # The other community's station counts all the same.
    assert (only.covered, only.total) == (180, 340)


def test_nothing_known() -> None:
    answer = coverage(Question())
    assert (answer.total, answer.covered, answer.share, answer.guessed) == (0, 0, None, 0)
    assert (answer.by_community(), answer.by_estate(), len(answer.uncovered())) == ({}, {}, 0)
    assert basis() == Basis("", None)
    estate_at(-100, 0, 70)
    answer = coverage(Question())
    assert (answer.total, answer.covered, answer.guessed, answer.share) == (70, 0, 0, 0.0)
    assert (answer.nearest.target.tolist(), answer.nearest.minutes.tolist()) == ([-1], [-1])


def test_what_the_walks_rest_on(river_engine: str) -> None:
    estate_at(-100, 0)
    station_at(-300, 0)
    report = measure(river_engine)
    assert basis().network == report.network and basis().at is not None


def test_an_island_without_a_station_is_known_not_to_be_covered(river_engine: str) -> None:
    estate_at(1600, 400, 60)
    station_at(700, 400)
    measure(river_engine)
    answer = coverage(Question(30))
    assert (answer.covered, answer.nearest.target.tolist()) == (0, [-1])
    # Measured, not guessed.
    assert answer.guessed == 0


@pytest.mark.parametrize("minutes", [0, -1, 31, 10_000])
def test_minutes_that_make_no_sense(minutes: int) -> None:
    with pytest.raises(BadQuestion, match="^分钟数要在 1 到 30 之间，通常是 5、10 或 15。$"):
        Question(minutes)


def test_an_hour_of_an_earlier_day_is_not_known() -> None:
    with pytest.raises(BadQuestion, match="^以前的日子只能看当时已启用的站点，不能再选几点开门。$"):
        Question(day=date(2025, 1, 1), at=EVENING)
    assert Question(day=timezone.localdate(), at=EVENING).at == EVENING


def test_queries_do_not_grow_with_the_homes(django_assert_max_num_queries) -> None:
    for number in range(30):
        estate_at(-600 + 40 * number, 0)
    station_at(0, 0)
    # Buildings, estates, the lists of services, stations, what is kept.
    with django_assert_max_num_queries(5):
        assert isinstance(coverage(Question()), Coverage)
