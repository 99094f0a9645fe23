"""Where a point can lie: inside the street's and its own community's outline, not in the water.

Outlines are what the operator loaded (``load_boundary``): under the street's name, under a community's, and
rivers and lakes as :attr:`Boundary.WATER`. Without a community's own outline its centre and a distance tell.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from .coords import great_circle
from .models import Boundary, Community

#: Farther than this (metres) from its community's centre a point is probably wrong.
SUSPICIOUS_METRES = 5_000
#: Height of a band of latitude in degrees (about 110 m): a point is held against the edges of its band alone.
_BAND = 0.001

_Edge = tuple[float, float, float, float]


class Outline:
    """Polygons with their holes, as a GeoJSON MultiPolygon in degrees WGS-84 holds them."""

    def __init__(self, geometry: dict[str, Any]) -> None:
        self._bands: dict[int, list[_Edge]] = defaultdict(list)
        for polygon in geometry["coordinates"]:
            for ring in polygon:
                for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
                    for band in range(_band(min(y1, y2)), _band(max(y1, y2)) + 1):
                        self._bands[band].append((x1, y1, x2, y2))

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies inside, by the even-odd rule: a hole is outside."""
        inside = False
        for x1, y1, x2, y2 in self._bands.get(_band(lat), ()):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside


def _band(lat: float) -> int:
    return math.floor(lat / _BAND)


@dataclass(frozen=True)
class Outlines:
    """What is known of where things can lie. ``own`` and ``centres``: by key of the community."""

    street: Outline | None = None
    water: Outline | None = None
    own: dict[int, Outline] = field(default_factory=dict)
    centres: dict[int, tuple[float, float]] = field(default_factory=dict)

    def wrong(self, lat: float, lon: float, community: int) -> str:
        """Why nothing of ``community`` can lie there, in words; "" where it can."""
        if self.street is not None and not self.street.holds(lat, lon):
            return f"在{settings.STREET_NAME}边界以外"
        if self.water is not None and self.water.holds(lat, lon):
            return "在河涌或者湖里"
        if community in self.own:
            return "" if self.own[community].holds(lat, lon) else "在本社区边界以外"
        if community in self.centres:
            metres = great_circle(lat, lon, *self.centres[community])
            if metres > SUSPICIOUS_METRES:
                return f"离本社区中心 {metres / 1000:.1f} 公里"
        return ""


def known_outlines() -> Outlines:
    """As they are loaded now, in two queries."""
    shapes = {row.name: Outline(row.geometry) for row in Boundary.objects.all()}
    communities = list(Community.objects.values_list("pk", "name", "lat", "lon"))
    return Outlines(
        shapes.get(settings.STREET_NAME),
        shapes.get(Boundary.WATER),
        {pk: shapes[name] for pk, name, _, _ in communities if name in shapes},
        {pk: (lat, lon) for pk, _, lat, lon in communities if lat is not None},
    )
