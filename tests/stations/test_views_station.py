"""The list of stations and the page of one."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import segno
from django.test import Client
from pytest_django.fixtures import Settings

from communities.familiar import record_certified
from stations.models import Audience, Service, Station
from tests.factories import OFFICE, make_community, make_estate, make_station, make_timetable

pytestmark = pytest.mark.django_db
EVIL = "</script><script>alert(1)</script>'\"&<!--"


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<h3>.*?<a href="/stations/\d+/">(.*?)</a>', html)


def jsonld(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])


@pytest.fixture
def three(db: None) -> list[Station]:
    elders = Audience.objects.create(name="长者", slug="elders")
    meals = Service.objects.create(name="助餐", slug="meals")
    meals.audiences.add(elders)
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    rows = [
        make_station("甲站", level="centre", timetable=always),
        make_station("乙站", community=make_community("平洲社区"), timetable=make_timetable("", "", "")),
        make_station("丙站", level="point", timetable=None),
    ]
    rows[1].offerings.create(service=meals)
    return rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"甲站", "乙站", "丙站"}),
        ("?level=centre", {"甲站"}),
        ("?service=meals", {"乙站"}),
        ("?audience=elders", {"乙站"}),
        ("?open=1", {"甲站"}),
        ("?open=on", {"甲站"}),
        ("?open=0", {"甲站", "乙站", "丙站"}),
        ("?open=", {"甲站", "乙站", "丙站"}),
        ("?open=abc", {"甲站", "乙站", "丙站"}),
        ("?service=meals&open=1", set()),
        ("?colour=red", {"甲站", "乙站", "丙站"}),
    ],
)
def test_filters_of_the_list(query: str, expected: set[str], three: list[Station], client: Client):
    assert set(names(page(client, f"/stations/{query}"))) == expected


def test_the_list_by_community_keeps_its_choice(three: list[Station], client: Client):
    code = three[1].community.code
    html = page(client, f"/stations/?community={code}&open=0")
    assert names(html) == ["乙站"]
    assert f'<option value="{code}" selected>' in html
    assert 'type="checkbox" name="open" value="1" id="id_open">' in html
    assert "没有符合条件的站点" in page(client, f"/stations/?community={code}&level=centre")


@pytest.mark.parametrize("query", ["community=1", "service=x", "audience=x", "level=x"])
def test_a_choice_that_is_not_in_the_list_is_refused(query: str, three: list[Station], client: Client):
    html = page(client, f"/stations/?{query}", 400)
    assert "没有这一项，请从列表里选择。" in html
    assert names(html) == []


def test_pages_of_the_list_keep_the_filters(client: Client):
    community = make_community()
    for n in range(25):
        make_station(f"站{n:02d}", community=community)
    first = page(client, f"/stations/?community={community.code}")
    assert len(names(first)) == 20
    link = re.search(r'rel="next" href="([^"]*)"', first)[1].replace("&amp;", "&")
    assert link == f"?community={community.code}&page=2"
    second = page(client, f"/stations/{link}")
    assert len(names(second)) == 5
    assert "第 2 页，共 2 页" in second
    assert not set(names(first)) & set(names(second))


def test_the_page_of_a_station_holds_all_its_facts(client: Client):
    estate = make_estate("俊雅花园")
    station = make_station(
        "俊雅花园党群服务站",
        estate=estate,
        phone="0757-86000001",
        description="二楼\n进门右转",
        step_free="yes",
        toilet="no",
        confirmed_on=date(2026, 11, 2),
        source="街道登记",
    )
    service = Service.objects.create(name="助餐", slug="meals")
    station.offerings.create(service=service, note="每天中午")
    neighbour = make_station("邻站", lat=23.0380)
    html = page(client, f"/stations/{station.pk}/")
    for fact in (
        *(
            "俊雅花园党群服务站",
            "南桂东路1号",
            "俊雅花园",
            "0757-86000001",
            "二楼<br>进门右转",
            "助餐",
            "每天中午",
        ),
        *("周一至周五", "8:30–12:00、14:00–17:30", "周六、周日", "法定节假日不开放", "街道登记"),
        *("无障碍通道：有", "无障碍卫生间：没有", "2026年11月2日", "邻站", "直线 100 米"),
    ):
        assert fact in html, fact
    for link in (
        f"/stations/{neighbour.pk}/",
        *(
            f"/stations/{station.pk}/{part}"
            for part in ("calendar.ics", "qr.svg", "share/", "report/", "wish/")
        ),
        f"/communities/{station.community.code}/",
    ):
        assert f'"{link}"' in html


def test_the_community_s_phone_stands_in_for_a_missing_one(client: Client):
    community = make_community(phone="0757-86000009")
    html = page(client, f"/stations/{make_station(community=community).pk}/")
    assert "0757-86000009</a>（社区电话）" in html


def test_what_is_not_known_is_said_and_not_left_blank(client: Client):
    station = make_station(lat=None, lon=None, address="", timetable=None)
    html = page(client, f"/stations/{station.pk}/")
    for sentence in (
        "还没有登记地图位置",
        "还没有登记开放时间",
        "还没有登记服务事项",
        "近期没有登记活动",
        "信息尚未核对",
    ):
        assert sentence in html
    assert ">导航<" not in html
    assert "geo" not in jsonld(html)


def test_search_engines_read_name_hours_and_place(client: Client, settings: Settings):
    settings.SITE_URL = "https://www.example.cn"
    station = make_station(
        "甲站", phone="0757-86000001", timetable=make_timetable(OFFICE, "全天", "21:00-02:00")
    )
    data = jsonld(page(client, f"/stations/{station.pk}/"))
    assert data["@type"] == "GovernmentOffice"
    assert (data["name"], data["telephone"]) == ("甲站", "0757-86000001")
    assert data["url"] == f"https://www.example.cn/stations/{station.pk}/"
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 23.0371, "longitude": 113.1506}
    hours = {
        (row["dayOfWeek"].rsplit("/", 1)[1], row["opens"], row["closes"])
        for row in data["openingHoursSpecification"]
    }
    assert len(hours) == 12
    assert {
        ("Monday", "08:30", "12:00"),
        ("Friday", "14:00", "17:30"),
        ("Sunday", "21:00", "02:00"),
        ("Saturday", "00:00", "23:59"),
    } <= hours


def test_no_name_breaks_out_of_the_page(client: Client, db: None):
    community = make_community(EVIL[:30])
    estate = make_estate(EVIL[:40], community, aliases=EVIL)
    station = make_station(EVIL, community=community, estate=estate, address=EVIL, description=EVIL)
    service = Service.objects.create(name=EVIL[:30], slug="evil")
    station.offerings.create(service=service, note=EVIL)
    html = page(client, f"/stations/{station.pk}/")
    assert jsonld(html)["name"] == EVIL
    for path in (
        f"/stations/{station.pk}/",
        f"/stations/{station.pk}/share/",
        f"/stations/{station.pk}/report/",
        f"/communities/{community.code}/",
        "/",
        "/stations/",
        "/communities/",
        "/stations/nearest/?lat=23.0371&lon=113.1506",
    ):
        html = page(client, path)
        assert "<script>alert" not in html, path
        assert html.count("<script") == html.count("</script>"), path
        assert "<!--" not in html, path


def test_the_qr_code_leads_to_the_station_page(client: Client, settings: Settings):
    station = make_station()
    for site, host in (("https://www.example.cn", "https://www.example.cn"), ("", "http://testserver")):
        settings.SITE_URL = site
        response = client.get(f"/stations/{station.pk}/qr.svg")
        assert response["Content-Type"] == "image/svg+xml"
        svg = response.content.decode()
        wanted = segno.make(f"{host}/stations/{station.pk}/", error="m", micro=False)
        assert (
            wanted.svg_inline(scale=8, border=4, light="#fff").split(' d="')[1:]
            == (svg.rstrip().split(' d="')[1:])
        )


def test_the_leaflet_and_the_text_for_a_group_say_the_same(client: Client, settings: Settings):
    settings.SITE_URL = "https://www.example.cn"
    station = make_station("甲站", phone="0757-86000001")
    station.offerings.create(service=Service.objects.create(name="助餐", slug="meals"))
    html = page(client, f"/stations/{station.pk}/share/")
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)[1].strip()
    assert text.splitlines() == [
        "【甲站】",
        "地址：南桂东路1号",
        "开放：周一至周五 8:30–12:00、14:00–17:30；周六、周日 休息",
        "电话：0757-86000001",
        "可办：助餐",
        f"怎么走：https://www.example.cn/stations/{station.pk}/",
    ]
    leaflet = html[html.index('id="leaflet"') : html.index("</section>")]
    for fact in ("甲站", "南桂东路1号", "周一至周五", "0757-86000001", "助餐", "qr.svg"):
        assert fact in leaflet


def test_the_page_of_a_community_holds_its_stations_and_estates(client: Client):
    community = make_community(phone="0757-86000009")
    record_certified(community, date(2022, 10, 1))
    make_station("甲站", community=community)
    make_station("别处", community=make_community("平洲社区"))
    make_estate("俊雅花园", community)
    html = page(client, f"/communities/{community.code}/")
    assert names(html) == ["甲站"]
    assert "俊雅花园" in html
    assert 'href="tel:0757-86000009"' in html
    assert "2022年10月评为“熟人社区”达标社区" in html
    empty = page(client, f"/communities/{make_community('夏南一社区').code}/")
    for sentence in ("还没有登记站点", "还没有登记小区", "近期没有登记活动", "联系电话未登记"):
        assert sentence in empty


def test_the_list_of_communities_groups_them_and_counts(client: Client):
    make_station(community=make_community("桂雅社区"))
    make_community("夏南一社区", kind="rural")
    html = page(client, "/communities/")
    assert html.index("城市社区") < html.index("桂雅社区") < html.index("农村社区") < html.index("夏南一社区")
    assert "1 个站点" in html
    assert "0 个站点" in html
