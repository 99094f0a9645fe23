"""Calendars on their way out (RFC 5545)."""

from __future__ import annotations

from django.http import HttpResponse
from icalendar import Calendar, vText


def new_calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//guicheng//activities//ZH")
    calendar.add("version", "2.0")
    # Said to be text: icalendar does not know this property and would leave commas and line breaks bare.
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    return calendar


def calendar_response(calendar: Calendar, filename: str) -> HttpResponse:
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
