"""The nearest stations: exact by straight line, on a plain index, on either database; ranked by the walk.

Boxes around the place are read from the index on (lat, lon); a box counts once the circle inside it holds
as many stations as were asked for, which are then sorted by great-circle distance. The first box is
chosen from how many stations there are, so that one read is usually enough. Where the street network is
known, the closest candidates are then put in the order of the minutes walked: across a river is not near.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from communities.coords import Datum, bounding_box, check_position, great_circle, to_wgs84
from communities.memo import Memo

from .lists import choices
from .models import Offering, Station
from .opening import Opening, OpeningBook
from .opening import open_at as only_open_at
from .walking import Pace, Walk, estimate
from .walking.asking import PageWalker

MAX_LIMIT = 100
#: So many of the closest, or twice as many as asked for, are candidates when the network ranks them.
_CANDIDATES = 20
#: A first read brings at most this many rows; a fuller box is halved until it brings fewer.
_CAP = 400
_WHOLE_EARTH = 21_000_000.0
#: The street's area in square metres, only to guess the first box.
_STREET_AREA = 84_000_000.0


class UnknownFilter(ValueError):
    """A service or audience that does not exist; ``str()`` says so in Chinese."""


@dataclass(frozen=True)
class Near:
    """A station with its straight distance in metres, the walk to it, and its state now.

    ``walk`` is None where the street network knows both places but no way on foot between them.
    """

    station: Station
    metres: float
    walk: Walk | None
    opening: Opening


@dataclass(frozen=True)
class Found:
    """The stations found, nearest first, and the book that knows their notices."""

    items: list[Near]
    book: OpeningBook


#: How many stations serve; only guides the first box, so a minute's delay changes nothing but speed.
_serving_count = Memo(lambda: Station.objects.serving().count(), seconds=60)


def find(
    lat: float,
    lon: float,
    *,
    datum: Datum | str = Datum.WGS84,
    limit: int = 10,
    open_at: datetime | None = None,
    services: Iterable[str] = (),
    audience: str = "",
    pace: Pace = Pace.ADULT,
    now: datetime | None = None,
    walker: PageWalker | None = None,
) -> Found:
    """The ``limit`` nearest serving stations to (lat, lon) degrees in ``datum``, the shortest walk first.

    ``open_at``: only those open at that moment. ``services``: slugs, all of which must be offered.
    ``audience``: a slug; some service must be for it. ``now``: the moment for the states shown.
    ``walker``: whom to ask for the walks, at its own pace; without one they are estimated at ``pace``.
    Raises :class:`communities.coords.BadPosition` and :class:`UnknownFilter`; ``limit`` is 1 to 100.
    """
    lat, lon = to_wgs84(*check_position(lat, lon), datum)
    limit = min(max(limit, 1), MAX_LIMIT)
    stations = matching(Station.objects.serving(), services=services, audience=audience)
    if open_at is not None:
        stations = only_open_at(stations, open_at)
    if walker is None or not walker.knows_streets:
        pace = walker.pace if walker else pace
        return describe(nearest_ids(stations, lat, lon, limit), pace=pace, now=now)
    candidates = nearest_ids(stations, lat, lon, min(max(_CANDIDATES, 2 * limit), MAX_LIMIT))
    points = {pk: (row_lat, row_lon) for pk, row_lat, row_lon in _points(candidates)}
    known = [(pk, metres) for pk, metres in candidates if pk in points]
    walks = walker.walks((lat, lon), [points[pk] for pk, _ in known])
    order = sorted(zip(known, walks, strict=True), key=_walked)[:limit]
    return describe(
        [pair for pair, _ in order], pace=pace, now=now, walks={pk: walk for (pk, _), walk in order}
    )


def _points(pairs: Iterable[tuple[int, float]]) -> QuerySet:
    return Station.objects.order_by().filter(pk__in=[pk for pk, _ in pairs]).values_list("pk", "lat", "lon")


def _walked(found: tuple[tuple[int, float], Walk | None]) -> tuple[float, float]:
    """What to sort by: the time walked, then the straight line; what cannot be reached comes last."""
    (_, metres), walk = found
    return (math.inf if walk is None else walk.seconds, metres)


def describe(
    ranked: Sequence[tuple[int, float]],
    *,
    pace: Pace = Pace.ADULT,
    now: datetime | None = None,
    walks: dict[int, Walk | None] | None = None,
) -> Found:
    """(station id, straight metres) pairs → cards, in the same order, in four queries.

    ``walks``: of each station, where the network was asked; else they are estimated.
    """
    rows = {row.pk: row for row in Station.objects.for_cards().filter(pk__in=[pk for pk, _ in ranked])}
    book = OpeningBook(rows.values(), now or timezone.now())
    items = [
        Near(rows[pk], metres, walks[pk] if walks else estimate(metres, pace), book.of(rows[pk]))
        for pk, metres in ranked
        if pk in rows
    ]
    return Found(items, book)


def matching(
    stations: QuerySet[Station], *, services: Iterable[str] = (), audience: str = ""
) -> QuerySet[Station]:
    """Stations that offer all of ``services`` and something for ``audience`` (slugs)."""
    known = choices()
    for slug in filter(None, services):
        if not known.service_name(slug):
            raise UnknownFilter(f"没有“{slug[:30]}”这项服务，请从列表里选择。")
        stations = stations.filter(
            Exists(Offering.objects.filter(station=OuterRef("pk"), service__slug=slug))
        )
    if audience:
        if not known.audience_name(audience):
            raise UnknownFilter(f"没有“{audience[:30]}”这类服务人群，请从列表里选择。")
        meant = Offering.objects.filter(
            station=OuterRef("pk"), service__active=True, service__audiences__slug=audience
        )
        stations = stations.filter(Exists(meant))
    return stations


def nearest_ids(stations: QuerySet[Station], lat: float, lon: float, limit: int) -> list[tuple[int, float]]:
    """The ``limit`` nearest of ``stations`` to degrees WGS-84: (id, metres), ties by id."""
    points = stations.order_by().values_list("pk", "lat", "lon")
    count = _serving_count()
    if count <= _CAP:
        radius = _WHOLE_EARTH
    else:
        radius = 1.6 * math.sqrt((limit + 2) * _STREET_AREA / (math.pi * count))
    capped, too_wide, short = True, math.inf, 0
    while True:
        box = _in_box(points, lat, lon, radius)
        rows = list(box[: _CAP + 1] if capped else box)
        if capped and len(rows) > _CAP:
            too_wide, radius = radius, radius / 2
            capped = radius > 0.5
            continue
        inside = _ranked(rows, lat, lon, radius)
        if len(inside) >= limit or radius >= _WHOLE_EARTH:
            return inside[:limit]
        short += 1
        if short == 2:
            # Few match, perhaps so few (nobody open at night, a rare service) that all can be ranked at
            # once; growing on would end in a scan of the whole table.
            rows = list(points[: _CAP + 1])
            if len(rows) <= _CAP:
                return _ranked(rows, lat, lon, _WHOLE_EARTH)[:limit]
        radius *= 4
        if radius >= too_wide:
            # Too few in the smaller box, too many in the wider: from here on read boxes whole, so that
            # each is wider than the one before and the search ends.
            capped, radius, too_wide = False, too_wide, math.inf
        radius = min(radius, _WHOLE_EARTH)


def _in_box(points: QuerySet, lat: float, lon: float, radius: float) -> QuerySet:
    if radius >= _WHOLE_EARTH:
        return points
    south, north, spans = bounding_box(lat, lon, radius)
    east_west = Q()
    for west, east in spans:
        east_west |= Q(lon__gte=west, lon__lte=east)
    return points.filter(east_west, lat__gte=south, lat__lte=north)


def _ranked(
    rows: Iterable[tuple[int, float, float]], lat: float, lon: float, radius: float
) -> list[tuple[int, float]]:
    measured = ((great_circle(lat, lon, row_lat, row_lon), pk) for pk, row_lat, row_lon in rows)
    return [(pk, metres) for metres, pk in sorted(pair for pair in measured if pair[0] <= radius)]
