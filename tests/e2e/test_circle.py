"""The pages of walks in a browser: accessible, fit for a phone, drawn, and usable by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from communities.installation import mark_demonstration
from communities.models import Community, Estate
from guicheng.accounts.models import Role
from stations.defaults import load_lists
from stations.models import CandidateSite, SitingRun, Station
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.entering import enter
from tests.factories import make_community, make_estate, make_station
from tests.river_network import at

COVERAGE, SITING = "/dashboard/coverage/", "/dashboard/siting/"
SITES = "/admin/stations/candidatesite/"


@pytest.fixture(autouse=True)
def town(river_engine: str, settings) -> None:
    """A river between two banks: a station on the east one, most homes on the west one; walks measured."""
    settings.VALHALLA_URL = river_engine
    load_lists()
    mark_demonstration()
    east = make_community("桂雅社区", lat=at(400, 300)[0], lon=at(400, 300)[1])
    west = make_community("桂花社区", lat=at(-400, 300)[0], lon=at(-400, 300)[1])
    _station("桂雅社区党群服务中心", east, 100, 0)
    _station("河西规划站", west, -300, 300, status=Station.Status.PLANNED)
    for name, community, x, y, households in (
        ("东岸花园", east, 300, 200, 600),
        ("西岸花园", west, -100, 0, 800),
        ("碧湖花园", west, -500, 400, 450),
        ("桂花苑一期（含商铺公寓）", west, -600, 1300, 300),
        ("岛上新村", west, 1600, 200, 60),
    ):
        lat, lon = at(x, y)
        make_estate(name, community, households=households, lat=lat, lon=lon, elders=households // 5)
    lat, lon = at(-200, 100)
    CandidateSite.objects.create(community=west, name="旧供销社", lat=lat, lon=lon, cost="35")
    call_command("measure_walks", verbosity=0)


def _station(name: str, community: Community, x: int, y: int, **values: object) -> Station:
    lat, lon = at(x, y)
    return make_station(name, community=community, lat=lat, lon=lon, **values)


def ready(page: Page) -> None:
    """The map is drawn."""
    expect(page.locator("#map .leaflet-overlay-pane svg")).to_have_count(1)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_are_accessible_and_fit(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    site: str,
    viewport: dict[str, int],
    tmp_path: Path,
) -> None:
    page = open_page(viewport)
    enter(page, site, Role.STREET_ADMIN)
    page.goto(f"{SITING}?n=2")
    page.get_by_role("button", name="留存这个结果").click()
    page.wait_for_url(re.compile(r"/siting/\d+/"))
    run = SitingRun.objects.get()
    home = at(-130, 20)
    key = CandidateSite.objects.get().pk
    failures = []
    for number, address in enumerate(
        (
            COVERAGE,
            f"{COVERAGE}?when=evening&minutes=15&pace=elder",
            f"{COVERAGE}?minutes=x&as_of=nonsense",
            f"{SITING}?n=2",
            f"{SITING}?goal=fewest&share=90&fix=added-{key}&budget=100",
            f"{SITING}?n=99&name=x",
            run.get_absolute_url(),
            f"{SITES}{key}/change/",
            f"/stations/nearest/?lat={home[0]}&lon={home[1]}",
        )
    ):
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        failures += [f"{address} {problem}" for problem in axe(page)]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > viewport["width"]:
            failures.append(f"{address} is {width} wide")
        page.screenshot(path=tmp_path / f"{viewport['width']}-{number}.png", full_page=True)
    assert failures == []


def test_areas_and_homes_are_drawn(desk: Page, site: str) -> None:
    enter(desk, site, Role.STREET_LEADER)
    desk.goto(COVERAGE)
    ready(desk)
    assert desk.locator('#map path[fill="#1a7f37"]').count() == 1
    homes = desk.locator('#map path[fill="#b7791f"]')
    expect(homes).to_have_count(desk.locator("#outside-title + .table-wide tbody tr").count())
    homes.first.hover()
    expect(desk.locator(".leaflet-tooltip", has_text="户")).to_be_visible()
    expect(desk.locator("#map .pin")).to_have_count(1)


def test_the_question_is_put_by_keyboard(desk: Page, site: str) -> None:
    enter(desk, site, Role.STREET_LEADER)
    desk.goto(COVERAGE)
    desk.locator("select[name=minutes]").focus()
    desk.keyboard.press("ArrowDown")
    for _ in range(4):
        desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="计算")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile("minutes=15"))
    expect(desk.locator("select[name=minutes]")).to_have_value("15")


def test_a_site_is_forbidden_and_taken_back_by_clicks(phone: Page, site: str) -> None:
    enter(phone, site, Role.STREET_ADMIN)
    phone.goto(f"{SITING}?n=1")
    ready(phone)
    first = phone.locator("#sites tbody th").first
    name = first.inner_text().removeprefix("1. ").split("\n")[0].split(" ")[0]
    phone.locator("#sites tbody tr").first.get_by_role("link", name="不考虑").click()
    expect(phone.get_by_role("link", name=f"不考虑：{name}")).to_be_visible()
    expect(phone.locator("#sites tbody th").first).not_to_contain_text(name)
    phone.get_by_role("link", name=f"不考虑：{name}").click()
    expect(phone.locator("#sites tbody th").first).to_contain_text(name)


def test_a_site_is_added_by_keyboard_and_asked_for(desk: Page, site: str) -> None:
    enter(desk, site, Role.COMMUNITY_WORKER, Community.objects.get(name="桂花社区"))
    desk.goto(f"{SITES}add/")
    desk.get_by_label("名称").fill("河西市场")
    desk.get_by_role("textbox", name="坐标").fill("{}, {}".format(*at(-500, 1000)))
    desk.get_by_label("名称").press("Enter")
    desk.wait_for_url(re.compile(r"/candidatesite/(\?.*)?$"))
    assert CandidateSite.objects.filter(name="河西市场", lat__isnull=False).exists()
    desk.goto(SITING)
    desk.get_by_text("更多条件").press("Enter")
    desk.get_by_label("指定一个地点").fill("河西市场")
    desk.get_by_label("指定一个地点").press("Enter")
    expect(desk.locator("#sites tbody")).to_contain_text("河西市场")
    assert "东岸花园" not in desk.content()


def test_the_way_is_drawn_to_the_station_asked_for(phone: Page, site: str) -> None:
    _station("河西党群服务站", Community.objects.get(name="桂花社区"), -600, 0)
    lat, lon = at(-130, 20)
    phone.goto(f"/stations/nearest/?lat={lat}&lon={lon}")
    ready(phone)
    line = phone.locator('#map path[stroke="#1f6feb"]')
    expect(line).to_have_count(1)
    before = line.get_attribute("d")
    expect(phone.locator("article.station").first).to_contain_text("河西党群服务站")
    phone.get_by_role("link", name="看路线").first.click()
    phone.wait_for_url(re.compile("to="))
    ready(phone)
    expect(line).to_have_count(1)
    assert line.get_attribute("d") != before
    expect(phone.locator("article.station", has_text="路线画在地图上")).to_contain_text(
        "桂雅社区党群服务中心"
    )


def test_without_scripts_the_pages_say_the_same(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    enter(page, site, Role.STREET_LEADER)
    page.goto(SITING)
    expect(page.locator("#sites tbody tr").first).to_be_visible()
    assert Estate.objects.count() == 5
