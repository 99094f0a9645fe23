"""A town drawn by rule for measurements: streets every 150 m, a river with few bridges, homes and stations.

Metres east and north of the south-western corner. All names are invented.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORNER = (22.98, 113.08)
METRES_A_DEGREE = 111_195
STEP = 150
#: Of the street: its size in metres, its stations and its estates.
WIDTH, HEIGHT, STATIONS, ESTATES = 14_000, 12_000, 178, 600
#: So many square metres to a station.
A_STATION = WIDTH * HEIGHT / STATIONS
#: Every so many rows of streets a river runs between two of them; it is crossed by every 20th column.
RIVER_ROWS, BRIDGE_COLUMNS = 40, 20


def place(x: float, y: float) -> tuple[float, float]:
    """(lat, lon) in degrees WGS-84."""
    east = METRES_A_DEGREE * math.cos(math.radians(CORNER[0]))
    return round(CORNER[0] + y / METRES_A_DEGREE, 7), round(CORNER[1] + x / east, 7)


def box(width: float, height: float) -> str:
    south, west = place(-1000, -1000)
    north, east = place(width + 1000, height + 1000)
    return f"{west},{south},{east},{north}"


def write(path: Path, width: int, height: int) -> None:
    """Writes the streets as OpenStreetMap XML."""
    columns, rows = width // STEP + 1, height // STEP + 1

    def number(column: int, row: int) -> int:
        return row * columns + column + 1

    with path.open("w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n')
        for row in range(rows):
            for column in range(columns):
                lat, lon = place(column * STEP, row * STEP)
                file.write(f'<node id="{number(column, row)}" version="1" lat="{lat}" lon="{lon}"/>\n')
        ways = [[number(column, row) for column in range(columns)] for row in range(rows)]
        for column in range(columns):
            way: list[int] = []
            for row in range(rows):
                if row and row % RIVER_ROWS == 0 and column % BRIDGE_COLUMNS:
                    ways.append(way)
                    way = []
                way.append(number(column, row))
            ways.append(way)
        for name, way in enumerate((way for way in ways if len(way) > 1), 1):
            refs = "".join(f'<nd ref="{ref}"/>' for ref in way)
            tags = '<tag k="highway" v="residential"/><tag k="name" v="演示路"/>'
            file.write(f'<way id="{name}" version="1">{refs}{tags}</way>\n')
        file.write("</osm>\n")


@dataclass(frozen=True)
class Square:
    """Where rows are put: (x, y) of its south-western corner and its sides, in metres."""

    x: float
    y: float
    width: float
    height: float


def fill(square: Square, stations: int, estates: int, communities: int) -> None:
    """Rows of the database spread over ``square``; estates of a community lie side by side."""
    from communities.models import Community, Estate
    from stations.models import Station

    chance = random.Random(2026)
    across = max(1, round(math.sqrt(communities * square.width / square.height)))
    down = max(1, round(communities / across))
    made = Community.objects.bulk_create(
        Community(code=f"{440605000000 + number}", name=f"演示{number}社区", kind=Community.Kind.URBAN)
        for number in range(across * down)
    )

    def spots(model: type[Any], count: int, **more: Any) -> list[Any]:
        rows = []
        for number in range(count):
            far_east, far_north = chance.random(), chance.random()
            lat, lon = place(square.x + far_east * square.width, square.y + far_north * square.height)
            own = made[int(far_north * down) * across + int(far_east * across)]
            values = {key: value(number) for key, value in more.items()}
            rows.append(model(community=own, lat=lat, lon=lon, **values))
        return rows

    Station.objects.bulk_create(
        spots(Station, stations, name=lambda number: f"演示{number}号党群服务站"), batch_size=500
    )
    Estate.objects.bulk_create(
        spots(
            Estate,
            estates,
            name=lambda number: f"演示{number}号花园",
            households=lambda number: chance.randint(50, 3000),
        ),
        batch_size=500,
    )
