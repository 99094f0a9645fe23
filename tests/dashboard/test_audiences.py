"""For whom activities were held: numbers that add up to the indicator, and lead to their records."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from guicheng.accounts.models import Role
from guicheng.dashboard.audiences import by_audience
from guicheng.dashboard.briefs.spans import parse_span
from guicheng.dashboard.indicators import indicator_of
from stations.models import Activity, Audience, Station
from tests.factories import make_community, make_station
from tests.people import logged_in, make_user, worker_of

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/audiences/"
MAY = parse_span("2026-05")


@pytest.fixture(autouse=True)
def stations() -> tuple[Station, Station]:
    """In May two for elders at two stations, one for everybody and one that was cancelled; in April one."""
    here = make_station("甲站", community=make_community("桂雅社区"))
    there = make_station("乙站", community=make_community("桂花社区"))
    elders = Audience.objects.create(name="长者", slug="elders", order=1)
    Audience.objects.create(name="儿童", slug="children", order=2)
    Audience.objects.create(name="停用的", slug="gone", active=False)
    _held(here, 5, elders, 30)
    _held(there, 6, elders, None)
    _held(here, 7, None, 0)
    _held(here, 8, elders, 9, status=Activity.Status.CANCELLED)
    _held(here, 2, elders, 12, month=4)
    return here, there


def _held(
    station: Station, day: int, audience: Audience | None, people: int | None, month: int = 5, **more: str
) -> None:
    start = datetime(2026, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    Activity.objects.create(
        station=station,
        title=f"活动{month}{day}",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        audience=audience,
        attendance=people,
        **more,
    )


def leader() -> Client:
    return logged_in(make_user(Role.STREET_LEADER))


def test_numbers_are_those_of_the_indicator_parted() -> None:
    lines = {line.label: line for line in by_audience(MAY)}
    assert list(lines) == ["长者", "儿童", "面向所有居民"]
    elders, children, everybody = lines.values()
    assert (elders.now.activities, elders.now.people, elders.now.recorded) == (2, 30, 1)
    assert (elders.now.stations, elders.now.mean, elders.before.people) == (2, 30, 12)
    assert (children.now.activities, children.now.people, children.now.mean) == (0, None, None)
    assert (everybody.now.people, everybody.now.mean) == (0, 0)
    counted = indicator_of("activities_held")
    added = counted.records(MAY.last).count() - counted.records(MAY.before).count()
    assert sum(line.now.activities for line in lines.values()) == added == 3


def test_each_number_leads_to_as_many_records() -> None:
    client = leader()
    page = client.get(f"{PAGE}?period=2026-05").content.decode()
    links = re.findall(r'<td><a href="(/dashboard/figures/activities_held/records/[^"]+)">(\d+)</a>', page)
    assert [int(number) for _, number in links] == [2, 0, 1]
    for address, number in links:
        answer = client.get(unescape(address))
        assert answer.context["total"] == int(number), address
    assert "长者，2026年4月30日以后新增" in client.get(unescape(links[0][0])).content.decode()


def test_staff_see_their_own_community_alone(stations: tuple[Station, Station]) -> None:
    client = worker_of(stations[0].community)
    lines = client.get(f"{PAGE}?period=2026-05").context["lines"]
    assert [line.now.activities for line in lines] == [1, 0, 1]
    code = stations[1].community.code
    assert client.get(f"{PAGE}?period=2026-05&community={code}").status_code == 404
    assert Client().get(PAGE).status_code == 302
    assert logged_in(make_user(Role.DEPARTMENT)).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("period=2999", "还没有到"),
        ("period=x", "期间请写成"),
        ("period=span&first=2026-05-02&last=2026-05-01", "结束日期早于开始日期"),
        ("period=1900", "最早只能"),
    ],
)
def test_a_span_that_cannot_be_is_said(query: str, said: str) -> None:
    page = leader().get(f"{PAGE}?{query}").content.decode()
    assert said in page
    assert f"{timezone.localdate().year}年" in page


@pytest.mark.parametrize("audience", ["x", "999999", "99999999999999999999", "%00"])
def test_an_audience_that_is_none_has_no_records(audience: str) -> None:
    answer = leader().get(f"/dashboard/figures/activities_held/records/?audience={audience}")
    assert answer.status_code == 200 and answer.context["total"] == 0
    assert "没有这个人群" in answer.content.decode()
    other = leader().get(f"/dashboard/figures/building_heads/records/?audience={audience}")
    assert other.status_code == 200
