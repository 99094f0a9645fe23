"""Walks from homes to stations or sites, as arrays: measured on the street network where that was kept.

A pair that was not measured (no network, a new or moved point, off the network) is estimated and marked.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from communities.coords import EARTH_RADIUS

from .homes import Homes
from .models import KeptWalks
from .walking import DETOUR, METRES_A_MINUTE, Pace, Way, way_of

#: One kept pair: the target's key, a mark of where it was, and both kinds of way in metres and seconds.
#: NaN: no way leads there.
RECORD = np.dtype(
    [
        ("target", "<i8"),
        ("at", "<u4"),
        ("foot_metres", "<f8"),
        ("foot_seconds", "<f8"),
        ("step_free_metres", "<f8"),
        ("step_free_seconds", "<f8"),
    ]
)
#: Homes looked at in one go: bounds the memory, whatever the number of homes.
CHUNK = 500
#: The first look around a chunk of homes, in metres; widened for homes with nothing so near.
_AROUND = 3000.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Targets:
    """Where one may walk to, sorted by ``key``; ``lat``, ``lon`` in degrees WGS-84; ``at``: marks of them."""

    key: NDArray[np.int64]
    lat: Floats
    lon: Floats
    at: NDArray[np.uint32]
    toward: KeptWalks.Toward = KeptWalks.Toward.STATIONS

    def __len__(self) -> int:
        return len(self.key)

    def part(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Targets:
        return Targets(self.key[rows], self.lat[rows], self.lon[rows], self.at[rows], self.toward)


def targets_of(
    rows: Iterable[tuple[int, float, float]], toward: KeptWalks.Toward = KeptWalks.Toward.STATIONS
) -> Targets:
    """(key, lat, lon) rows → targets."""
    known = sorted(rows)
    return Targets(
        np.array([row[0] for row in known], dtype=np.int64),
        np.array([row[1] for row in known], dtype=np.float64),
        np.array([row[2] for row in known], dtype=np.float64),
        np.array([mark(row[1], row[2]) for row in known], dtype=np.uint32),
        toward,
    )


def mark(lat: float, lon: float) -> int:
    """A number that changes when a point is moved."""
    return zlib.crc32(struct.pack("<dd", lat, lon))


def straight_metres(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats) -> Floats:
    """Great-circle metres from each of n points (rows) to each of m (columns), degrees WGS-84."""
    north, east = np.radians(lat)[:, None], np.radians(lon)[:, None]
    to_north, to_east = np.radians(to_lat)[None, :], np.radians(to_lon)[None, :]
    half = (
        np.sin((to_north - north) / 2) ** 2
        + np.cos(north) * np.cos(to_north) * np.sin((to_east - east) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1)))


@dataclass(frozen=True)
class Walked:
    """n homes × m targets: metres and seconds, infinite where no way leads; ``estimated`` marks guesses."""

    metres: Floats
    seconds: Floats
    estimated: NDArray[np.bool_]


@dataclass(frozen=True)
class Kept:
    """What was measured from some homes: parallel arrays of rows (of those homes) and their records."""

    row: NDArray[np.int64]
    records: NDArray[np.void]

    def part(self, rows: NDArray[np.int64]) -> Kept:
        """For the homes of ``rows`` (ascending) alone."""
        place = np.searchsorted(rows, self.row)
        place = np.where(place < len(rows), place, 0)
        own = rows[place] == self.row
        return Kept(place[own], self.records[own])


#: Nothing was measured, or nothing of it is wanted.
NOTHING = Kept(np.empty(0, dtype=np.int64), np.empty(0, dtype=RECORD))


def walked(some: Homes, targets: Targets, pace: Pace, kept: Kept = NOTHING) -> Walked:
    """All walks from ``some`` homes (a chunk) to ``targets``, estimated where they are not ``kept``."""
    straight = straight_metres(some.lat, some.lon, targets.lat, targets.lon)
    metres = straight * DETOUR
    seconds = metres / METRES_A_MINUTE[pace] * 60
    estimated = np.ones(straight.shape, dtype=bool)
    if len(targets):
        _put(kept, targets, pace, metres, seconds, estimated)
    return Walked(metres, seconds, estimated)


def kept_of(some: Homes, toward: KeptWalks.Toward = KeptWalks.Toward.STATIONS) -> Kept:
    """What was measured from ``some`` homes (a chunk) that are still where they were then, in one query."""
    rows = {
        (origin, key): row
        for row, (origin, key) in enumerate(zip(some.origin.tolist(), some.key.tolist(), strict=True))
    }
    wanted = Q()
    for origin in KeptWalks.Origin.values:
        if keys := [key for known, key in rows if known == origin]:
            wanted |= Q(origin=origin, origin_id__in=keys)
    found = KeptWalks.objects.filter(wanted, toward=toward) if rows else KeptWalks.objects.none()
    places, pieces = [], []
    for origin, key, lat, lon, walks in found.order_by().values_list(
        "origin", "origin_id", "lat", "lon", "walks"
    ):
        row = rows[(origin, key)]
        if (lat, lon) == (some.lat[row], some.lon[row]):
            places.append(row)
            pieces.append(walks)
    counts = [len(piece) // RECORD.itemsize for piece in pieces]
    row = np.repeat(np.array(places, dtype=np.int64), counts)
    return Kept(row, np.frombuffer(b"".join(pieces), dtype=RECORD))


def _put(
    kept: Kept,
    targets: Targets,
    pace: Pace,
    metres: Floats,
    seconds: Floats,
    estimated: NDArray[np.bool_],
) -> None:
    """Writes what was measured over the estimates."""
    row, records = kept.row, kept.records
    column = np.searchsorted(targets.key, records["target"])
    inside = column < len(targets)
    column = np.where(inside, column, 0)
    valid = inside & (targets.key[column] == records["target"]) & (targets.at[column] == records["at"])
    row, records, column = row[valid], records[valid], column[valid]
    way: Way = way_of(pace)
    far = np.nan_to_num(records[f"{way}_metres"], nan=np.inf)
    long = np.nan_to_num(records[f"{way}_seconds"], nan=np.inf)
    metres[row, column] = far
    seconds[row, column] = far / METRES_A_MINUTE[pace] * 60 if pace is Pace.NORM else long
    estimated[row, column] = False


@dataclass(frozen=True)
class Nearest:
    """Of each home the target with the shortest walk. ``target``: its key, -1 where none can be reached.

    ``metres``, ``seconds``: infinite there. ``estimated``: whether that walk is a guess.
    """

    target: NDArray[np.int64]
    metres: Floats
    seconds: Floats
    estimated: NDArray[np.bool_]

    @property
    def minutes(self) -> NDArray[np.int64]:
        """Whole minutes, rounded up, at least one; -1 where none can be reached."""
        whole = np.ceil(np.round(np.where(np.isfinite(self.seconds), self.seconds, 0) / 60, 6))
        return np.where(self.target < 0, -1, np.maximum(1, whole)).astype(np.int64)


def nearest_of(
    found: Homes, targets: Targets, paces: Sequence[Pace], *, measured: bool = True
) -> dict[Pace, Nearest]:
    """The shortest walk of each home at each of ``paces``, in bounded memory; ties go to the lower key.

    ``measured=False``: estimates alone.
    """
    parts: dict[Pace, list[Nearest]] = {pace: [_none(0)] for pace in paces}
    for some in found.parts(CHUNK):
        kept = kept_of(some, targets.toward) if measured and len(targets) else NOTHING
        for pace in paces:
            parts[pace].append(_nearest_of(some, targets, pace, kept, _AROUND))
    return {pace: _joined(some) for pace, some in parts.items()}


def _none(n: int) -> Nearest:
    """For ``n`` homes: nothing can be reached."""
    return Nearest(np.full(n, -1), np.full(n, np.inf), np.full(n, np.inf), np.zeros(n, dtype=bool))


def _joined(parts: Sequence[Nearest]) -> Nearest:
    return Nearest(
        np.concatenate([part.target for part in parts]),
        np.concatenate([part.metres for part in parts]),
        np.concatenate([part.seconds for part in parts]),
        np.concatenate([part.estimated for part in parts]),
    )


def _nearest_of(some: Homes, targets: Targets, pace: Pace, kept: Kept, around: float) -> Nearest:
    near = within_box(some, targets, around)
    looked = targets.part(near)
    whole = len(looked) == len(targets)
    n = len(some)
    if len(looked):
        walks = walked(some, looked, pace, kept)
        best = walks.seconds.argmin(axis=1)
        rows = np.arange(n)
        seconds = walks.seconds[rows, best]
        reached = np.isfinite(seconds)
        result = Nearest(
            np.where(reached, looked.key[best], -1),
            walks.metres[rows, best],
            seconds,
            np.where(reached, walks.estimated[rows, best], False),
        )
    else:
        result = _none(n)
    # A target outside the box is at least `around` metres off, so it cannot be nearer than a shorter walk.
    unsure = np.flatnonzero(result.seconds > around / METRES_A_MINUTE[pace] * 60)
    if whole or not len(unsure):
        return result
    wider = _nearest_of(some.part(unsure), targets, pace, kept.part(unsure), around * 4)
    for mine, theirs in (
        (result.target, wider.target),
        (result.metres, wider.metres),
        (result.seconds, wider.seconds),
        (result.estimated, wider.estimated),
    ):
        mine[unsure] = theirs
    return result


def within_box(some: Homes, targets: Targets, metres: float) -> NDArray[np.bool_]:
    """Which targets lie in the box of ``some`` homes widened by ``metres`` on each side."""
    if not len(some) or not len(targets):
        return np.zeros(len(targets), dtype=bool)
    north = math.degrees(metres / EARTH_RADIUS)
    south_edge, north_edge = some.lat.min() - north, some.lat.max() + north
    steepest = math.cos(math.radians(min(89.0, max(abs(south_edge), abs(north_edge)))))
    east = north / steepest
    return (
        (targets.lat >= south_edge)
        & (targets.lat <= north_edge)
        & (targets.lon >= some.lon.min() - east)
        & (targets.lon <= some.lon.max() + east)
    )
