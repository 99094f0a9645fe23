"""All figures at one time, for the street and each community: what every surface shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Aggregate, Count, F, Q, Sum
from django.utils import timezone

from .indicators import Figure, Indicator, Kind, Source, indicator_of, indicators
from .kept import SECONDS, kept, peek

_ZERO = Decimal(0)

#: Under this key stand rows that hang on no community: the street's own.
APART = 0

#: Of one indicator in one community: rows (or their sum), and what they are divided by.
Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Snapshot:
    """``counted``: indicator → community → numbers. ``day``: as of when; ``at``: when it was counted.

    Of one community the keys may be its estates or stations instead (see :mod:`.parts`).
    """

    day: date
    at: datetime
    counted: dict[str, dict[int, Pair]]

    def figure(self, key: str, community: int | None = None) -> Figure:
        """Of the whole street, or of one community; without a value where the past is unknown.

        Raises :class:`UnknownIndicator`.
        """
        indicator = indicator_of(key)
        parts = self.counted[key]
        if not indicator.known_on(self.day):
            return Figure(_ZERO, _ZERO)
        pairs = list(parts.values()) if community is None else [parts.get(community, (_ZERO, _ZERO))]
        n = sum((pair[0] for pair in pairs), _ZERO)
        if indicator.kind in (Kind.SHARE, Kind.MEAN):
            whole = sum((pair[1] for pair in pairs), _ZERO)
            return Figure(n, whole, 100 if indicator.kind is Kind.SHARE else 1)
        if indicator.kind is Kind.PER:
            return Figure(n, self.figure(indicator.per, community).n, indicator.times)
        return Figure(n)

    def value(self, key: str, community: int | None = None) -> Decimal | None:
        return self.figure(key, community).value


def count(day: date) -> Snapshot:
    """Count everything anew as of ``day``."""
    return count_some(indicators(), day, _by_community, _everywhere)


def _by_community(source: Source) -> str:
    return source.path


def _everywhere(source: Source) -> Q:
    return Q()


def count_some(
    some: Iterable[Indicator], day: date, path: Callable[[Source], str], only: Callable[[Source], Q]
) -> Snapshot:
    """Count ``some`` indicators over the rows that ``only`` leaves, parted by the key at ``path``.

    One query a source, however many indicators it has and however many keys there are.
    """
    by_source: dict[str, list[Indicator]] = defaultdict(list)
    sources: dict[str, Source] = {}
    for indicator in some:
        by_source[indicator.source.key].append(indicator)
        sources[indicator.source.key] = indicator.source
    at = timezone.now()
    counted: dict[str, dict[int, Pair]] = {}
    for key, own in by_source.items():
        counted.update(_count_source(sources[key], own, day, path(sources[key]), only(sources[key])))
    return Snapshot(day, at, counted)


def _count_source(
    source: Source, some: list[Indicator], day: date, path: str, only: Q
) -> dict[str, dict[int, Pair]]:
    columns: dict[str, Any] = {}
    result: dict[str, dict[int, Pair]] = {indicator.key: {} for indicator in some}
    if source.numbers is not None:
        named = {indicator.key: indicator.each for indicator in some if indicator.each}
        result.update(_each_added(source, named, day, path, only))
        some = [indicator for indicator in some if not indicator.each]
    if not some:
        return result
    for number, indicator in enumerate(some):
        which = indicator.whole_condition(day) & indicator.condition(day)
        columns[f"n{number}"] = _aggregate(indicator, which)
        if indicator.kind is Kind.SHARE:
            columns[f"w{number}"] = Count("pk", filter=indicator.whole_condition(day))
        elif indicator.kind is Kind.MEAN:
            columns[f"w{number}"] = Count("pk", filter=which)
    parted = source.rows(day).filter(only).order_by().annotate(told_key=F(path))
    for row in parted.values("told_key").annotate(**columns):
        for number, indicator in enumerate(some):
            pair = (_number(row[f"n{number}"]), _number(row.get(f"w{number}")))
            result[indicator.key][APART if row["told_key"] is None else row["told_key"]] = pair
    return result


def _each_added(
    source: Source, named: Mapping[str, str], day: date, path: str, only: Q
) -> dict[str, dict[int, Pair]]:
    """Sums of what each row adds, parted by the key at ``path``. ``named``: indicator → its number's name."""
    numbers = source.numbers(day) if source.numbers and named else {}
    sums: dict[str, dict[int, int]] = {key: defaultdict(int) for key in named}
    rows = source.rows(day).filter(only).order_by().values_list("pk", path)
    for pk, part in rows if named else ():
        for key, name in named.items():
            sums[key][APART if part is None else part] += numbers[name].get(pk, 0)
    return {
        key: {part: (Decimal(number), _ZERO) for part, number in parts.items()} for key, parts in sums.items()
    }


def _aggregate(indicator: Indicator, which: Q) -> Aggregate:
    chosen = which if which else None
    if indicator.kind in (Kind.SUM, Kind.MEAN):
        return Sum(indicator.adds, filter=chosen)
    return Count("pk", filter=chosen)


def _number(value: Any) -> Decimal:  # noqa: ANN401
    """Durations count in days."""
    if value is None:
        return _ZERO
    if isinstance(value, timedelta):
        return Decimal(value.total_seconds()) / 86_400
    return Decimal(str(value))


def snapshot(day: date | None = None) -> Snapshot:
    """The figures of ``day`` (today by default) as all surfaces show them, kept for a minute."""
    day = day or timezone.localdate()
    return kept(_key(day), lambda: count(day))


def _key(day: date) -> str:
    return f"figures:{day.isoformat()}"


def snapshot_of(some: Iterable[Indicator], day: date) -> Snapshot:
    """Some figures of ``day``, for who needs few of them on many days: nothing else is counted.

    One query a source at most, and none for what a snapshot of the day holds already.
    """
    whole: Snapshot | None = peek(_key(day))
    if whole is not None:
        return whole
    wanted = {each.key: each for indicator in some for each in _with_divisor(indicator)}
    known = cache.get_many([f"{_key(day)}:{key}" for key in wanted])
    found = {key: known[own] for key in wanted if (own := f"{_key(day)}:{key}") in known}
    missing = [indicator for key, indicator in wanted.items() if key not in found]
    if missing:
        new = count_some(missing, day, _by_community, _everywhere)
        fresh = {key: (new.at, parts) for key, parts in new.counted.items()}
        cache.set_many({f"{_key(day)}:{key}": each for key, each in fresh.items()}, SECONDS)
        found.update(fresh)
    at = min((at for at, _ in found.values()), default=timezone.now())
    return Snapshot(day, at, {key: parts for key, (_, parts) in found.items()})


def _with_divisor(indicator: Indicator) -> list[Indicator]:
    return [indicator, indicator_of(indicator.per)] if indicator.per else [indicator]


def figure_on(indicator: Indicator, day: date, community: int | None = None) -> Figure:
    """One figure of ``day``."""
    return snapshot_of([indicator], day).figure(indicator.key, community)


def differences(shown: Snapshot, counted: Snapshot) -> list[str]:
    """Where two snapshots of one day say different things, in words."""
    lines = []
    for key, parts in counted.counted.items():
        before = shown.counted.get(key, {})
        for community in sorted({*parts, *before}, key=str):
            old, new = before.get(community, (_ZERO, _ZERO)), parts.get(community, (_ZERO, _ZERO))
            if old != new:
                lines.append(f"{key} 社区 {community}：显示 {old[0]}/{old[1]}，重新统计 {new[0]}/{new[1]}")
    return lines
