"""Deliberations for residents: what comes, what was, what became of it; seats, the door, feeds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from communities import chronicle, deliberation_signups
from communities.models import (
    Community,
    Deliberation,
    DeliberationPresence,
    DeliberationSignUp,
    Undertaking,
)
from guicheng import search
from guicheng.web import protect
from tests.factories import make_community, shanghai

pytestmark = pytest.mark.django_db


@pytest.fixture
def community(db: None) -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(protect.PublicForm, "min_seconds", -1)
    monkeypatch.setattr("communities.public_forms.PressForm.min_seconds", -1)
    yield


def make(community: Community | None, status: str = "held", days: float = -10, **values: Any) -> Deliberation:
    said = {"topic": "电动车充电", "starts_at": timezone.now() + timedelta(days=days), **values}
    return Deliberation.objects.create(community=community, status=status, **said)


def settle(row: Deliberation, due: int, state: str = "open", **values: Any) -> Undertaking:
    day = timezone.localdate() + timedelta(days=due)
    closed = None if state == "open" else row.first_day
    said = {"text": "加装充电位", "owner": "物业公司", "due_on": day, "closed_on": closed, **values}
    return Undertaking.objects.create(deliberation=row, state=state, **said)


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


# --- pages ------------------------------------------------------------------------------------------
def test_what_comes_and_what_was(client: Client, community: Community) -> None:
    make(community, "announced", 3, topic="遮雨棚")
    make(community, "cancelled", 4, topic="菜园", cancelled_because="台风")
    make(community, "held", -3, topic="绿化修剪")
    make(community, "planned", 5, topic="还没定的事")
    coming, past = page(client, "/deliberations/"), page(client, "/deliberations/?when=past")
    assert "遮雨棚" in coming and "菜园" in coming and "已取消" in coming and "绿化修剪" not in coming
    assert "绿化修剪" in past and "遮雨棚" not in past
    assert "还没定的事" not in coming + past


def test_a_list_is_narrowed_by_community_kind_and_words(client: Client, community: Community) -> None:
    make(community, topic="绿化修剪", kind="joint")
    make(make_community("桂花社区"), topic="遛狗约定")
    for query in (f"community={community.code}", "kind=joint", "q=绿化"):
        text = page(client, f"/deliberations/?when=past&{query}")
        assert "绿化修剪" in text and "遛狗约定" not in text
    page(client, "/deliberations/?community=1", 400)
    page(client, "/deliberations/?kind=x", 400)
    assert "没有符合条件的议事" in page(client, "/deliberations/?q=没有这样的")


def test_only_the_year_is_shown_where_no_more_is_known(client: Client, community: Community) -> None:
    row = make(community, starts_at=shanghai("2022-01-01 00:00"), date_precision="year", source="报纸")
    text = page(client, row.get_absolute_url())
    assert "2022年</dd>" in text and "1月1日" not in text and "报纸" in text
    page(client, f"{row.get_absolute_url()}calendar.ics", 404)


def test_minutes_show_once_they_are_published(client: Client, community: Community) -> None:
    row = make(community, public_minutes="大家同意加装。", minutes="内部的话")
    assert "大家同意加装" not in page(client, row.get_absolute_url())
    row.minutes_published_on = timezone.localdate()
    row.save()
    text = page(client, row.get_absolute_url())
    assert "大家同意加装" in text and "内部的话" not in text


def test_what_stays_inside_has_no_page(client: Client, community: Community) -> None:
    for values in ({"public": False}, {"status": "planned"}):
        row = make(community, **{"status": "held", **values})
        settle(row, 3)
        for address in ("", "calendar.ics", "sign-up/", "here/"):
            page(client, f"{row.get_absolute_url()}{address}", 404)
    assert "加装充电位" not in page(client, "/deliberations/follow-up/")


def test_who_sat_there_is_shown_by_side(client: Client, community: Community) -> None:
    row = make(community)
    row.parties.create(stands_for="property", name="物业李经理", present=True)
    row.parties.create(stands_for="owners", name="没来的业委会")
    text = page(client, row.get_absolute_url())
    assert "物业李经理" in text and "没来的业委会" not in text


def test_a_list_costs_the_same_for_many(
    client: Client, community: Community, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        row = make(community)
        settle(row, -3).progress.create(on=date(2026, 1, 1), text="看过")
    for address in ("/deliberations/?when=past", "/deliberations/follow-up/", row.get_absolute_url()):
        with django_assert_max_num_queries(10):
            client.get(address)


# --- what became of it --------------------------------------------------------------------------------
def test_follow_up_tells_what_was_done_what_failed_and_what_is_late(
    client: Client, community: Community
) -> None:
    row = make(community, days=-100)
    settle(row, -3, text="修剪树木")
    settle(row, 30, text="画停车线").progress.create(on=timezone.localdate(), text="已经量过")
    settle(row, -1, "done", text="清理楼道", outcome="全部清完")
    settle(row, -1, "failed", text="移投放点", outcome="消防不同意")
    settle(row, -1, text="只给工作人员看的", internal=True)
    text = page(client, "/deliberations/follow-up/")
    for said in ("已超期 1", "进行中 1", "已完成 1", "没有做到 1", "已经量过", "全部清完", "消防不同意"):
        assert said in text
    assert "只给工作人员看的" not in text
    late = page(client, f"/deliberations/follow-up/?standing=overdue&community={community.code}")
    assert "修剪树木" in late and "画停车线" not in late
    page(client, "/deliberations/follow-up/?standing=x", 400)


def test_the_chronicle_tells_of_meetings_held_and_of_things_done(community: Community) -> None:
    settle(make(community), 3, "done", outcome="装好了")
    settle(make(community, public=False, topic="内部"), 3, "done", text="内部的事")
    titles = {moment.title for moment in chronicle.chronicle(chronicle.Subject(community))}
    assert {"电动车充电", "加装充电位"} <= titles and "内部" not in titles and "内部的事" not in titles


def test_a_public_one_is_found_by_its_topic(client: Client, community: Community) -> None:
    row = make(community, topic="旧楼加装电梯怎样分摊")
    make(community, "planned", topic="旧楼加装电梯还没公开")
    search.reindex()
    text = page(client, "/search/?q=加装电梯")
    assert row.get_absolute_url() in text and "还没公开" not in text


# --- feeds ---------------------------------------------------------------------------------------------
def test_calendars_and_feed_hold_what_is_public(client: Client, community: Community) -> None:
    row = make(community, "announced", 3, topic="遮雨棚")
    off = make(community, "cancelled", 4, topic="菜园", cancelled_because="台风")
    make(community, "announced", 3, topic="内部", public=False)
    make(make_community("桂花社区"), "announced", 3, topic="别处")
    address = f"/deliberations/calendar.ics?community={community.code}"
    events = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert str(events[0]["summary"]).endswith("遮雨棚") and str(events[1]["summary"]).startswith("【已取消】")
    one = Calendar.from_ical(client.get(f"{row.get_absolute_url()}calendar.ics").content).walk("VEVENT")
    assert one[0]["uid"] == events[0]["uid"]
    feed = page(client, f"/deliberations/feed.xml?community={community.code}")
    assert off.get_absolute_url() in feed and "台风" in feed and "内部" not in feed and "别处" not in feed
    page(client, "/deliberations/feed.xml?community=99", 404)


# --- seats ---------------------------------------------------------------------------------------------
def send(client: Client, address: str, **said: Any) -> Any:
    opened = client.get(address).context["form"]["opened"].value()
    return client.post(address, {"opened": opened, "website": "", **said})


@pytest.mark.usefixtures("_no_wait")
def test_a_resident_signs_up_and_gives_the_seat_back(client: Client, community: Community) -> None:
    row = make(community, "announced", 3, sign_up_open=True, capacity=3)
    address = reverse("deliberation-sign-up", args=[row.pk])
    response = send(client, address, surname="陈", phone="13800000001", people=2)
    assert response.status_code == 302
    own = response.url.split("?")[0]
    assert "已报上" in page(client, own) and "还有 1 个座位" in page(client, row.get_absolute_url())
    refused = send(client, address, surname="李", phone="", people=2)
    assert refused.status_code == 400 and "只剩 1 个座位" in refused.content.decode()
    client.post(own, {"action": "cancel"})
    assert "您已取消报名" in page(client, own)
    assert send(client, address, surname="李", phone="", people=3).status_code == 302
    page(client, "/deliberations/sign-up/abc/", 404)
    assert "13800000001" not in str(DeliberationSignUp.objects.values_list("phone_print"))


@pytest.mark.usefixtures("_no_wait")
@pytest.mark.parametrize("said", [{"surname": "1"}, {"surname": ""}, {"phone": "123"}, {"people": 99}])
def test_a_wrong_sign_up_is_answered(client: Client, community: Community, said: dict[str, Any]) -> None:
    row = make(community, "announced", 3, sign_up_open=True)
    address = reverse("deliberation-sign-up", args=[row.pk])
    response = send(client, address, **{"surname": "陈", "people": 1, **said})
    assert response.status_code == 400 and not DeliberationSignUp.objects.exists()


def test_nobody_signs_up_for_what_is_closed(client: Client, community: Community) -> None:
    for values in ({"sign_up_open": False}, {"status": "cancelled"}, {"days": -1}):
        row = make(community, **{"status": "announced", "days": 3, "sign_up_open": True, **values})
        with pytest.raises(deliberation_signups.Refused):
            deliberation_signups.sign_up(row, surname="陈", phone="", people=1, token="t")


def test_names_and_numbers_are_erased_after_thirty_days(community: Community) -> None:
    for days in (-31, -29):
        row = make(community, days=days, attendance=5)
        row.sign_ups.create(surname="陈", phone="13800000001", token_hash=f"hash{days}")
        row.presences.create(device_print="a")
    assert deliberation_signups.erase_old() == 1
    assert DeliberationSignUp.objects.get(token_hash=None).surname == ""
    assert DeliberationPresence.objects.count() == 1 and deliberation_signups.erase_old() == 0


# --- the door ------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_no_wait")
def test_one_press_counts_once_from_each_telephone(client: Client, community: Community) -> None:
    row = make(community, "announced", 1 / 24)
    address = reverse("deliberation-here", args=[row.pk])
    for who in (client, client, Client()):
        assert send(who, address).status_code == 302
    assert row.presences.count() == 2
    far = make(community, "announced", 2)
    assert "开始前 2 小时" in page(client, reverse("deliberation-here", args=[far.pk]))
    assert client.post(reverse("deliberation-here", args=[far.pk])).status_code == 400
    assert not far.presences.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rush_never_books_more_than_there_are_seats() -> None:
    row = make(make_community(), "announced", 3, sign_up_open=True, capacity=5)

    def one(number: int) -> bool:
        try:
            deliberation_signups.sign_up(row, surname="陈", phone="", people=1, token=f"t{number}")
            deliberation_signups.arrive(row, "the same telephone")
            return True
        except deliberation_signups.Refused:
            return False
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory is one connection; PostgreSQL runs this.")
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(12))) == 5
    assert row.sign_ups.live().people() == 5 and row.presences.count() == 1
