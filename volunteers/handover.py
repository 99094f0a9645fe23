"""What a head leaves open, for the successor: each app registers what it knows of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .models import Appointment

#: Of one term: label in Chinese, how many are open, and the address of their list ("" for none).
OpenMatters = Callable[[Appointment], Iterable[tuple[str, int, str]]]

_known: list[OpenMatters] = []


@dataclass(frozen=True)
class Matter:
    label: str
    count: int
    url: str


def register_open_matters(function: OpenMatters) -> None:
    """Called from ``AppConfig.ready()``. ``function`` asks few queries; what has none may be left out."""
    if function not in _known:
        _known.append(function)


def open_matters(appointment: Appointment) -> list[Matter]:
    """Everything open of a term, in the order in which the apps registered; those with none left out."""
    return [
        Matter(label, count, url)
        for function in _known
        for label, count, url in function(appointment)
        if count
    ]
