"""Activities as calendar entries (RFC 5545)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event, vText

from guicheng.web.calendars import new_calendar

from .models import Activity

#: A calendar reminds so long before the start.
_REMIND = timedelta(hours=2)


def event_of(activity: Activity, url: str, *, cancelled: bool = False) -> Event:
    """``url``: the activity's public page; its host makes the entry's number unique in the world."""
    off = activity.cancelled or cancelled
    event = Event()
    event.add("uid", f"activity-{activity.pk}@{urlsplit(url).hostname}")
    event.add("dtstamp", activity.updated_at)
    event.add("dtstart", activity.starts_at)
    event.add("dtend", activity.ends_at)
    event.add("summary", f"【已取消】{activity.title}" if off else activity.title)
    event.add("location", f"{activity.where}，{activity.station.address}".strip("，"))
    event.add("description", activity.description)
    event.add("url", url)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if activity.station.has_point:
        event.add("geo", (activity.station.lat, activity.station.lon))
    return event


def one_calendar(activity: Activity, *, cancelled: bool, waiting: bool, url: str) -> Calendar:
    """For who signed up: the one entry, with a reminder. It holds neither name nor secret link."""
    calendar = new_calendar(activity.title)
    event = event_of(activity, url, cancelled=cancelled)
    if waiting:
        event["status"] = vText("TENTATIVE")
        event["summary"] = vText(f"【候补】{activity.title}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", activity.title)
    alarm.add("trigger", -_REMIND)
    if not (activity.cancelled or cancelled):
        event.add_component(alarm)
    calendar.add_component(event)
    return calendar
