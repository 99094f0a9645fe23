"""Any month, quarter, year or span of days: how it began and ended, and the records that came in it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from guicheng.accounts.models import Role
from guicheng.dashboard.indicators import Kind, indicators, is_flow
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_place,
    make_station,
    shanghai,
)
from tests.people import logged_in, make_user, worker_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HERE, THERE = "桂雅社区", "桂花社区"
ROW = re.compile(
    r'<th scope="row"><a href="([^"]+)">([^<]+)</a>.*?</th><td>([^<]*)</td><td>([^<]*)</td><td>(.*?)</td>'
)


@pytest.fixture(autouse=True)
def a_spring() -> None:
    """A head and an activity in March, two activities in April, of which one elsewhere; a head until May."""
    cache.clear()
    for name in (HERE, THERE):
        make_station(community=make_community(name))
    here, there = (make_community(name).stations.get() for name in (HERE, THERE))
    make_activity(here, shanghai("2026-03-10 09:00"), attendance=30)
    make_activity(here, shanghai("2026-04-10 09:00"), attendance=5)
    make_activity(there, shanghai("2026-04-30 20:00"), attendance=7)
    make_appointment(place=make_place(community=make_community(HERE)), started_on=date(2026, 3, 31))
    ended = {"started_on": date(2020, 1, 1), "ended_on": date(2026, 4, 15)}
    make_appointment(place=make_place(community=make_community(HERE)), **ended)


def leader() -> Client:
    return logged_in(make_user(Role.STREET_LEADER))


def rows(query: str, client: Client | None = None) -> dict[str, tuple[str, str, str, str]]:
    cache.clear()
    response = (client or leader()).get(f"/dashboard/period/?{query}")
    assert response.status_code == 200
    found = ROW.findall(response.content.decode().replace("\n", ""))
    return {
        name: (start, end, " ".join(re.sub("<[^>]+>", "", added).split()), unescape(link))
        for link, name, start, end, added in found
    }


@pytest.mark.parametrize(
    ("query", "activities", "heads"),
    [
        ("period=2026-04", ("1", "3", "新增 2"), ("2", "1", "▼ 1")),
        ("period=2026-03", ("0", "1", "新增 1"), ("1", "2", "▲ 1")),
        ("period=2026-Q2", ("1", "3", "新增 2"), ("2", "1", "▼ 1")),
        ("period=2026", ("0", "3", "新增 3"), ("1", "1", "＝")),
        ("period=span&first=2026-03-10&last=2026-04-10", ("0", "2", "新增 2"), ("1", "2", "▲ 1")),
        ("period=span&first=2026-04-30&last=2026-04-30", ("2", "3", "新增 1"), ("1", "1", "＝")),
    ],
)
def test_what_came_in_and_how_it_stood(
    query: str, activities: tuple[str, str, str], heads: tuple[str, str, str]
) -> None:
    found = rows(query)
    assert found["开展各类党群服务活动"][:3] == activities
    assert found["楼长"][:3] == heads
    assert found["新小区三同步按期完成"][:3] == ("—", "—", "")


def test_what_was_added_leads_to_as_many_records_and_what_stands_to_those_at_the_end() -> None:
    client, kinds = leader(), {each.label: each for each in indicators()}
    for name, (_, end, added, link) in rows("period=2026-04", client).items():
        if kinds[name].kind is not Kind.COUNT:
            continue
        number = added.removeprefix("新增 ") if is_flow(kinds[name]) else end
        text = client.get(link).content.decode()
        assert f"<strong>{number}</strong> 条记录" in text, (name, link)


def test_of_a_community_its_own() -> None:
    code = make_community(THERE).code
    assert rows(f"period=2026-04&community={code}")["惠及群众"][:3] == ("0", "7", "新增 7")
    worker = worker_of(make_community(HERE))
    assert rows("period=2026-04", worker)["惠及群众"][:3] == ("30", "35", "新增 5")
    assert worker.get(f"/dashboard/period/?community={code}").status_code == 404
    assert "桂花" not in worker.get("/dashboard/period/").content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("period=x", "期间请写成"),
        ("period=2999", "还没有到"),
        ("period=1999", "最早只能做 2000 年"),
        ("period=span", "请填写开始日期和结束日期"),
        ("period=span&first=2026-05-02&last=2026-05-01", "结束日期早于开始日期"),
        ("period=span&first=%00&last=2026-05-01", "2025-12-31 的样子"),
        ("period=%00", "期间请写成"),
    ],
)
def test_a_span_that_makes_no_sense_is_told_and_the_last_month_shown(query: str, said: str) -> None:
    text = leader().get(f"/dashboard/period/?{query}").content.decode()
    assert said in text and "下面是上个月的数" in text


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HEAD])
def test_others_are_refused(role: Role) -> None:
    assert logged_in(make_user(role)).get("/dashboard/period/").status_code == 403
    assert Client().get("/dashboard/period/").status_code == 302
    assert leader().post("/dashboard/period/").status_code == 405
