"""The circle: which households walk to an open station within so many minutes.

One definition for page, indicator and command: a home is covered when its shortest walk to a station that is
at work is at most the minutes asked for. What a minute is, :mod:`.walking` says; where the homes are,
:mod:`.homes`; how far they walk, :mod:`.kept_walks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import numpy as np
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from communities.models import Estate

from .homes import Homes, homes
from .kept_walks import Nearest, nearest_of, targets_of
from .models import KeptWalks, Station
from .nearest import matching
from .opening import open_at
from .walking import Pace

#: The minutes that policy speaks of.
USUAL_MINUTES = (5, 10, 15)
#: As far as walks are measured (:data:`stations.measuring.REACH_METRES`) nobody walks longer than this.
LONGEST_MINUTES = 30


def tenths(number: float) -> Decimal:
    """One decimal, a half rounded up: as pages and indicators show it."""
    return Decimal(repr(float(number))).quantize(Decimal("0.1"), ROUND_HALF_UP)


class BadQuestion(ValueError):
    """A question that cannot be answered; ``str()`` says in Chinese what to ask instead."""


@dataclass(frozen=True)
class Question:
    """``day``: as of when stations count as open (None: today). ``at``: only those open at that moment.

    ``services``: slugs, all offered; ``audience``: a slug. ``measured=False``: straight lines alone.
    """

    minutes: int = 10
    pace: Pace = Pace.ADULT
    day: date | None = None
    at: datetime | None = None
    services: tuple[str, ...] = ()
    audience: str = ""
    measured: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= LONGEST_MINUTES:
            raise BadQuestion(f"分钟数要在 1 到 {LONGEST_MINUTES} 之间，通常是 5、10 或 15。")
        if self.at is not None and self.day not in (None, timezone.localdate()):
            raise BadQuestion("以前的日子只能看当时已启用的站点，不能再选几点开门。")


def stations_at_work(day: date) -> QuerySet[Station]:
    """Stations with a point that were opened by ``day`` and not closed by then.

    Those suspended now are left out on any day: since when they are is not known.
    """
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
    there = Q(status=Station.Status.OPEN) & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    there |= Q(status=Station.Status.CLOSED, closed_on__gt=day)
    return Station.objects.order_by().filter(opened, there, lat__isnull=False)


def stations_meant(question: Question) -> QuerySet[Station]:
    """Raises :class:`stations.nearest.UnknownFilter` for a service or audience that does not exist."""
    rows = stations_at_work(question.day or timezone.localdate())
    rows = matching(rows, services=question.services, audience=question.audience)
    return open_at(rows, question.at) if question.at is not None else rows


@dataclass(frozen=True)
class Coverage:
    """The answer, home by home. ``stations``: how many counted as open."""

    question: Question
    homes: Homes
    nearest: Nearest
    stations: int

    def at(self, minutes: int) -> Coverage:
        """The same for other minutes."""
        return replace(self, question=replace(self.question, minutes=minutes))

    @cached_property
    def within(self) -> NDArray[np.bool_]:
        """Which homes are covered."""
        return np.round(self.nearest.seconds, 6) <= self.question.minutes * 60

    @property
    def total(self) -> int:
        """Households in all."""
        return self.homes.total

    @cached_property
    def covered(self) -> int:
        return int(self.homes.households[self.within].sum())

    @property
    def share(self) -> float | None:
        """Percent of the households; None where there are none."""
        return 100 * self.covered / self.total if self.total else None

    @cached_property
    def guessed(self) -> int:
        """Households whose walk is an estimate; those from whom no way leads anywhere were measured."""
        return int(self.homes.households[self.nearest.estimated].sum())

    def by_community(self) -> dict[int, tuple[int, int]]:
        """Community → (covered, all) households."""
        return self._by(self.homes.community)

    def by_estate(self) -> dict[int, tuple[int, int]]:
        """Estate → (covered, all) households."""
        return self._by(self.homes.estate)

    def _by(self, groups: NDArray[np.int64]) -> dict[int, tuple[int, int]]:
        keys, place = np.unique(groups, return_inverse=True)
        whole = np.bincount(place, weights=self.homes.households, minlength=len(keys))
        own = np.bincount(place, weights=self.homes.households * self.within, minlength=len(keys))
        return {int(key): (int(a), int(b)) for key, a, b in zip(keys, own, whole, strict=True)}

    def uncovered(self) -> NDArray[np.int64]:
        """Rows of homes that are not covered: most households first, then the longest walk."""
        rows = np.flatnonzero(~self.within)
        order = np.lexsort((-self.nearest.seconds[rows], -self.homes.households[rows]))
        return rows[order]


def coverage(
    question: Question, estates: QuerySet[Estate] | None = None, *, found: Homes | None = None
) -> Coverage:
    """Of the homes of ``estates`` (all by default); ``found``: the homes, where they were read before.

    Stations everywhere count: the nearest may be another community's.
    """
    found = homes(estates) if found is None else found
    return coverages(question, [question.pace], found)[question.pace]


def coverages(question: Question, paces: Sequence[Pace], found: Homes) -> dict[Pace, Coverage]:
    """The same question at several paces, read once."""
    targets = targets_of(stations_meant(question).values_list("pk", "lat", "lon"))
    nearest = nearest_of(found, targets, paces, measured=question.measured)
    return {
        pace: Coverage(replace(question, pace=pace), found, nearest[pace], len(targets)) for pace in paces
    }


@dataclass(frozen=True)
class Basis:
    """What the kept walks rest on. ``network``: "" where there are none; ``at``: the newest of them."""

    network: str = ""
    at: datetime | None = None


def basis() -> Basis:
    newest = KeptWalks.objects.aggregate(at=Max("measured_at"))["at"]
    if newest is None:
        return Basis()
    row = KeptWalks.objects.filter(measured_at=newest).values_list("network", flat=True).first()
    return Basis(row or "", newest)
