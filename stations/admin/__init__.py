"""The admin of stations and what happens in them, one module a thing."""

from __future__ import annotations

from . import activity, lists, notice, report, scene, site, station

__all__ = ["activity", "lists", "notice", "report", "scene", "site", "station"]
