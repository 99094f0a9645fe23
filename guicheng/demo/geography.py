"""Where invented things lie: near their community's centre, on its side of the rivers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from communities.coords import EARTH_RADIUS, great_circle
from communities.models import Community

#: The street's bounds in degrees WGS-84: south, north, west, east.
BOUNDS = (22.99, 23.08, 113.11, 113.25)
_METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS

#: Where a river or the town line runs close by, the bearings (degrees clockwise from north, from–to)
#: between which the community's land lies.
_LAND = {
    "叠二社区": (310, 465),
    "叠南社区": (255, 585),
    "大圩社区": (0, 150),
    "江滨社区": (335, 490),
    "江南名居社区": (40, 190),
    "东二社区": (265, 535),
    "桂南社区": (280, 430),
    "南约社区": (295, 560),
    "西约社区": (300, 600),
    "北约社区": (255, 585),
    "夏南二社区": (80, 340),
}
_NEAREST, _FARTHEST = 150.0, 900.0

Point = tuple[float, float]


def moved(lat: float, lon: float, bearing: float, metres: float) -> Point:
    """The point so many metres off under a bearing in degrees; flat, fine for a few kilometres.

    Six decimals, a tenth of a metre, so that the same point is the same text on every machine.
    """
    angle = math.radians(bearing)
    north = metres * math.cos(angle) / _METRES_PER_DEGREE
    east = metres * math.sin(angle) / (_METRES_PER_DEGREE * math.cos(math.radians(lat)))
    return round(lat + north, 6), round(lon + east, 6)


@dataclass(frozen=True)
class Home:
    """A community's centre, how far its things lie at most (metres) and under which bearings."""

    community: Community
    radius: float
    land: tuple[float, float]

    def spot(self, rng: Random, near: float = _NEAREST, far: float = _FARTHEST) -> Point:
        """Somewhere between ``near`` and ``far`` metres from the centre, evenly over the ground."""
        far = max(near + 50, min(far, self.radius))
        metres = math.sqrt(rng.uniform(near * near, far * far))
        return moved(self.community.lat, self.community.lon, rng.uniform(*self.land), metres)


class Ground:
    """All communities that have a centre. Nearest community to a point by a remembered grid."""

    def __init__(self, communities: list[Community]) -> None:
        self.homes = [self._home(community, communities) for community in communities]
        self._cells: dict[tuple[int, int], Home] = {}

    @staticmethod
    def _home(community: Community, everyone: list[Community]) -> Home:
        gaps = [
            great_circle(community.lat, community.lon, other.lat, other.lon)
            for other in everyone
            if other.pk != community.pk
        ]
        # Three quarters of the way to the next centre: near, and seldom on the neighbour's ground.
        radius = min(_FARTHEST, max(350.0, 0.75 * min(gaps, default=_FARTHEST)))
        return Home(community, radius, _LAND.get(community.name, (0, 360)))

    def anywhere(self, rng: Random) -> tuple[Point, Home]:
        """A point anywhere within the street's bounds, and the community whose centre is nearest."""
        south, north, west, east = BOUNDS
        lat, lon = round(rng.uniform(south, north), 6), round(rng.uniform(west, east), 6)
        cell = int(lat * 1000), int(lon * 1000)
        if cell not in self._cells:
            # Flat squares are enough to tell which of a few centres is nearest.
            middle = (cell[0] + 0.5) / 1000, (cell[1] + 0.5) / 1000
            self._cells[cell] = min(
                self.homes,
                key=lambda home: (
                    (home.community.lat - middle[0]) ** 2 + (0.92 * (home.community.lon - middle[1])) ** 2
                ),
            )
        return (lat, lon), self._cells[cell]
