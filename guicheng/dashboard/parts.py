"""Below a community: its estates and its stations, and the figures that can be told of each.

An indicator splits at a level when its source says how its rows hang on it. All of a source are counted in
one query, for all estates of a community as for one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from communities.models import Community, Estate
from guicheng.accounts.admin_input import is_key
from stations.models import Station

from .indicators import Indicator, Source, indicator_of, indicators
from .kept import kept
from .snapshot import APART, Snapshot, count_some

#: In an address: the rows of a community that hang on no part of it.
NONE = "none"


class Level(StrEnum):
    ESTATE = "estate"
    STATION = "station"


#: What belongs to no part of a level, in words.
APART_WORDS = {Level.ESTATE: "不属于任何小区", Level.STATION: "不属于任何站点"}


@dataclass(frozen=True)
class Part:
    """One estate or station of a community; without ``row`` whatever of the community hangs on none."""

    level: Level
    community: Community
    row: Estate | Station | None = None

    @property
    def name(self) -> str:
        return self.row.name if self.row else APART_WORDS[self.level]

    @property
    def key(self) -> int:
        return self.row.pk if self.row else APART

    @property
    def asked(self) -> str:
        """What stands for it in an address."""
        return str(self.row.pk) if self.row else NONE

    @property
    def address(self) -> str:
        """Its page; "" for what hangs on none."""
        if self.row is None:
            return ""
        return reverse(f"dashboard-{self.level}", args=[self.community.code, self.row.pk])

    def condition(self, source: Source) -> Q:
        """Which rows of ``source`` are its own."""
        path = path_of(source, self.level)
        own = Q(**{path: self.row.pk}) if self.row else Q(**{f"{path}__isnull": True})
        return own & Q(**{source.path: self.community.pk})


def path_of(source: Source, level: Level) -> str:
    """Look-up from a row to its estate or station; "" where rows hang on none."""
    return source.estate if level is Level.ESTATE else source.station


def splits(indicator: Indicator, level: Level) -> bool:
    if not path_of(indicator.source, level):
        return False
    return not indicator.per or splits(indicator_of(indicator.per), level)


def split_at(level: Level) -> list[Indicator]:
    return [indicator for indicator in indicators() if splits(indicator, level)]


def rows_of(community: Community, level: Level) -> QuerySet[Any]:
    """Its estates or stations by name; stations that are closed have their past and stay."""
    rows = community.estates if level is Level.ESTATE else community.stations
    return rows.order_by("name", "pk")


def part_of(community: Community, level: Level, key: int) -> Part:
    """Raises 404 for what is not there and for what is another community's alike."""
    rows = community.estates if level is Level.ESTATE else community.stations
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return Part(level, community, row)


def part_asked(request: HttpRequest, community: Community | None) -> Part | None:
    """``?community=…&estate=…`` or ``&station=…``, a key or ``none``. Raises 404 for what makes no sense."""
    named = [level for level in Level if request.GET.get(level.value)]
    if not named:
        return None
    if community is None or len(named) > 1:
        raise Http404
    text = request.GET[named[0].value]
    if text == NONE:
        return Part(named[0], community)
    if not is_key(text):
        raise Http404
    return part_of(community, named[0], int(text))


def count_parts(
    community: Community, level: Level, day: date, some: Sequence[Indicator], keys: Sequence[int]
) -> Snapshot:
    """``some`` indicators, all of which split, of these parts of a community, and of the rest of it."""

    def only(source: Source) -> Q:
        path = path_of(source, level)
        own = Q(**{f"{path}__in": keys}) | Q(**{f"{path}__isnull": True})
        return own & Q(**{source.path: community.pk})

    asked = f"{[each.key for each in some]} {list(keys)}"
    name = hashlib.sha256(asked.encode()).hexdigest()
    return _kept(f"{community.pk}:{level}:{name}", day, level, some, only)


def count_part(part: Part, day: date) -> Snapshot:
    """All indicators that split, of one part."""
    name = f"{part.community.pk}:{part.level}={part.asked}"
    return _kept(name, day, part.level, split_at(part.level), part.condition)


def _kept(
    name: str, day: date, level: Level, some: Sequence[Indicator], only: Callable[[Source], Q]
) -> Snapshot:
    asked = {each.key: each for each in some}
    asked |= {each.per: indicator_of(each.per) for each in some if each.per}
    return kept(
        f"figures:{day.isoformat()}:{name}",
        lambda: count_some(asked.values(), day, lambda source: path_of(source, level), only),
    )
