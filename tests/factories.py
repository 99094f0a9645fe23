"""Rows for tests, each with just what it needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from communities.models import Community, Estate, Place
from stations import timetable as tt
from stations.models import Activity, Station, Timetable
from stations.opening import SHANGHAI
from volunteers.models import Appointment, Volunteer

_numbers = count(1)

OFFICE = "8:30-12:00、14:00-17:30"


def shanghai(text: str) -> datetime:
    """``2026-11-24 09:00`` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def week(weekdays: str = OFFICE, saturday: str = "", sunday: str = "") -> tt.Week:
    return (*[tt.parse_day(weekdays)] * 5, tt.parse_day(saturday), tt.parse_day(sunday))  # type: ignore


def make_timetable(*days: str, open_on_holidays: bool = False) -> Timetable:
    return Timetable.for_week(week(*days), open_on_holidays=open_on_holidays)


def make_community(name: str = "桂雅社区", **values: Any) -> Community:
    known = Community.objects.filter(name=name).first()
    if known:
        return known
    code = values.pop("code", f"440605{next(_numbers):06d}")
    defaults = {"kind": Community.Kind.URBAN, "lat": 23.0371, "lon": 113.1506, **values}
    return Community.objects.create(code=code, name=name, **defaults)


def make_estate(name: str = "俊雅花园", community: Community | None = None, **values: Any) -> Estate:
    return Estate.objects.create(name=name, community=community or make_community(), **values)


def make_station(name: str = "", **values: Any) -> Station:
    community = values.pop("community", None) or make_community()
    defaults = {"lat": 23.0371, "lon": 113.1506, "address": "南桂东路1号", **values}
    if "timetable" not in defaults:
        defaults["timetable"] = make_timetable()
    return Station.objects.create(
        name=name or f"演示{next(_numbers)}号党群服务站", community=community, **defaults
    )


def make_activity(station: Station, starts: datetime, hours: float = 2, **values: Any) -> Activity:
    defaults = {"title": "演示活动", **values}
    return Activity.objects.create(
        station=station, starts_at=starts, ends_at=starts + timedelta(hours=hours), **defaults
    )


def make_place(name: str = "", **values: Any) -> Place:
    """A building of an estate; ``estate=None`` with a community is a lane or a street of its own."""
    if "estate" in values and values["estate"] is None:
        community = values.pop("community", None) or make_community()
    else:
        estate = values.get("estate") or make_estate(
            f"演示{next(_numbers)}号花园", values.pop("community", None) or make_community()
        )
        community, values["estate"] = estate.community, estate
    return Place.objects.create(name=name or f"{next(_numbers)}栋", community=community, **values)


def make_volunteer(name: str = "", **values: Any) -> Volunteer:
    community = values.pop("community", None) or make_community()
    return Volunteer.objects.create(name=name or f"演示人员{next(_numbers)}", community=community, **values)


def make_appointment(
    volunteer: Volunteer | None = None, place: Place | None = None, **values: Any
) -> Appointment:
    """A serving head; person and place are made where they are not given, in one community."""
    community = values.pop("community", None)
    if place is None:
        place = make_place(community=community or (volunteer.community if volunteer else None))
    if volunteer is None:
        volunteer = make_volunteer(community=place.community)
    return Appointment.objects.create(volunteer=volunteer, place=place, **values)
