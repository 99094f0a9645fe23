"""From a resident's topic to what became of it, in a browser: each step is seen by a resident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from communities.models import Community, Deliberation, Topic, Undertaking
from guicheng.accounts.models import Role
from tests.e2e.conftest import DESK, OpenPage
from tests.e2e.entering import enter
from tests.factories import make_community

LIST = "/admin/communities"


@pytest.fixture
def community(transactional_db: None) -> Community:
    return make_community("桂雅社区")


def propose(phone: Page, community: Community) -> Topic:
    phone.goto(f"/topics/?community={community.code}")
    phone.get_by_role("link", name="我来提一个议题").click()
    phone.get_by_label("想商量什么？").fill("门口能不能加遮雨棚")
    phone.get_by_label("为什么要商量").fill("接孩子时没有地方躲雨。")
    phone.wait_for_timeout(2100)  # nobody writes this in two seconds
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("收到了，谢谢").wait_for()
    return Topic.objects.get()


def see(page: Page, address: str) -> str:
    """What the page says now: a browser keeps public pages for a minute."""
    page.goto(address)
    page.reload()
    return page.inner_text("main")


def decide(desk: Page, topic: Topic, how: str, into: str = "") -> None:
    desk.goto(f"{LIST}/topic/{topic.pk}/change/")
    desk.get_by_label("公开的题目").fill("小区门口加遮雨棚")
    desk.get_by_label(how).check()
    if into:
        desk.get_by_label("列入哪次议事").select_option(into)
    desk.locator("input[name=_save]").first.click()
    desk.locator(".messagelist .success").wait_for()


def test_from_topic_to_done(
    phone: Page, open_page: OpenPage, site: str, community: Community, axe: Callable[[Page], list[str]]
) -> None:
    topic = propose(phone, community)
    assert "遮雨棚" not in see(phone, f"/topics/?community={community.code}")

    desk = open_page(DESK)
    enter(desk, site, Role.COMMUNITY_WORKER, community)
    decide(desk, topic, "公开，征集附议")

    phone.reload()
    phone.get_by_role("link", name="小区门口加遮雨棚").click()
    phone.get_by_role("link", name="我附议").click()
    phone.wait_for_timeout(1100)
    phone.get_by_role("button", name="我附议").click()
    phone.get_by_text("现在一共 1 人附议").wait_for()

    row = Deliberation.objects.create(
        community=community,
        topic="门口遮雨棚怎么建",
        kind="residents",
        starts_at=timezone.now() - timedelta(minutes=30),
        ends_at=timezone.now() + timedelta(hours=1),
    )
    decide(desk, topic, "列入一次议事", str(row.pk))
    desk.goto(f"{LIST}/deliberation/{row.pk}/change/")
    desk.get_by_role("link", name="发布预告").click()
    desk.locator("input[type=submit][value=发布预告]").click()
    desk.get_by_text("已发布预告").wait_for()

    see(phone, f"/topics/{topic.pk}/")
    phone.get_by_role("link", name="门口遮雨棚怎么建").click()
    assert "将要召开" in phone.inner_text("main")
    phone.goto(f"/deliberations/{row.pk}/here/")
    phone.wait_for_timeout(1100)
    phone.get_by_role("button", name="我到了").click()
    phone.get_by_text("已经记下").wait_for()

    desk.get_by_role("link", name="标为已召开").click()
    assert desk.get_by_label("到场人数").input_value() == "1"
    desk.get_by_label("到场人数").fill("16")
    desk.locator("input[type=submit][value=标为已召开]").click()
    desk.get_by_text("已标为召开").wait_for()
    desk.locator("#resolutions-group .add-row a").click()
    desk.locator("#id_resolutions-0-text").fill("建一个遮雨棚")
    desk.locator("#id_resolutions-0-owner").fill("物业公司")
    desk.locator("#id_resolutions-0-due_on").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    desk.get_by_label("公开的纪要").fill("大家同意建，陈楼长和物业李经理一起看位置。")
    desk.locator("input[name=_save]").first.click()
    desk.locator(".messagelist .success").wait_for()
    desk.goto(f"{LIST}/deliberation/{row.pk}/minutes/")
    desk.locator("input[type=submit][value=公开纪要]").click()
    desk.get_by_text("纪要已公开").wait_for()

    said = see(phone, f"/deliberations/{row.pk}/")
    assert "16 人" in said and "建一个遮雨棚" in said and "进行中" in said and "物业李经理" in said
    assert axe(phone) == []

    resolution = Undertaking.objects.get()
    desk.goto(f"{LIST}/undertaking/{resolution.pk}/change/")
    desk.locator("#id_state").select_option("done")
    desk.locator("#id_outcome").fill("已经建好，下雨不用淋了。")
    desk.locator("input[name=_save]").first.click()
    desk.locator(".messagelist .success").wait_for()

    phone.get_by_role("link", name="看其他议定的事办得怎样").click()
    said = phone.inner_text("main")
    assert "已完成 1" in said and "已经建好，下雨不用淋了。" in said
    assert axe(phone) == []
