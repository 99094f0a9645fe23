"""How long things are kept: each app registers what removes its own that is past its time."""

from __future__ import annotations

from collections.abc import Callable

#: Removes what is past its time and says how many rows that were.
Cleaner = Callable[[], int]

_cleaners: dict[str, Cleaner] = {}


def register(label: str, function: Cleaner) -> None:
    """``label`` says in Chinese what is removed. Called from ``AppConfig.ready()``."""
    _cleaners[label] = function


def cleaners() -> list[tuple[str, Cleaner]]:
    return list(_cleaners.items())
