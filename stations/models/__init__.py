from __future__ import annotations

from .activity import Activity, ActivitySeries
from .hours import OpeningException, Timetable
from .notice import Notice
from .photo import ActivityPhoto, Photo
from .report import ServiceWish, StationReport
from .scene import Scene
from .service import Audience, Offering, Service
from .signup import SignUp
from .site import CandidateSite
from .siting import SitingRun
from .station import Station
from .walk import KeptIsochrones, KeptWalks

__all__ = [
    "Activity",
    "ActivityPhoto",
    "ActivitySeries",
    "Audience",
    "CandidateSite",
    "KeptIsochrones",
    "KeptWalks",
    "Notice",
    "Offering",
    "OpeningException",
    "Photo",
    "Scene",
    "Service",
    "ServiceWish",
    "SignUp",
    "SitingRun",
    "Station",
    "StationReport",
    "Timetable",
]
