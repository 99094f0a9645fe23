"""A pasted position, from whatever map it comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.coords import BadPosition, Datum, great_circle, to_wgs84
from communities.points import read_position

HERE = (23.0361, 113.1500)


@pytest.mark.parametrize(
    "text",
    [
        "23.0361, 113.1500",
        "23.0361,113.15",
        "23.0361 113.15",
        "23.0361，113.15",
        "２３．０３６１，１１３．１５",
        "23.0361、113.15",
        "23.0361;113.15",
        "(23.0361, 113.15)",
        " 23.0361\t113.15\n",
        "纬度：23.0361 经度：113.15",
        "经度:113.15,纬度:23.0361",
        "lng=113.15&lat=23.0361",
        '{"lat": 23.0361, "lng": 113.15}',
        "latitude 23.0361, longitude 113.15",
        "北纬23.0361°，东经113.15°",
        "N23.0361 E113.15",
        "113.15E, 23.0361N",
        "E113.15 N23.0361",
        "23.0361°N 113.15°E",
        "23°2′9.96″N 113°9′0″E",
        "北纬23度2分9.96秒 东经113度9分0秒",
        "23°02'09.96\"N, 113°09'00\"E",
    ],
)
def test_ways_to_write_one_position(text: str) -> None:
    assert great_circle(*read_position(text), *HERE) < 0.01


@pytest.mark.parametrize(
    ("link", "datum"),
    [
        ("https://uri.amap.com/marker?position=113.15,23.0361&name=站", Datum.GCJ02),
        ("https://uri.amap.com/marker?position=113.15,23.0361&coordinate=wgs84", Datum.WGS84),
        ("https://uri.amap.com/navigation?to=113.15,23.0361,endpoint&mode=walk", Datum.GCJ02),
        ("https://ditu.amap.com/regeo?lng=113.15&lat=23.0361&src=uriapi", Datum.GCJ02),
        ("看这里 https://www.amap.com/?q=23.0361,113.15,站", Datum.GCJ02),
        ("https://api.map.baidu.com/marker?location=23.0361,113.15&title=x&output=html", Datum.BD09),
        ("https://api.map.baidu.com/marker?location=23.0361,113.15&coord_type=gcj02", Datum.GCJ02),
        ("https://apis.map.qq.com/uri/v1/marker?marker=coord:23.0361,113.15;title:x", Datum.GCJ02),
        ("https://apis.map.qq.com/uri/v1/routeplan?type=walk&tocoord=23.0361,113.15", Datum.GCJ02),
    ],
)
def test_a_link_says_its_own_order_and_datum(link: str, datum: Datum) -> None:
    # Whatever is chosen beside the box: the link knows better.
    assert read_position(link, Datum.BD09) == to_wgs84(*HERE, datum)


@pytest.mark.parametrize("text", ["113.15,23.0361", "113.15 23.0361", "纬度113.15 经度23.0361"])
def test_swapped_numbers_come_back_put_right(text: str) -> None:
    with pytest.raises(BadPosition, match="23.0361, 113.15”") as caught:
        read_position(text)
    assert caught.value.swapped


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23.0361",
        "23,0361,113,15",
        "桂城街道南桂东路 23 号 113 房",
        "nan, nan",
        "1e999, 5",
        "inf 113",
        "95, 113",
        "23, 200",
        "https://evil.example/?location=23.0361,113.15",
        "https://surl.amap.com/abcdef",
        "https://[broken/?q=1",
        "N23.0361 N113.15",
        "🙂",
        "%00",
    ],
)
def test_what_is_no_position_gets_a_sentence(text: str) -> None:
    with pytest.raises(BadPosition) as caught:
        read_position(text)
    assert str(caught.value).endswith("。")


@given(st.text(max_size=60) | st.from_regex(r"[0-9NE°'\"., 北纬东经lat=lng:/?&-]{0,40}", fullmatch=True))
def test_any_text_is_a_position_or_a_sentence(text: str) -> None:
    try:
        lat, lon = read_position(text)
    except BadPosition:
        return
    assert -91 < lat < 91 and -181 < lon < 181
