"""Walks on a network that is known by hand: across the river over the steps, or a long way round."""

from __future__ import annotations

import pytest
from django.test import Client

from communities.coords import great_circle
from stations import nearest
from stations.walking import METRES_A_MINUTE, Pace, estimate, way_of
from stations.walking.asking import PageWalker
from stations.walking.valhalla import SNAP_METRES, Valhalla
from tests.factories import make_station
from tests.river_network import at

HOME = at(-100, 0)
ACROSS, WEST_END, ISLAND = at(100, 0), at(-600, 0), at(1600, 200)
#: In the middle of nowhere: the nearest street is the island's corner, 400 m away.
OFF = at(2400, 0)


@pytest.fixture(autouse=True)
def network(river_engine: str, settings) -> None:
    settings.VALHALLA_URL = river_engine


@pytest.mark.parametrize(
    ("pace", "target", "metres"),
    [
        (Pace.ADULT, ACROSS, 1400),
        (Pace.NORM, ACROSS, 1400),
        (Pace.ELDER, ACROSS, 3200),
        (Pace.ADULT, WEST_END, 500),
        (Pace.NORM, WEST_END, 500),
        (Pace.ELDER, WEST_END, 500),
        (Pace.ADULT, at(-300, 700), 900),
    ],
)
def test_a_walk_is_as_long_as_counted_by_hand(pace: Pace, target: tuple[float, float], metres: float) -> None:
    (walk,) = PageWalker(pace).walks(HOME, [target])
    assert walk and not walk.estimated
    assert walk.metres == pytest.approx(metres, abs=10)
    # Steps and turns take the engine a little longer than the plain speed says; the norm counts metres.
    assert walk.seconds == pytest.approx(walk.metres / METRES_A_MINUTE[pace] * 60, rel=0.06)
    route = PageWalker(pace).route(HOME, target)
    assert route and route.walk.metres == pytest.approx(metres, abs=10)
    assert route.walk.minutes == walk.minutes


def test_the_bit_from_the_door_to_the_street_counts_as_walked() -> None:
    yard, house = at(-250, 30), at(-550, -40)
    (walk,) = PageWalker().walks(yard, [house])
    assert walk and walk.metres == pytest.approx(30 + 300 + 40, abs=10)


@pytest.mark.parametrize(("pace", "bridge"), [(Pace.ADULT, at(0, 600)), (Pace.ELDER, at(0, 1500))])
def test_the_line_to_walk_crosses_at_the_bridge(pace: Pace, bridge: tuple[float, float]) -> None:
    route = PageWalker(pace).route(HOME, ACROSS)
    assert route
    assert (route.line[0], route.line[-1]) == (HOME, ACROSS)
    for start, end in zip(route.line, route.line[1:], strict=False):
        if (start[1] < bridge[1]) != (end[1] < bridge[1]):
            assert start[0] == pytest.approx(bridge[0], abs=1e-5)
            assert end[0] == pytest.approx(bridge[0], abs=1e-5)


def test_no_way_leads_to_an_island() -> None:
    walker = PageWalker()
    there, back = walker.walks(HOME, [ISLAND, WEST_END])
    assert there is None
    assert back and back.metres == pytest.approx(500, abs=10)
    assert walker.route(HOME, ISLAND) is None
    assert walker.walks(ISLAND, [HOME, ACROSS]) == [None, None]
    assert walker.knows_streets


def test_off_the_network_is_estimated_and_the_rest_is_not() -> None:
    guess, known = PageWalker().walks(HOME, [OFF, WEST_END])
    assert guess == estimate(great_circle(*HOME, *OFF))
    assert known and not known.estimated
    assert all(walk and walk.estimated for walk in PageWalker().walks(OFF, [HOME, ISLAND]))
    assert PageWalker().route(HOME, OFF) is None
    # Another continent is refused by the engine as a whole, not only far from its streets.
    (far,) = PageWalker().walks(HOME, [(60.17, 24.94)])
    assert far and far.estimated


def test_how_far_a_point_lies_from_its_street(river_engine: str) -> None:
    beside, in_the_river, far = at(-250, 30), at(-40, 300), OFF
    found = Valhalla(river_engine).snaps([beside, in_the_river, far, at(-350, -290), at(-350, -310)])
    assert found[:2] == [pytest.approx(30, abs=1), pytest.approx(60, abs=1)]
    assert found[2] is None
    assert found[3] == pytest.approx(290, abs=1)
    assert found[4] is None and SNAP_METRES == 300


def test_a_house_above_a_tunnel_stands_in_its_street(river_engine: str) -> None:
    above = at(-350, 350)
    assert Valhalla(river_engine).snaps([above]) == [pytest.approx(50, abs=1)]
    (walk,) = PageWalker().walks(above, [HOME])
    assert walk and walk.metres == pytest.approx(50 + 350 + 250, abs=60)


@pytest.mark.django_db
def test_a_station_across_the_river_does_not_come_first(client: Client) -> None:
    for name, (lat, lon) in {"对岸站": ACROSS, "岛上站": at(1200, 0), "同岸站": WEST_END}.items():
        make_station(name, lat=lat, lon=lon)
    found = nearest.find(*HOME, walker=PageWalker(), limit=3).items
    assert [near.station.name for near in found] == ["同岸站", "对岸站", "岛上站"]
    assert [near.walk and round(near.walk.metres, -1) for near in found] == [500, 1400, None]
    # The straight line alone would send everybody to the river.
    assert [near.station.name for near in nearest.find(*HOME, limit=3).items][0] == "对岸站"
    page = client.get("/stations/nearest/", {"lat": HOME[0], "lon": HOME[1]}).content.decode()
    assert page.index("同岸站") < page.index("对岸站") < page.index("岛上站")


def test_matrix_and_single_routes_agree(river_engine: str) -> None:
    engine = Valhalla(river_engine)
    points = [HOME, ACROSS, WEST_END, at(-250, 30), at(440, 1210), ISLAND, at(1990, 390)]
    for pace in (Pace.ADULT, Pace.ELDER):
        rows = engine.matrix(points, points, way_of(pace))
        for start, row in zip(points, rows, strict=True):
            for end, leg in zip(points, row, strict=True):
                route = engine.route(start, end, pace)
                assert (leg is None) == (route is None)
                if leg and route:
                    assert leg.metres == pytest.approx(route.walk.metres, abs=15)
                    assert leg.seconds == pytest.approx(route.walk.seconds, abs=15)
