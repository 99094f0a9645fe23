"""What an engine answers, and the engine that is always there: the estimate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from communities.coords import great_circle

from .paces import DETOUR, METRES_A_MINUTE, Pace, Walk, Way, estimate, seconds_of, way_of

#: (lat, lon) in degrees WGS-84.
Point = tuple[float, float]
#: A GeoJSON geometry: Polygon or MultiPolygon, (lon, lat) in degrees WGS-84.
Area = dict[str, Any]


class EngineDown(Exception):
    """The engine gave no usable answer in time; ``str()`` says what happened, in Chinese."""


class CannotDraw(EngineDown):
    """The engine is at work, but cannot say what is reached from this point."""


@dataclass(frozen=True)
class Leg:
    """One way on the network: ``metres`` and ``seconds`` at the speed of its kind of way."""

    metres: float
    seconds: float


@dataclass(frozen=True)
class Route:
    """A walk with its line: (lat, lon) points from the start to the end, degrees WGS-84."""

    walk: Walk
    line: list[Point]


class Engine(Protocol):
    """Points are (lat, lon) in degrees WGS-84. May raise :class:`EngineDown`."""

    estimated: bool

    def matrix(self, origins: Sequence[Point], targets: Sequence[Point], way: Way) -> list[list[Leg | None]]:
        """From each origin (rows) to each target (columns); None where no way leads."""
        ...

    def isochrone(self, point: Point, minutes: Sequence[int], pace: Pace) -> list[Area]:
        """What is reached on foot from ``point`` within each of ``minutes``, in the same order."""
        ...

    def route(self, start: Point, end: Point, pace: Pace) -> Route | None:
        """The way from ``start`` to ``end``; None where there is none."""
        ...


class Estimate:
    """The straight line × 1.3. Knows neither rivers nor steps; never fails."""

    estimated = True
    #: Corners of the polygon that stands for a circle: at 15 minutes it lies within 5 m of it.
    CORNERS = 32

    def matrix(self, origins: Sequence[Point], targets: Sequence[Point], way: Way) -> list[list[Leg | None]]:
        pace = Pace.ELDER if way is Way.STEP_FREE else Pace.ADULT
        rows: list[list[Leg | None]] = []
        for origin in origins:
            walks = [estimate(great_circle(*origin, *target), pace) for target in targets]
            rows.append([Leg(walk.metres, walk.seconds) for walk in walks])
        return rows

    def isochrone(self, point: Point, minutes: Sequence[int], pace: Pace) -> list[Area]:
        return [self._circle(point, limit * METRES_A_MINUTE[pace] / DETOUR) for limit in minutes]

    def route(self, start: Point, end: Point, pace: Pace) -> Route | None:
        return Route(estimate(great_circle(*start, *end), pace), [start, end])

    def _circle(self, point: Point, metres: float) -> Area:
        lat, lon = point
        north = metres / 111_195
        east = north / math.cos(math.radians(lat))
        turns = [2 * math.pi * corner / self.CORNERS for corner in range(self.CORNERS)]
        ring = [
            [round(lon + east * math.cos(turn), 6), round(lat + north * math.sin(turn), 6)] for turn in turns
        ]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def walk_of(leg: Leg, pace: Pace, *, estimated: bool = False) -> Walk:
    """A leg (of the kind of way that ``pace`` uses) as a walk at ``pace``."""
    return Walk(leg.metres, seconds_of(leg.metres, leg.seconds, pace), estimated)


__all__ = [
    "Area",
    "CannotDraw",
    "Engine",
    "EngineDown",
    "Estimate",
    "Leg",
    "Point",
    "Route",
    "walk_of",
    "way_of",
]
