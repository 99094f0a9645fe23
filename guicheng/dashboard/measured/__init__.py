"""The figures themselves, by room. Their order is the order in which they are shown."""

from __future__ import annotations


def register_all() -> None:
    """Called once at start."""
    from . import circle, people, places, stations, together, work

    for room in (stations, circle, people, together, places, work):
        room.register_figures()
