"""Chance that is the same every time: each part of the demonstration draws from a source of its own."""

from __future__ import annotations

from datetime import date
from random import Random

_SEED = 20230217


def chance(purpose: str, number: int = 0) -> Random:
    """The source for one part, such as ``"estates"``, or one of many, such as a station's id."""
    return Random(f"{_SEED}-{purpose}-{number}")  # noqa: S311 – reproducible, nothing secret


def chance_of_week(purpose: str, monday: date) -> Random:
    """The same for a week whatever the day on which it is made."""
    return chance(purpose, monday.toordinal())
