"""What is on: under the right day, in the right list, with the right hours."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stations.models import ActivitySeries, Audience, Station
from tests.factories import make_activity, make_community, make_station

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/activities/{query}")
    assert response.status_code == 200
    return re.findall(r'<h3><a href="/activities/\d+/">(.*?)</a>', response.content.decode())


def at(days: int, clock: str) -> datetime:
    """That time of day in Shanghai, ``days`` from today."""
    hour, minute = map(int, clock.split(":"))
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


@pytest.fixture
def station(db: None) -> Station:
    return make_station("桂雅社区党群服务站")


def test_each_list_holds_its_own_time(station: Station, client: Client):
    now = timezone.now()
    make_activity(station, at(-2, "9:00"), title="前天")
    make_activity(station, now - timedelta(minutes=10), hours=1, title="正在")
    make_activity(station, at(1, "7:00"), title="明早")
    make_activity(station, at(6, "23:00"), hours=0.5, title="第七天")
    make_activity(station, at(7, "0:30"), title="第八天")
    assert "正在" in titles(client, "?when=today")
    assert not {"明早", "前天"} & set(titles(client, "?when=today"))
    assert titles(client, "?when=week") == ["正在", "明早", "第七天"]
    assert titles(client) == titles(client, "?when=week") == titles(client, "?when=nonsense")
    assert titles(client, "?when=coming") == ["正在", "明早", "第七天", "第八天"]
    assert titles(client, "?when=past") == ["前天"]


def test_past_ones_stand_latest_first(station: Station, client: Client):
    for days in (5, 3, 4):
        make_activity(station, at(-days, "9:00"), title=f"{days}天前")
    assert titles(client, "?when=past") == ["3天前", "4天前", "5天前"]


def test_an_early_morning_stands_under_its_own_day(station: Station, client: Client):
    """Six in the morning here is the evening before in UTC, in which times are stored."""
    make_activity(station, at(1, "6:00"), title="晨练")
    make_activity(station, at(1, "20:00"), title="夜谈")
    html = client.get("/activities/?when=coming").content.decode()
    days = re.findall(r"<section><h2>(.*?)</h2>", html)
    assert len(days) == 1
    assert days[0].endswith("· 明天")
    assert f"{at(1, '6:00'):%-m月%-d日}" in days[0]


def test_by_community_and_audience(station: Station, client: Client):
    elders = Audience.objects.create(name="长者", slug="elders")
    Station.objects.get().offerings.create(service=elders.services.create(name="助餐", slug="meals"))
    other = make_station("平洲站", community=make_community("平洲社区"))
    make_activity(station, at(1, "9:00"), title="长者操", audience=elders)
    make_activity(other, at(1, "9:00"), title="平洲课")
    assert titles(client, f"?community={other.community.code}") == ["平洲课"]
    assert titles(client, "?audience=elders") == ["长者操"]
    html = client.get(f"/activities/?when=coming&community={other.community.code}").content.decode()
    assert f'href="?when=past&amp;community={other.community.code}"' in html
    assert 'name="when" value="coming"' in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("community=1", "没有这个社区"), ("audience=x", "没有这类人群"), ("community=%00x", "没有这个社区")],
)
def test_an_unknown_community_or_audience_is_refused(query: str, sentence: str, client: Client):
    response = client.get(f"/activities/?{query}")
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_nothing_on_says_what_to_do(client: Client):
    assert "没有符合条件的活动" in client.get("/activities/").content.decode()
    assert "看看这七天" in client.get("/").content.decode()


def test_the_page_of_an_activity_holds_its_facts(station: Station, client: Client):
    elders = Audience.objects.create(name="长者", slug="elders")
    activity = make_activity(
        station,
        at(1, "9:30"),
        title="智能手机班",
        kind="training",
        audience=elders,
        capacity=20,
        description="带手机\n带充电器",
        place="二楼课室",
    )
    html = client.get(f"/activities/{activity.pk}/").content.decode()
    for fact in (
        "智能手机班",
        "9:30 – 11:30",
        "二楼课室",
        "就业与培训",
        "长者",
        "20 人",
        "带手机<br>带充电器",
    ):
        assert fact in html
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert data["@type"] == "Event"
    assert datetime.fromisoformat(data["startDate"]) == activity.starts_at
    assert data["eventStatus"].endswith("EventScheduled")


def test_one_over_several_days_names_its_last_day(station: Station, client: Client):
    activity = make_activity(station, at(1, "9:00"), hours=56)
    html = client.get(f"/activities/{activity.pk}/").content.decode()
    assert f"– {at(3, '17:00'):%Y年%-m月%-d日}" in html


def test_a_cancelled_one_says_so_everywhere(station: Station, client: Client):
    activity = make_activity(station, timezone.now() - timedelta(minutes=1), hours=0.2, status="cancelled")
    for path in ("/", "/activities/", f"/activities/{activity.pk}/", f"/stations/{station.pk}/"):
        assert "已取消" in client.get(path).content.decode()
    assert "EventCancelled" in client.get(f"/activities/{activity.pk}/").content.decode()


def test_attendance_is_counted_in_visits_and_only_afterwards(station: Station, client: Client):
    past = make_activity(station, at(-1, "9:00"), attendance=45)
    coming = make_activity(station, at(1, "9:00"), attendance=45)
    assert "45 人次" in client.get(f"/activities/{past.pk}/").content.decode()
    assert "已结束" in client.get(f"/activities/{past.pk}/").content.decode()
    assert "人次" not in client.get(f"/activities/{coming.pk}/").content.decode()


def test_a_series_shows_its_next_dates(station: Station, client: Client):
    series = ActivitySeries.objects.create(station=station, title="每周一课")
    rows = [
        make_activity(station, at(7 * n, "23:30"), hours=0.4, series=series, title=f"第{n}课")
        for n in range(-1, 4)
    ]
    html = client.get(f"/activities/{rows[2].pk}/").content.decode()
    siblings = html.split("这个系列以后的场次")[1]
    assert "第3课" in siblings
    assert "第-1课" not in siblings
    assert "第1课" not in siblings


def test_a_title_cannot_break_out_of_the_page(station: Station, client: Client):
    activity = make_activity(station, at(1, "9:00"), title="</script><script>alert(1)</script>")
    for path in ("/activities/", f"/activities/{activity.pk}/", f"/stations/{station.pk}/"):
        assert "<script>alert" not in client.get(path).content.decode()
