"""A request's whole life in a browser: sent, assigned, settled by the head, answered, rated."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from casework.models import ResidentRequest
from guicheng.accounts.models import Role
from tests.e2e.conftest import OpenPage
from tests.e2e.entering import enter
from tests.e2e.test_my import signed_in
from tests.factories import make_appointment
from volunteers.matter_kinds import load_matter_kinds
from volunteers.models import Appointment, ContactLog


@pytest.fixture
def term(transactional_db: None) -> Appointment:
    load_matter_kinds()
    return make_appointment()


def opened(staff: Page, what: str) -> Locator:
    """One of the forms of the page on which a request is worked, unfolded."""
    part = staff.locator("details", has=staff.locator(f"input[name=do][value={what}]"))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part


def test_from_the_first_word_to_the_rating(
    phone: Page, desk: Page, open_page: OpenPage, site: str, term: Appointment
) -> None:
    community = term.place.community
    phone.goto(f"/requests/new/?community={community.code}")
    phone.get_by_label("什么事？").fill("楼道的灯坏了一个星期，晚上看不见")
    phone.wait_for_timeout(2100)  # nobody writes this in two seconds
    phone.get_by_role("button", name="提交").click()
    phone.get_by_role("heading", name="收到了，谢谢您").wait_for()
    link = phone.get_by_role("link", name="看进展").get_attribute("href")
    row = ResidentRequest.objects.get()

    enter(desk, site, Role.COMMUNITY_WORKER, community)
    desk.goto(f"/admin/casework/residentrequest/{row.pk}/handle/")
    opened(desk, "accept").locator("input[type=submit]").click()
    desk.get_by_text("已受理。").wait_for()
    form = opened(desk, "assign")
    form.get_by_label("楼长（巷长、街长）").select_option(str(term.pk))
    form.locator("input[type=submit]").click()
    desk.get_by_text("已派办").first.wait_for()

    head = open_page()
    signed_in(head, term)
    head.get_by_role("link", name="处理").click()
    assert "楼道的灯坏了一个星期" in head.inner_text("main")
    head.get_by_label("这次做了什么").fill("换了新的灯泡")
    head.get_by_label("已经办好，请社区答复居民").check()
    head.get_by_role("button", name="发送").click()
    head.get_by_text("已经记好了").wait_for()
    assert ContactLog.objects.get().text == "换了新的灯泡"

    desk.goto(f"/admin/casework/residentrequest/{row.pk}/handle/")
    assert "换了新的灯泡" in desk.inner_text("#content")
    answer = opened(desk, "close")
    answer.get_by_label("给居民看的答复").fill("灯已经换好，谢谢您告诉我们。")
    answer.locator("input[type=submit]").click()
    desk.get_by_text("已办结").first.wait_for()

    phone.goto(link)
    assert "灯已经换好" in phone.inner_text("main")
    assert term.volunteer.name not in phone.content()
    phone.get_by_role("link", name="评一评").click()
    phone.locator("main input[type=radio][value='5']").check()
    phone.wait_for_timeout(2100)
    phone.locator("main button[type=submit]").click()
    phone.get_by_text("您的评分：5 分").wait_for()
    row.refresh_from_db()
    assert (row.status, row.rating) == ("closed", 5)
