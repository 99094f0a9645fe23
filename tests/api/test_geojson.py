from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stations.models import Station

URL = "/api/v1/stations.geojson"


def test_is_a_feature_collection_of_the_public_stations(
    client: Client, street: dict[str, Station], make_station: Callable[..., Station]
) -> None:
    make_station("没有位置的站", None, None)
    answer = client.get(URL)
    assert answer["Content-Type"].startswith("application/geo+json")
    body = answer.json()
    assert body["type"] == "FeatureCollection"
    assert (body["count"], body["limit"], body["offset"]) == (4, 1000, 0)
    first = body["features"][0]
    # GeoJSON puts the longitude first.
    assert first["geometry"] == {"type": "Point", "coordinates": [113.15, 23.036]}
    assert first["properties"]["name"] == "桂园社区党群服务中心"
    assert first["properties"]["url"] == f"http://testserver{street['near'].get_absolute_url()}"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"bbox": "113.16,23.03,113.18,23.06"}, ["平洲站", "停办站"]),
        ({"bbox": "113.165,23.03,113.18,23.06", "community": "440605011002"}, ["平洲站"]),
        ({"bbox": "0,0,1,1"}, []),
        # West of the line of ±180° to east of it, the long way round.
        ({"bbox": "113.165,-90,113.155,90"}, ["桂园社区党群服务中心", "桂园二站", "平洲站"]),
        ({"limit": "1", "offset": "1"}, ["桂园二站"]),
        ({"open": "true"}, ["桂园社区党群服务中心"]),
    ],
)
def test_takes_a_box_pages_and_filters(
    client: Client, street: dict[str, Station], query: dict[str, str], names: list[str]
) -> None:
    features = client.get(URL, query).json()["features"]
    assert [feature["properties"]["name"] for feature in features] == names


@pytest.mark.parametrize(
    "bbox",
    [
        "1",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "nan,0,1,1",
        "0,0,1e999,1",
        "0,9,1,1",
        "-181,0,1,1",
        "0,-91,1,1",
        ",,,",
        "1" * 101,
        "0,0,1,1\x00",
        "１,２,３,４",
    ],
)
def test_a_bad_box_is_refused(client: Client, street: dict[str, Station], bbox: str) -> None:
    answer = client.get(URL, {"bbox": bbox})
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == "bbox"


def test_never_gives_more_than_5000_at_once(client: Client, street: dict[str, Station]) -> None:
    assert client.get(URL, {"limit": "5000"}).status_code == 200
    answer = client.get(URL, {"limit": "5001"})
    assert answer.status_code == 400 and "5000" in answer.json()["error"]["message"]
