"""Do the drawn area and the walks counted one by one say the same?

The area is drawn on a grid of cells, so near its edge the two may differ, and it covers what it encloses: a
yard that is reached only by a détour, for elders one that is reached only by steps. Measured at 5, 10 and
15 minutes over points within 50 m of a street (13,000 on the river, 10,000 in Helsinki for each pace):

* farther than 200 m from the edge all agree on the river, and farther than 100 m all but 1 in 5,000;
* in Helsinki nobody farther than 100 m outside is reached; of the points farther than 100 m inside about 97 %
  are reached in time at the norm's and the adult's pace and 85 to 90 % at the elder's; farther than 300 m
  all are, but for elders where only steps lead.

So the area is for looking at; who is served is counted by walks.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from stations.walking import Pace, way_of
from stations.walking.engines import Area, Point, walk_of
from stations.walking.valhalla import Valhalla
from tests.river_network import at

pytestmark = pytest.mark.any_database

#: How far from the edge of the area, in metres, the two must agree (see above).
MARGIN = 100
WIDE_MARGIN = 200
#: What must agree inside, farther than MARGIN from the edge, in Helsinki.
SHARE_INSIDE = {Pace.NORM: 0.94, Pace.ADULT: 0.94, Pace.ELDER: 0.8}
#: Points farther from a street than this are left out: the way to it is a guess of either side.
BESIDE_A_STREET = 50


def inside_by(point: Point, area: Area) -> float:
    """How many metres the point lies inside the area; negative: outside. By counting crossings."""
    lat, lon = point
    north = 111_195.0
    east = north * math.cos(math.radians(lat))
    polygons = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    nearest, inside = math.inf, False
    for ring in (ring for polygon in polygons for ring in polygon):
        corners = [((x - lon) * east, (y - lat) * north) for x, y in ring]
        for (x1, y1), (x2, y2) in zip(corners, corners[1:], strict=False):
            if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
                inside = not inside
            across, up = x2 - x1, y2 - y1
            square = across**2 + up**2
            share = max(0.0, min(1.0, -(x1 * across + y1 * up) / square)) if square else 0.0
            nearest = min(nearest, math.hypot(x1 + share * across, y1 + share * up))
    return nearest if inside else -nearest


def compared(
    url: str, pace: Pace, centres: list[Point], draw: Callable[[random.Random], Point]
) -> list[tuple[float, bool]]:
    """For each random point: how far inside the area it lies, and whether the walk there is in time."""
    engine, rows = Valhalla(url), []
    chance = random.Random(20)
    for centre in centres:
        points = [draw(chance) for _ in range(500)]
        snaps = engine.snaps(points, way_of(pace))
        legs = engine.matrix([centre], points, way_of(pace))[0]
        for minutes in (5, 10, 15):
            (area,) = engine.isochrone(centre, [minutes], pace)
            for point, snap, leg in zip(points, snaps, legs, strict=True):
                if snap is not None and snap <= BESIDE_A_STREET:
                    in_time = leg is not None and walk_of(leg, pace).seconds <= minutes * 60
                    rows.append((inside_by(point, area), in_time))
    return rows


@pytest.mark.parametrize("pace", Pace)
def test_area_and_walks_agree_on_the_river(pace: Pace, river_engine: str) -> None:
    def draw(chance: random.Random) -> Point:
        x = chance.uniform(50, 750)
        return at(chance.choice([x, -x]), chance.uniform(-50, 1550))

    rows = compared(river_engine, pace, [at(-100, 0), at(-400, 600), at(100, 1500)], draw)
    clear = [(inside > 0) == in_time for inside, in_time in rows if abs(inside) > MARGIN]
    very_clear = [(inside > 0) == in_time for inside, in_time in rows if abs(inside) > WIDE_MARGIN]
    assert len(very_clear) > 1000 and sum(inside > WIDE_MARGIN for inside, _ in rows) > 50
    assert all(very_clear)
    assert clear.count(False) <= len(clear) / 1000


@pytest.mark.parametrize("pace", Pace)
def test_area_and_walks_agree_in_a_real_town(pace: Pace, helsinki_engine: str) -> None:
    def draw(chance: random.Random) -> Point:
        return chance.uniform(60.1645, 60.1788), chance.uniform(24.9355, 24.9531)

    chance = random.Random(10)
    rows = compared(helsinki_engine, pace, [draw(chance) for _ in range(4)], draw)
    outside = [in_time for inside, in_time in rows if inside < -MARGIN]
    within = [in_time for inside, in_time in rows if inside > MARGIN]
    assert len(outside) > 500 and len(within) > 200
    assert not any(outside)
    assert within.count(True) >= SHARE_INSIDE[pace] * len(within)
    if pace is not Pace.ELDER:
        assert all(in_time for inside, in_time in rows if inside > 3 * MARGIN)


@pytest.mark.parametrize("pace", [Pace.ADULT, Pace.ELDER])
def test_matrix_and_single_routes_agree_in_a_real_town(pace: Pace, helsinki_engine: str) -> None:
    engine, chance = Valhalla(helsinki_engine), random.Random(30)
    points = [(chance.uniform(60.1645, 60.1788), chance.uniform(24.9355, 24.9531)) for _ in range(14)]
    rows = engine.matrix(points, points, way_of(pace))
    assert sum(leg is not None for row in rows for leg in row) > 100
    for start, row in zip(points, rows, strict=True):
        for end, leg in zip(points, row, strict=True):
            route = engine.route(start, end, pace)
            assert (leg is None) == (route is None)
            if leg and route:
                # At a corner the two may begin at different ones of the streets that meet there.
                assert leg.metres == pytest.approx(route.walk.metres, rel=0.01, abs=25)
                assert leg.seconds == pytest.approx(route.walk.seconds, rel=0.01, abs=25)


def test_a_larger_limit_reaches_no_less(river_engine: str) -> None:
    for pace in Pace:
        small, large = Valhalla(river_engine).isochrone(at(-400, 600), [5, 15], pace)
        corners = [(lat, lon) for lon, lat in small["coordinates"][0]]
        assert all(inside_by(corner, large) > 0 for corner in corners)
        assert inside_by(at(-400, 600), small) > 100
