"""承诺和目标: where each should be by now on the straight line, where it is, quarter by quarter."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from communities.models import Conference, Undertaking
from guicheng.accounts.models import Role, User
from guicheng.dashboard.indicators import indicator_of
from guicheng.dashboard.models import PublishedFigure
from guicheng.dashboard.promises import MOST_QUARTERS, Promise, expected_on, promises
from guicheng.dashboard.snapshot import count
from tests.factories import make_appointment, make_community, make_place
from tests.people import logged_in, make_user, street_admin, worker_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HERE, THERE = "桂雅社区", "桂花社区"
NUMBER = re.compile(r'class="figure-number"><a href="([^"]+)">([^<]+)</a>')


@pytest.fixture(autouse=True)
def own_memory() -> None:
    cache.clear()


def heads(name: str, *starts: date) -> None:
    for start in starts:
        make_appointment(place=make_place(community=make_community(name)), started_on=start)


def commitment(**values: Any) -> Undertaking:
    """Ten heads, promised on 1 January 2025 for the end of that year."""
    conference = Conference.objects.create(on=values.pop("on", date(2025, 1, 1)), name="演示大会")
    said = {"text": "发展楼长", "owner": "街道党工委", "indicator": "building_heads", "target": Decimal(10)}
    return Undertaking.objects.create(
        conference=conference, due_on=values.pop("due_on", date(2025, 12, 31)), **{**said, **values}
    )


def target(**values: Any) -> PublishedFigure:
    said = {"key": "building_heads", "kind": "target", "value": 10, "as_of": date(2025, 12, 31)}
    return PublishedFigure.objects.create(**{**said, "source": "演示报", **values})


def leader() -> User:
    return make_user(Role.STREET_LEADER)


def seen(day: date, user: User | None = None, community: str | None = None) -> list[Promise]:
    cache.clear()
    return promises(user or leader(), day, make_community(community) if community else None)


def only(day: date, **more: Any) -> Promise:
    (found,) = seen(day, **more)
    return found


# --- where it should be -----------------------------------------------------------------------------
def line(day: date, first: int | None, goal: int = 100, key: str = "building_heads") -> Decimal | None:
    promise = Promise("演示", "演示", date(2025, 1, 1), date(2025, 1, 11), indicator_of(key), Decimal(goal))
    return expected_on(day, promise, None if first is None else Decimal(first))


@pytest.mark.parametrize(
    ("day", "first", "expected"),
    [
        (date(2025, 1, 1), 20, 20),
        (date(2025, 1, 6), 20, 60),
        (date(2025, 1, 7), 20, 68),
        (date(2025, 1, 11), 20, 100),
        (date(2026, 1, 1), 20, 100),
        (date(2024, 1, 1), 20, 20),
        (date(2025, 1, 6), 0, 50),
        (date(2025, 1, 6), None, 50),
        (date(2025, 1, 6), 120, 100),
    ],
)
def test_the_line_goes_from_the_first_day_s_number_to_the_target(
    day: date, first: int | None, expected: int
) -> None:
    assert line(day, first) == expected


def test_of_a_share_the_line_has_a_decimal() -> None:
    assert line(date(2025, 1, 2), 0, 33, "head_party_share") == Decimal("3.3")


@pytest.mark.parametrize(
    ("day", "state", "well"),
    [
        (date(2025, 3, 15), "超前 1 名", True),  # 2 + 8 × 73 / 364 is about 4, there are 5
        (date(2025, 3, 31), "正合进度", True),  # one of them left: 4
        (date(2025, 9, 30), "落后 3 名", False),
        (date(2026, 2, 1), "到期没有达到，差 5 名", False),
    ],
)
def test_it_is_ahead_or_behind(day: date, state: str, well: bool) -> None:
    commitment()
    heads(HERE, date(2024, 1, 1), date(2024, 1, 1), date(2025, 2, 1), date(2025, 2, 2), date(2025, 2, 3))
    if state == "正合进度":
        make_community(HERE).places.first().appointments.update(ended_on=date(2025, 3, 20))
    found = only(day)
    assert (found.state, found.well) == (state, well)


def test_reached_early_and_reached() -> None:
    commitment(target=Decimal(2))
    heads(HERE, date(2025, 2, 1), date(2025, 2, 1))
    assert only(date(2025, 3, 1)).state == "已提前达到"
    assert only(date(2026, 3, 1)).state == "已达到" and only(date(2026, 3, 1)).well is True


def test_without_anything_to_count_it_says_so() -> None:
    commitment(indicator="mediators", target=None)
    Undertaking.objects.update(indicator="three_sync_on_time", target=Decimal(90))
    found = only(date(2025, 6, 1))
    assert found.value is None and found.state == "还没有数" and found.well is None
    assert "—" in page(logged_in(leader()), "?as_of=2025-06-01")


# --- quarter by quarter -------------------------------------------------------------------------------
def test_each_quarter_is_what_the_records_say_of_its_last_day() -> None:
    commitment()
    heads(HERE, date(2024, 6, 1), date(2025, 2, 1), date(2025, 5, 1), date(2025, 8, 1), date(2025, 11, 1))
    found = only(date(2026, 2, 10))
    assert [quarter.label for quarter in found.quarters] == [
        "2025年一季度末",
        "2025年二季度末",
        "2025年三季度末",
        "2025年四季度末",
        "2026年2月10日",
    ]
    for quarter in found.quarters:
        assert quarter.actual == count(quarter.day).value("building_heads"), quarter.label
    assert [quarter.actual for quarter in found.quarters] == [2, 3, 4, 5, 5]
    assert [quarter.expected for quarter in found.quarters] == [3, 5, 8, 10, 10]


def test_a_long_promise_shows_its_latest_quarters() -> None:
    commitment(on=date(2015, 1, 1), due_on=date(2025, 12, 31))
    found = only(date(2026, 1, 20))
    assert len(found.quarters) == MOST_QUARTERS + 1 and found.quarters[0].label == "2023年一季度末"


def test_today_is_called_now() -> None:
    today = timezone.localdate()
    commitment(on=today - timedelta(days=10), due_on=today + timedelta(days=10))
    assert only(today).quarters[-1].label == "现在"


# --- where promises come from --------------------------------------------------------------------------
def test_a_target_that_is_a_commitment_too_stands_once() -> None:
    commitment()
    target(quote="发展楼长 10 名")
    found = only(date(2025, 6, 1))
    assert found.came_from.startswith("演示大会") and found.quote == "发展楼长 10 名"
    target(as_of=date(2026, 6, 30))
    assert len(seen(date(2026, 6, 1))) == 2


def test_a_target_begins_on_its_day_or_with_its_year() -> None:
    target(qualifier="at_least")
    found = only(date(2025, 6, 1))
    assert found.start == date(2025, 1, 1) and found.text == "楼长不少于 10 名"
    PublishedFigure.objects.update(start_on=date(2024, 7, 1))
    assert only(date(2025, 6, 1)).start == date(2024, 7, 1)
    with pytest.raises(ValidationError, match="起始日期要早于完成期限"):
        PublishedFigure(
            key="lane_heads",
            kind="target",
            value=1,
            as_of=date(2025, 1, 1),
            start_on=date(2025, 1, 1),
            source="演示",
        ).full_clean()


def test_what_no_figure_measures_shows_how_it_stood_on_the_day() -> None:
    commitment(indicator="", target=None, state="done", closed_on=date(2025, 10, 1), outcome="办成了")
    commitment(indicator="", target=None, text="建立台账")
    standings = {each.text: each.standing for each in seen(date(2025, 6, 1))}
    assert standings == {"发展楼长": "进行中", "建立台账": "进行中"}
    standings = {each.text: each.standing for each in seen(date(2026, 6, 1))}
    assert standings == {"发展楼长": "已完成", "建立台账": "已超期"}


def test_what_was_promised_later_is_not_shown_yet() -> None:
    commitment()
    assert seen(date(2024, 12, 31)) == []
    assert "还没有登记承诺和目标" in page(logged_in(leader()), "?as_of=2024-12-31")


def test_what_a_community_is_to_keep_is_held_against_its_own_figure() -> None:
    commitment(community=make_community(HERE), target=Decimal(2))
    heads(HERE, date(2024, 1, 1))
    heads(THERE, date(2024, 1, 1), date(2024, 1, 1), date(2024, 1, 1))
    found = only(date(2026, 1, 1))
    assert found.value == 1 and found.state == "到期没有达到，差 1 名"
    assert f"community={make_community(HERE).code}" in page(logged_in(leader()))


# --- the page ------------------------------------------------------------------------------------------
def page(client: Client, query: str = "") -> str:
    cache.clear()
    response = client.get(f"/dashboard/promises/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_each_number_leads_to_as_many_records() -> None:
    commitment()
    heads(HERE, date(2024, 1, 1), date(2025, 5, 1))
    client = logged_in(leader())
    for query, heads_then in (("", "2"), ("?as_of=2025-02-01", "1")):
        ((link, number),) = NUMBER.findall(page(client, query))
        records = client.get(unescape(link)).content.decode()
        assert number == heads_then and f"<strong>{number}</strong> 条记录" in records
    text = page(client)
    assert "目标 <strong>10</strong>，现在应到 <strong>10</strong>" in text
    assert "到期没有达到，差 8 名" in text and "1 项" in text
    assert "按天数平均增长（直线）" in text


@pytest.mark.parametrize("day", ["1900-01-01", "2999-01-01", "x", "\x00"])
def test_a_day_that_makes_no_sense_is_told(day: str) -> None:
    response = logged_in(leader()).get("/dashboard/promises/", {"as_of": day})
    assert response.status_code == 200 and "下面是今天的数" in response.content.decode()


def test_staff_of_a_community_see_their_part_and_no_verdict_on_the_street_s_target() -> None:
    commitment()
    commitment(community=make_community(THERE), text="别的社区的承诺")
    heads(HERE, date(2024, 1, 1))
    heads(THERE, date(2024, 1, 1), date(2024, 1, 1))
    client = worker_of(make_community(HERE))
    text = page(client)
    assert [number for _, number in NUMBER.findall(text)] == ["1"]
    assert "别的社区的承诺" not in text and "应到 <strong>" not in text and "桂花" not in text
    other = make_community(THERE).code
    assert client.get(f"/dashboard/promises/?community={other}").status_code == 404
    assert logged_in(make_user(Role.COMMUNITY_WORKER)).get("/dashboard/promises/").status_code == 404


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HEAD])
def test_others_are_refused(role: Role) -> None:
    assert logged_in(make_user(role)).get("/dashboard/promises/").status_code == 403
    assert Client().get("/dashboard/promises/").status_code == 302
    assert street_admin().post("/dashboard/promises/").status_code == 405


def test_many_promises_cost_a_query_a_source_and_day(django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        commitment(text=f"承诺{number}")
        target(key="lane_heads", as_of=date(2025, 12, 31 - number))
    user = leader()
    with django_assert_max_num_queries(12):
        seen(date(2026, 1, 20), user)
