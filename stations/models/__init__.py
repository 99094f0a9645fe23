from __future__ import annotations

from .activity import Activity, ActivitySeries
from .hours import OpeningException, Timetable
from .notice import Notice
from .photo import Photo
from .report import ServiceWish, StationReport
from .service import Audience, Offering, Service
from .station import Station

__all__ = [
    "Activity",
    "ActivitySeries",
    "Audience",
    "Notice",
    "Offering",
    "OpeningException",
    "Photo",
    "Service",
    "ServiceWish",
    "Station",
    "StationReport",
    "Timetable",
]
