"""The wall in a real browser: both screens without scroll bars, renewed by itself, faithful when cut off."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from communities.models import Community, Deliberation, Undertaking
from guicheng.accounts.models import Role, User
from guicheng.dashboard.models import WallLink
from guicheng.dashboard.wall.links import make_link, new_stamp
from stations.models import Station
from tests.e2e import town
from tests.e2e.entering import enter
from tests.factories import make_activity
from tests.people import make_user

HD, WIDE = {"width": 1920, "height": 1080}, {"width": 3840, "height": 1080}
#: Seconds between two questions in these tests.
OFTEN = 1
#: What lies outside the screen, and sections that cover each other.
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1);
}).map(each => each.tagName + ' ' + each.className)"""
COVERED = """() => {
    const boxes = [...document.querySelectorAll('main > section')].map(each => each.getBoundingClientRect());
    return boxes.some((a, n) => boxes.slice(n + 1).some(b => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1));
}"""
#: Texts in letters of fewer than 28 pixels. Of the 1080 of a screen of 55 inches those are 18 mm, a 280th of
#: five metres.
SMALL = """() => [...document.querySelectorAll('body *')].filter(each => !each.closest('svg')
    && [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
    && each.getBoundingClientRect().width && parseFloat(getComputedStyle(each).fontSize) < 28
).map(each => each.textContent)"""


@pytest.fixture(autouse=True)
def _town(site, monkeypatch):
    town.build()
    cache.clear()
    monkeypatch.setattr("guicheng.dashboard.views.wall.REFRESH_SECONDS", OFTEN)


@pytest.fixture
def address() -> str:
    _, token, _ = make_link(new_stamp(), "一楼大厅", None, make_user(Role.STREET_ADMIN))
    return f"/dashboard/wall/{token}/"


def full_house() -> None:
    """As much as the lists take, with long words."""
    meeting = Deliberation.objects.create(
        community=Community.objects.get(name="桂花社区"),
        kind=Deliberation.Kind.FORUM,
        topic="停车",
        starts_at=timezone.now() - timedelta(days=30),
        status=Deliberation.Status.HELD,
        public=True,
    )
    station = Station.objects.get(name="碧湖花园党群服务站")
    for number in range(9):
        make_activity(station, timezone.now(), title=f"第 {number} 场活动，它的名字很长，长到一行写不下")
        Undertaking.objects.create(
            deliberation=meeting,
            text=f"第 {number} 件要写很多很多字才能说清楚的事情，" * 6,
            owner="物业公司",
            due_on=timezone.localdate(),
            closed_on=timezone.localdate(),
            state=Undertaking.State.DONE,
        )


def test_everything_fits_without_scroll_bars_and_can_be_read(open_page, address):
    full_house()
    page = open_page(HD)
    page.goto(address)
    for size in (HD, WIDE, {"width": 3840, "height": 2160}, {"width": 1366, "height": 768}):
        page.set_viewport_size(size)
        box = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert box == [size["width"], size["height"]]
        assert page.evaluate(OUTSIDE) == [] and not page.evaluate(COVERED), size
        if size["height"] >= 1080:
            assert page.evaluate(SMALL) == [], size


def test_without_a_permit_for_a_map_everything_fits_too(open_page, address, monkeypatch):
    monkeypatch.setattr("guicheng.dashboard.wall.content.map_allowed", lambda: False)
    page = open_page(HD)
    page.goto(address)
    assert page.locator(".tiles li").count() == 45
    for size in (HD, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate(OUTSIDE) == [] and page.evaluate(SMALL) == [], size


def test_it_is_sound_for_everybody(open_page, address, axe):
    page = open_page(HD)
    page.goto(address)
    for size in (HD, WIDE):
        page.set_viewport_size(size)
        assert axe(page) == []


def test_it_asks_by_itself_and_takes_only_what_changed(open_page, address):
    page = open_page(HD)
    seen: list[int] = []
    page.on("response", lambda answer: answer.url.endswith("/content/") and seen.append(answer.status))
    page.goto(address)
    page.wait_for_timeout(2500)
    assert seen and set(seen) == {304}
    full_house()
    cache.clear()
    expect(page.locator(".resolutions h3").first).to_contain_text("第 8 件")
    assert seen.count(200) == 1


def test_a_lost_network_keeps_the_figures_and_says_of_when_they_are(open_page, address, problems):
    problems.allow("INTERNET_DISCONNECTED")
    page = open_page(HD)
    page.goto(address)
    expect(page.locator("#wall-time")).to_have_text(re.compile(r"数据时间 \d\d:\d\d"))
    moment = page.locator("#wall-time").inner_text()[-5:]
    page.context.set_offline(True)
    expect(page.locator("#wall-trouble")).to_have_text(f"网络中断，显示的是 {moment} 的数据")
    expect(page.locator("#wall-time")).to_be_hidden()
    expect(page.locator(".figures strong").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#wall-trouble")).to_be_hidden()
    expect(page.locator("#wall-time")).to_be_visible()


def test_what_another_says_in_the_site_s_place_is_no_content(open_page, address, problems):
    """A proxy that apologises, a proxy that knows nothing, a network that wants a log-in."""
    problems.allow(r"answer: (502|404)")
    page = open_page(HD)
    page.goto(address)
    for answer in ({"status": 502}, {"status": 404}, {"status": 200, "body": "请先登录本网络"}):
        page.route("**/content/", lambda route, _, answer=answer: route.fulfill(**answer))
        expect(page.locator("#wall-trouble")).to_contain_text("网络中断")
        expect(page.locator(".figures strong").first).to_be_visible()
        page.unroute("**/content/")
        expect(page.locator("#wall-trouble")).to_be_hidden()


def test_a_revoked_link_clears_the_screen_and_one_prolonged_shows_it_again(open_page, address, problems):
    problems.allow("answer: 410")
    page = open_page(HD)
    page.goto(address)
    link = WallLink.objects.get()
    link.expires_on = timezone.localdate() - timedelta(days=1)
    link.save()
    expect(page.get_by_role("heading", name="这个大屏链接已经过期")).to_be_visible()
    assert page.locator(".figures").count() == 0
    link.expires_on = None
    link.save()
    expect(page.locator(".figures strong").first).to_be_visible()
    link.revoked_at = timezone.now()
    link.save()
    expect(page.get_by_role("heading", name="这个大屏链接已经停用")).to_be_visible()


def test_days_pass_and_nothing_grows(open_page, address, monkeypatch):
    """A thousand new contents, which in earnest are most of a day, as fast as they come."""
    monkeypatch.setattr("guicheng.dashboard.views.wall.REFRESH_SECONDS", 0.01)
    page = open_page(HD)
    response = page.request.get(f"{address}content/")
    content, headers, numbers = response.text(), response.headers, count(1)
    kept = {name: headers[name] for name in ("figures-at", "wall-version", "content-type")}

    def answer(route: Route) -> None:
        number = next(numbers)
        html = content.replace("演示：智能手机班", f"第 {number} 场")
        route.fulfill(status=200, body=html, headers={**kept, "etag": f'"{number}"'})

    page.route("**/content/", answer)
    page.goto(address)
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")

    def measured(after: int) -> dict[str, float]:
        while _number(page) < after:
            page.wait_for_timeout(100)
        tools.send("HeapProfiler.collectGarbage")
        return {row["name"]: row["value"] for row in tools.send("Performance.getMetrics")["metrics"]}

    before, later = measured(100), measured(1100)
    page.unroute_all(behavior="ignoreErrors")
    # A content that is just being put in its place may be counted with the one before it.
    assert later["Nodes"] <= before["Nodes"] + 400
    assert later["JSEventListeners"] <= before["JSEventListeners"]
    assert later["JSHeapUsedSize"] <= before["JSHeapUsedSize"] + 300_000


def _number(page: Page) -> int:
    found = re.search(r"第 (\d+) 场", page.locator(".activities").inner_text())
    return int(found[1]) if found else 0


def test_a_renewed_site_renews_the_page_once(open_page, address, monkeypatch):
    page = open_page(HD)
    page.goto(address)
    page.evaluate("window.old = true")
    monkeypatch.setattr("guicheng.dashboard.views.wall.version", lambda: "another")
    expect(page.locator("#wall")).to_have_attribute("data-version", "another")
    assert page.evaluate("window.old") is None
    page.evaluate("window.old = true")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.old")


def test_officials_open_it_logged_in_until_their_account_ends(open_page, site, problems, monkeypatch):
    problems.allow("answer: 403")
    monkeypatch.setattr("guicheng.dashboard.wall.passes.REMEMBERED_SECONDS", 0)
    page = open_page(HD)
    enter(page, site, Role.STREET_LEADER)
    page.goto("/dashboard/")
    page.get_by_role("link", name="大屏").click()
    expect(page.locator(".figures strong").first).to_be_visible()
    page.context.clear_cookies()
    page.wait_for_timeout(2500)
    expect(page.locator("#wall-trouble")).to_be_hidden()
    User.objects.filter(role=Role.STREET_LEADER).update(is_active=False)
    expect(page.locator("#wall-trouble")).to_contain_text("登录已结束，显示的是")
    expect(page.locator(".figures strong").first).to_be_visible()


def test_a_link_is_made_in_the_workbench(open_page, site):
    page = open_page()
    enter(page, site, Role.STREET_ADMIN)
    page.goto("/admin/dashboard/walllink/")
    page.get_by_role("link", name="做一个大屏链接").click()
    page.get_by_label("放在哪里").fill("二楼会议室")
    page.get_by_role("button", name="做链接").click()
    link = page.get_by_label("大屏链接").input_value()
    screen = open_page(HD)
    screen.goto(link)
    expect(screen.locator(".figures strong").first).to_be_visible()


def test_without_a_script_the_page_loads_itself_again(open_page, address):
    page = open_page(HD, java_script_enabled=False)
    page.goto(address)
    expect(page.locator(".figures strong").first).to_be_visible()
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == str(OFTEN)
