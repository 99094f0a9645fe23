"""Lines of the circle's page: communities, homes without a station near, homes where the map lies most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from communities.models import Community, Estate, Place
from stations.coverage import Coverage
from stations.kept_walks import Nearest
from stations.models import KeptWalks, Station
from stations.walking import Walk


@dataclass(frozen=True)
class CommunityLine:
    community: Community
    covered: int
    whole: int

    @property
    def share(self) -> float | None:
        return 100 * self.covered / self.whole if self.whole else None

    @property
    def left(self) -> int:
        return self.whole - self.covered


#: What the table of communities sorts by; the first is what it is first sorted by.
SORTS = {"share": "覆盖率", "left": "没有覆盖的住户", "whole": "住户"}


def community_lines(found: Coverage, communities: Iterable[Community], sort: str = "") -> list[CommunityLine]:
    """One a community; the worst first by ``share`` or ``left``, the largest by ``whole``."""
    numbers = found.by_community()
    lines = [CommunityLine(row, *numbers.get(row.pk, (0, 0))) for row in communities]
    if sort == "whole":
        return sorted(lines, key=lambda line: -line.whole)
    if sort == "left":
        return sorted(lines, key=lambda line: -line.left)
    return sorted(lines, key=lambda line: (line.share is None, line.share or 0.0))


@dataclass(frozen=True)
class HomeLine:
    """A home with its nearest station. ``walk`` is None where none can be reached."""

    estate: Estate
    place: Place | None
    households: int
    station: Station | None
    walk: Walk | None
    #: The walk by the other reckoning, where the line compares the two.
    other: Walk | None = None

    @property
    def name(self) -> str:
        return f"{self.estate.name}{self.place.name}" if self.place else self.estate.name


def home_lines(found: Coverage, rows: Sequence[int], other: Nearest | None = None) -> list[HomeLine]:
    """Lines of the homes at ``rows``, in three queries. ``other``: another reckoning to set beside it."""
    own, nearest = found.homes, found.nearest
    estates = Estate.objects.select_related("community").in_bulk({int(own.estate[row]) for row in rows})
    is_place = own.origin == KeptWalks.Origin.PLACE.value
    places = Place.objects.in_bulk({int(own.key[row]) for row in rows if is_place[row]})
    stations = Station.objects.in_bulk({int(nearest.target[row]) for row in rows})
    return [
        HomeLine(
            estates[int(own.estate[row])],
            places.get(int(own.key[row])) if is_place[row] else None,
            int(own.households[row]),
            stations.get(int(nearest.target[row])),
            _walk(nearest, row),
            _walk(other, row) if other else None,
        )
        for row in rows
        if int(own.estate[row]) in estates
    ]


def _walk(nearest: Nearest, row: int) -> Walk | None:
    if nearest.target[row] < 0:
        return None
    return Walk(float(nearest.metres[row]), float(nearest.seconds[row]), bool(nearest.estimated[row]))


def most_apart(found: Coverage, guess: Coverage, most: int = 10) -> list[int]:
    """Homes measured on the network whose walk differs most from the estimate, by minutes."""
    walked, guessed = found.nearest.seconds, guess.nearest.seconds
    known = np.flatnonzero(~found.nearest.estimated & np.isfinite(walked) & np.isfinite(guessed))
    apart = np.abs(walked[known] - guessed[known])
    order = np.argsort(-apart, kind="stable")
    return known[order[apart[order] >= 60]][:most].tolist()
