from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from communities.coords import from_wgs84, great_circle
from stations.models import Station

URL = "/api/v1/stations/nearest"
HERE = {"lat": "23.036", "lon": "113.15"}


def test_gives_the_nearest_first_with_all_that_a_map_app_needs(
    client: Client, street: dict[str, Station]
) -> None:
    answer = client.get(URL, HERE)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    body = answer.json()
    assert [item["name"] for item in body["items"]] == ["桂园社区党群服务中心", "桂园二站", "平洲站"]
    assert (body["count"], body["limit"], body["offset"]) == (3, 10, 0)
    assert body["far_away"] is False
    first, second, third = body["items"]
    assert first["id"] == street["near"].pk
    assert first["community"] == "桂园社区" and first["community_code"] == "440605011001"
    assert (first["lat"], first["lon"]) == (23.036, 113.15)
    assert first["distance_m"] == 0 and first["walk_minutes"] == 1
    assert first["address"] == "桂园路 1 号" and first["phone"] == "0757-86123456"
    assert first["level"] == "centre" and first["level_name"] == "党群服务中心"
    assert [row["slug"] for row in first["services"]] == ["legal-advice", "canteen"]
    assert first["services"][0]["note"] == "周三上午"
    assert first["open_now"] is True and first["state"] == "open"
    assert second["open_now"] is False and second["next_change"] is None
    # Its own phone is missing: the community's.
    assert second["phone"] == "0757-86000001"
    assert third["state"] == "unknown"
    straight = great_circle(23.036, 113.15, 23.037, 113.151)
    assert second["distance_m"] == pytest.approx(straight, abs=0.06)
    assert second["walk_m"] == pytest.approx(straight * 1.3, abs=1)


def test_next_change_is_beijing_time(client: Client, make_station: Callable[..., Station]) -> None:
    from stations.models import Timetable

    office = (((510, 720), (840, 1050)),) * 7
    make_station(timetable=Timetable.for_week(office, open_on_holidays=True))
    item = client.get(URL, HERE).json()["items"][0]
    change = datetime.fromisoformat(item["next_change"])
    assert item["next_change"].endswith("+08:00")
    assert (change.hour * 60 + change.minute) in ({720, 1050} if item["open_now"] else {510, 840})


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_takes_positions_of_other_maps(client: Client, street: dict[str, Station], datum: str) -> None:
    lat, lon = from_wgs84(23.036, 113.15, datum)
    items = client.get(URL, {"lat": lat, "lon": lon, "datum": datum}).json()["items"]
    assert items[0]["distance_m"] < 1
    assert client.get(URL, {"lat": lat, "lon": lon, "datum": datum.upper()}).json()["items"] == items
    assert client.get(URL, {"lat": lat, "lon": lon}).json()["items"][0]["distance_m"] > 400


def test_filters_by_open_service_and_audience(client: Client, street: dict[str, Station]) -> None:
    def names(**query: object) -> list[str]:
        return [item["name"] for item in client.get(URL, HERE | query).json()["items"]]

    assert names(open="true") == ["桂园社区党群服务中心"]
    assert names(service="canteen") == ["桂园社区党群服务中心", "桂园二站"]
    assert names(service=["canteen", "legal-advice"]) == ["桂园社区党群服务中心"]
    assert names(audience="elders") == ["桂园社区党群服务中心"]
    assert names(limit="1") == ["桂园社区党群服务中心"]
    assert names(open="", service="", audience="", datum="", limit="") == names()


def test_pace_changes_the_minutes(client: Client, street: dict[str, Station]) -> None:
    def minutes(pace: str) -> int:
        return client.get(URL, HERE | {"pace": pace}).json()["items"][2]["walk_minutes"]

    assert minutes("norm") > minutes("elder") > minutes("adult")


def test_says_when_everything_is_far(client: Client, street: dict[str, Station]) -> None:
    body = client.get(URL, {"lat": "39.9", "lon": "116.4"}).json()
    assert body["far_away"] is True and body["count"] == 3


def test_is_kept_by_nobody_but_the_own_browser(client: Client, street: dict[str, Station]) -> None:
    answer = client.get(URL, HERE)
    assert "private" in answer["Cache-Control"] and "public" not in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "code", "field", "says"),
    [
        ({"lat": "23.05"}, "missing_parameter", "lon", "一起给"),
        ({"lon": "113.14"}, "missing_parameter", "lat", "一起给"),
        ({}, "missing_parameter", "lat", "lat=23.05&lon=113.14"),
        ({"lat": "", "lon": "113.14"}, "missing_parameter", "lat", "一起给"),
        ({"lat": "NaN", "lon": "113.14"}, "invalid_parameter", "lat", "普通的数字"),
        ({"lat": "23.05", "lon": "1e999"}, "invalid_parameter", "lon", "普通的数字"),
        ({"lat": "-inf", "lon": "113.14"}, "invalid_parameter", "lat", "普通的数字"),
        ({"lat": "二十三", "lon": "113.14"}, "invalid_parameter", "lat", "普通的数字"),
        ({"lat": "23.05\x00", "lon": "113.14"}, "invalid_parameter", "lat", "普通的数字"),
        ({"lat": "91", "lon": "0"}, "invalid_position", "lat", "-90 到 90"),
        ({"lat": "0", "lon": "181"}, "invalid_position", "lon", "-180 到 180"),
        (HERE | {"datum": "wgs72"}, "invalid_parameter", "datum", "wgs84、gcj02、bd09"),
        (HERE | {"pace": "run"}, "invalid_parameter", "pace", "norm、adult、elder"),
        (HERE | {"limit": "0"}, "invalid_parameter", "limit", "不能小于 1"),
        (HERE | {"limit": "-1"}, "invalid_parameter", "limit", "不能小于 1"),
        (HERE | {"limit": str(10**9)}, "invalid_parameter", "limit", "不能大于 100"),
        (HERE | {"limit": "9" * 400}, "invalid_parameter", "limit", "不能大于 100"),
        (HERE | {"limit": "ten"}, "invalid_parameter", "limit", "整数"),
        (HERE | {"limit": "1.5"}, "invalid_parameter", "limit", "整数"),
        (HERE | {"open": "maybe"}, "invalid_parameter", "open", "true 或 false"),
        (HERE | {"service": "no-such"}, "unknown_value", "service", "/api/v1/services"),
        (HERE | {"service": "法律"}, "invalid_parameter", "service", "/api/v1/services"),
        (HERE | {"service": "a\x00b"}, "invalid_parameter", "service", "/api/v1/services"),
        (HERE | {"service": ["canteen"] * 11}, "invalid_parameter", "service", "最多 10 个"),
        (HERE | {"audience": "martians"}, "unknown_value", "audience", "/api/v1/audiences"),
        (HERE | {"audience": "' OR 1=1 --"}, "invalid_parameter", "audience", "/api/v1/audiences"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(
    client: Client, street: dict[str, Station], query: dict[str, str], code: str, field: str, says: str
) -> None:
    answer = client.get(URL, query)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert says in error["message"]
    assert answer["Cache-Control"] == "no-store"


def test_swapped_values_get_the_offer_to_swap(client: Client, street: dict[str, Station]) -> None:
    error = client.get(URL, {"lat": "113.15", "lon": "23.036"}).json()["error"]
    assert error["code"] == "swapped_position"
    assert error["suggestion"] == {"lat": 23.036, "lon": 113.15}
    assert client.get(URL, error["suggestion"]).json()["items"][0]["distance_m"] == 0
