"""What checks need to know besides the rows themselves, asked of the database once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from communities.models import Estate
from communities.outlines import Outlines, known_outlines
from stations.models import Station

from ..models import AcceptedRecord, QualityLimits
from .accepting import holding

Found = TypeVar("Found")


class Moment:
    """One look at the records: its day, the street's limits, what was accepted and where things can lie."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now: datetime = now or timezone.now()
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

    @cached_property
    def odd_points(self) -> dict[type[Model], dict[int, str]]:
        """Of stations and estates, whose point cannot be right: key and why."""
        return {model: dict(self._odd(model)) for model in (Station, Estate)}

    def _odd(self, model: type[Model]) -> Iterator[tuple[int, str]]:
        rows = model._default_manager.filter(lat__isnull=False)
        if model is Station:
            rows = rows.filter(status__in=Station.PUBLIC_STATUSES)
        for pk, community, lat, lon in rows.values_list("pk", "community", "lat", "lon"):
            if why := self.outlines.wrong(lat, lon, community):
                yield pk, why
