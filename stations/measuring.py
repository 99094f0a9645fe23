"""Measures walks on the street network and keeps them: ``manage.py measure_walks``.

The unit of work is one home: all its walks are asked for, written, and done. A run skips whatever still
rests on the same network and points, so it goes on where the last one stopped, and memory does not grow
with the number of homes.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from communities.models import Estate

from .homes import Homes, homes
from .kept_walks import RECORD, Targets, straight_metres, targets_of, within_box
from .models import CandidateSite, KeptIsochrones, KeptWalks, Station
from .walking import WAY_KMH, Pace, Way, way_of
from .walking.engines import CannotDraw, EngineDown, Leg, Point
from .walking.valhalla import Valhalla

#: All targets within this straight distance are measured: as far as anybody walks in 30 minutes.
REACH_METRES = 2600.0
#: So many of the nearest are measured, however far they are.
AT_LEAST = 3
#: A home from which no way leads to anything near is not looked at farther than this.
_FARTHEST_METRES = 10_000.0
#: Homes whose walks are asked for together and written in one short transaction.
BATCH = 100
#: An engine that stumbles gets so many more chances, after as many seconds.
_WAITS = (1, 3, 9)

Toward = KeptWalks.Toward
#: Of each point the metres to the nearest street, by kind of way; None: off the network.
Snaps = dict[Way, list[float | None]]
#: Told after each batch: how many homes are done and how many there are.
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """``measured``: worked out anew; ``unchanged``: still right; ``off``: those off the network."""

    network: str = ""
    measured: int = 0
    unchanged: int = 0
    off: int = 0
    removed: int = 0
    isochrones: int = 0
    pairs: int = 0
    seconds: float = 0.0


def site_targets() -> Targets:
    """The places where a station might come: estates and staff's own points, by :func:`site_key`."""
    rows = [(estate_site(pk), lat, lon) for pk, lat, lon in _points(Estate)]
    rows += [(added_site(pk), lat, lon) for pk, lat, lon in _points(CandidateSite)]
    return targets_of(rows, Toward.SITES)


def estate_site(pk: int) -> int:
    """Sites of two kinds share one range of keys: estates are even, points that staff added odd."""
    return 2 * pk


def added_site(pk: int) -> int:
    return 2 * pk + 1


def station_targets() -> Targets:
    """All stations with a point, also planned and closed ones: earlier days and siting need them."""
    return targets_of(_points(Station))


def _points(model: type[Estate] | type[CandidateSite] | type[Station]) -> list[tuple[int, float, float]]:
    return list(model.objects.order_by().filter(lat__isnull=False).values_list("pk", "lat", "lon"))


@dataclass
class Measuring:
    """One run. ``threads``: questions asked at a time; the engine answers as many as it has workers."""

    engine: Valhalla
    progress: Progress = lambda done, total: None
    threads: int = 4
    waits: Sequence[float] = _WAITS
    report: Report = field(init=False, default_factory=Report)

    def run(self) -> Report:
        """Everything that is not up to date. Raises :class:`EngineDown`; what is done by then stays."""
        begun = time.monotonic()
        self.report.network = self.engine.network()
        found = homes()
        stations, sites = station_targets(), site_targets()
        total = 2 * len(found)
        self._walks(found, stations, 0, total)
        self._walks(found, sites, len(found), total)
        self._isochrones(lambda: self.progress(total, total))
        self.report.removed = forget_gone(found)
        self.report.seconds = time.monotonic() - begun
        return self.report

    # --- walks --------------------------------------------------------------------------------------

    def _walks(self, found: Homes, targets: Targets, done: int, total: int) -> None:
        target_snaps = self._snaps(list(zip(targets.lat.tolist(), targets.lon.tolist(), strict=True)))
        for some in found.parts(BATCH):
            known = self._known(some, targets.toward)
            stale = [row for row in range(len(some)) if not self._is_fresh(some, row, targets, known)]
            self.report.unchanged += len(some) - len(stale)
            if stale:
                self._measure(some.part(np.array(stale)), targets, target_snaps)
            done += len(some)
            self.progress(done, total)

    def _known(self, some: Homes, toward: Toward) -> dict[tuple[str, int], tuple[str, float]]:
        rows = KeptWalks.objects.filter(
            toward=toward, origin__in=set(some.origin.tolist()), origin_id__in=some.key.tolist()
        )
        return {
            (origin, key): (inputs, radius)
            for origin, key, inputs, radius in rows.order_by().values_list(
                "origin", "origin_id", "inputs", "radius"
            )
        }

    def _is_fresh(
        self, some: Homes, row: int, targets: Targets, known: dict[tuple[str, int], tuple[str, float]]
    ) -> bool:
        kept = known.get((str(some.origin[row]), int(some.key[row])))
        return kept is not None and kept[0] == self._inputs(some, row, targets, kept[1])

    def _inputs(self, some: Homes, row: int, targets: Targets, radius: float) -> str:
        """A digest of what a home's walks rest on: the network, its point, the targets within ``radius``."""
        near, _ = _near(some, row, targets, radius)
        digest = hashlib.sha1(self.report.network.encode(), usedforsecurity=False)
        digest.update(np.array([some.lat[row], some.lon[row], radius]).tobytes())
        digest.update(targets.key[near].tobytes() + targets.at[near].tobytes())
        return digest.hexdigest()

    def _measure(self, some: Homes, targets: Targets, target_snaps: Snaps) -> None:
        points = list(zip(some.lat.tolist(), some.lon.tolist(), strict=True))
        snaps = self._snaps(points)

        def one(row: int) -> tuple[float, bytes, int]:
            own = {way: snap[row] for way, snap in snaps.items()}
            if own[Way.FOOT] is None:
                return 0.0, b"", 0
            return self._all_near(some, row, points[row], own, targets, target_snaps)

        with ThreadPoolExecutor(self.threads) as pool:
            answers = list(pool.map(one, range(len(some))))
        rows = [
            KeptWalks(
                origin=some.origin[row],
                origin_id=some.key[row],
                toward=targets.toward,
                lat=some.lat[row],
                lon=some.lon[row],
                snap=snaps[Way.FOOT][row],
                radius=radius,
                network=self.report.network,
                inputs=self._inputs(some, row, targets, radius),
                walks=records,
            )
            for row, (radius, records, _) in enumerate(answers)
        ]
        with transaction.atomic():
            KeptWalks.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["toward", "origin", "origin_id"],
                update_fields=["lat", "lon", "snap", "radius", "network", "inputs", "walks", "measured_at"],
            )
        self.report.measured += len(rows)
        self.report.off += sum(snap is None for snap in snaps[Way.FOOT])
        self.report.pairs += sum(pairs for _, _, pairs in answers)

    def _all_near(
        self,
        some: Homes,
        row: int,
        point: Point,
        snap: dict[Way, float | None],
        targets: Targets,
        target_snaps: Snaps,
    ) -> tuple[float, bytes, int]:
        """(radius, records, pairs asked): wide enough that nothing outside can be a shorter walk."""
        straight = straight_metres(
            some.lat[row : row + 1], some.lon[row : row + 1], targets.lat, targets.lon
        )[0]
        radius = REACH_METRES
        if len(straight) >= AT_LEAST:
            radius = max(radius, float(np.partition(straight, AT_LEAST - 1)[AT_LEAST - 1]))
        asked: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        records = np.empty(0, dtype=RECORD)
        while True:
            near = np.flatnonzero(straight <= radius)
            new = np.setdiff1d(near, asked, assume_unique=True)
            records = np.concatenate([records, self._records(point, snap, targets, target_snaps, new)])
            asked = near
            needed = _reach_of(records)
            if len(asked) == len(straight) or needed <= radius or radius >= _FARTHEST_METRES:
                break
            # With no way to anything so far the next look is twice as wide.
            radius = min(_FARTHEST_METRES, needed if math.isfinite(needed) else radius * 2)
        records = records[np.argsort(records["target"])]
        return radius, records.tobytes(), 2 * len(records)

    def _records(
        self,
        point: Point,
        snap: dict[Way, float | None],
        targets: Targets,
        target_snaps: Snaps,
        some: NDArray[np.int64],
    ) -> NDArray[np.void]:
        """Targets off the network have no record, so that they are estimated."""
        on = [int(column) for column in some if target_snaps[Way.FOOT][column] is not None]
        records = np.empty(len(on), dtype=RECORD)
        records["target"], records["at"] = targets.key[on], targets.at[on]
        points = [(float(targets.lat[column]), float(targets.lon[column])) for column in on]
        for way in Way:
            snaps = [target_snaps[way][column] for column in on]
            legs = self._legs(point, points, way, snap[way], snaps)
            records[f"{way}_metres"] = [leg.metres if leg else np.nan for leg in legs]
            records[f"{way}_seconds"] = [leg.seconds if leg else np.nan for leg in legs]
        return records

    def _legs(
        self, point: Point, points: list[Point], way: Way, snap: float | None, snaps: list[float | None]
    ) -> list[Leg | None]:
        if not points:
            return []
        return self._ask(lambda: self.engine.matrix_between([point], points, way, [snap], snaps)[0])

    def _snaps(self, points: list[Point]) -> Snaps:
        return {way: self._ask(lambda way=way: self.engine.snaps(points, way)) for way in Way}

    def _ask(self, call: Callable[[], list]) -> list:
        """The engine's answer, with second chances. Raises :class:`EngineDown`."""
        for wait in self.waits:
            try:
                return call()
            except CannotDraw:
                raise
            except EngineDown:
                time.sleep(wait)
        return call()

    # --- isochrones ---------------------------------------------------------------------------------

    def _isochrones(self, alive: Callable[[], None]) -> None:
        """Of stations that are or will be open, at each pace; ``alive`` is called after each batch."""
        stations = Station.objects.exclude(status=Station.Status.CLOSED).filter(lat__isnull=False)
        kept = {
            (station, pace): (network, lat, lon)
            for station, pace, network, lat, lon in KeptIsochrones.objects.values_list(
                "station_id", "pace", "network", "lat", "lon"
            )
        }
        wanted = [
            (pk, pace, (lat, lon))
            for pk, lat, lon in stations.order_by("pk").values_list("pk", "lat", "lon")
            for pace in Pace
            if kept.get((pk, pace)) != (self.report.network, lat, lon)
        ]
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            with ThreadPoolExecutor(self.threads) as pool:
                found = list(pool.map(self._isochrone, part))
            rows = [
                KeptIsochrones(
                    station_id=pk, pace=pace, lat=lat, lon=lon, network=self.report.network, areas=areas
                )
                for (pk, pace, (lat, lon)), areas in zip(part, found, strict=True)
                if areas
            ]
            off = {(pk, pace) for (pk, pace, _), areas in zip(part, found, strict=True) if not areas}
            with transaction.atomic():
                for pk, pace in off & kept.keys():
                    KeptIsochrones.objects.filter(station=pk, pace=pace).delete()
                KeptIsochrones.objects.bulk_create(
                    rows,
                    update_conflicts=True,
                    unique_fields=["station", "pace"],
                    update_fields=["lat", "lon", "network", "areas", "measured_at"],
                )
            self.report.isochrones += len(rows)
            alive()

    def _isochrone(self, wanted: tuple[int, Pace, Point]) -> list:
        """Empty for a station off the network, and for one around which the engine cannot draw."""
        _, pace, point = wanted
        if self._ask(lambda: self.engine.snaps([point], way_of(pace)))[0] is None:
            return []
        try:
            return self._ask(lambda: self.engine.isochrone(point, KeptIsochrones.MINUTES, pace))
        except CannotDraw:
            return []


def _near(some: Homes, row: int, targets: Targets, radius: float) -> tuple[NDArray[np.int64], np.ndarray]:
    """(rows of targets within ``radius`` of one home, their straight metres)."""
    box = np.flatnonzero(within_box(some.part(slice(row, row + 1)), targets, radius))
    straight = straight_metres(
        some.lat[row : row + 1], some.lon[row : row + 1], targets.lat[box], targets.lon[box]
    )[0]
    return box[straight <= radius], straight[straight <= radius]


def _reach_of(records: NDArray[np.void]) -> float:
    """So many straight metres off nothing can be a shorter walk than the shortest known, at any pace."""
    bounds = []
    for way in Way:
        metres, seconds = records[f"{way}_metres"], records[f"{way}_seconds"]
        known = np.isfinite(metres)
        if not known.any():
            return math.inf
        speed = WAY_KMH[way] / 3.6
        bounds += [float(metres[known].min()), float(seconds[known].min()) * speed]
    return max(bounds)


def forget_gone(found: Homes) -> int:
    """Removes the walks of homes that are no more; how many."""
    alive = set(zip(found.origin.tolist(), found.key.tolist(), strict=True))
    rows = KeptWalks.objects.order_by().values_list("pk", "origin", "origin_id").iterator(5000)
    gone = [pk for pk, origin, key in rows if (origin, key) not in alive]
    for start in range(0, len(gone), 500):
        KeptWalks.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(gone)
