"""The API's page of documents in a real browser, under the site's own Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from communities.models import Community
from stations.models import Station
from tests.e2e.conftest import DESK, PHONE, OpenPage

PATH = "/api/v1/docs"


@pytest.fixture
def station() -> Station:
    community = Community.objects.create(code="440605011001", name="桂一社区", kind="urban")
    return Station.objects.create(community=community, name="桂一社区党群服务中心", lat=23.0361, lon=113.15)


def test_a_reader_tries_the_nearest_station_in_the_page(desk: Page, station: Station) -> None:
    desk.goto(PATH)
    section = desk.locator("#nearestStations")
    section.get_by_role("button", name="试一试").click()
    expect(section.locator("pre")).to_contain_text("桂一社区党群服务中心")
    expect(section.get_by_role("status")).to_contain_text("状态 200")


def test_an_address_with_a_value_in_it_is_filled_in(desk: Page, station: Station) -> None:
    desk.goto(PATH)
    section = desk.locator("#getStation")
    section.get_by_role("button", name="试一试").click()
    expect(section.get_by_role("status")).to_contain_text(f"/api/v1/stations/{station.pk}")
    expect(section.locator("pre")).to_contain_text("coming_days")


def test_a_refusal_shows_what_to_do(desk: Page, station: Station, problems: object) -> None:
    problems.allow("answer: 400")  # type: ignore[attr-defined]
    desk.goto(PATH)
    section = desk.locator("#nearestStations")
    section.get_by_label("limit", exact=True).fill("1000")
    section.get_by_role("button", name="试一试").click()
    expect(section.locator("pre")).to_contain_text("limit 不能大于 100")


def test_it_works_without_a_script(open_page: OpenPage, station: Station) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(PATH)
    expect(page.locator("#getStation form")).to_be_hidden()
    page.locator("#nearestStations").get_by_role("button", name="试一试").click()
    expect(page.locator("body")).to_contain_text("桂一社区党群服务中心")


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_everyone_can_read_it(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    station: Station,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = open_page(viewport, color_scheme=scheme)
    page.goto(PATH)
    page.locator("#nearestStations details summary").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
