"""The first screen, the search box, and the list of addresses for search engines."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.memo import Memo
from guicheng import search
from stations.models import Offering, Service
from tests.factories import make_activity, make_community, make_estate, make_station, make_timetable

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<h3>.*?<a href="/stations/\d+/">(.*?)</a>', html)


def test_the_first_screen_shows_what_is_open_near_the_centre(client: Client):
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    make_station("开着远", lat=23.05, timetable=always)
    make_station("开着近", lat=23.037, timetable=always)
    make_station("关着", lat=23.0362, timetable=make_timetable("", "", ""))
    html = page(client, "/")
    assert names(html) == ["开着近", "开着远"]
    assert "街道中心附近 · 现在开门" in html
    assert "约 " not in html.split("<footer")[0].split("现在开门</h2>")[1]


def test_at_night_it_shows_the_nearest_and_says_that_they_are_shut(client: Client):
    make_station("关着", timetable=make_timetable("", "", ""))
    html = page(client, "/")
    assert "现在都已关门" in html
    assert names(html) == ["关着"]


def test_an_empty_site_says_so_and_still_works(client: Client):
    html = page(client, "/")
    assert "还没有登记站点" in html
    assert "现在都已关门" not in html
    assert 'name="q"' in html


def test_today_s_activities_and_quick_services_are_one_tap_away(client: Client):
    station = make_station()
    Service.objects.create(name="助餐", slug="meals")
    make_activity(station, timezone.now() - timedelta(minutes=5), hours=0.3, title="正在办")
    make_activity(station, timezone.now() - timedelta(days=2), title="早已过")
    html = page(client, "/")
    assert "正在办" in html
    assert "早已过" not in html
    assert 'href="/stations/?service=meals">助餐' in html


def test_the_search_leads_to_communities_estates_and_stations(client: Client):
    community = make_community("桂雅社区")
    make_estate("俊雅花园", community)
    station = make_station("俊雅党群服务站", community=community)
    search.reindex()
    assert f'href="/communities/{community.code}/">桂雅社区' in page(client, "/search/", q="guiya")
    assert f'href="/stations/{station.pk}/">俊雅党群服务站' in page(client, "/search/", q="俊雅")
    found = page(client, "/search/", q="俊雅花園")
    assert "俊雅花园</a>" in found
    assert "小区（村、园区）· 桂雅社区" in found


@pytest.mark.parametrize("q", ["霍格沃茨魔法学校", "%", "'", "🏡", "\x00", "x" * 10_000])
def test_nothing_found_says_so_and_lists_the_communities(q: str, client: Client):
    community = make_community("桂雅社区")
    search.reindex()
    html = page(client, "/search/", q=q)
    assert f'href="/communities/{community.code}/"' in html
    assert "没有找到“" in html or "输入名称" in html
    assert len(html) < 20_000


def test_the_sitemap_lists_what_anyone_may_see_under_the_site_s_address(client: Client, settings: Settings):
    settings.SITE_URL = "https://www.example.cn"
    station = make_station()
    hidden = make_station(status="planned")
    coming = make_activity(station, timezone.now() + timedelta(days=1))
    past = make_activity(station, timezone.now() - timedelta(days=9))
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    found = {node.text for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    site = "https://www.example.cn"
    assert found == {
        *(f"{site}{path}" for path in ("/", "/stations/", "/activities/", "/communities/", "/about/")),
        *(f"{site}/{name}/" for name in ("audiences", "mediators", "works", "projects", "topics", "figures")),
        f"{site}/deliberations/",
        f"{site}/deliberations/follow-up/",
        f"{site}/communities/{station.community.code}/",
        f"{site}/stations/{station.pk}/",
        f"{site}/activities/{coming.pk}/",
    }
    assert not any(str(row.get_absolute_url()) in str(found) for row in (hidden,))
    assert f"/activities/{past.pk}/" not in str(found)
    for address in found:
        assert client.get(address.removeprefix(site)).status_code == 200
    assert client.get("/sitemap.xml?p=99").status_code == 404


def test_pages_that_hold_somebody_s_words_or_place_are_kept_out_of_search_engines(client: Client):
    station = make_station()
    for path in (
        "/search/?q=x",
        "/stations/nearest/",
        "/embed/",
        "/feedback/",
        f"/stations/{station.pk}/share/",
    ):
        assert '<meta name="robots" content="noindex">' in client.get(path).content.decode()
    for path in ("/", "/stations/", f"/stations/{station.pk}/", "/communities/", "/activities/", "/about/"):
        assert "noindex" not in client.get(path).content.decode()


def test_somebody_who_types_a_service_is_shown_where_it_is(client: Client):
    make_service_at("演示甲站", "长者饭堂", "canteen")
    found = page(client, "/stations/nearest/", q="长者饭堂在哪里")
    assert 'href="/stations/?service=canteen"' in found
    listed = page(client, "/stations/", service="canteen")
    assert "演示甲站" in listed and 'href="/stations/nearest/?service=canteen"' in listed
    asked = page(client, "/stations/nearest/", service="canteen")
    assert "您想找哪里附近的“长者饭堂”" in asked
    assert '<input type="hidden" name="service" value="canteen">' in asked


def make_service_at(station: str, name: str, slug: str) -> None:
    service = Service.objects.create(name=name, slug=slug)
    Offering.objects.create(station=make_station(station), service=service)
    Memo.forget_all()
