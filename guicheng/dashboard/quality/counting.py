"""How many records each check finds, for each community and station: a query a source, kept for a minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Value

from ..indicators import Source, indicator_of
from ..kept import SPARING, kept
from ..kept import forget as forget_kept
from ..snapshot import APART
from .checks import Check, checks
from .moment import Moment

_KEY = "quality"


class Number(NamedTuple):
    """Of one check: records that it is about, those that are weak, and those found but accepted."""

    total: int = 0
    weak: int = 0
    accepted: int = 0


#: By check, and by key of a community or a station; :data:`APART` where a record hangs on none.
Numbers = dict[str, dict[int, Number]]


@dataclass
class Quality:
    """What all checks found. ``weakened``: indicator → check → community → weak records that it counts."""

    at: datetime
    communities: Numbers = field(default_factory=dict)
    stations: Numbers = field(default_factory=dict)
    weakened: dict[str, dict[str, dict[int, int]]] = field(default_factory=dict)

    def numbers(self, community: int | None = None) -> dict[str, Number]:
        """By check: of a community, or of the street."""
        return {key: _of(parts, community) for key, parts in self.communities.items()}

    def numbers_at(self, station: int) -> dict[str, Number]:
        """By check, of one station; nothing by those that are not about stations."""
        return {key: self.stations[key].get(station, Number()) for key in self.stations}

    def weak_in(self, indicator: str, community: int | None = None) -> int:
        """How many weak records a figure rests on: one that two checks find counts twice, as in the list."""
        return sum(
            sum(parts.values()) if community is None else parts.get(community, 0)
            for parts in self.weakened.get(indicator, {}).values()
        )


def _of(parts: dict[int, Number], community: int | None) -> Number:
    if community is not None:
        return parts.get(community, Number())
    return Number(*(sum(column) for column in zip(*parts.values(), strict=True))) if parts else Number()


def quality() -> Quality:
    """As all surfaces show it, kept for a minute or longer; without the stations, which few pages ask for."""
    return kept(_KEY, _count_communities, times=SPARING)


def _count_communities() -> Quality:
    found = count(Moment())
    found.stations.clear()
    return found


def quality_of_stations(community: int) -> Quality:
    """What the checks of stations find at the stations of a community, kept likewise."""

    def only(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
        return rows.filter(**{source.path: community})

    def anew() -> Quality:
        return count(Moment(within=community), [check for check in checks() if check.source.station], only)

    return kept(f"{_KEY}:{community}", anew, times=SPARING)


def forget(communities: Iterable[int]) -> None:
    """Count anew at the next question: what was accepted in these communities, or a limit, has changed."""
    forget_kept([_KEY, *(f"{_KEY}:{community}" for community in communities)])


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
        result.communities[check.key] = {}
        if source.station:
            result.stations[check.key] = {}
        columns[f"told_weak{n}"] = Count("pk", filter=check.weak(moment))
        if check.among:
            columns[f"told_among{n}"] = Count("pk", filter=check.among(moment))
        if check.key in moment.accepted:
            columns[f"told_accepted{n}"] = Count("pk", filter=check.failing(moment) & check.accepted(moment))
        for key in check.weakens:
            if counted := check.counted_by(indicator_of(key), moment):
                columns[f"told_{key}{n}"] = Count("pk", filter=check.weak(moment) & counted)
        for key in check.weakens:
            result.weakened.setdefault(key, {})[check.key] = {}
    station = F(source.station) if source.station else Value(APART)
    parted = rows.order_by().annotate(told_community=F(source.path), told_station=station)
    for row in parted.values("told_community", "told_station").annotate(**columns):
        community, spot = row["told_community"] or APART, row["told_station"] or APART
        for n, check in enumerate(own):
            total = row[f"told_among{n}"] if check.among else row["told_rows"]
            weak = row[f"told_weak{n}"]
            number = Number(total, weak, row.get(f"told_accepted{n}", 0))
            if source.station:
                result.stations[check.key][spot] = number
            _add(result.communities[check.key], community, number)
            for key in check.weakens:
                parts = result.weakened[key][check.key]
                parts[community] = parts.get(community, 0) + row.get(f"told_{key}{n}", weak)


def _add(parts: dict[int, Number], key: int, number: Number) -> None:
    before = parts.get(key, Number())
    parts[key] = Number(*(a + b for a, b in zip(before, number, strict=True)))
