"""The main job: from a position or a typed place to the nearest stations."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from communities.coords import Datum, from_wgs84
from guicheng import search
from stations.models import Audience, Service
from tests.factories import make_community, make_estate, make_station, make_timetable

pytestmark = pytest.mark.django_db


def ask(client: Client, **query: str) -> str:
    response = client.get("/stations/nearest/", query)
    assert response.status_code == 200
    return response.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<h3>.*?<a href="/stations/\d+/">(.*?)</a>', html)


def always(name: str, **values: object):  # noqa: ANN201
    return make_station(
        name, timetable=make_timetable("全天", "全天", "全天", open_on_holidays=True), **values
    )


def never(name: str, **values: object):  # noqa: ANN201
    return make_station(name, timetable=make_timetable("", "", ""), **values)


def test_the_nearest_stand_first_with_minutes_metres_and_state(client: Client):
    never("远站", lat=23.0480)
    always("近站", lat=23.0380)
    html = ask(client, lat="23.0371", lon="113.1506")
    assert names(html) == ["近站", "远站"]
    assert "约 2 分钟 · 130 米" in html
    assert "约 19 分钟 · 1.6 公里" in html
    assert html.index("营业中") < html.index("已关门")
    assert "步行时间和路程是估算" in html


def test_elders_are_given_their_own_pace(client: Client):
    always("近站", lat=23.0480)
    client.cookies["elder"] = "1"
    html = ask(client, lat="23.0371", lon="113.1506")
    assert "约 27 分钟 · 1.6 公里" in html
    assert "长者步速" in html
    assert '<html lang="zh-Hans" class="elder">' in html


@pytest.mark.parametrize("datum", Datum)
def test_a_position_in_any_datum_is_the_same_place(datum: Datum, client: Client):
    always("近站", lat=23.0380)
    lat, lon = from_wgs84(23.0371, 113.1506, datum)
    assert "约 2 分钟 · 130 米" in ask(client, lat=str(lat), lon=str(lon), datum=datum)


def test_filters_narrow_and_stay_in_the_page(client: Client):
    elders = Audience.objects.create(name="长者", slug="elders")
    meals = Service.objects.create(name="助餐", slug="meals")
    meals.audiences.add(elders)
    served, shut = always("有餐", lat=23.04), never("没开", lat=23.0372)
    always("没餐", lat=23.0375)
    for station in (served, shut):
        station.offerings.create(service=meals)
    here = {"lat": "23.0371", "lon": "113.1506"}
    assert names(ask(client, **here)) == ["没开", "没餐", "有餐"]
    assert names(ask(client, **here, service="meals")) == ["没开", "有餐"]
    assert names(ask(client, **here, audience="elders", open="1")) == ["有餐"]
    html = ask(client, **here, service="meals", open="1")
    assert '<option value="meals" selected>' in html
    assert 'name="open" value="1" checked' in html
    assert '<input type="hidden" name="lat" value="23.0371">' in html
    assert names(ask(client, **here, open="0")) == ["没开", "没餐", "有餐"]


def test_nothing_that_fits_says_what_to_do(client: Client):
    never("没开")
    html = ask(client, lat="23.0371", lon="113.1506", open="1")
    assert "没有符合条件的站点" in html
    assert "例如不勾选“现在开门”" in html


def test_no_more_than_ten_are_shown(client: Client):
    for n in range(12):
        always(f"站{n:02d}", lat=23.0371 + n / 10000)
    assert len(names(ask(client, lat="23.0371", lon="113.1506"))) == 10


def test_a_typed_place_is_where_it_starts_from(client: Client):
    always("近站", lat=23.0380)
    make_estate("俊雅花园", lat=23.0371, lon=113.1506, aliases="老俊雅")
    search.reindex()
    for typed in ("俊雅花园", "junya", "老俊雅", "佛山市南海区桂城街道俊雅花园"):
        html = ask(client, q=typed)
        assert "“俊雅花园”附近的站点" in html
        assert "约 2 分钟 · 130 米" in html


def test_a_place_that_nobody_knows_lists_the_communities(client: Client):
    community = make_community()
    search.reindex()
    html = ask(client, q="霍格沃茨")
    assert "没有找到“霍格沃茨”" in html
    assert f'href="/communities/{community.code}/"' in html


def test_a_place_without_a_position_is_looked_for_from_its_community(client: Client):
    always("近站", lat=23.0380)
    make_estate("碧湖花园", lat=None, lon=None)
    search.reindex()
    html = ask(client, q="碧湖花园")
    assert "“碧湖花园”在地图上的位置还没有登记，先按桂雅社区的中心查找" in html
    assert names(html) == ["近站"]


def test_a_station_in_an_estate_without_a_position_stands_for_it(client: Client):
    estate = make_estate("碧湖花园", lat=None, lon=None)
    always("碧湖花园党群服务站", estate=estate, lat=23.05)
    always("中心站", lat=23.0371)
    search.reindex()
    assert names(ask(client, q="碧湖花园"))[0] == "碧湖花园党群服务站"


def test_a_place_without_any_position_leads_to_its_community(client: Client):
    make_estate("碧湖花园", make_community("大德社区", lat=None, lon=None))
    search.reindex()
    html = ask(client, q="碧湖花园")
    assert "“碧湖花园”在地图上的位置还没有登记" in html
    assert "没有找到" not in html
    assert "大德社区" in html


def test_two_places_of_one_name_are_told_apart(client: Client):
    here, there = make_community("桂雅社区"), make_community("平洲社区", lat=23.05, lon=113.19)
    make_estate("新村", here, lat=23.0371, lon=113.1506)
    make_estate("新村", there, lat=23.05, lon=113.19)
    always("桂雅站", community=here, lat=23.0371)
    always("平洲站", community=there, lat=23.05, lon=113.19)
    search.reindex()
    for community, nearest in ((here, "桂雅站"), (there, "平洲站")):
        page = client.get(f"/communities/{community.code}/").content.decode()
        estate = re.search(r'href="(/estates/[^"]*)">新村', page)
        assert estate
        page = client.get(estate[1]).content.decode()
        link = re.search(r'href="(/stations/nearest/[^"]*)"', page)
        assert link
        html = client.get(link[1].replace("&amp;", "&")).content.decode()
        assert names(html)[0] == nearest
        assert "不是这里？" in html
        found = client.get("/search/", {"q": "新村"}).content.decode()
        assert link[1].split("q=")[1].split("&")[0] in found
    links = re.findall(
        r'href="(/stations/nearest/[^"]*)"', client.get("/search/", {"q": "新村"}).content.decode()
    )
    starts = {names(client.get(link.replace("&amp;", "&")).content.decode())[0] for link in links}
    assert starts == {"桂雅站", "平洲站"}


@pytest.mark.parametrize(("lat", "lon"), [("39.9", "116.4"), ("0", "0"), ("-90", "180"), ("23.25", "113.15")])
def test_from_far_away_it_is_said_kindly(lat: str, lon: str, client: Client):
    station = always("近站")
    html = ask(client, lat=lat, lon=lon)
    assert "您现在离桂城有点远" in html
    assert f'href="/communities/{station.community.code}/"' in html
    assert names(html) == []


def test_a_position_is_kept_by_nobody_s_cache_but_ones_own(client: Client):
    for path in ("/stations/nearest/", "/search/", "/embed/"):
        assert "private" in client.get(path, {"q": "x"})["Cache-Control"]


def test_before_anything_is_asked_the_page_asks(client: Client):
    community = make_community()
    html = ask(client)
    assert "您想找哪里附近的？" in html
    assert f'href="/communities/{community.code}/"' in html


def test_a_card_leads_to_phone_navigation_and_page(client: Client, settings: Settings):
    station = always("近站", phone="0757-86000001")
    html = ask(client, lat="23.0371", lon="113.1506")
    assert 'href="tel:0757-86000001"' in html
    assert f'href="/stations/{station.pk}/" aria-label="近站详情"' in html
    for app in ("高德地图", "百度地图", "腾讯地图", "苹果地图"):
        assert app in html


def test_the_framed_finder_shows_three_and_opens_links_outside_the_frame(client: Client):
    for n in range(5):
        always(f"站{n}", lat=23.0371 + n / 10000)
    html = client.get("/embed/", {"lat": "23.0371", "lon": "113.1506"}).content.decode()
    assert names(html) == ["站0", "站1", "站2"]
    assert '<base target="_blank">' in html
    assert 'target="_self"' in html
    assert "超过 20 公里" in client.get("/embed/", {"lat": "0", "lon": "0"}).content.decode()
    assert "没有找到“x1”" in client.get("/embed/", {"q": "x1"}).content.decode()


def test_the_estate_that_was_meant_has_a_page_of_its_own(client: Client):
    estate = make_estate("雅居苑", lat=23.0371, lon=113.1506)
    always("近站", community=estate.community)
    search.reindex()
    assert f'href="/estates/{estate.pk}/"' in ask(client, q="雅居苑")
    assert "/estates/" not in ask(client, q=estate.community.name)
