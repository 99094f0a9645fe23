"""Communities, what lies and works in them, and who works for them, in the admin."""

from __future__ import annotations

from . import (  # noqa: F401  (each registers its own)
    area,
    assessment,
    company,
    conference,
    deliberation,
    document,
    event,
    familiar,
    honour,
    lesson,
    members,
    organisation,
    project,
    study,
    three_sync,
    topic,
    undertaking,
    visit,
    works,
)
from .point import PointAdmin, areas_around

__all__ = ["PointAdmin", "areas_around"]
