"""Indicators: each figure is declared once, and every page, brief, API and command reads that.

A :class:`Source` is a kind of record with its business dates; an :class:`Indicator` counts some of its rows.
All indicators of a source are counted in one query, parted by community (see :mod:`.snapshot`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

#: A condition on the rows of a source, on a day.
Which = Callable[[date], Q]


class Good(Enum):
    """Which way of a figure is the wished one."""

    UP = "up"
    DOWN = "down"
    NEITHER = ""


class Kind(Enum):
    """How a figure is made of rows, and so how communities add up."""

    COUNT = "count"  # so many rows
    SUM = "sum"  # a number of each row, added up
    SHARE = "share"  # percent of the rows that fulfil a condition
    MEAN = "mean"  # a number of each row, divided by the rows
    PER = "per"  # one figure divided by another


@dataclass(frozen=True)
class Source:
    """Rows that belong to communities. ``rows(day)``: those that there were on a day, by business dates."""

    key: str
    rows: Callable[[date], QuerySet[Any]]
    #: Look-up from a row to its community's key; "pk" where the rows are communities.
    path: str = "community"
    #: Look-ups from a row to its estate and to its station; "" where it hangs on none.
    estate: str = ""
    station: str = ""
    #: Related rows that a list of records needs.
    related: tuple[str, ...] = ()
    #: What each row adds on a day where the database cannot work it out: name → primary key → number; rows
    #: that are not named add 0.
    numbers: Callable[[date], Mapping[str, Mapping[int, int]]] | None = None


@dataclass(frozen=True)
class Indicator:
    key: str
    label: str
    unit: str
    #: What it counts, in one sentence that everybody understands.
    counts: str
    source: Source
    kind: Kind = Kind.COUNT
    #: Which rows of the source are meant; None: all. Of a share: which of ``whole``.
    which: Which | None = None
    #: Of a share: of which rows; None: all.
    whole: Which | None = None
    #: Of a sum or a mean: the column or expression added up.
    adds: str | Combinable | None = None
    #: Of a sum that the database cannot work out: its name among the numbers of its source.
    each: str = ""
    #: Of a figure per another: the key of the indicator that it is divided by.
    per: str = ""
    #: And how many times that is told: 100 for percent.
    times: int = 1
    #: Other sources whose records decide too which rows it counts.
    rests_on: tuple[Source, ...] = ()
    good: Good = Good.UP
    group: str = ""
    #: Whether residents may know it by nature; else until the street releases it (see :mod:`.releases`).
    public: bool = True
    decimals: int = 0
    #: Whether records tell what it was on an earlier day; else only today is known.
    has_past: bool = True
    #: Name of the page that tells more of it; "" where there is none.
    page: str = ""

    @property
    def sources(self) -> list[Source]:
        """All whose records make the figure what it is."""
        divisor = [_indicators[self.per].source] if self.per else []
        found = {source.key: source for source in (self.source, *divisor, *self.rests_on)}
        return list(found.values())

    def condition(self, day: date) -> Q:
        return self.which(day) if self.which else Q()

    def whole_condition(self, day: date) -> Q:
        return self.whole(day) if self.whole else Q()

    def records(self, day: date, community: int | None = None) -> QuerySet[Any]:
        """The rows behind the figure: those counted, or added up. Their number is the figure's ``n``."""
        return self._rows(day, self.whole_condition(day) & self.condition(day), community)

    def whole_records(self, day: date, community: int | None = None) -> QuerySet[Any]:
        """Of a share: all rows that it is a share of."""
        return self._rows(day, self.whole_condition(day), community)

    def _rows(self, day: date, condition: Q, community: int | None) -> QuerySet[Any]:
        rows = self.source.rows(day).filter(condition)
        if not self.known_on(day):
            return rows.none()
        return rows if community is None else rows.filter(**{self.source.path: community})

    def known_on(self, day: date) -> bool:
        return self.has_past or day == timezone.localdate()


@dataclass(frozen=True)
class Figure:
    """A measured value. ``n``: rows or their sum; ``whole``: what it is divided by, where it is."""

    n: Decimal
    whole: Decimal | None = None
    #: Of a share: 100, for percent.
    times: int = 1

    @property
    def value(self) -> Decimal | None:
        """None where there is nothing to divide by, which is not the same as 0."""
        if self.whole is None:
            return self.n
        return self.times * self.n / self.whole if self.whole else None


#: Counts of what happens: of them a month's own number tells more than the sum since the beginning.
_FLOWS = {
    "activities_held",
    "residents_served",
    "ledger_entries",
    "requests_received",
    "deliberations_held",
    "resolutions",
}

_indicators: dict[str, Indicator] = {}


class UnknownIndicator(KeyError):
    """There is no indicator of this key."""


def register(*indicators: Indicator) -> None:
    for indicator in indicators:
        if indicator.key in _indicators:
            raise ValueError(f"Two indicators are called {indicator.key}.")
        _indicators[indicator.key] = indicator


def indicators() -> list[Indicator]:
    """All of them, in the order in which they were registered."""
    return list(_indicators.values())


def indicator_of(key: str) -> Indicator:
    """Raises :class:`UnknownIndicator`."""
    try:
        return _indicators[key]
    except KeyError as exc:
        raise UnknownIndicator(key) from exc


def is_flow(indicator: Indicator) -> bool:
    return indicator.kind in (Kind.COUNT, Kind.SUM) and indicator.key in _FLOWS


def nearest(word: str, known: list[str]) -> str:
    """``，最接近的是“…”``: what somebody who wrote ``word`` may have meant, "" where nothing is known."""
    near = get_close_matches(word, known, n=1, cutoff=0)
    return f"，最接近的是“{near[0]}”" if near else ""


def said_unknown(key: str) -> str:
    """The sentence for a key that no indicator has."""
    return f"没有代号是“{key}”的指标{nearest(key, list(_indicators))}。请从列表里选一个指标。"


def indicator_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a form: groups of key and label."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in _indicators.values():
        groups.setdefault(row.group, []).append((row.key, f"{row.label}（{row.unit}）"))
    return list(groups.items())
