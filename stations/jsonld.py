"""schema.org descriptions for search engines."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from .models import Activity, Station
from .timetable import DAY_MINUTES, format_minutes

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def station_jsonld(station: Station, url: str, phone: str) -> dict[str, Any]:
    """A ``GovernmentOffice`` with its hours and its point (WGS-84)."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "name": station.name,
        "url": url,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": station.address,
            "addressLocality": "佛山市南海区",
            "addressRegion": "广东省",
            "addressCountry": "CN",
        },
    }
    if phone:
        data["telephone"] = phone
    if station.has_point:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": station.lat, "longitude": station.lon}
    if station.timetable and station.status == Station.Status.OPEN:
        data["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{_DAYS[number]}",
                "opens": _clock(start),
                "closes": "23:59" if end == DAY_MINUTES else _clock(end),
            }
            for number, day in enumerate(station.timetable.spans)
            for start, end in day
        ]
    return data


def activity_jsonld(activity: Activity, url: str) -> dict[str, Any]:
    status = "EventCancelled" if activity.cancelled else "EventScheduled"
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": activity.title,
        "url": url,
        "startDate": activity.starts_at.isoformat(),
        "endDate": activity.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "location": {
            "@type": "Place",
            "name": activity.where,
            "address": activity.station.address or activity.station.community.name,
        },
    }


def _clock(minutes: int) -> str:
    return format_minutes(minutes).zfill(5)


_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(data: dict[str, Any]) -> SafeString:
    """The data as a JSON-LD block that no content can break out of."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped above)
