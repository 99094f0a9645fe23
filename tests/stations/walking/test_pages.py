"""The page of the nearest stations, the frame and the API over a street network that is known by hand."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from stations.models import Station
from tests.factories import make_station
from tests.river_network import at
from tests.walking_engine import CACHE
from tools import walking_service as service

pytestmark = pytest.mark.django_db
HOME = at(-130, 20)
PAGE, FRAME, API = "/stations/nearest/", "/embed/", "/api/v1/stations/nearest"
CREDIT = "https://www.openstreetmap.org/copyright"


@pytest.fixture(autouse=True)
def town(river_engine: str, settings) -> dict[str, Station]:
    """On this bank 500 m off, across the river 230 m by the straight line, on an island without a bridge."""
    settings.VALHALLA_URL = river_engine
    settings.MAP_APPROVAL_NUMBER = "粤S（2026）000号"
    spots = {"对岸站": at(100, 0), "同岸站": at(-600, 0), "岛上站": at(1200, 0)}
    return {name: make_station(name, lat=lat, lon=lon) for name, (lat, lon) in spots.items()}


def here(**query: object) -> dict[str, Any]:
    return {"lat": str(HOME[0]), "lon": str(HOME[1]), **query}


def seen(client: Client, path: str = PAGE, **query: object) -> str:
    response = client.get(path, here(**query))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def names(text: str) -> list[str]:
    return re.findall(r'<h3>.*?<a href="/stations/\d+/">(.*?)</a>', text)


def walks(text: str) -> list[str]:
    return [re.sub(r"<.*?>", "", line).strip() for line in re.findall(r'<p class="walk.*?>(.*?)</p>', text)]


def map_data(text: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-data" type="application/json">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


def test_the_shortest_walk_stands_first_in_words_of_the_network(client: Client) -> None:
    text = seen(client)
    assert names(text) == ["同岸站", "对岸站", "岛上站"]
    near, far, island = walks(text)
    assert near.startswith("步行 6 分钟 · 490 米") and near.endswith("路线画在地图上")
    assert far.startswith("步行 18 分钟 · 1.4 公里") and far.endswith("看路线")
    assert island == "没有查到走得通的路，请看导航"
    assert "步行时间和路程按街道路网计算" in text and CREDIT in text and "写“约”的是估算" not in text


def test_elders_are_led_round_the_steps(client: Client) -> None:
    client.cookies["elder"] = "1"
    text = seen(client)
    assert walks(text)[1].startswith("步行 55 分钟 · 3.2 公里") and "不走台阶" in text


def test_a_station_off_the_network_is_about_so_far_beside_the_measured(client: Client) -> None:
    make_station("路网外", lat=at(0, -500)[0], lon=at(0, -500)[1])
    text = seen(client)
    about = dict(zip(names(text), walks(text), strict=True))["路网外"]
    assert about.startswith("约 ") and "看路线" not in about
    assert "写“约”的是估算" in text and CREDIT in text


def test_the_way_is_drawn_to_the_station_that_was_asked_for(client: Client, town: dict[str, Station]) -> None:
    (line,) = map_data(seen(client))["lines"]
    assert line[-1] == pytest.approx(at(-600, 0), abs=1e-5)
    link = re.search(r'href="(\?[^"]*to=\d+)[^"]*"[^>]*>看路线', seen(client))
    assert link
    text = client.get(f"{PAGE}{link[1].replace('&amp;', '&')}").content.decode()
    (line,) = map_data(text)["lines"]
    assert line[0] == pytest.approx(HOME, abs=1e-5) and line[-1] == pytest.approx(at(100, 0), abs=1e-5)
    # By the footbridge at 600 m.
    assert max(lat for lat, _ in line) == pytest.approx(at(0, 600)[0], abs=1e-5)


@pytest.mark.parametrize("to", ["", "x", "-1", "999999999999999999999", "\x00", "岛", "island"])
def test_a_way_to_nowhere_is_the_way_to_the_first(client: Client, town: dict[str, Station], to: str) -> None:
    text = seen(client, to=town["岛上站"].pk if to == "island" else to)
    (line,) = map_data(text)["lines"]
    assert line[-1] == pytest.approx(at(-600, 0), abs=1e-5)


def test_without_a_map_no_way_is_asked_for_or_named(client: Client, settings) -> None:
    settings.MAP_APPROVAL_NUMBER = ""
    text = seen(client, to="1")
    assert "map-data" not in text and "路线" not in text and names(text)[0] == "同岸站"


def test_the_frame_tells_walks_with_their_source_and_no_way(client: Client) -> None:
    text = seen(client, FRAME)
    assert names(text) == ["同岸站", "对岸站", "岛上站"]
    assert walks(text)[0] == "步行 6 分钟 · 490 米"
    assert CREDIT in text and "路线" not in text and "map-data" not in text


def test_the_api_says_measured_or_unreachable(client: Client) -> None:
    items = client.get(API, here()).json()["items"]
    told = [(item["name"], item["walk_minutes"], item["walk_m"], item["walk_estimated"]) for item in items]
    assert [name for name, *_ in told] == ["同岸站", "对岸站", "岛上站"]
    assert told[0][1] == 6 and told[0][2] == pytest.approx(490, abs=10) and told[0][3] is False
    assert told[1][2] == pytest.approx(1450, abs=20)
    assert told[2][1:] == (None, None, False)
    elder = client.get(API, here(pace="elder")).json()["items"][1]
    assert elder["walk_m"] == pytest.approx(3250, abs=30)


def test_an_engine_that_is_down_leaves_estimates(client: Client, settings) -> None:
    settings.VALHALLA_URL = "http://127.0.0.1:9"
    text = seen(client)
    assert names(text) == ["对岸站", "同岸站", "岛上站"] and walks(text)[0].startswith("约 ")
    assert "步行时间和路程是估算" in text and CREDIT not in text
    assert map_data(text)["lines"] == []
    items = client.get(API, here()).json()["items"]
    assert all(item["walk_estimated"] and item["walk_minutes"] for item in items)
    assert walks(seen(client, FRAME))[0].startswith("约 ")


@pytest.mark.parametrize("down", [False, True])
def test_nobody_writes_down_where_somebody_is(
    client: Client, settings, caplog: pytest.LogCaptureFixture, down: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    port = urlsplit(settings.VALHALLA_URL).port
    if down:
        settings.VALHALLA_URL = "http://127.0.0.1:9"
    for path in (PAGE, FRAME, API):
        seen(client, path)
    folder = service.current(CACHE / "river")
    assert folder
    logs = [caplog.text, *(each.read_text(errors="replace") for each in _logs(folder, port))]
    assert len(logs) > 1
    for text in logs:
        assert str(HOME[0]) not in text and str(HOME[1]) not in text and f"{HOME[0]:.4f}" not in text


def _logs(folder: Path, port: int | None) -> list[Path]:
    return [each for each in folder.glob(f"*-{port}*") if each.suffix == ".log"]
