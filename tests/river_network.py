"""A small street network of our own, drawn by rule, so that every walk on it is known by hand.

Two grids of streets every 100 m, x = ±100 … ±700 m and y = 0 … 1500 m, on both banks of a river between
x = -100 and x = 100. It is crossed by a road bridge at y = 1500 and by a footbridge with steps at y = 600.
From x = 1200 on lies an island without a bridge; below (-350, 350) runs a tunnel that leads nowhere. All
names are invented. Metres from (23.03, 113.14), WGS-84.
"""

from __future__ import annotations

import math
from pathlib import Path

ORIGIN = (23.03, 113.14)
#: As in communities.coords: the sphere of 6371 km.
METRES_A_DEGREE = 111_195
WEST, EAST = range(-700, -99, 100), range(100, 701, 100)
ROWS = range(0, 1501, 100)
ISLAND_COLUMNS, ISLAND_ROWS = range(1200, 2001, 100), (0, 400)
BOX = "113.12,23.02,113.17,23.05"

Spot = tuple[int, int]


def at(x: float, y: float) -> tuple[float, float]:
    """(lat, lon) in degrees of the point ``x`` metres east and ``y`` metres north of the origin."""
    east = METRES_A_DEGREE * math.cos(math.radians(ORIGIN[0]))
    return (round(ORIGIN[0] + y / METRES_A_DEGREE, 7), round(ORIGIN[1] + x / east, 7))


def _ways() -> list[tuple[list[Spot], dict[str, str]]]:
    ways: list[tuple[list[Spot], dict[str, str]]] = []
    for bank in (WEST, EAST):
        for x in bank:
            ways.append(([(x, y) for y in ROWS], {"highway": "residential", "name": "演示街"}))
        for y in ROWS:
            ways.append(([(x, y) for x in bank], {"highway": "residential", "name": "演示路"}))
    ways.append(([(-100, 1500), (100, 1500)], {"highway": "tertiary", "bridge": "yes", "name": "演示桥"}))
    ways.append(([(-100, 600), (-80, 600)], {"highway": "steps"}))
    ways.append(([(-80, 600), (80, 600)], {"highway": "footway", "bridge": "yes", "name": "演示人行桥"}))
    ways.append(([(80, 600), (100, 600)], {"highway": "steps"}))
    for x in ISLAND_COLUMNS:
        ways.append(([(x, y) for y in ISLAND_ROWS], {"highway": "residential"}))
    for y in ISLAND_ROWS:
        ways.append(([(x, y) for x in ISLAND_COLUMNS], {"highway": "residential"}))
    ways.append(([(-390, 350), (-310, 350)], {"highway": "service", "tunnel": "yes", "layer": "-1"}))
    return ways


def write(path: Path) -> None:
    """Writes the network as OpenStreetMap XML."""
    numbers: dict[Spot, int] = {}
    lines = []
    for number, (spots, tags) in enumerate(_ways(), 1):
        refs = "".join(f'<nd ref="{numbers.setdefault(spot, len(numbers) + 1)}"/>' for spot in spots)
        words = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        lines.append(f'<way id="{number}" version="1">{refs}{words}</way>')
    nodes = []
    for spot, number in numbers.items():
        lat, lon = at(*spot)
        nodes.append(f'<node id="{number}" version="1" lat="{lat}" lon="{lon}"/>')
    body = "\n".join([*nodes, *lines])
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n{body}\n</osm>\n')
