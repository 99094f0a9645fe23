"""What checks need to know besides the rows themselves, asked of the database once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from communities.outlines import Outlines, known_outlines

from ..models import AcceptedRecord, QualityLimits
from .accepting import holding

Found = TypeVar("Found")


class Moment:
    """One look at the records: its day, the street's limits, what was accepted and where things can lie.

    ``within``: key of the community that is looked at alone; None: all of them.
    """

    def __init__(self, within: int | None = None) -> None:
        self.within = within
        self.now: datetime = timezone.now()
        self.day: date = timezone.localdate(self.now)
        self._known: dict[str, Any] = {}

    def once(self, what: str, find: Callable[[Moment], Found]) -> Found:
        """What ``find`` finds, looked for once at this moment."""
        if what not in self._known:
            self._known[what] = find(self)
        return self._known[what]

    @cached_property
    def limits(self) -> QualityLimits:
        return QualityLimits.current()

    @cached_property
    def outlines(self) -> Outlines:
        return known_outlines()

    @cached_property
    def acceptances(self) -> dict[tuple[str, int], AcceptedRecord]:
        """By check and record, of the version that the record has now."""
        return holding()

    @cached_property
    def accepted(self) -> dict[str, list[int]]:
        """By check: keys of the records that were accepted."""
        found: dict[str, list[int]] = defaultdict(list)
        for key, row in self.acceptances:
            found[key].append(row)
        return dict(found)

    def own(self, rows: QuerySet[Any], path: str = "community") -> QuerySet[Any]:
        """Those of ``rows`` that are looked at."""
        return rows if self.within is None else rows.filter(**{path: self.within})

    def odd_points(self, rows: QuerySet[Any]) -> dict[int, str]:
        """Rows of stations or estates whose point cannot be right: key and why."""
        placed = self.own(rows).filter(lat__isnull=False).order_by()
        found = {}
        for pk, community, lat, lon in placed.values_list("pk", "community", "lat", "lon"):
            if why := self.outlines.wrong(lat, lon, community):
                found[pk] = why
        return found
