"""Communities, what lies and works in them, and who works for them, in the admin."""

from __future__ import annotations

from . import area, members
from .point import PointAdmin, areas_around

__all__ = ["PointAdmin", "area", "areas_around", "members"]
