"""A head's phone in a browser: in by the link, 记一条, without a network and back, each entry once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from casework.my_door import issue
from guicheng.accounts.models import Role
from tests.e2e.conftest import OpenPage
from tests.e2e.entering import enter
from tests.factories import make_appointment
from tests.people import make_user
from volunteers.matter_kinds import load_matter_kinds
from volunteers.models import Appointment, ContactLog


@pytest.fixture
def term(transactional_db: None) -> Appointment:
    load_matter_kinds()
    return make_appointment()


def signed_in(page: Page, term: Appointment) -> None:
    user = make_user(Role.COMMUNITY_WORKER, term.place.community)
    page.goto(f"/my/in/{issue(term.volunteer, term.place.community, user)}/")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="记一条").wait_for()


def until(page: Page, expression: str) -> None:
    """Wait for what is true in the page; its policy forbids Playwright's own way, which needs eval."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def write(page: Page, text: str) -> None:
    """Three taps and a sentence."""
    page.locator("label.option", has_text="环境").click()
    page.get_by_label("一句话").fill(text)
    page.get_by_role("button", name="发送").click()


def photo(folder: Path) -> Path:
    """As large as a phone's: 12 million pixels of noise, several megabytes."""
    out = io.BytesIO()
    Image.effect_noise((4000, 3000), 90).convert("RGB").save(out, "JPEG", quality=95)
    path = folder / "IMG_0001.jpg"
    path.write_bytes(out.getvalue())
    return path


def test_three_taps_and_a_sentence(phone: Page, term: Appointment) -> None:
    signed_in(phone, term)
    phone.get_by_role("link", name="记一条").click()
    write(phone, "楼道堆放杂物，已经劝说")
    phone.get_by_text("已经记好了").wait_for()
    contact = ContactLog.objects.get()
    assert (contact.text, contact.result, contact.channel) == ("楼道堆放杂物，已经劝说", "done", "visit")
    assert contact.head == term.volunteer


def test_without_a_network_and_back(phone: Page, term: Appointment, problems, settings, tmp_path) -> None:
    problems.allow("ERR_INTERNET_DISCONNECTED")
    settings.MEDIA_ROOT = tmp_path / "media"
    signed_in(phone, term)
    until(phone, "caches.match('/my/new/').then((page) => Boolean(page))")
    phone.context.set_offline(True)
    phone.goto("/my/")
    phone.get_by_role("heading", name="现在没有网络").wait_for()
    phone.get_by_role("link", name="记一条").click()
    phone.get_by_label("照片").set_input_files(photo(tmp_path))
    write(phone, "停电时记的")
    phone.get_by_text("有网络时自动发出").wait_for()
    phone.get_by_role("link", name="再记一条").click()
    write(phone, "停电时记的第二条")
    phone.get_by_text("有网络时自动发出").wait_for()
    assert not ContactLog.objects.exists()
    phone.context.set_offline(False)
    phone.goto("/my/")
    until(phone, "localStorage.getItem('my-drafts') === '[]'")
    phone.goto("/my/")
    phone.wait_for_load_state("networkidle")
    assert sorted(ContactLog.objects.values_list("text", flat=True)) == ["停电时记的", "停电时记的第二条"]
    kept = ContactLog.objects.get(text="停电时记的").photos.get()
    assert kept.width <= 1600


def test_a_stopped_phone_keeps_no_drafts(phone: Page, term: Appointment, problems) -> None:
    problems.allow("401")
    signed_in(phone, term)
    phone.evaluate(
        "localStorage.setItem('my-drafts', JSON.stringify([{fields: {draft_id: 'x', text: '草稿'}}]))"
    )
    term.volunteer.head_devices.update(revoked_at="2026-01-01T00:00:00Z")
    phone.goto("/my/")
    phone.get_by_text("这部手机已经停用").wait_for()
    assert phone.evaluate("localStorage.getItem('my-drafts')") is None


def test_staff_issue_a_link_and_its_code(
    open_page: OpenPage, desk: Page, site: str, term: Appointment
) -> None:
    enter(desk, site, Role.COMMUNITY_WORKER, term.place.community)
    desk.goto("/admin/casework/signinlink/")
    desk.get_by_role("link", name="发登录链接").click()
    desk.get_by_label("给哪一位").select_option(str(term.pk))
    desk.get_by_role("button", name="发登录链接").click()
    link = desk.get_by_label("登录链接").input_value()
    assert desk.get_by_alt_text("登录二维码").is_visible()
    phone = open_page()
    phone.goto(link)
    phone.get_by_role("button", name="登录").click()
    phone.get_by_role("link", name="记一条").wait_for()


@pytest.mark.parametrize("large", [False, True], ids=["normal", "elder"])
def test_large_print_fits_the_phone(phone: Page, term: Appointment, large: bool) -> None:
    signed_in(phone, term)
    if large:
        phone.goto("/mode/?elder=1&next=/my/")
    for path in ("/my/", "/my/new/", "/my/entries/"):
        phone.goto(path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
