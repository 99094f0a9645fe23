"""Whatever is typed into an address: a page in Chinese that says what to do, never an error of ours."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest import Subtests

from tests.pages.town import NAMES, Town, address

CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
NASTY_TEXT = {
    "empty": "",
    "spaces": "   ",
    "long": "桂" * 10_000,
    "control characters": "桂\x01\x07\x1b\x7f雅",
    "NUL": "桂\x00雅",
    "percent": "100%桂%_雅",
    "quote": "桂' OR 1=1 --",
    "markup": '"><script>alert(1)</script>',
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "emoji": "👨‍👩‍👧🏡",
    "beyond the plane": "𠮷𪚥🀄" * 40,
    "right to left": "\u202eabc\u2066",
    "combining": "桂" + "\u0301" * 500,
    "surrogate bytes": "\ufffd",
    "line breaks": "桂\r\nSet-Cookie: x=1",
    "full-width": "１２３．４５，ｌａｔ",
    "backslash": "\\..\\..\\",
}
PARAMETERS = (
    *("q", "lat", "lon", "datum", "open", "service", "audience", "community", "level", "page", "when"),
    *("path", "next", "elder", "done", "p"),
)


def get(client: Client, name: str, town: Town, **query: str) -> HttpResponse:
    return client.get(f"{address(name, town).split('?')[0]}?{urlencode(query)}")


def assert_sensible(response: HttpResponse) -> None:
    """No failure of ours, and whatever is refused is refused in Chinese."""
    assert response.status_code < 500
    if response.status_code >= 400:
        assert CHINESE.search(response.content.decode())


@pytest.mark.parametrize("text", NASTY_TEXT.values(), ids=NASTY_TEXT.keys())
def test_nasty_text_in_any_parameter_of_any_page(text: str, town: Town, client: Client, subtests: Subtests):
    for name in NAMES:
        with subtests.test(name):
            assert_sensible(get(client, name, town, **dict.fromkeys(PARAMETERS, text)))


@pytest.mark.parametrize("text", [NASTY_TEXT["markup"], NASTY_TEXT["template"]])
def test_what_was_typed_is_shown_as_text(text: str, town: Town, client: Client):
    for name in ("search", "nearest", "embed", "stations", "activities", "feedback"):
        html = get(client, name, town, q=text, community=text, service=text, path=text).content.decode()
        assert "<script>alert" not in html
        assert "only-for-the-tests" not in html


@pytest.mark.parametrize("name", ["nearest", "embed"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"lat": "23.03"}, "位置不完整"),
        ({"lon": "113.15"}, "位置不完整"),
        ({"lat": "23.03", "lon": ""}, "位置不完整"),
        ({"lat": "NaN", "lon": "113.15"}, "必须是普通的数字"),
        ({"lat": "23.03", "lon": "1e999"}, "必须是普通的数字"),
        ({"lat": "-inf", "lon": "inf"}, "必须是普通的数字"),
        ({"lat": "北纬", "lon": "东经"}, "必须是数字"),
        ({"lat": "23,03", "lon": "113,15"}, "必须是数字"),
        ({"lat": "23.03\x00", "lon": "113.15"}, "必须是数字"),
        ({"lat": "9" * 10_000, "lon": "113.15"}, "必须是普通的数字"),
        ({"lat": "-91", "lon": "113.15"}, "纬度必须在"),
        ({"lat": "23.03", "lon": "181"}, "经度必须在"),
        ({"lat": "113.15", "lon": "23.03"}, "填反了"),
        ({"lat": "23.03", "lon": "113.15", "datum": "mars"}, "坐标系只能是"),
        ({"lat": "23.03", "lon": "113.15", "service": "fortune"}, "没有“fortune”这项服务"),
        ({"lat": "23.03", "lon": "113.15", "audience": "aliens"}, "没有“aliens”这类服务人群"),
    ],
)
def test_a_position_or_filter_that_cannot_be_used_says_why(
    name: str, query: dict[str, str], sentence: str, town: Town, client: Client
):
    response = get(client, name, town, **query)
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_swapped_coordinates_offer_the_right_order_and_keep_the_rest(town: Town, client: Client):
    page = get(client, "nearest", town, lat="113.15", lon="23.0361", datum="gcj02", open="1")
    link = re.search(r'href="(\?[^"]*)">把纬度和经度对调', page.content.decode())
    assert link
    again = client.get(f"{reverse('nearest')}{link[1].replace('&amp;', '&')}")
    assert again.status_code == 200
    assert "lat=23.0361&amp;lon=113.15&amp;datum=gcj02&amp;open=1" in link[1]
    assert "第0党群服务站" in again.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "abc", "", "10" * 9, "9" * 5000, "1.5", "１", "\x00", "%"])
def test_a_page_number_that_makes_no_sense_shows_a_page_that_does(
    page: str, town: Town, client: Client, subtests: Subtests
):
    for name in ("stations", "activities", "community"):
        with subtests.test(name):
            response = get(client, name, town, page=page)
            assert response.status_code == 200
            assert "第0党群服务站" in response.content.decode()


@pytest.mark.parametrize(
    "number", ["0", str(10**9), str(2**63), str(10**18), str(10**30), "1" * 5000, "-1", "1a"]
)
def test_a_number_that_is_not_there_is_not_found(number: str, town: Town, client: Client):
    for path in (
        *(
            f"/stations/{number}/{part}"
            for part in ("", "calendar.ics", "qr.svg", "share/", "report/", "wish/")
        ),
        f"/photos/{number}/small/",
        f"/activities/{number}/",
        f"/communities/{number}/",
        f"/communities/{number}/wish/",
    ):
        response = client.get(path)
        assert response.status_code == 404, path
        assert "没有找到这一页" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/%",
        "/%zz",
        "/%ff%fe",
        "/%00",
        "/stations/%00/",
        "/communities/%00/",
        "/communities/440605%00/wish/",
        "/communities/%F0%9F%8F%A1/",
        "/communities/%E2%82%AC%0A/",
        "/photos/1/%00/",
        "/photos/1/../../etc/passwd",
        "/stations/%E4%B8%80/",
        "/stations/١/",
        "/%0d%0aSet-Cookie:%20x=1",
        "/" + "桂" * 2000,
    ],
)
def test_an_address_that_nobody_made_is_not_found(path: str, town: Town, client: Client):
    response = client.get(path)
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["q=%", "q=%zz", "q=%ff%fe", "q=%00", "%", "&&&=", "q", "q[]=1", "lat=%ff&lon=%ff"]
)
def test_broken_encoding_in_a_query_is_survived(query: str, town: Town, client: Client, subtests: Subtests):
    for name in NAMES:
        with subtests.test(name):
            assert_sensible(client.get(f"{address(name, town).split('?')[0]}?{query}"))


def test_more_parameters_than_any_form_sends_are_refused(town: Town, client: Client):
    response = client.get("/stations/?" + "&".join(f"a{n}=1" for n in range(1100)))
    assert response.status_code == 400
    assert "这个请求读不懂" in response.content.decode()


numbers = st.floats().map(str) | st.integers().map(str)
values = st.one_of(
    st.text(max_size=60),
    numbers,
    st.sampled_from(
        ["", "1", "0", "true", "23.03", "113.15", "gcj02", "bd09", "week", "past", "service-0", "elders"]
    ),
    st.sampled_from(list(NASTY_TEXT.values())),
)


@settings(
    max_examples=400,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(
    name=st.sampled_from(NAMES),
    query=st.lists(st.tuples(st.sampled_from(PARAMETERS), values), max_size=6),
    elder=st.sampled_from(["", "1", "x" * 100]),
)
def test_no_query_string_breaks_any_page(
    name: str, query: list[tuple[str, str]], elder: str, town: Town, client: Client
):
    text = urlencode(query, errors="replace")
    client.cookies["elder"] = elder
    response = client.get(f"{address(name, town).split('?')[0]}?{text}")
    assert response.status_code < 500, (name, text)


@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    lat=numbers | st.floats(-90, 90).map(str),
    lon=numbers | st.floats(-180, 180).map(str),
    datum=st.sampled_from(["", "wgs84", "gcj02", "bd09", "x"]),
)
def test_no_position_on_earth_or_off_it_breaks_the_finder(
    lat: str, lon: str, datum: str, town: Town, client: Client
):
    response = get(client, "nearest", town, lat=lat, lon=lon, datum=datum)
    assert response.status_code in {200, 400}
