"""The figures themselves, by room. Their order is the order in which they are shown."""

from __future__ import annotations


def register_all() -> None:
    """Called once at start."""
    from . import people, places, stations, together, work

    for room in (stations, people, together, places, work):
        room.register_figures()
