"""The street network: Valhalla's pedestrian costing over HTTP (https://valhalla.github.io/valhalla/api/).

A point is joined to the nearest street above ground by a straight line, which counts as walked; a point
farther than :data:`SNAP_METRES` from any street is off the network. The elder profile walks as Valhalla's
wheelchair type does, which takes no steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import polyline

from communities.coords import great_circle

from .engines import Area, CannotDraw, EngineDown, Leg, Point, Route, walk_of
from .paces import METRES_A_MINUTE, WAY_KMH, Pace, Way, way_of
from .wire import GARBAGE, Refused, Wire

#: A point farther than this from any street is off the network.
SNAP_METRES = 300
#: How many pairs one request asks for at most; Valhalla's own default limit.
PAIRS = 2500
#: Valhalla's error codes: 154 too far, 170 unconnected, 171 no street near, 441 and 442 no path.
_NO_WAY = {154, 170, 171, 441, 442}
#: Corners of isochrones closer than this to the line between their neighbours are left out.
_SMOOTH_METRES = 12


class Valhalla:
    """``seconds``: how long all calls together may take; None: no limit on the whole, 60 s on each call.

    Raises :class:`EngineDown` for an address that is none.
    """

    estimated = False

    def __init__(self, url: str, *, seconds: float | None = None, connections: int = 4) -> None:
        self._wire = Wire(url, seconds, connections)

    # --- the interface ------------------------------------------------------------------------------

    def network(self) -> str:
        """Which network this is; another text after other streets were loaded."""
        said = self._wire.ask("status")
        if not isinstance(said, dict):
            raise EngineDown(GARBAGE)
        version, built = said.get("version"), said.get("tileset_last_modified")
        if not isinstance(version, str) or not isinstance(built, int):
            raise EngineDown(GARBAGE)
        if not built:
            raise EngineDown("步行引擎里还没有路网，请先运行 make walking。")
        return f"valhalla {version[:20]} {built}"

    def snaps(self, points: Sequence[Point], way: Way = Way.FOOT) -> list[float | None]:
        """How many metres each point lies from the nearest street of that kind; None: off the network."""
        found: list[float | None] = []
        for start in range(0, len(points), 200):
            part = points[start : start + 200]
            asked = {"locations": [_location(point) for point in part], **_costing(way)}
            said = self._wire.ask("locate", {**asked, "verbose": False})
            if not isinstance(said, list) or len(said) != len(part):
                raise EngineDown(GARBAGE)
            found += [_snap(point, row) for point, row in zip(part, said, strict=True)]
        return found

    def matrix(self, origins: Sequence[Point], targets: Sequence[Point], way: Way) -> list[list[Leg | None]]:
        snaps = self.snaps([*origins, *targets], way)
        return self.matrix_between(origins, targets, way, snaps[: len(origins)], snaps[len(origins) :])

    def matrix_between(
        self,
        origins: Sequence[Point],
        targets: Sequence[Point],
        way: Way,
        origin_snaps: Sequence[float | None],
        target_snaps: Sequence[float | None],
    ) -> list[list[Leg | None]]:
        """As :meth:`matrix`, where the distances to the nearest streets are known. Off the network: None."""
        rows: list[list[Leg | None]] = [[None] * len(targets) for _ in origins]
        on_row = [row for row, snap in enumerate(origin_snaps) if snap is not None]
        on_column = [column for column, snap in enumerate(target_snaps) if snap is not None]
        width = max(1, min(len(on_column), PAIRS))
        height = max(1, PAIRS // width)
        for top in range(0, len(on_row), height):
            for left in range(0, len(on_column), width):
                some = on_row[top : top + height]
                others = on_column[left : left + width]
                legs = self._legs([origins[r] for r in some], [targets[c] for c in others], way)
                for row, found in zip(some, legs, strict=True):
                    for column, leg in zip(others, found, strict=True):
                        if leg is not None:
                            joined = (origin_snaps[row] or 0.0) + (target_snaps[column] or 0.0)
                            rows[row][column] = _joined(leg, joined, way, origins[row], targets[column])
        return rows

    def isochrone(self, point: Point, minutes: Sequence[int], pace: Pace) -> list[Area]:
        if pace is Pace.NORM:
            contours = [{"distance": limit * METRES_A_MINUTE[pace] / 1000} for limit in minutes]
        else:
            contours = [{"time": limit} for limit in minutes]
        asked = {
            "locations": [_location(point)],
            **_costing(way_of(pace)),
            "contours": contours,
            "polygons": True,
            "denoise": 0.2,
            "generalize": _SMOOTH_METRES,
        }
        try:
            said = self._wire.ask("isochrone", asked)
        except Refused as exc:
            raise CannotDraw(f"步行引擎画不出这里的步行范围（{exc.code}）。") from exc
        features = said.get("features") if isinstance(said, dict) else None
        if not isinstance(features, list):
            raise EngineDown(GARBAGE)
        kind = "distance" if pace is Pace.NORM else "time"
        return [_area(features, kind, contour[kind]) for contour in contours]

    def route(self, start: Point, end: Point, pace: Pace) -> Route | None:
        way = way_of(pace)
        snaps = self.snaps([start, end], way)
        if None in snaps:
            return None
        asked = {"locations": [_location(start), _location(end)], **_costing(way), "directions_type": "none"}
        try:
            said = self._wire.ask("route", asked)
        except Refused as exc:
            if exc.code in _NO_WAY:
                return None
            raise EngineDown(f"步行引擎没有给出路线（{exc.code}）。") from exc
        try:
            leg = said["trip"]["legs"][0]
            found = Leg(_amount(leg["summary"]["length"]) * 1000, _amount(leg["summary"]["time"]))
            line = _on_earth(polyline.decode(leg["shape"], 6))
        except (KeyError, IndexError, TypeError, ValueError) as exc:
            raise EngineDown(GARBAGE) from exc
        joined = _joined(found, sum(snap or 0.0 for snap in snaps), way, start, end)
        return Route(walk_of(joined, pace), [start, *line, end])

    # --- the wire -----------------------------------------------------------------------------------

    def _legs(self, origins: list[Point], targets: list[Point], way: Way) -> list[list[Leg | None]]:
        """Asks for a block; where it is refused as a whole, asks for its halves, down to single pairs."""
        asked = {
            "sources": [_location(point) for point in origins],
            "targets": [_location(point) for point in targets],
            **_costing(way),
            "verbose": False,
        }
        try:
            return _read_matrix(self._wire.ask("sources_to_targets", asked), len(origins), len(targets))
        except Refused as exc:
            if exc.code not in _NO_WAY:
                raise
            if len(origins) == len(targets) == 1:
                return [[None]]
        if len(targets) > 1:
            half = len(targets) // 2
            left, right = self._legs(origins, targets[:half], way), self._legs(origins, targets[half:], way)
            return [a + b for a, b in zip(left, right, strict=True)]
        half = len(origins) // 2
        return self._legs(origins[:half], targets, way) + self._legs(origins[half:], targets, way)


def _costing(way: Way) -> dict[str, Any]:
    options: dict[str, Any] = {"walking_speed": WAY_KMH[way]}
    if way is Way.STEP_FREE:
        options["type"] = "wheelchair"
    return {"costing": "pedestrian", "costing_options": {"pedestrian": options}}


def _location(point: Point) -> dict[str, Any]:
    """Where to join the network: above ground, or a house is joined to a tunnel that runs below it."""
    lat, lon = point
    return {
        "lat": lat,
        "lon": lon,
        "search_cutoff": SNAP_METRES,
        "search_filter": {"exclude_tunnel": True},
    }


def _snap(point: Point, row: Any) -> float | None:  # noqa: ANN401
    try:
        edges = row["edges"]
        spots = [(_number(edge["correlated_lat"]), _number(edge["correlated_lon"])) for edge in edges or []]
    except (KeyError, TypeError, ValueError) as exc:
        raise EngineDown(GARBAGE) from exc
    metres = [great_circle(*point, *spot) for spot in spots]
    nearest = min(metres, default=math.inf)
    return nearest if nearest <= SNAP_METRES else None


def _joined(leg: Leg, metres: float, way: Way, start: Point, end: Point) -> Leg:
    """The leg with the straight bits from the points to their streets.

    Where the nearest street leads nowhere (a yard of its own), the leg begins at the next one and the bits
    are longer than ``metres``: the whole is never shorter than the straight line.
    """
    straight = great_circle(*start, *end)
    if leg.metres + 2 * SNAP_METRES < 0.99 * straight:
        raise EngineDown(GARBAGE)
    bits = max(metres, straight - leg.metres)
    return Leg(leg.metres + bits, leg.seconds + bits / (WAY_KMH[way] / 3.6))


def _read_matrix(said: Any, height: int, width: int) -> list[list[Leg | None]]:  # noqa: ANN401
    try:
        durations, distances = (
            said["sources_to_targets"]["durations"],
            said["sources_to_targets"]["distances"],
        )
        rows = [
            [
                None if seconds is None or km is None else Leg(_amount(km) * 1000, _amount(seconds))
                for seconds, km in zip(seconds_row, km_row, strict=True)
            ]
            for seconds_row, km_row in zip(durations, distances, strict=True)
        ]
    except (KeyError, TypeError, ValueError) as exc:
        raise EngineDown(GARBAGE) from exc
    if len(rows) != height or any(len(row) != width for row in rows):
        raise EngineDown(GARBAGE)
    return rows


def _area(features: list[Any], kind: str, limit: float) -> Area:
    """The polygons of one contour, as one geometry."""
    parts = []
    try:
        for feature in features:
            if feature["properties"]["metric"] != kind:
                continue
            if not math.isclose(feature["properties"]["contour"], limit, abs_tol=0.001):
                continue
            geometry = feature["geometry"]
            if geometry["type"] == "Polygon":
                parts.append(_rings(geometry["coordinates"]))
            elif geometry["type"] == "MultiPolygon":
                parts += [_rings(polygon) for polygon in geometry["coordinates"]]
    except (KeyError, TypeError, ValueError) as exc:
        raise EngineDown(GARBAGE) from exc
    if not parts:
        raise EngineDown(GARBAGE)
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _rings(polygon: Any) -> list[list[list[float]]]:  # noqa: ANN401
    """A polygon's rings of [lon, lat], else ValueError or TypeError."""
    rings = [[[_number(lon), _number(lat)] for lon, lat in ring] for ring in polygon]
    if not rings or any(len(ring) < 4 for ring in rings):
        raise ValueError(polygon)
    for ring in rings:
        _on_earth([(lat, lon) for lon, lat in ring])
    return rings


def _on_earth(line: list[Point]) -> list[Point]:
    """The same (lat, lon) points, else ValueError."""
    if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in line):
        raise ValueError("off the earth")
    return line


def _number(value: Any) -> float:  # noqa: ANN401
    """A finite number, else ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    try:
        number = float(value)
    except OverflowError as exc:
        raise ValueError("too large") from exc
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _amount(value: Any) -> float:  # noqa: ANN401
    """A finite number of metres or seconds, not negative, else ValueError."""
    number = _number(value)
    if number < 0:
        raise ValueError(value)
    return number
