"""A resident signs up on a phone, staff check people in on another: in a browser, to the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from guicheng.accounts.models import Role, SecurityEvent
from stations import signups
from stations.models import Activity, SignUp
from stations.signups import Wanted
from tests.e2e.conftest import PHONE, OpenPage
from tests.e2e.entering import enter
from tests.factories import make_activity, make_station


@pytest.fixture
def activity(transactional_db: None) -> Activity:
    """Begins in an hour; one place."""
    return make_activity(
        make_station("演示站"), timezone.now() + timedelta(hours=1), capacity=1, sign_up_open=True
    )


def sign_up(page: Page, activity: Activity, surname: str, number: str) -> None:
    page.goto(f"/activities/{activity.pk}/")
    page.get_by_role("link", name="报名").first.click()
    page.get_by_label("姓氏").fill(surname)
    page.get_by_label("电话", exact=True).fill(number)
    page.wait_for_timeout(2100)  # nobody writes this in two seconds
    page.locator("main button[type=submit]").click()
    page.get_by_role("heading", name="我的报名").wait_for()


def test_from_signing_up_to_the_door(phone: Page, open_page: OpenPage, site: str, activity: Activity) -> None:
    sign_up(phone, activity, "陈", "138 0000 0001")
    assert "已报上" in phone.inner_text("main")
    link = phone.get_by_label("我的报名链接").input_value()
    other = open_page(PHONE)
    sign_up(other, activity, "李", "13800000002")
    assert "候补第 1 位" in other.inner_text("main")

    phone.goto(link)
    phone.get_by_text("来不了了，取消报名").click()
    phone.get_by_role("button", name="确定取消报名").click()
    phone.get_by_text("已取消报名，名额让给别人了").wait_for()
    other.reload()
    assert "您已从候补补上" in other.inner_text("main")
    other.get_by_role("button", name="我知道了").click()
    other.get_by_role("button", name="我知道了").wait_for(state="detached")

    staff = open_page(PHONE)
    enter(staff, site, Role.COMMUNITY_WORKER, activity.station.community)
    staff.goto(f"/admin/stations/activity/{activity.pk}/door/")
    staff.get_by_placeholder("姓氏或电话后四位").fill("0002")
    staff.get_by_role("button", name="签到").click()
    staff.get_by_text("报名的人都到了").wait_for()
    staff.get_by_role("button", name="多一人").click()
    staff.locator(".walk-ins .count", has_text="1").wait_for()
    activity.refresh_from_db()
    assert activity.attendance == 2


def test_a_number_is_shown_on_a_press(phone: Page, site: str, activity: Activity) -> None:
    signups.sign_up(activity, Wanted("陈", "13800000001"))
    enter(phone, site, Role.COMMUNITY_WORKER, activity.station.community)
    phone.goto(f"/admin/stations/activity/{activity.pk}/sign-ups/")
    assert "13800000001" not in phone.content()
    phone.get_by_role("link", name="显示陈").click()
    phone.get_by_text("13800000001").wait_for()
    assert SecurityEvent.objects.get(kind="reveal").what == f"sign-up {SignUp.objects.get().pk}"
