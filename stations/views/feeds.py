"""Calendars to subscribe to (RFC 5545), for a station or the whole street."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from icalendar import Calendar, Event, vText

from guicheng.web.http import public_page

from ..models import Activity, Station
from .station import absolute

#: A feed holds what was within the last month and what comes, at most this many.
MAX_EVENTS = 500


@public_page(max_age=900)
def station_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    station = get_object_or_404(Station.objects.public(), pk=pk)
    rows = Activity.objects.public().filter(station=station)
    return _calendar(request, f"{station.name}活动", rows, f"station-{pk}.ics")


@public_page(max_age=900)
def street_calendar(request: HttpRequest) -> HttpResponse:
    return _calendar(request, "桂城党群服务活动", Activity.objects.public(), "guicheng.ics")


def _shown(rows: QuerySet[Activity]) -> list[Activity]:
    """What comes goes before what was: a busy month must not push the coming ones out of the feed."""
    now = timezone.now()
    coming = list(rows.coming(now)[:MAX_EVENTS])
    recent = rows.past(now).filter(ends_at__gt=now - timedelta(days=30))[: MAX_EVENTS - len(coming)]
    return [*reversed(recent), *coming]


def _calendar(request: HttpRequest, name: str, rows: QuerySet[Activity], filename: str) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//guicheng//activities//ZH")
    calendar.add("version", "2.0")
    # Said to be text: icalendar does not know this property and would leave commas and line breaks bare.
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    host = urlsplit(absolute(request, "/")).hostname
    for activity in _shown(rows.select_related("station")):
        event = Event()
        url = absolute(request, f"/activities/{activity.pk}/")
        event.add("uid", f"activity-{activity.pk}@{host}")
        event.add("dtstamp", activity.updated_at)
        event.add("dtstart", activity.starts_at)
        event.add("dtend", activity.ends_at)
        event.add("summary", f"【已取消】{activity.title}" if activity.cancelled else activity.title)
        event.add("location", f"{activity.where}，{activity.station.address}".strip("，"))
        event.add("description", activity.description)
        event.add("url", url)
        event.add("status", "CANCELLED" if activity.cancelled else "CONFIRMED")
        if activity.station.has_point:
            event.add("geo", (activity.station.lat, activity.station.lon))
        calendar.add_component(event)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
