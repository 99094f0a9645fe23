"""Whatever the engine does, a page gets its walks in time, estimated, and never an error."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from communities.coords import great_circle
from stations.walking import METRES_A_MINUTE, Pace, estimate
from stations.walking.asking import _RESTING, PAGE_SECONDS, PageWalker
from stations.walking.engines import EngineDown
from stations.walking.valhalla import Valhalla
from tests.factories import make_station
from tests.river_network import at
from tests.walking_engine import engine

from . import bad_engine as bad

pytestmark = pytest.mark.any_database

HOME, TARGETS = at(-100, 0), [at(100, 0), at(-600, 0)]
GUESSES = [estimate(great_circle(*HOME, *target)) for target in TARGETS]
#: How much later than the budget an answer may come: threads of a busy machine wake up late.
MARGIN = 0.25

GOOD = "[[1000, 400]]", "[[1.4, 0.5]]"
BAD = {
    "html": bad.always(200, b"<!doctype html><title>It works!</title>", **{"Content-Type": "text/html"}),
    "no json": bad.always(200, b'{"edges": '),
    "no text": bad.always(200, b"\xff\xfe\x00"),
    "nothing": bad.always(200, b""),
    "null": bad.always(200, b"null"),
    "a number": bad.always(200, b"7"),
    "an object": bad.always(200, b"{}"),
    "an empty list": bad.always(200, b"[]"),
    "a list of nulls": bad.always(200, b"[null, null, null]"),
    "too deep": bad.always(200, b"[" * 200_000),
    "error 500": bad.always(500, b'{"error": "internal"}'),
    "error 404": bad.always(404, b"{}"),
    "error 400 of nobody knows": bad.always(400, b'{"error_code": 999, "error": "?"}'),
    "error 400 without a code": bad.always(400, b"[]"),
    "locate refused": bad.always(400, b'{"error_code": 171, "error": "no edges"}'),
    "compressed garbage": bad.always(200, b"no gzip", **{"Content-Encoding": "gzip"}),
    "positions of text": bad.only("locate", b'[{"edges": [{"correlated_lat": "x", "correlated_lon": 1}]}]'),
    "positions of NaN": bad.only(
        "locate", b'[{"edges": [{"correlated_lat": NaN, "correlated_lon": 1}]}]' * 1
    ),
    "a matrix of text": bad.only("sources_to_targets", b'"fast"'),
    "an empty matrix": bad.matrix("[]", "[]"),
    "a matrix too small": bad.matrix("[[1000]]", "[[1.4]]"),
    "a matrix too large": bad.matrix("[[1000, 400], [1, 1]]", "[[1.4, 0.5], [1, 1]]"),
    "rows of two lengths": bad.matrix("[[1000, 400]]", "[[1.4]]"),
    "negative": bad.matrix("[[-1000, 400]]", GOOD[1]),
    "negative metres": bad.matrix(GOOD[0], "[[-1.4, 0.5]]"),
    "NaN": bad.matrix("[[NaN, 400]]", GOOD[1]),
    "infinite": bad.matrix("[[1e999, 400]]", GOOD[1]),
    "a number without end": bad.matrix(f"[[{'9' * 400}, 400]]", GOOD[1]),
    "text for numbers": bad.matrix('[["1000", 400]]', GOOD[1]),
    "true for a number": bad.matrix("[[true, 400]]", GOOD[1]),
    "matrix refused": bad.only("sources_to_targets", b'{"error_code": 999, "error": "?"}', 400),
    "silence": bad.silence,
    "trickle": bad.trickle,
    "trickling headers": bad.trickling_headers,
    "endless": bad.endless,
    "hangs up": bad.hang_up,
    "no http": bad.not_http,
    "cut short": bad.cut_short,
}


@pytest.mark.parametrize("behaviour", BAD.values(), ids=BAD.keys())
def test_a_page_gets_an_estimate_in_time(behaviour: bad.Behaviour, settings, caplog) -> None:
    caplog.set_level(logging.WARNING)
    with bad.bad_engine(behaviour) as (settings.VALHALLA_URL, asked):
        began = time.monotonic()
        walker = PageWalker()
        assert walker.walks(HOME, TARGETS) == GUESSES
        assert walker.route(HOME, TARGETS[0]) is None
        assert time.monotonic() - began < PAGE_SECONDS + MARGIN
        assert asked
        assert not walker.knows_streets
        assert "步行改用估算" in caplog.text
        # The next pages do not even ask.
        before = len(asked)
        assert PageWalker().walks(HOME, TARGETS) == GUESSES
        assert len(asked) == before


def test_the_good_answers_among_the_bad_ones_are_taken(settings) -> None:
    with bad.bad_engine(bad.matrix(*GOOD)) as (settings.VALHALLA_URL, _):
        walks = PageWalker().walks(HOME, TARGETS)
    assert [(walk.metres, walk.seconds, walk.estimated) for walk in walks] == [
        (1400, 1000, False),
        (500, 400, False),
    ]


def test_a_way_much_shorter_than_the_straight_line_is_nonsense(settings) -> None:
    far = at(2000, 0)
    with bad.bad_engine(bad.matrix("[[100]]", "[[0.14]]")) as (settings.VALHALLA_URL, _):
        assert PageWalker().walks(HOME, [far]) == [estimate(great_circle(*HOME, *far))]


def test_a_walk_is_never_shorter_than_the_straight_line(settings) -> None:
    """The engine may begin at the second nearest street: the bit to it is not known, but there it is."""
    with bad.bad_engine(bad.matrix("[[100]]", "[[0.14]]")) as (settings.VALHALLA_URL, _):
        (walk,) = PageWalker().walks(HOME, [at(100, 0)])
    assert walk and not walk.estimated
    assert walk.metres == pytest.approx(200, abs=0.5)
    assert walk.seconds == pytest.approx(100 + 60 / METRES_A_MINUTE[Pace.ADULT] * 60, abs=0.5)


SHAPES = {
    "no trip": b"{}",
    "no legs": b'{"trip": {"legs": []}}',
    "a line of numbers": b'{"trip": {"legs": [{"summary": {"length": 1.4, "time": 1000}, "shape": 7}]}}',
    "a line cut off": b'{"trip": {"legs": [{"summary": {"length": 1.4, "time": 1000}, "shape": "_p~iF"}]}}',
    "a line off the earth": json.dumps(
        {
            "trip": {
                "legs": [{"summary": {"length": 1.4, "time": 1000}, "shape": "~~~~~~~~~~~~O~~~~~~~~~~~~O"}]
            }
        }
    ).encode(),
    "negative": b'{"trip": {"legs": [{"summary": {"length": -1.4, "time": 1000}, "shape": ""}]}}',
}


@pytest.mark.parametrize("said", SHAPES.values(), ids=SHAPES.keys())
def test_a_route_that_cannot_be_read_is_none(said: bytes, settings) -> None:
    with bad.bad_engine(bad.only("route", said)) as (settings.VALHALLA_URL, asked):
        assert PageWalker().route(HOME, TARGETS[0]) is None
        assert asked == ["locate", "route"]


RINGS = [
    "[]",
    "[[]]",
    '[["a", "b"]]',
    "[[[113, 23], [113, 24]]]",
    "[[[113, NaN], [113, 24], [114, 24], [113, 23]]]",
]


@pytest.mark.parametrize("coordinates", [*RINGS, "7", "null"])
def test_an_area_that_is_none_is_refused(coordinates: str) -> None:
    said = (
        '{"features": [{"properties": {"metric": "time", "contour": 10}, '
        f'"geometry": {{"type": "Polygon", "coordinates": {coordinates}}}}}]}}'
    )
    with bad.bad_engine(bad.only("isochrone", said.encode())) as (url, _), pytest.raises(EngineDown):
        Valhalla(url).isochrone(HOME, [10], Pace.ADULT)


def test_a_redirect_is_not_followed(settings) -> None:
    """Positions go to the engine that the operator named and to nobody else."""
    with bad.bad_engine(bad.matrix(*GOOD)) as (elsewhere, asked_elsewhere):
        for status in (301, 302, 307, 308):
            cache.delete(_RESTING)
            moved = bad.always(status, b"", Location=f"{elsewhere}/locate")
            with bad.bad_engine(moved) as (settings.VALHALLA_URL, asked):
                assert PageWalker().walks(HOME, TARGETS) == GUESSES
                assert asked == ["locate"]
        assert not asked_elsewhere


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x",
        "not a url",
        "http://",
        "http:///path",
        "http://[::1",
        "http://127.0.0.1:99999",
        "127.0.0.1:8002",
    ],
)
def test_a_bad_address_is_an_estimate_and_a_line_in_the_log(url: str, settings, caplog) -> None:
    settings.VALHALLA_URL = url
    assert PageWalker().walks(HOME, TARGETS) == GUESSES
    assert "VALHALLA_URL 写得不对" in caplog.text
    with pytest.raises(EngineDown, match="VALHALLA_URL"):
        Valhalla(url)


def test_nobody_listens(settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.VALHALLA_URL = f"http://127.0.0.1:{taken.getsockname()[1]}"
        began = time.monotonic()
        assert PageWalker().walks(HOME, TARGETS) == GUESSES
        assert time.monotonic() - began < PAGE_SECONDS + MARGIN


def test_what_a_page_does_in_between_does_not_count(river_engine: str, settings) -> None:
    settings.VALHALLA_URL = river_engine
    walker = PageWalker()
    time.sleep(PAGE_SECONDS)
    assert all(walk and not walk.estimated for walk in walker.walks(HOME, TARGETS))
    assert walker.route(HOME, TARGETS[0])


def on_streets() -> bool:
    return all(walk and not walk.estimated for walk in PageWalker().walks(HOME, TARGETS))


def test_an_engine_that_is_killed_and_comes_back(river_home: Path, settings) -> None:
    with engine(river_home) as (port, process):
        settings.VALHALLA_URL = f"http://127.0.0.1:{port}"
        assert on_streets()
        walker = PageWalker()
        process.kill()
        process.wait()
        assert walker.walks(HOME, TARGETS) == GUESSES
        assert walker.route(HOME, TARGETS[0]) is None
    with engine(river_home, port):
        assert PageWalker().walks(HOME, TARGETS) == GUESSES, "it rests"
        cache.delete(_RESTING)
        assert on_streets()


def test_an_engine_that_hangs(river_home: Path, settings) -> None:
    with engine(river_home) as (port, process):
        settings.VALHALLA_URL = f"http://127.0.0.1:{port}"
        assert on_streets()
        os.kill(process.pid, signal.SIGSTOP)
        began = time.monotonic()
        assert PageWalker().walks(HOME, TARGETS) == GUESSES
        assert time.monotonic() - began < PAGE_SECONDS + MARGIN
        os.kill(process.pid, signal.SIGCONT)
        cache.delete(_RESTING)
        assert on_streets()


@pytest.mark.django_db
@pytest.mark.parametrize("behaviour", [BAD["html"], BAD["too deep"], BAD["silence"]])
def test_the_page_itself_opens(behaviour: bad.Behaviour, client: Client, settings) -> None:
    make_station("演示站", lat=TARGETS[0][0], lon=TARGETS[0][1])
    with bad.bad_engine(behaviour) as (settings.VALHALLA_URL, _):
        page = client.get("/stations/nearest/", {"lat": HOME[0], "lon": HOME[1]})
    assert page.status_code == 200
    assert "演示站" in page.content.decode()
