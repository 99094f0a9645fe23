"""Staff log in, in a browser: with a second factor, after idling, after too many failures."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from guicheng.accounts.models import Authenticator, Role, User
from tests.accounts.door import PASSWORD, code_of, grow_old, make_account, make_device
from tests.factories import make_community


@pytest.fixture(params=["phone", "desk"])
def page(request: pytest.FixtureRequest) -> Page:
    return request.getfixturevalue(request.param)


@pytest.fixture
def worker() -> User:
    return make_account(Role.COMMUNITY_WORKER, make_community("桂雅社区"), name="陈少珍")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def log_in(page: Page, user: User, password: str = PASSWORD) -> None:
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def type_code(page: Page, code: str, button: str) -> None:
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name=button).click()


def test_staff_find_a_clean_chinese_login_page(page: Page, axe) -> None:
    page.goto("/admin/login/")
    assert page.get_by_role("button", name="登录").is_visible()
    assert fits(page) and not axe(page)


def test_a_second_factor_from_setting_up_to_the_lost_phone(page: Page, axe, worker: User) -> None:
    page.goto("/admin/")
    log_in(page, worker)
    page.get_by_role("link", name="我的账号").click()
    assert fits(page) and not axe(page)
    page.get_by_role("link", name="开启").click()
    square = page.get_by_role("img", name="给验证器扫的二维码")
    assert square.evaluate("image => image.complete && image.naturalWidth > 0")
    assert fits(page) and not axe(page)
    type_code(page, code_of(Authenticator.objects.get()), "开启")
    codes = page.locator(".account-codes code").all_inner_texts()
    assert len(codes) == 10 and fits(page) and not axe(page)
    page.get_by_role("link", name="我抄好了").click()
    page.get_by_role("button", name="注销").click()

    page.goto("/admin/me/")
    log_in(page, worker)
    expect(page.get_by_role("heading", name="输入动态验证码")).to_be_visible()
    assert fits(page) and not axe(page)
    type_code(page, "000000", "继续")
    expect(page.get_by_text("验证码不对")).to_be_visible()
    page.wait_for_timeout(1200)  # the throttle's second
    type_code(page, codes[0], "继续")
    expect(page).to_have_url(re.compile(r"/admin/me/$"))
    expect(page.get_by_text("还剩 9 个")).to_be_visible()


def test_a_role_that_needs_one_is_led_to_it(phone: Page, worker: User) -> None:
    settings.SECOND_FACTOR_ROLES.append(Role.COMMUNITY_WORKER)
    try:
        phone.goto("/admin/")
        log_in(phone, worker)
        expect(phone.get_by_text("必须使用动态验证码")).to_be_visible()
        phone.goto("/admin/stations/station/")
        expect(phone.get_by_role("heading", name="设置动态验证码")).to_be_visible()
        type_code(phone, code_of(Authenticator.objects.get()), "开启")
        phone.get_by_role("link", name="我抄好了").click()
        expect(phone).to_have_url(re.compile(r"/admin/$"))
    finally:
        settings.SECOND_FACTOR_ROLES.clear()


def test_the_code_leads_to_the_page_that_was_asked_for(phone: Page, worker: User) -> None:
    device = make_device(worker)
    phone.goto("/admin/stations/station/")
    log_in(phone, worker)
    type_code(phone, code_of(device), "继续")
    expect(phone).to_have_url(re.compile(r"/admin/stations/station/$"))


def test_after_idling_the_page_says_why_and_comes_back(phone: Page, worker: User) -> None:
    phone.goto("/admin/stations/station/")
    log_in(phone, worker)
    expect(phone).to_have_url(re.compile(r"/admin/stations/station/$"))
    grow_old(worker, hours=2)
    phone.goto("/admin/stations/station/add/")
    expect(phone.get_by_text("超过 30 分钟没有操作")).to_be_visible()
    log_in(phone, worker)
    expect(phone).to_have_url(re.compile(r"/admin/stations/station/add/$"))


def test_too_many_failures_are_told_in_words(phone: Page, axe, worker: User) -> None:
    phone.goto("/admin/")
    for _ in range(5):
        log_in(phone, worker, "wrong-password")
    expect(phone.get_by_role("heading", name="登录暂时锁定")).to_be_visible()
    assert fits(phone) and not axe(phone)


def test_another_log_in_is_ended_from_here(desk: Page, phone: Page, worker: User) -> None:
    for page in (phone, desk):
        page.goto("/admin/me/")
        log_in(page, worker)
        expect(page).to_have_url(re.compile(r"/admin/me/$"))
    desk.reload()
    desk.get_by_role("button", name="结束其他所有登录").click()
    expect(desk.get_by_text("已结束其他 1 个登录")).to_be_visible()
    phone.goto("/admin/me/")
    expect(phone.get_by_role("button", name="登录")).to_be_visible()
    assert worker.sign_ins.count() == 1
