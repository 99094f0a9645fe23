from __future__ import annotations

from .activity import Activity, ActivitySeries
from .hours import OpeningException, Timetable
from .notice import Notice
from .photo import ActivityPhoto, Photo
from .report import ServiceWish, StationReport
from .scene import Scene
from .service import Audience, Offering, Service
from .signup import SignUp
from .station import Station

__all__ = [
    "Activity",
    "ActivityPhoto",
    "ActivitySeries",
    "Audience",
    "Notice",
    "Offering",
    "OpeningException",
    "Photo",
    "Scene",
    "Service",
    "ServiceWish",
    "SignUp",
    "Station",
    "StationReport",
    "Timetable",
]
