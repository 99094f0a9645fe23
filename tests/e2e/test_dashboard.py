"""The officials' pages in a browser: down to the records and back, accessible, fit for a phone and paper."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from communities.models import Community
from guicheng.accounts.models import Role
from guicheng.dashboard.briefs.freezing import make_brief
from guicheng.dashboard.briefs.spans import MONTH, last_whole
from guicheng.dashboard.briefs.templates import load_templates
from guicheng.dashboard.models import BriefTemplate
from guicheng.dashboard.published import load_published
from stations.defaults import load_lists
from stations.models import Activity
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.entering import enter
from tests.factories import make_appointment, make_community, make_estate, make_place, make_station

PAGES = (
    "/dashboard/",
    "/dashboard/communities/{code}/",
    "/dashboard/communities/{code}/estates/{estate}/",
    "/dashboard/communities/{code}/stations/{station}/",
    "/dashboard/figures/building_heads/",
    "/dashboard/figures/building_heads/records/",
    "/dashboard/compare/",
    "/dashboard/audiences/",
    "/dashboard/period/",
    "/dashboard/promises/",
    "/dashboard/months/",
    "/dashboard/tasks/",
    "/dashboard/quality/",
    "/dashboard/quality/{code}/",
    "/dashboard/briefs/",
    "/dashboard/briefs/{brief}/",
)


@pytest.fixture
def known() -> dict[str, object]:
    """What stands in addresses: two communities with heads, an activity of last month, a brief."""
    load_lists()
    load_published()
    load_templates()
    found: dict[str, object] = {}
    for name, heads in (("桂雅社区", 2), ("桂花社区", 3)):
        community = make_community(name)
        estate = make_estate("俊雅花园" if heads == 2 else "桂花苑", community=community)
        station = make_station(f"{name}党群服务中心", community=community, estate=estate)
        for number in range(heads):
            make_appointment(
                place=make_place(f"{number + 1}栋", estate=estate),
                started_on=date(2024, 1, 1),
            )
        start = timezone.now() - timedelta(days=40)
        Activity.objects.create(
            station=station, title="议事", starts_at=start, ends_at=start + timedelta(hours=1), attendance=20
        )
        if heads == 2:
            found |= {"code": community.code, "estate": estate.pk, "station": station.pk}
    span = last_whole(MONTH, timezone.localdate())
    found["brief"] = make_brief(BriefTemplate.objects.order_by("pk")[0], span).pk
    return found


def test_from_the_street_down_to_a_record_and_back(desk: Page, site: str, known: dict[str, object]) -> None:
    enter(desk, site, Role.STREET_LEADER)
    desk.goto("/dashboard/")
    card = desk.locator("article", has_text="楼长").first
    expect(card).to_contain_text("5")
    desk.get_by_role("link", name="桂雅社区").first.click()
    expect(desk.locator("h1")).to_contain_text("桂雅社区")
    assert re.search(rf"/dashboard/communities/{known['code']}/$", desk.url)
    desk.get_by_role("link", name="俊雅花园").first.click()
    expect(desk.locator("h1")).to_contain_text("俊雅花园")
    here = desk.url
    number = desk.locator("a[href*='/figures/building_heads/records/']").first
    expect(number).to_have_text("2")
    number.click()
    expect(desk.locator("tbody tr")).to_have_count(2)
    desk.go_back()
    assert desk.url == here
    desk.get_by_role("link", name="桂城街道").first.click()
    assert desk.url.endswith("/dashboard/")


def test_a_day_in_the_past_goes_along(desk: Page, site: str, known: dict[str, object]) -> None:
    enter(desk, site, Role.STREET_LEADER)
    desk.goto("/dashboard/")
    desk.get_by_label("截至").fill("2023-12-31")
    desk.get_by_role("button", name="查看").click()
    expect(desk.locator(".notice")).to_contain_text("截至 2023年12月31日")
    expect(desk.locator("article", has_text="楼长").first).to_contain_text("0")
    desk.get_by_role("link", name="桂雅社区").first.click()
    assert "as_of=2023-12-31" in desk.url


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_are_accessible_and_fit(
    open_page, axe, site: str, known: dict[str, object], viewport: dict[str, int], tmp_path: Path
) -> None:
    page = open_page(viewport)
    enter(page, site, Role.STREET_LEADER)
    failures = []
    for address in (path.format(**known) for path in PAGES):
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        failures += [f"{address} {problem}" for problem in axe(page)]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > viewport["width"]:
            failures.append(f"{address} is {width} wide")
    assert failures == []


def test_on_paper_nothing_is_there_to_press(desk: Page, site: str, known: dict[str, object]) -> None:
    enter(desk, site, Role.STREET_LEADER)
    for path in ("/dashboard/", f"/dashboard/briefs/{known['brief']}/"):
        desk.goto(path)
        desk.emulate_media(media="print")
        assert desk.locator(".site-nav, .no-print").filter(visible=True).count() == 0, path
        paper = desk.pdf(format="A4")
        assert paper.startswith(b"%PDF") and len(paper) > 10_000
        desk.emulate_media(media="screen")


def test_a_brief_is_made_with_one_press(phone: Page, site: str, known: dict[str, object]) -> None:
    enter(phone, site, Role.STREET_LEADER)
    phone.goto("/dashboard/briefs/")
    phone.get_by_role("button", name="生成简报").click()
    expect(phone.locator("article.brief h1")).to_contain_text("桂城街道")
    with phone.expect_download() as coming:
        phone.get_by_role("link", name="下载 Word").click()
    assert coming.value.suggested_filename.endswith(".docx")


def test_staff_of_a_community_see_theirs(phone: Page, site: str, known: dict[str, object]) -> None:
    enter(phone, site, Role.COMMUNITY_WORKER, Community.objects.get(code=known["code"]))
    phone.goto("/dashboard/")
    expect(phone.locator("h1")).to_contain_text("桂雅社区")
    assert "桂花社区" not in phone.content()
