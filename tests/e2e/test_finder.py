"""A resident with a phone finds the nearest station."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import town


@pytest.fixture(autouse=True)
def _town(site):
    town.build()


def test_one_press_shows_the_nearest_first(open_page):
    page = open_page(geolocation=town.HERE, permissions=["geolocation"])
    page.goto("/")
    page.get_by_role("button", name="查找我附近的").click()
    page.wait_for_url("**/stations/nearest/?lat=*")
    names = page.locator(".card.station h3 a").all_inner_texts()
    assert names == ["桂花社区党群服务中心", "碧湖花园党群服务站", "桂花南党群服务点"]
    assert "约 1 分钟" in page.locator(".card.station").first.inner_text()
    expect(page.locator("#map .pin").first).to_be_visible()


def test_nothing_is_asked_before_the_press(open_page):
    page = open_page()
    page.add_init_script("navigator.geolocation.getCurrentPosition = () => { window.asked = true; };")
    page.goto("/")
    page.wait_for_timeout(300)
    assert page.evaluate("window.asked") is None
    page.get_by_role("button", name="查找我附近的").click()
    assert page.evaluate("window.asked") is True


def test_a_refusal_leaves_the_typed_way(open_page):
    page = open_page(permissions=[])
    page.goto("/")
    page.evaluate(
        "() => { navigator.geolocation.getCurrentPosition = (ok, no) =>"
        " no({code: 1, PERMISSION_DENIED: 1, TIMEOUT: 3}) }"
    )
    page.get_by_role("button", name="查找我附近的").click()
    expect(page.locator("#locate-message")).to_contain_text("没有得到定位许可")
    page.get_by_label("社区、小区或地址").fill("bihuhuayuan")
    page.get_by_role("button", name="查找", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("碧湖花园")


@pytest.mark.parametrize("code,words", [(3, "等了太久"), (2, "定不了位")])
def test_other_failures_have_their_own_sentence(open_page, code, words):
    page = open_page()
    page.goto("/")
    page.evaluate(
        "code => { navigator.geolocation.getCurrentPosition = (ok, no) =>"
        " no({code, PERMISSION_DENIED: 1, TIMEOUT: 3}) }",
        code,
    )
    page.get_by_role("button", name="查找我附近的").click()
    expect(page.locator("#locate-message")).to_contain_text(words)


def test_without_https_the_reason_is_said(open_page):
    page = open_page()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto("/")
    page.get_by_role("button", name="查找我附近的").click()
    expect(page.locator("#locate-message")).to_contain_text("HTTPS")


def test_a_poor_position_is_only_used_when_asked(open_page):
    page = open_page(geolocation={**town.HERE, "accuracy": 2300}, permissions=["geolocation"])
    page.goto("/")
    page.get_by_role("button", name="查找我附近的").click()
    expect(page.locator("#locate-message")).to_contain_text("误差约 2300 米")
    page.get_by_role("button", name="就按大概位置查找").click()
    page.wait_for_url("**/stations/nearest/?lat=*")


def test_without_javascript_typing_a_place_is_enough(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    assert page.get_by_role("button", name="查找我附近的").count() == 0
    page.get_by_label("社区、小区或地址").fill("碧湖花园")
    page.get_by_role("button", name="查找", exact=True).click()
    assert page.locator(".card.station").count() == 3
    page.get_by_label("现在开门").check()
    page.get_by_role("button", name="筛选").click()
    assert page.locator(".card.station").count() == 2
    # 导航 opens by itself, without a script, and links into four map apps.
    card = page.locator(".card.station").first
    card.get_by_text("导航").click()
    assert card.locator(".menu-items a").all_inner_texts() == ["高德地图", "百度地图", "腾讯地图", "苹果地图"]


def test_a_station_page_says_all(phone):
    phone.goto("/stations/nearest/?q=碧湖花园")
    phone.get_by_role("link", name="碧湖花园党群服务站详情").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("营业中")
    body = phone.locator("main").inner_text()
    for words in ("长者饭堂", "每天中午", "演示：智能手机班", "附近的其他站点", "信息有误？告诉我们"):
        assert words in body
    assert phone.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")


def test_an_urgent_notice_stands_on_top_of_its_station(phone):
    phone.goto("/stations/nearest/?q=碧湖花园")
    phone.get_by_role("link", name="桂花社区党群服务中心详情").click()
    expect(phone.locator("main > aside").first).to_contain_text("演示停电检修")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("临时停止服务")


def test_a_picture_to_forward_is_drawn_in_the_browser(desk):
    desk.goto("/stations/nearest/?q=碧湖花园")
    desk.get_by_role("link", name="碧湖花园党群服务站详情").click()
    desk.get_by_role("link", name="分享").click()
    desk.get_by_role("button", name="生成图片").click()
    poster = desk.locator("#poster")
    expect(poster).to_be_visible()
    assert poster.evaluate("image => image.naturalWidth") == 900
    text = desk.locator("#share-text").input_value()
    assert text.startswith("【碧湖花园党群服务站】") and re.search(r"怎么走：http://\S+/stations/\d+/", text)


def test_a_report_waits_for_staff(phone):
    from stations.models import StationReport

    phone.goto("/stations/nearest/?q=碧湖花园")
    phone.get_by_role("link", name="碧湖花园党群服务站详情").click()
    phone.get_by_role("link", name="信息有误？告诉我们").click()
    phone.get_by_label("地图位置不对").check()
    phone.wait_for_timeout(2200)  # people need longer than robots: faster is refused
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("[role=status]")).to_contain_text("谢谢")
    assert StationReport.objects.get().kind == "place"


def test_larger_type_stays_on(phone):
    phone.goto("/about/")
    phone.get_by_role("link", name="长者模式").click()
    assert phone.url.endswith("/about/")
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    phone.goto("/")
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    phone.get_by_role("link", name="标准字体").click()
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "17px"


def test_another_site_can_show_the_finder(open_page, site, tmp_path):
    page = open_page()
    page.goto("/embed/?q=碧湖花园")
    assert page.locator(".card.station").count() == 3
