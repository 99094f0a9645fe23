"""The admin in a browser: nothing typed is lost, and two people at one record see each other."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from communities.models import Community, Estate
from guicheng.accounts.models import Role, User
from stations.models import Activity, Audience, Service, Station
from tests.e2e.conftest import DESK, PHONE
from tests.factories import make_community, make_station
from tests.people import make_user

OFFER = "恢复刚才没有保存的内容"


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def station(community: Community) -> Station:
    return make_station("演示党群服务站", community=community, phone="10000")


@pytest.fixture
def worker(community: Community) -> User:
    return make_user(Role.COMMUNITY_WORKER, community)


def log_in(page: Page, user: User, site: str) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def test_a_form_survives_being_logged_out(desk: Page, site: str, worker: User, station: Station) -> None:
    log_in(desk, worker, site)
    address = f"/admin/stations/station/{station.pk}/change/"
    desk.goto(address)
    Service.objects.create(name="社保咨询", slug="social")
    desk.reload()
    desk.fill("#id_phone", "0757-86123456")
    desk.select_option("#id_status", "suspended")
    desk.locator("#exceptions-group .add-row a").click()
    desk.fill("#id_exceptions-0-reason", "劳动节")
    desk.wait_for_timeout(500)
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.locator("[name=_save]").click()
    desk.wait_for_url(re.compile("/admin/login/"))
    log_in(desk, worker, site)
    desk.goto(address)
    desk.get_by_role("button", name=OFFER).click()
    assert desk.input_value("#id_phone") == "0757-86123456"
    assert desk.input_value("#id_status") == "suspended"
    assert desk.input_value("#id_exceptions-0-reason") == "劳动节"
    desk.fill("#id_exceptions-0-date", "2030-05-01")
    desk.fill("#id_exceptions-0-hours", "休息")
    desk.locator("[name=_save]").click()
    desk.wait_for_url(re.compile("/admin/stations/station/$"))
    station.refresh_from_db()
    assert station.phone == "0757-86123456" and station.exceptions.get().reason == "劳动节"
    # Saved: nothing is offered any more.
    desk.goto(address)
    desk.wait_for_timeout(300)
    assert not desk.get_by_role("button", name=OFFER).count()
    assert not desk.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('keep:')).length")


def test_what_is_not_wanted_goes_and_another_person_is_offered_nothing(
    phone: Page, site: str, worker: User, community: Community
) -> None:
    log_in(phone, worker, site)
    phone.goto("/admin/communities/estate/add/")
    phone.fill("#id_name", "新花园")
    phone.wait_for_timeout(500)
    phone.reload()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("button", name="不要").click()
    phone.reload()
    phone.wait_for_timeout(300)
    assert not phone.get_by_role("button", name=OFFER).count()
    phone.fill("#id_name", "新花园")
    phone.wait_for_timeout(500)
    log_in(phone, make_user(Role.COMMUNITY_WORKER, community), site)
    phone.goto("/admin/communities/estate/add/")
    phone.wait_for_timeout(300)
    assert not phone.get_by_role("button", name=OFFER).count()
    assert phone.input_value("#id_name") == ""


def test_two_people_see_each_other(open_page, site: str, worker: User, station: Station, axe) -> None:  # noqa: ANN001
    other = make_user(Role.COMMUNITY_WORKER, station.community)
    other.name = "李四"
    other.save()
    address = f"/admin/stations/station/{station.pk}/change/"
    one, two = open_page(PHONE), open_page(DESK)
    for page, user in ((one, worker), (two, other)):
        log_in(page, user, site)
        page.goto(address)
    two.fill("#id_phone", "20000")
    two.locator("[name=_save]").click()
    two.wait_for_url(re.compile("/admin/stations/station/$"))
    one.fill("#id_phone", "30000")
    one.locator("[name=_save]").click()
    note = one.locator(".keeps-meanwhile")
    note.wait_for()
    assert "李四" in note.inner_text() and "20000" in note.inner_text() and "30000" in note.inner_text()
    assert one.input_value("#id_phone") == "30000"
    # The form holds what was typed: no second offer of it.
    assert not one.get_by_role("button", name=OFFER).count()
    assert one.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Django's own select2 has no name; everything of this page has.
    assert not [problem for problem in axe(one) if "select2" not in problem]
    one.locator("[name=_save]").click()
    one.wait_for_url(re.compile("/admin/stations/station/$"))
    station.refresh_from_db()
    assert station.phone == "30000"
    two.goto(f"/admin/stations/station/{station.pk}/history/")
    assert "20000" in two.inner_text(".keeps") and "30000" in two.inner_text(".keeps")
    assert not axe(two)
    two.get_by_role("link", name="恢复到这个版本").first.click()
    two.get_by_role("button", name="恢复").click()
    two.wait_for_url(re.compile("/history/$"))
    station.refresh_from_db()
    assert station.phone == "20000"


def test_a_double_click_makes_one_record(desk: Page, site: str, worker: User, community: Community) -> None:
    log_in(desk, worker, site)
    desk.goto("/admin/communities/estate/add/")
    desk.fill("#id_name", "新花园")
    desk.locator("[name=_save]").dblclick(no_wait_after=True)
    desk.wait_for_url(re.compile("/admin/communities/estate/(\\d+/change/)?$"))
    assert Estate.objects.count() == 1


def test_a_chooser_of_many_comes_back(desk: Page, site: str) -> None:
    for number, name in enumerate(("长者", "儿童", "企业职工")):
        Audience.objects.create(name=name, slug=f"a{number}")
    log_in(desk, make_user(Role.STREET_ADMIN), site)
    desk.goto("/admin/stations/service/add/")
    desk.fill("#id_name", "社保咨询")
    desk.locator("#id_audiences_from option", has_text="儿童").dblclick()
    desk.locator("#id_order").fill("7")
    desk.wait_for_timeout(500)
    chosen = desk.locator("#id_audiences_to option").all_inner_texts()
    assert chosen
    desk.reload()
    desk.get_by_role("button", name=OFFER).click()
    assert desk.locator("#id_audiences_to option").all_inner_texts() == chosen
    desk.locator("[name=_save]").click()
    desk.wait_for_url(re.compile("/admin/stations/service/$"))
    assert [row.name for row in Service.objects.get().audiences.all()] == chosen


def test_an_autocomplete_comes_back(desk: Page, site: str, worker: User, station: Station) -> None:
    log_in(desk, worker, site)
    desk.goto("/admin/stations/activity/add/")
    desk.fill("#id_title", "义诊")
    desk.locator(".field-station .select2-selection").click()
    desk.locator(".select2-results__option", has_text="演示党群服务站").click()
    desk.wait_for_timeout(500)
    desk.reload()
    desk.get_by_role("button", name=OFFER).click()
    assert desk.input_value("#id_title") == "义诊"
    assert "演示党群服务站" in desk.locator(".field-station .select2-selection").inner_text()
    assert not Activity.objects.exists()
