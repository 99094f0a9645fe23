"""Stations as points of a drawing to scale: SVG made on the server, without tiles, of bounded size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from communities.coords import EARTH_RADIUS, great_circle
from stations.walking import DETOUR, METRES_A_MINUTE, Pace

#: Units across the drawing, and around its outermost points.
WIDTH, MARGIN = 1000, 44
#: Lowest and highest drawing.
_LOW, _HIGH = 560, 1000
#: Points are put on a grid of so many units, one to a cell: more would cover each other anyway, and the
#: drawing stays as small however many stations there are.
_CELL = 8
#: Metres across a drawing of a single point.
_LEAST_METRES = 2000.0
_MINUTES = 10

#: Degrees WGS-84 and whether it is open.
Point = tuple[float, float, bool]


@dataclass(frozen=True)
class Drawing:
    """Paths in units of the drawing: each point a subpath without length, drawn by round caps."""

    width: int
    height: int
    opened: str
    closed: str
    boundary: str
    #: Across the circle of ten minutes' walk around a point.
    circle: int
    #: Length of a bar of a kilometre.
    kilometre: int


class _Frame:
    """Degrees WGS-84 → units. Equirectangular about the middle of what is shown: a street is small."""

    def __init__(self, places: list[tuple[float, float]]) -> None:
        lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
        self._north, self._west = max(lats), min(lons)
        self._across = math.radians(1) * EARTH_RADIUS * math.cos(math.radians((max(lats) + min(lats)) / 2))
        self._along = math.radians(1) * EARTH_RADIUS
        wide = (max(lons) - min(lons)) * self._across
        high = (max(lats) - min(lats)) * self._along
        room = WIDTH - 2 * MARGIN
        self.scale = min(room / max(wide, _LEAST_METRES), (_HIGH - 2 * MARGIN) / max(high, _LEAST_METRES))
        self.height = max(_LOW, round(high * self.scale) + 2 * MARGIN)
        self._left = (WIDTH - wide * self.scale) / 2
        self._top = (self.height - high * self.scale) / 2

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        return (
            self._left + (lon - self._west) * self._across * self.scale,
            self._top + (self._north - lat) * self._along * self.scale,
        )


def draw(points: Iterable[Point], shapes: Iterable[dict[str, Any]] = ()) -> Drawing | None:
    """``shapes``: boundaries as GeoJSON geometries. None where no point is near the street."""
    known = [point for point in points if _is_near(*point[:2])]
    if not known:
        return None
    rings = [ring for shape in shapes for ring in _rings(shape)]
    outline = [(lat, lon) for ring in rings for lat, lon in ring if _is_near(lat, lon)]
    frame = _Frame([(lat, lon) for lat, lon, _ in known] + outline)
    cells: dict[tuple[int, int], bool] = {}
    for lat, lon, is_open in known:
        x, y = frame.at(lat, lon)
        cell = round(x / _CELL), round(y / _CELL)
        cells[cell] = cells.get(cell, False) or is_open
    straight = _MINUTES * METRES_A_MINUTE[Pace.NORM] / DETOUR
    return Drawing(
        width=WIDTH,
        height=frame.height,
        opened=_dots(cell for cell, is_open in cells.items() if is_open),
        closed=_dots(cell for cell, is_open in cells.items() if not is_open),
        boundary="".join(_line(frame, ring) for ring in rings),
        circle=round(2 * straight * frame.scale),
        kilometre=round(1000 * frame.scale),
    )


def _is_near(lat: float, lon: float) -> bool:
    """A point far from the street is a mistake, and would shrink all others to one spot."""
    return great_circle(lat, lon, *settings.STREET_CENTRE) <= settings.FAR_AWAY_METRES


def _dots(cells: Iterable[tuple[int, int]]) -> str:
    return "".join(f"M{x * _CELL} {y * _CELL}h0" for x, y in sorted(cells))


def _line(frame: _Frame, ring: list[tuple[float, float]]) -> str:
    """A ring without the points that lie on the one before."""
    steps: list[str] = []
    for lat, lon in ring:
        x, y = frame.at(lat, lon)
        step = f"{round(x)} {round(y)}"
        if not steps or steps[-1] != step:
            steps.append(step)
    return f"M{'L'.join(steps)}Z"


def _rings(shape: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The rings of polygons as (lat, lon) pairs."""
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for part in parts:
        for ring in part:
            yield [(lat, lon) for lon, lat, *_ in ring]
