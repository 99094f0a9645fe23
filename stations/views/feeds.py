"""Calendars to subscribe to (RFC 5545), for a station or the whole street."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from guicheng.web.calendars import calendar_response, new_calendar
from guicheng.web.http import absolute, public_page

from ..calendars import event_of
from ..models import Activity, Station

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
    calendar = new_calendar(name)
    for activity in _shown(rows.select_related("station")):
        calendar.add_component(event_of(activity, absolute(request, f"/activities/{activity.pk}/")))
    return calendar_response(calendar, filename)
