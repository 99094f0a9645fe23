from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stations.models import Station

URL = "/api/v1/search"


def test_finds_a_station_a_community_and_an_estate(client: Client, street: dict[str, Station]) -> None:
    body = client.get(URL, {"q": "桂园"}).json()
    assert body["count"] == len(body["items"]) and (body["limit"], body["offset"]) == (10, 0)
    kinds = {item["kind"]: item for item in body["items"]}
    assert kinds["community"]["id"] == "440605011001" and kinds["community"]["name"] == "桂园社区"
    assert kinds["estate"]["name"] == "桂园小区" and kinds["estate"]["community"] == "桂园社区"
    assert (kinds["estate"]["lat"], kinds["estate"]["lon"]) == (23.037, 113.151)
    stations = [item["id"] for item in body["items"] if item["kind"] == "station"]
    assert str(street["near"].pk) in stations and str(street["planned"].pk) not in stations
    scores = [item["score"] for item in body["items"]]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 100 for score in scores)


@pytest.mark.parametrize(
    "q",
    [
        "pingzhou",
        "平洲社區",
        "　平洲　",
        "平洲\x00",
        "平洲\t\r\n",
        "广东省佛山市南海区桂城街道平洲社区居委会",
    ],
)
def test_forgives_how_it_is_written(client: Client, street: dict[str, Station], q: str) -> None:
    body = client.get(URL, {"q": q, "limit": 1}).json()
    assert [item["name"] for item in body["items"]] in (["平洲社区"], ["平洲站"])


@pytest.mark.parametrize(
    "q", ["完全没有的地方", "%", "'", "' OR 1=1 --", "😀", "\\", "%_%", "*", "()[]{}", "𠮷"]
)
def test_nothing_found_is_an_empty_list(client: Client, street: dict[str, Station], q: str) -> None:
    answer = client.get(URL, {"q": q})
    assert answer.status_code == 200 and answer.json()["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "   "}, "q"),
        ({"q": "\x00\x01\x1f"}, "q"),
        ({"q": "桂" * 10_000}, "q"),
        ({"q": "桂园", "limit": "0"}, "limit"),
        ({"q": "桂园", "limit": "-1"}, "limit"),
        ({"q": "桂园", "limit": str(10**9)}, "limit"),
    ],
)
def test_bad_input_is_refused(
    client: Client, street: dict[str, Station], query: dict[str, str], field: str
) -> None:
    answer = client.get(URL, query)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field


def test_bytes_that_are_no_text_do_no_harm(client: Client, street: dict[str, Station]) -> None:
    for raw in ("%ff%fe", "%ed%a0%80", "%c0%80", "a%00b"):
        assert client.get(f"{URL}?q={raw}").status_code in {200, 400}


def test_what_people_look_for_stays_in_their_own_browser(client: Client, street: dict[str, Station]) -> None:
    assert "private" in client.get(URL, {"q": "桂园"})["Cache-Control"]


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow_with_the_rows(
    client: Client,
    make_station: Callable[..., Station],
    django_assert_max_num_queries: Callable,
    count: int,
) -> None:
    for number in range(count):
        make_station(f"桂园{number}站", 23.03 + number / 1000, 113.15)
    client.get(URL, {"q": "桂园"})
    with django_assert_max_num_queries(8):
        assert client.get(URL, {"q": "桂园", "limit": 100}).json()["count"] > count / 2
