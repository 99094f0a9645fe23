from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.coords import (
    EARTH_RADIUS,
    BadPosition,
    Datum,
    bounding_box,
    check_position,
    from_wgs84,
    great_circle,
    parse_datum,
    to_wgs84,
)

in_guangdong = st.tuples(st.floats(20.3, 25.5), st.floats(109.7, 117.3))
anywhere = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(in_guangdong, st.sampled_from([Datum.GCJ02, Datum.BD09]))
def test_a_datum_and_back_ends_within_a_metre(point, datum):
    there = from_wgs84(*point, datum)
    assert great_circle(*point, *to_wgs84(*there, datum)) < 1.0


@given(in_guangdong)
def test_the_datums_differ_by_hundreds_of_metres(point):
    assert 200 < great_circle(*point, *from_wgs84(*point, Datum.GCJ02)) < 1000
    assert 200 < great_circle(*point, *from_wgs84(*point, Datum.BD09)) < 2000


def test_a_degree_of_latitude_is_111_kilometres():
    assert great_circle(23, 113, 24, 113) == pytest.approx(math.radians(1) * EARTH_RADIUS)


def test_the_other_side_of_the_earth_is_half_its_circumference():
    assert great_circle(0, 0, 0, 180) == pytest.approx(math.pi * EARTH_RADIUS)


@given(anywhere, anywhere, st.floats(1, 21_000_000))
def test_no_point_within_the_circle_lies_outside_its_box(centre, point, metres):
    if great_circle(*centre, *point) > metres:
        return
    south, north, spans = bounding_box(*centre, metres)
    assert south <= point[0] <= north
    assert any(west <= point[1] <= east for west, east in spans)


@pytest.mark.parametrize(
    "lat,lon", [(math.nan, 113), (23, math.inf), (-math.inf, 113), (91, 10), (-91, 10), (23, 181), (-5, -181)]
)
def test_positions_that_are_none_are_refused(lat, lon):
    with pytest.raises(BadPosition):
        check_position(lat, lon)


def test_swapped_values_are_noticed():
    with pytest.raises(BadPosition) as caught:
        check_position(113.15, 23.03)
    assert caught.value.swapped


def test_an_unknown_datum_is_refused_with_the_names_known():
    assert parse_datum("") == Datum.WGS84
    assert parse_datum(" GCJ02 ") == Datum.GCJ02
    with pytest.raises(BadPosition, match="wgs84"):
        parse_datum("mars")
