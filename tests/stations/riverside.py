"""Estates and stations on the river network of the tests, by metres east and north of its origin."""

from __future__ import annotations

from typing import Any

import numpy as np

from communities.models import Estate
from stations.homes import Homes
from stations.kept_walks import kept_of
from stations.measuring import Measuring, Report
from stations.models import KeptWalks, Station
from stations.walking import METRES_A_MINUTE, Pace, way_of
from stations.walking.engines import Leg, Point
from stations.walking.valhalla import Valhalla
from tests.factories import make_community, make_estate, make_station
from tests.river_network import at


def estate_at(x: float, y: float, households: int | None = 100, name: str = "", **values: Any) -> Estate:
    lat, lon = at(x, y)
    name = name or f"演示{Estate.objects.count() + 1}号花园"
    return make_estate(name, lat=lat, lon=lon, households=households, **values)


def station_at(x: float, y: float, name: str = "", **values: Any) -> Station:
    lat, lon = at(x, y)
    return make_station(name, lat=lat, lon=lon, **{"timetable": None, **values})


def moved(row: Estate | Station, x: float, y: float) -> None:
    row.lat, row.lon = at(x, y)
    row.save()


def measure(url: str, *, threads: int = 2) -> Report:
    """One run to the end, without pauses between second chances."""
    return Measuring(Valhalla(url), threads=threads, waits=()).run()


def kept_pairs(home: Any, key: int, found: Homes, toward: str = KeptWalks.Toward.STATIONS) -> dict[str, Any]:  # noqa: ANN401
    """What is kept of the walk from the home of an estate (or place) to one target; {} where nothing is."""
    kept = kept_of(found, toward)
    origin = KeptWalks.Origin.ESTATE if isinstance(home, Estate) else KeptWalks.Origin.PLACE
    (row,) = np.flatnonzero((found.key == home.pk) & (found.origin == origin.value))
    for number, record in zip(kept.row, kept.records, strict=True):
        if number == row and record["target"] == key:
            return {name: float(record[name]) for name in kept.records.dtype.names if "_" in name}
    return {}


def seconds_of_leg(leg: Leg | None, pace: Pace) -> float:
    """How long a leg of the engine takes, told without the product's own code."""
    if leg is None:
        return float("inf")
    return leg.metres / METRES_A_MINUTE[pace] * 60 if pace is Pace.NORM else leg.seconds


def full_matrix(url: str, origins: list[Point], targets: list[Point]) -> dict[Pace, np.ndarray]:
    """Seconds of all walks at each pace, as the engine says them; infinite where no way leads.

    Asked row by row: of several origins at once the engine rounds otherwise, by up to 3 seconds.
    """
    engine = Valhalla(url)
    return {
        pace: np.array(
            [
                [seconds_of_leg(leg, pace) for leg in engine.matrix([origin], targets, way_of(pace))[0]]
                for origin in origins
            ]
        ).reshape(len(origins), len(targets))
        for pace in Pace
    }


__all__ = [
    "at", "estate_at", "full_matrix", "kept_pairs", "make_community", "measure", "moved", "station_at",
]  # fmt: skip
