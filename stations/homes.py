"""Where the households are: an estate's point with its households, its buildings' own where they are known.

The buildings (and lanes) of an estate that have both a point and households stand for themselves; what is
left of the estate's households stands at the estate's point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from communities.models import Estate, Place

from .models import KeptWalks

Origin = KeptWalks.Origin


@dataclass(frozen=True)
class Homes:
    """Parallel arrays, a row a home, by community, then estate. ``lat``, ``lon`` in degrees WGS-84.

    ``origin``: an :class:`Origin` value; ``key``: the primary key of that estate or place. ``estate``: the
    estate that the households belong to. ``no_households``, ``no_point``: estates that cannot be counted.
    """

    origin: NDArray[np.str_]
    key: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    households: NDArray[np.int64]
    estate: NDArray[np.int64]
    community: NDArray[np.int64]
    no_households: int = 0
    no_point: int = 0

    def __len__(self) -> int:
        return len(self.key)

    @property
    def total(self) -> int:
        return int(self.households.sum())

    def part(self, rows: NDArray[np.int64] | slice) -> Homes:
        return Homes(
            self.origin[rows],
            self.key[rows],
            self.lat[rows],
            self.lon[rows],
            self.households[rows],
            self.estate[rows],
            self.community[rows],
        )

    def parts(self, size: int) -> Iterator[Homes]:
        """In pieces of at most ``size`` rows, neighbours together."""
        for start in range(0, len(self), size):
            yield self.part(slice(start, start + size))


def homes(estates: QuerySet[Estate] | None = None) -> Homes:
    """The homes of ``estates`` (all by default), in two queries."""
    wanted = Estate.objects.all() if estates is None else estates
    rows = wanted.order_by("community_id", "pk").values_list("pk", "community_id", "households", "lat", "lon")
    located = Place.objects.in_use().filter(lat__isnull=False, households__gt=0, estate__isnull=False)
    if estates is not None:
        located = located.filter(estate__in=estates.order_by().values("pk"))
    own: dict[int, list[tuple[int, int, float, float]]] = defaultdict(list)
    for pk, estate, households, lat, lon in located.order_by("pk").values_list(
        "pk", "estate_id", "households", "lat", "lon"
    ):
        own[estate].append((pk, households, lat, lon))
    found: list[tuple[str, int, float, float, int, int, int]] = []
    no_households = no_point = 0
    for pk, community, households, lat, lon in rows.iterator(5000):
        buildings = own.get(pk, ())
        for place, lives, place_lat, place_lon in buildings:
            found.append((Origin.PLACE.value, place, place_lat, place_lon, lives, pk, community))
        if households is None:
            no_households += not buildings
            continue
        left = max(0, households - sum(building[1] for building in buildings))
        if not left:
            continue
        if lat is None:
            no_point += 1
            continue
        found.append((Origin.ESTATE.value, pk, lat, lon, left, pk, community))
    columns = list(zip(*found, strict=True)) if found else [()] * 7
    return Homes(
        np.array(columns[0], dtype="U6"),
        np.array(columns[1], dtype=np.int64),
        np.array(columns[2], dtype=np.float64),
        np.array(columns[3], dtype=np.float64),
        np.array(columns[4], dtype=np.int64),
        np.array(columns[5], dtype=np.int64),
        np.array(columns[6], dtype=np.int64),
        no_households,
        no_point,
    )
