"""数据质量: what is missing, stale, improbable or there twice, as checks declared once; scores and a list."""

from __future__ import annotations


def register_all() -> None:
    """Called once at start."""
    from . import of_people, of_stations, of_together, of_work

    for room in (of_stations, of_people, of_together, of_work):
        room.register_checks()
