"""大事记: what happened to a community or an estate, gathered from the records of every room in time order.

A room registers what it knows in its ``AppConfig.ready()``; nobody writes an event down twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from .dates import Precision, dated
from .models import Community, Estate


@dataclass(frozen=True)
class Moment:
    """One line of a timeline. ``url`` leads to the record, "" where there is no page to open."""

    on: date
    title: str
    text: str = ""
    url: str = ""
    #: A word before the title, such as 议事.
    label: str = ""
    precision: str = Precision.DAY

    @property
    def when(self) -> str:
        return dated(self.on, self.precision)


@dataclass(frozen=True)
class Subject:
    """Whose chronicle: a community, or one estate of it. ``public``: only what anyone may see."""

    community: Community
    estate: Estate | None = None
    public: bool = True


#: Gives the moments of a subject in few queries, whatever their number.
Source = Callable[[Subject], Iterable[Moment]]

_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    _sources[key] = source


def chronicle(subject: Subject) -> list[Moment]:
    """All moments of ``subject``, the latest first."""
    found = [moment for source in _sources.values() for moment in source(subject)]
    return sorted(found, key=lambda moment: (moment.on, moment.title), reverse=True)
