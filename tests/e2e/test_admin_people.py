"""People in the back office, in a browser: a number shown, a hand-over, an activity entered at the door."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent
from stations.models import Activity
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.entering import enter
from tests.factories import make_appointment, make_community, make_place, make_station, make_volunteer
from volunteers.models import Appointment, Volunteer

NUMBER = "13812345678"


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def person(own: Community) -> Volunteer:
    """A head with a number, a duplicate of the same name, and a station to hold an activity."""
    person = make_volunteer("陈少珍", phone=NUMBER)
    make_appointment(person, make_place("3栋", community=own), ends_on=timezone.localdate())
    make_volunteer("陈少珍")
    make_station("桂雅党群服务站", community=own)
    return person


def test_a_number_shows_on_a_press(phone: Page, site: str, own: Community, person: Volunteer) -> None:
    enter(phone, site, Role.COMMUNITY_WORKER, own)
    phone.goto(reverse("admin:volunteers_volunteer_changelist"))
    assert NUMBER not in phone.content()
    phone.get_by_role("link", name="显示陈少珍的电话").click()
    phone.get_by_text(NUMBER).wait_for()
    assert not phone.get_by_role("link", name="显示陈少珍的电话").is_visible()
    assert SecurityEvent.objects.filter(kind="reveal").count() == 1


def test_without_script_a_page_shows_the_number(open_page, site: str, own, person: Volunteer) -> None:
    page = open_page(java_script_enabled=False)
    enter(page, site, Role.COMMUNITY_WORKER, own)
    page.goto(reverse("admin:volunteers_volunteer_change", args=[person.pk]))
    page.get_by_role("link", name="显示陈少珍的电话").click()
    page.get_by_role("button", name="显示完整号码").click()
    assert page.get_by_role("link", name=NUMBER).is_visible()


def test_the_next_head_is_chosen_from_the_list(
    desk: Page, site: str, own: Community, person: Volunteer
) -> None:
    place = Appointment.objects.get().place
    enter(desk, site, Role.COMMUNITY_WORKER, own)
    make_volunteer("黄国强", phone="13900001111")
    desk.goto(reverse("admin:communities_place_change", args=[place.pk]))
    desk.get_by_role("link", name="接任（换届）").click()
    desk.locator(".select2-selection").click()
    desk.locator(".select2-search__field").fill("1111")
    desk.get_by_text("黄国强（尾号 1111）").click()
    desk.get_by_role("button", name="保存接任").click()
    desk.get_by_text("黄国强已接任").wait_for()
    assert Appointment.objects.heads().get(place=place).volunteer.name == "黄国强"


def test_an_activity_with_three_photos_is_entered_at_the_door(
    phone: Page, site: str, own: Community, person: Volunteer
) -> None:
    enter(phone, site, Role.COMMUNITY_WORKER, own)
    phone.goto(reverse("admin:index"))
    phone.get_by_role("link", name="登记活动").click()
    phone.get_by_label("名称").fill("剪纸班")
    phone.locator(".field-station .select2-selection").click()
    phone.get_by_role("option", name="桂雅党群服务站").click()
    start = timezone.localtime() - timedelta(hours=3)
    for name, at in (("starts_at", start), ("ends_at", start + timedelta(hours=2))):
        phone.locator(f"#id_{name}_0").fill(f"{at:%Y-%m-%d}")
        phone.locator(f"#id_{name}_1").fill(f"{at:%H:%M}")
    phone.locator("#id_attendance").fill("25")
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "red").save(out, "JPEG")
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()} for n in range(3)]
    phone.locator("#id_new_photos").set_input_files(files)
    phone.get_by_role("button", name="保存", exact=True).click()
    phone.get_by_text("已保存 3 张照片").wait_for()
    activity = Activity.objects.get()
    assert (activity.attendance, activity.photos.count()) == (25, 3)


@pytest.mark.parametrize(("look", "viewport"), [("light", PHONE), ("light", DESK), ("dark", PHONE)])
def test_the_pages_are_accessible_and_fit(open_page, axe, site, own, person, look: str, viewport) -> None:
    """Our own pages; those that Django makes are Django's."""
    page = open_page(viewport, color_scheme=look)
    enter(page, site, Role.STREET_ADMIN)
    other = Volunteer.objects.exclude(pk=person.pk).get().pk
    place = Appointment.objects.get().place_id
    name = "admin:volunteers_volunteer"
    failures = []
    for address in [
        reverse("admin:index"),
        reverse(f"{name}_duplicates"),
        f"{reverse(f'{name}_merge')}?a={person.pk}&b={other}",
        reverse("admin:communities_place_succession", args=[place]),
        *(reverse(f"{name}_{what}", args=[person.pk]) for what in ("phone", "erase", "told", "undertaking")),
        reverse(f"{name}_ledger"),
    ]:
        page.goto(address)
        failures += [f"{address} {problem}" for problem in axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > viewport["width"]:
            failures.append(f"{address} is {wide} pixels wide")
    assert not failures, "\n".join(failures)
