"""Calendars to subscribe to, read back by another program's parser."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event
from pytest_django.fixtures import Settings

from stations.models import Activity, Station
from stations.opening import SHANGHAI
from stations.views import feeds
from tests.factories import make_activity, make_station

pytestmark = pytest.mark.django_db
NASTY = "书法，插花; 带笔, 纸\\墨\n第二行：<b>“引号”</b>" + "很长" * 60


@pytest.fixture
def station(db: None) -> Station:
    return make_station("桂雅社区党群服务站")


def events(client: Client, path: str) -> list[Event]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    for line in response.content.split(b"\r\n"):
        assert len(line) <= 75
    calendar = Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0"
    return list(calendar.walk("VEVENT"))


def soon(hours: float) -> datetime:
    return (timezone.now() + timedelta(hours=hours)).replace(microsecond=0)


def test_an_event_says_when_where_and_what(station: Station, client: Client, settings: Settings):
    settings.SITE_URL = "https://www.example.cn"
    start = soon(30)
    activity = make_activity(station, start, hours=1.5, title="智能手机班", description=NASTY)
    (event,) = events(client, f"/stations/{station.pk}/calendar.ics")
    assert event.start == start
    assert event.end == start + timedelta(hours=1.5)
    assert event.start.astimezone(SHANGHAI).utcoffset() == timedelta(hours=8)
    assert event["summary"] == "智能手机班"
    assert event["description"] == NASTY
    assert event["location"] == "桂雅社区党群服务站，南桂东路1号"
    assert event["url"] == f"https://www.example.cn/activities/{activity.pk}/"
    assert event["uid"] == f"activity-{activity.pk}@www.example.cn"
    assert event["status"] == "CONFIRMED"
    assert (event["geo"].latitude, event["geo"].longitude) == (23.0371, 113.1506)


def test_the_same_activity_keeps_its_name_when_it_moves_or_is_asked_for_elsewhere(
    station: Station, client: Client, settings: Settings
):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://www.example.cn", ["*"]
    activity = make_activity(station, soon(30))
    path = f"/stations/{station.pk}/calendar.ics"
    (before,) = events(client, path)
    activity.starts_at, activity.ends_at = soon(50), soon(51)
    activity.save()
    (after,) = events(client, path)
    assert before["uid"] == after["uid"]
    assert after.start == activity.starts_at
    assert after["dtstamp"].dt > before["dtstamp"].dt or after["dtstamp"].dt == before["dtstamp"].dt
    other = Calendar.from_ical(client.get(path, headers={"Host": "10.1.1.1"}).content).walk("VEVENT")[0]
    assert other["uid"] == before["uid"]


def test_without_an_address_of_its_own_the_site_s_name_in_the_request_is_used(
    station: Station, client: Client
):
    activity = make_activity(station, soon(30))
    (event,) = events(client, "/activities/calendar.ics")
    assert event["uid"] == f"activity-{activity.pk}@testserver"


def test_a_cancelled_one_is_cancelled_in_the_calendar_too(station: Station, client: Client):
    make_activity(station, soon(30), status=Activity.Status.CANCELLED, title="合唱")
    (event,) = events(client, "/activities/calendar.ics")
    assert event["status"] == "CANCELLED"
    assert event["summary"] == "【已取消】合唱"


def test_a_station_s_calendar_holds_only_its_own_and_the_street_s_all(station: Station, client: Client):
    other = make_station("别处")
    make_activity(station, soon(30), title="甲")
    make_activity(other, soon(20), title="乙")
    assert [event["summary"] for event in events(client, f"/stations/{station.pk}/calendar.ics")] == ["甲"]
    assert [event["summary"] for event in events(client, "/activities/calendar.ics")] == ["乙", "甲"]


def test_the_last_month_is_kept_and_older_ones_are_not(station: Station, client: Client):
    make_activity(station, soon(-24 * 40), title="很久以前")
    make_activity(station, soon(-24 * 3), title="前几天")
    make_activity(station, soon(-1), title="正在")
    make_activity(station, soon(24), title="明天")
    titles = [event["summary"] for event in events(client, "/activities/calendar.ics")]
    assert titles == ["前几天", "正在", "明天"]


def test_a_busy_month_does_not_push_out_what_comes(
    station: Station, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(feeds, "MAX_EVENTS", 5)
    for n in range(8):
        make_activity(station, soon(-30 - n), title=f"过去{n}")
    for n in range(3):
        make_activity(station, soon(5 + n), title=f"将来{n}")
    titles = [event["summary"] for event in events(client, "/activities/calendar.ics")]
    assert titles == ["过去1", "过去0", "将来0", "将来1", "将来2"]


def test_a_calendar_without_events_is_still_a_calendar(station: Station, client: Client):
    assert events(client, f"/stations/{station.pk}/calendar.ics") == []


def test_names_with_line_breaks_or_marks_break_no_line(client: Client):
    station = make_station("站\r\nBEGIN:VEVENT\r,二", address="甲;乙,丙\r丁", lat=None, lon=None)
    make_activity(station, soon(3), title="题\r\nATTENDEE:mailto:x@y", place="")
    found = events(client, f"/stations/{station.pk}/calendar.ics")
    assert len(found) == 1
    assert found[0]["summary"].startswith("题")
    assert "attendee" not in found[0]
    assert "geo" not in found[0]
