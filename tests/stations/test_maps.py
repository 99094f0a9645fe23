"""Maps: shown to the public only where they may be, and every point in the datum of what shows it."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest import Subtests
from pytest_django.fixtures import Settings

from communities.coords import Datum, from_wgs84, great_circle, to_wgs84
from communities.installation import mark_demonstration
from communities.memo import Memo
from communities.models import Boundary
from stations.maps import map_data, navigation_links, tiles
from stations.models import Station
from tests.factories import make_station

LAT, LON = 23.0371, 113.1506
RING = [[113.1, 23.0], [113.2, 23.0], [113.2, 23.1], [113.1, 23.0]]


@pytest.fixture
def station(db: None) -> Station:
    Boundary.objects.create(name="街道", geometry={"type": "MultiPolygon", "coordinates": [[RING]]})
    return make_station("甲站", lat=LAT, lon=LON)


def pages(station: Station) -> list[str]:
    return [
        "/",
        f"/stations/nearest/?lat={LAT}&lon={LON}",
        f"/stations/{station.pk}/",
        f"/communities/{station.community.code}/",
    ]


def drawn(html: str) -> dict:
    return json.loads(re.search(r'<script id="map-data"[^>]*>(.*?)</script>', html, re.S)[1])


def test_a_live_site_without_its_number_shows_no_map_boundary_or_script_of_one(
    station: Station, client: Client, subtests: Subtests
):
    for path in [*pages(station), "/stations/", "/embed/", f"/embed/?lat={LAT}&lon={LON}", "/about/"]:
        with subtests.test(path):
            html = client.get(path).content.decode()
            for part in (
                "map-data",
                "leaflet.js",
                "leaflet.css",
                'id="map"',
                "MultiPolygon",
                "map.js",
                "审图号",
            ):
                assert part not in html
            assert "地图</h2>" not in html


def test_a_live_site_with_its_number_shows_the_map_and_the_number_under_it(
    station: Station, client: Client, settings: Settings
):
    settings.MAP_APPROVAL_NUMBER = "粤S（2026）123号"
    for path in pages(station):
        html = client.get(path).content.decode()
        assert "审图号：粤S（2026）123号" in html
        assert drawn(html)["boundaries"] == [{"type": "MultiPolygon", "coordinates": [[RING]]}]
    assert "粤S（2026）123号" in client.get("/about/").content.decode()


def test_a_demonstration_shows_the_map_without_a_number(station: Station, client: Client):
    mark_demonstration()
    for path in pages(station):
        html = client.get(path).content.decode()
        assert drawn(html)["points"][0]["label"] == "甲站"
        assert "示意图" in html
        assert "审图号" not in html


def test_the_list_beside_the_map_holds_the_same_stations_in_the_same_order(station: Station, client: Client):
    mark_demonstration()
    for n in range(3):
        make_station(f"站{n}", lat=LAT + (n + 1) / 1000)
    html = client.get(f"/stations/nearest/?lat={LAT}&lon={LON}").content.decode()
    listed = re.findall(r'<h3>.*?<a href="(/stations/\d+/)">(.*?)</a>', html)
    points = drawn(html)["points"]
    assert [(point["url"], point["label"]) for point in points] == listed
    assert [point["n"] for point in points] == [1, 2, 3, 4]


def test_a_station_without_a_place_is_on_no_map(station: Station, client: Client):
    mark_demonstration()
    lost = make_station("没位置", lat=None, lon=None)
    assert "map-data" not in client.get(f"/stations/{lost.pk}/").content.decode()
    html = client.get(f"/communities/{lost.community.code}/").content.decode()
    assert [point["label"] for point in drawn(html)["points"]] == ["甲站"]


@pytest.mark.parametrize(
    ("source", "key", "datum"),
    [
        ("none", "", Datum.WGS84),
        ("nonsense", "", Datum.WGS84),
        ("osm", "", Datum.WGS84),
        ("tianditu", "k", Datum.WGS84),
        ("tianditu", "", Datum.WGS84),
        ("amap", "", Datum.GCJ02),
    ],
)
def test_everything_on_the_map_is_in_the_datum_of_its_tiles(
    source: str, key: str, datum: Datum, station: Station, client: Client, settings: Settings
):
    mark_demonstration()
    settings.MAP_TILES, settings.MAP_TILES_KEY = source, key
    Memo.forget_all()
    data = drawn(client.get(f"/stations/nearest/?lat={LAT}&lon={LON}").content.decode())
    expected = pytest.approx(from_wgs84(LAT, LON, datum), abs=1e-6)
    assert data["points"][0]["at"] == expected
    assert data["here"] == expected
    lon, lat = data["boundaries"][0]["coordinates"][0][0][0]
    assert (lat, lon) == pytest.approx(from_wgs84(23.0, 113.1, datum), abs=1e-6)
    assert (data["tiles"] is None) is (tiles() is None)
    if datum == Datum.GCJ02:
        assert great_circle(LAT, LON, *data["here"]) > 300
    else:
        assert great_circle(LAT, LON, *data["here"]) < 1


def test_without_tiles_the_communities_are_drawn_for_orientation(
    station: Station, settings: Settings, db: None
):
    settings.MAP_TILES = "none"
    assert map_data([])["places"] == [{"name": "桂雅", "at": [LAT, LON]}]
    settings.MAP_TILES = "osm"
    assert map_data([])["places"] == []


def test_the_key_of_the_tiles_cannot_change_their_address(settings: Settings):
    settings.MAP_TILES, settings.MAP_TILES_KEY = "tianditu", "a&b=c d"
    source = tiles()
    assert source is not None
    assert source.url.endswith("&tk=a%26b%3Dc%20d")


def positions(name: str = "甲站") -> dict[str, tuple[float, float]]:
    """Where each app is sent, as (lat, lon) in the app's own datum."""
    links = dict(navigation_links(name, LAT, LON))
    query = {app: {k: v[0] for k, v in parse_qs(urlsplit(link).query).items()} for app, link in links.items()}
    lon, lat, _ = query["高德地图"]["to"].split(",", 2)
    return {
        "高德地图": (float(lat), float(lon)),
        "百度地图": tuple(map(float, query["百度地图"]["location"].split(","))),
        "腾讯地图": tuple(map(float, query["腾讯地图"]["tocoord"].split(","))),
        "苹果地图": tuple(map(float, query["苹果地图"]["daddr"].split(","))),
    }


def test_each_map_app_is_sent_to_the_station_in_its_own_datum():
    for app, (lat, lon) in positions().items():
        datum = Datum.BD09 if app == "百度地图" else Datum.GCJ02
        assert great_circle(LAT, LON, *to_wgs84(lat, lon, datum)) < 1, app
        assert great_circle(LAT, LON, lat, lon) > 300, app
    baidu, amap = positions()["百度地图"], positions()["高德地图"]
    assert great_circle(*baidu, *amap) > 300


@given(name=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@hypothesis_settings(max_examples=60, derandomize=True, deadline=None)
def test_no_name_changes_where_a_link_leads(name: str):
    plain = positions("甲站")
    for app, link in navigation_links(name, LAT, LON):
        parts = urlsplit(link)
        assert parts.scheme == "https"
        assert parts.hostname in {"uri.amap.com", "api.map.baidu.com", "apis.map.qq.com", "maps.apple.com"}
        assert app in plain
    assert positions(name) == plain
