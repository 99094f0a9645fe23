"""Where the households are counted: at the buildings where those are known, else at the estate."""

from __future__ import annotations

from datetime import date

import pytest

from communities.models import Estate
from stations.homes import Homes, homes
from tests.factories import make_community, make_estate, make_place

pytestmark = pytest.mark.django_db

POINT = {"lat": 23.03, "lon": 113.14}
ELSEWHERE = {"lat": 23.031, "lon": 113.141}


def listed(found: Homes) -> list[tuple[str, int, float, int]]:
    return list(
        zip(
            found.origin.tolist(),
            found.key.tolist(),
            found.lat.tolist(),
            found.households.tolist(),
            strict=True,
        )
    )


def test_an_estate_stands_at_its_point() -> None:
    estate = make_estate(**POINT, households=300)
    found = homes()
    assert listed(found) == [("estate", estate.pk, 23.03, 300)]
    assert (found.lon[0], found.estate[0], found.community[0]) == (113.14, estate.pk, estate.community_id)
    assert (found.total, found.no_households, found.no_point) == (300, 0, 0)


def test_buildings_with_a_point_stand_for_themselves_and_the_rest_at_the_estate() -> None:
    estate = make_estate(**POINT, households=300)
    first = make_place("1栋", estate=estate, households=80, **ELSEWHERE)
    second = make_place("2栋", estate=estate, households=20, **ELSEWHERE)
    make_place("3栋", estate=estate, households=50)
    make_place("4栋", estate=estate, **ELSEWHERE)
    assert listed(homes()) == [
        ("place", first.pk, 23.031, 80),
        ("place", second.pk, 23.031, 20),
        ("estate", estate.pk, 23.03, 200),
    ]


def test_buildings_with_all_households_leave_none_for_the_estate() -> None:
    estate = make_estate(**POINT, households=100)
    make_place("1栋", estate=estate, households=100, **ELSEWHERE)
    # The estate's own number is older than its buildings': they are told one by one.
    other = make_estate("演示二园", **POINT, households=100)
    make_place("1栋", estate=other, households=120, **ELSEWHERE)
    assert [(origin, lives) for origin, _, _, lives in listed(homes())] == [("place", 100), ("place", 120)]


def test_buildings_count_where_the_estate_has_no_number_or_no_point() -> None:
    unknown = make_estate("演示一园", **POINT)
    first = make_place("1栋", estate=unknown, households=40, **ELSEWHERE)
    without_point = make_estate("演示二园", households=90)
    second = make_place("1栋", estate=without_point, households=30, **ELSEWHERE)
    found = homes()
    assert listed(found) == [("place", first.pk, 23.031, 40), ("place", second.pk, 23.031, 30)]
    # 60 of the second estate are left, and nobody knows where.
    assert (found.no_households, found.no_point) == (0, 1)


def test_what_cannot_be_counted_is_told() -> None:
    make_estate("没有户数", **POINT)
    make_estate("没有位置", households=10)
    make_estate("都没有")
    make_estate("没有人住", **POINT, households=0)
    make_estate("空地", households=0)
    found = homes()
    assert (len(found), found.total) == (0, 0)
    assert (found.no_households, found.no_point) == (2, 1)


def test_a_building_that_was_pulled_down_is_no_home() -> None:
    estate = make_estate(**POINT, households=100)
    make_place("1栋", estate=estate, households=60, closed_on=date(2025, 5, 1), **ELSEWHERE)
    assert listed(homes()) == [("estate", estate.pk, 23.03, 100)]


def test_a_lane_of_no_estate_is_no_home() -> None:
    make_place("上九巷", estate=None, households=60, **ELSEWHERE)
    assert len(homes()) == 0


def test_one_community_alone() -> None:
    here, there = make_community("桂雅社区"), make_community("桂花社区")
    mine = make_estate("演示一园", here, **POINT, households=10)
    mine_too = make_place("1栋", estate=mine, households=4, **ELSEWHERE)
    other = make_estate("演示二园", there, **POINT, households=20)
    make_place("1栋", estate=other, households=5, **ELSEWHERE)
    make_estate("演示三园", there)
    found = homes(Estate.objects.filter(community=here))
    assert listed(found) == [("place", mine_too.pk, 23.031, 4), ("estate", mine.pk, 23.03, 6)]
    assert found.no_households == 0
    assert homes().total == 30


def test_parts_are_pieces_of_the_whole() -> None:
    for number in range(5):
        make_estate(f"演示{number}园", **POINT, households=10 + number)
    found = homes()
    parts = list(found.parts(2))
    assert [len(part) for part in parts] == [2, 2, 1]
    assert sum((listed(part) for part in parts), []) == listed(found)
    assert [len(part) for part in homes(Estate.objects.none()).parts(2)] == []


def test_two_queries_however_many_estates(django_assert_num_queries) -> None:
    for number in range(7):
        make_place("1栋", estate=make_estate(f"演示{number}园", **POINT, households=9), households=3, **POINT)
    with django_assert_num_queries(2):
        assert homes().total == 63
