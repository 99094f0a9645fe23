"""How many records each check finds, for each community and station: a query a source, kept for a minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, QuerySet, Value

from ..indicators import Source, indicator_of
from ..snapshot import APART, SECONDS
from .checks import Check, checks
from .moment import Moment

_KEY = "quality"
#: Key of a community, and of a station of it; :data:`APART` where a record hangs on none.
Where = tuple[int, int]


@dataclass
class Number:
    """Of one check: records that it is about, those that are weak, and those found but accepted."""

    total: int = 0
    weak: int = 0
    accepted: int = 0

    def __iadd__(self, other: Number) -> Number:
        self.total += other.total
        self.weak += other.weak
        self.accepted += other.accepted
        return self


@dataclass
class Quality:
    """What all checks found. ``weakened``: indicator → check → where → weak records that it counts."""

    at: datetime
    found: dict[str, dict[Where, Number]] = field(default_factory=dict)
    weakened: dict[str, dict[str, dict[Where, int]]] = field(default_factory=dict)

    def numbers(self, community: int | None = None, station: int | None = None) -> dict[str, Number]:
        """By check: of the street, of a community or of a station."""
        return {key: _added(parts, community, station) for key, parts in self.found.items()}

    def weak_in(self, indicator: str, community: int | None = None) -> int:
        """How many weak records a figure rests on: one that two checks find counts twice, as in the list."""
        return sum(
            number
            for parts in self.weakened.get(indicator, {}).values()
            for (where, _), number in parts.items()
            if community is None or where == community
        )


def _added(parts: dict[Where, Number], community: int | None, station: int | None) -> Number:
    total = Number()
    for (where, spot), number in parts.items():
        if (community is None or where == community) and (station is None or spot == station):
            total += number
    return total


def quality() -> Quality:
    """As all surfaces show it, at most ``SECONDS`` old."""
    kept: Quality | None = cache.get(_KEY)
    if kept is None:
        kept = count(Moment())
        cache.set(_KEY, kept, SECONDS)
    return kept


def forget() -> None:
    """Count anew at the next question: what was accepted, or a limit, has changed."""
    cache.delete(_KEY)


def count(
    moment: Moment,
    some: Iterable[Check] | None = None,
    only: Callable[[QuerySet[Any], Source], QuerySet[Any]] | None = None,
) -> Quality:
    """What ``some`` checks (or all) find among the rows that ``only`` leaves."""
    by_source: dict[str, list[Check]] = defaultdict(list)
    for check in checks() if some is None else some:
        by_source[check.source.key].append(check)
    result = Quality(moment.now)
    for own in by_source.values():
        rows = own[0].source.rows(moment.day)
        _count_source(result, moment, own, only(rows, own[0].source) if only else rows)
    return result


def _count_source(result: Quality, moment: Moment, own: list[Check], rows: QuerySet[Any]) -> None:
    source = own[0].source
    columns: dict[str, Any] = {"told_rows": Count("pk")}
    for n, check in enumerate(own):
        columns[f"told_weak{n}"] = Count("pk", filter=check.weak(moment))
        if check.among:
            columns[f"told_among{n}"] = Count("pk", filter=check.among(moment))
        if check.key in moment.accepted:
            columns[f"told_accepted{n}"] = Count("pk", filter=check.failing(moment) & check.accepted(moment))
        for key in check.weakens:
            if counted := check.counted_by(indicator_of(key), moment):
                columns[f"told_{key}{n}"] = Count("pk", filter=check.weak(moment) & counted)
        result.found[check.key] = {}
        for key in check.weakens:
            result.weakened.setdefault(key, {})[check.key] = {}
    station = F(source.station) if source.station else Value(APART)
    parted = rows.order_by().annotate(told_community=F(source.path), told_station=station)
    for row in parted.values("told_community", "told_station").annotate(**columns):
        where = (row["told_community"] or APART, row["told_station"] or APART)
        for n, check in enumerate(own):
            total = row[f"told_among{n}"] if check.among else row["told_rows"]
            weak = row[f"told_weak{n}"]
            result.found[check.key][where] = Number(total, weak, row.get(f"told_accepted{n}", 0))
            for key in check.weakens:
                result.weakened[key][check.key][where] = row.get(f"told_{key}{n}", weak)
