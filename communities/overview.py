"""A community at a glance: how many of each, and the latest of each, from every room in one query.

A room registers in its ``AppConfig.ready()`` what it has to tell; all of it is written in the same columns,
so that the database puts it together. Only what anyone may see belongs here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, Expression, F, QuerySet, Value
from django.db.models.functions import Cast

from .memo import MemoByKey
from .models import Community


@dataclass(frozen=True)
class Line:
    """One thing to tell. ``part``: of what; ``key``: which kind or state; ``n``, ``m``: numbers."""

    part: str
    key: str
    pk: int | None
    title: str
    note: str
    day: date | None
    n: int | None
    m: int | None


#: So long a process tells the same of a community.
SECONDS = 30
#: Public rows of one community on a day, as :func:`told` writes them.
Source = Callable[[Community, date], QuerySet[Any]]

_sources: dict[str, Source] = {}
_COLUMNS = {
    "key": CharField(),
    "pk": BigIntegerField(),
    "title": CharField(),
    "note": CharField(),
    "day": DateField(),
    "n": BigIntegerField(),
    "m": BigIntegerField(),
}
_EMPTY = {"key": "", "title": "", "note": ""}


def register(part: str, source: Source) -> None:
    _sources[part] = source


def told(rows: QuerySet[Any], part: str, **columns: str | Expression) -> QuerySet[Any]:
    """``rows`` in the common columns; of each the name of a field or an expression, absent ones are empty."""
    written: dict[str, Any] = {"told_part": Cast(Value(part), CharField())}
    for name, kind in _COLUMNS.items():
        given = columns.get(name, Value(_EMPTY.get(name)))
        written[f"told_{name}"] = Cast(F(given) if isinstance(given, str) else given, kind)
    return rows.order_by().annotate(**written).values_list(*written)


def latest(rows: QuerySet[Any], order: tuple[str, ...], most: int) -> QuerySet[Any]:
    """The first ``most`` of ``rows``, in a form that can be put together with others on every database."""
    first = rows.order_by(*order).values("pk")[:most]
    return rows.model._default_manager.filter(pk__in=first)


def overview(community: Community, today: date) -> dict[str, list[Line]]:
    """What every room tells of ``community``, by part, each in no order; at most ``SECONDS`` old.

    One query, but of so many parts that putting it together costs more than asking it.
    """
    return _kept((community.pk, today))


def _gather(key: tuple[int, date]) -> dict[str, list[Line]]:
    pk, today = key
    community = Community(pk=pk)
    asked = [source(community, today) for source in _sources.values()]
    found: dict[str, list[Line]] = defaultdict(list)
    if asked:
        first, *others = asked
        for row in first.union(*others, all=True) if others else first:
            line = Line(*row)
            found[line.part].append(line)
    return found


_kept: MemoByKey[tuple[int, date], dict[str, list[Line]]] = MemoByKey(_gather, SECONDS, 500)
