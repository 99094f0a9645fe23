"""大事记: what happened to a community or an estate, gathered from the records of every room in time order.

A room registers what it knows in its ``AppConfig.ready()``; nobody writes an event down twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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


@dataclass(frozen=True)
class Choice:
    """What a reader picked out of a timeline, and what there is to pick."""

    moments: list[Moment]
    total: int
    labels: list[str]
    years: list[int]
    label: str = ""
    year: int | None = None


_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    _sources[key] = source


def chronicle(subject: Subject) -> list[Moment]:
    """All moments of ``subject``, the latest first."""
    found = [moment for source in _sources.values() for moment in source(subject)]
    return sorted(found, key=lambda moment: (moment.on, moment.title), reverse=True)


def chosen_from(moments: list[Moment], asked: Mapping[str, str]) -> Choice:
    """``moments`` under ``label`` and ``year`` of an address; what makes no sense there is passed over."""
    labels = list(dict.fromkeys(moment.label for moment in moments if moment.label))
    years = list(dict.fromkeys(moment.on.year for moment in moments))
    label = asked.get("label", "") if asked.get("label") in labels else ""
    year = next((year for year in years if str(year) == asked.get("year")), None)
    shown = [moment for moment in moments if label in {"", moment.label} and year in {None, moment.on.year}]
    return Choice(shown, len(moments), labels, years, label, year)
