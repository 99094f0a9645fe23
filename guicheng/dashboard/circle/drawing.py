"""The map of the circle: what is reached on foot, and who lives outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from communities.models import Community
from stations.coverage import Coverage, stations_meant
from stations.maps import map_data
from stations.models import KeptIsochrones, Station
from stations.walking.engines import Estimate

from .listing import HomeLine

#: With more homes than this the map would be nothing but dots.
MOST_SPOTS = 300


def circle_map(
    found: Coverage,
    outside: Sequence[HomeLine],
    near: Sequence[int] | None = None,
    community: Community | None = None,
) -> dict[str, Any]:
    """What ``map.js`` draws. ``near``: stations to draw where not all are meant; ``community``: of it alone.

    Areas are kept isochrones; a station without one has its circle by the straight line.
    """
    question = found.question
    rows = stations_meant(question)
    if near is not None:
        rows = rows.filter(pk__in=near)
    stations = list(rows.select_related("community"))
    points = [
        {"lat": row.lat, "lon": row.lon, "label": row.name, "open": True, "url": row.get_absolute_url()}
        for row in stations
    ]
    areas = [united(areas_of(found, stations))]
    return map_data(points, areas=areas, spots=spots_of(outside[:MOST_SPOTS]), only=community)


def spots_of(lines: Sequence[HomeLine]) -> list[dict[str, Any]]:
    """Homes as the map draws them."""
    return [
        {
            "lat": line.place.lat if line.place else line.estate.lat,
            "lon": line.place.lon if line.place else line.estate.lon,
            "label": f"{line.name}，{line.households:,} 户",
            "households": line.households,
        }
        for line in lines
    ]


def areas_of(found: Coverage, stations: Sequence[Station]) -> list[dict[str, Any]]:
    """What is reached from each station within the minutes asked for."""
    minutes, pace = found.question.minutes, found.question.pace
    kept: dict[int, dict[str, Any]] = {}
    if found.question.measured and minutes in KeptIsochrones.MINUTES:
        place = KeptIsochrones.MINUTES.index(minutes)
        points = {row.pk: (row.lat, row.lon) for row in stations}
        isochrones = KeptIsochrones.objects.filter(pace=pace, station__in=points)
        for pk, lat, lon, areas in isochrones.values_list("station_id", "lat", "lon", "areas"):
            if points[pk] == (lat, lon):
                kept[pk] = areas[place]
    estimate = Estimate()
    return [
        kept.get(row.pk) or estimate.isochrone((row.lat, row.lon), [minutes], pace)[0] for row in stations
    ]


def united(areas: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One geometry of all: outer rings turn one way and holes the other, so that one filling covers them."""
    polygons: list[Any] = []
    for area in areas:
        parts = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
        for rings in parts:
            polygons.append([_turned(ring, outer=number == 0) for number, ring in enumerate(rings)])
    return {"type": "MultiPolygon", "coordinates": polygons}


def _turned(ring: list[list[float]], *, outer: bool) -> list[list[float]]:
    """RFC 7946: outer rings counter-clockwise, holes clockwise."""
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False))
    return ring if (doubled > 0) == outer else ring[::-1]
