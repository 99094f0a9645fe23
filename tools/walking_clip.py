"""Cuts what matters on foot out of an OpenStreetMap file: streets and ferries in a box, with their nodes.

``walking_clip.py FILE FORMAT OUT WEST,SOUTH,EAST,NORTH`` with pyosmium on the path. Prints a line of JSON:
how many ``ways``, and a ``spot`` (lat, lon) on a street near the middle. Reads the file as a stream; where
its nodes lie is kept in a file beside OUT, so a province needs no more memory than a town. Ends with 3 and
the reader's words when the file is damaged.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import osmium

#: Ways that one may walk apart from highway=*, by Valhalla's reading of the map.
ALSO = {("route", "ferry"), ("railway", "platform"), ("public_transport", "platform"), ("man_made", "pier")}
#: Kinds of street where anyone may walk, so that the finished network can be asked for one.
OPEN_STREETS = {"residential", "living_street", "footway", "pedestrian", "tertiary", "unclassified", "steps"}
DAMAGED = 3


class Clip:
    """Which ways lie in the box (degrees WGS-84), and the point on an open street nearest to its middle."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self.west, self.south, self.east, self.north = west, south, east, north
        self.middle = ((south + north) / 2, (west + east) / 2)
        self.narrow = math.cos(math.radians(self.middle[0]))
        self.ways = 0
        self.spot: tuple[float, float] | None = None
        self._nearest = math.inf

    def takes(self, way: Any) -> bool:  # noqa: ANN401
        """Whether any node of ``way`` is in the box and one may walk there."""
        if "highway" not in way.tags and not any(way.tags.get(key) == value for key, value in ALSO):
            return False
        inside = False
        open_street = way.tags.get("highway") in OPEN_STREETS and "access" not in way.tags
        for node in way.nodes:
            if not node.location.valid():
                continue
            lat, lon = node.location.lat, node.location.lon
            if self.south <= lat <= self.north and self.west <= lon <= self.east:
                inside = True
                if not open_street:
                    break
                self._consider(lat, lon)
        self.ways += inside
        return inside

    def _consider(self, lat: float, lon: float) -> None:
        away = math.hypot(lat - self.middle[0], (lon - self.middle[1]) * self.narrow)
        if away < self._nearest:
            self._nearest, self.spot = away, (lat, lon)


def clip(source: Path, kind: str, out: Path, box: tuple[float, float, float, float]) -> Clip:
    found = Clip(*box)
    origin = osmium.io.File(str(source), kind)
    nodes = out.with_name("nodes.index")
    keys = osmium.filter.KeyFilter("highway", *sorted({key for key, _ in ALSO}))
    ways = (
        osmium.FileProcessor(origin, osmium.osm.NODE | osmium.osm.WAY)
        .with_locations(f"sparse_file_array,{nodes}")
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        .with_filter(keys)
    )
    try:
        # Gates, bollards and crossings are tags of nodes, so those stay.
        with osmium.BackReferenceWriter(str(out), origin, overwrite=True, remove_tags=False) as writer:
            for way in ways:
                if found.takes(way):
                    writer.add_way(way)
    finally:
        nodes.unlink(missing_ok=True)
    return found


def main() -> None:
    source, kind, out, box = sys.argv[1:5]
    west, south, east, north = (float(part) for part in box.split(","))
    try:
        found = clip(Path(source), kind, Path(out), (west, south, east, north))
    except RuntimeError as exc:
        print(exc, file=sys.stderr)
        sys.exit(DAMAGED)
    print(json.dumps({"ways": found.ways, "spot": found.spot}))


if __name__ == "__main__":
    main()
