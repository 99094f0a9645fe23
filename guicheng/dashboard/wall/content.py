"""What the wall shows at one moment: public things of the whole street, and nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from communities.models import Boundary, Community, Undertaking
from stations.maps import map_allowed
from stations.models import Activity, Station
from stations.opening import open_at

from ..indicators import Indicator, indicator_of
from ..lines import HEADLINES
from ..snapshot import Snapshot, figure_on
from ..told import live
from .drawing import Drawing, draw

#: Rows of a list at most; what the screen has no room for is left out by its style.
ACTIVITIES, RESOLUTIONS = 8, 6
_LONG = 1_000_000


@dataclass(frozen=True)
class Figure:
    indicator: Indicator
    value: Decimal | None

    @property
    def is_long(self) -> bool:
        """Whether it needs smaller print."""
        return self.value is not None and abs(self.value) >= _LONG


@dataclass(frozen=True)
class Today:
    """An activity of today. ``when``: its time in words; ``state``: over, under way, or "" before it."""

    title: str
    station: str
    when: str
    state: str


@dataclass(frozen=True)
class Tile:
    """A community where no map may be shown: how many of its stations are open."""

    name: str
    opened: int
    total: int


def content(shown: Snapshot, now: datetime) -> dict[str, Any]:
    """The context of ``dashboard/wall/content.html``. It names no time that goes on while nothing happens."""
    stations = list(Station.objects.public().values_list("pk", "lat", "lon", "community"))
    opened = set(open_at(Station.objects.public(), now).values_list("pk", flat=True))
    may_draw = map_allowed()
    activities = Activity.objects.public().filter(status=Activity.Status.PLANNED).on_days(now, 1)
    rows = _of_today(activities, now)
    return {
        "street_name": settings.STREET_NAME,
        "map_approval_number": settings.MAP_APPROVAL_NUMBER,
        "figures": [Figure(each, live(shown, each)) for each in map(indicator_of, HEADLINES)],
        "requests_closed": _added_this_month(indicator_of("requests_closed"), shown),
        "opened": len(opened),
        "stations": len(stations),
        "drawing": _drawing(stations, opened) if may_draw else None,
        "tiles": [] if may_draw else _tiles(stations, opened),
        "activities": rows,
        "activities_in_all": activities.count() if len(rows) == ACTIVITIES else len(rows),
        "next_activity": None if rows else _next_activity(now),
        "resolutions": _finished(shown),
    }


def _added_this_month(indicator: Indicator, shown: Snapshot) -> Decimal:
    """How many of the rows that an indicator counts came to it since the month began."""
    before = figure_on(indicator, shown.day.replace(day=1) - timedelta(days=1))
    return max(shown.figure(indicator.key).n - before.n, Decimal(0))


def _drawing(stations: Sequence[tuple[int, float | None, float | None, int]], opened: set[int]) -> Drawing:
    points = [(lat, lon, pk in opened) for pk, lat, lon, _ in stations if lat is not None and lon is not None]
    return draw(points, [row.geometry for row in Boundary.objects.public()])


def _tiles(stations: Sequence[tuple[int, float | None, float | None, int]], opened: set[int]) -> list[Tile]:
    total = Counter(community for _, _, _, community in stations)
    now = Counter(community for pk, _, _, community in stations if pk in opened)
    return [Tile(row.short_name, now[row.pk], total[row.pk]) for row in Community.objects.public()]


def _of_today(activities: Any, now: datetime) -> list[Today]:  # noqa: ANN401
    """Those under way and to come; where there is room also the last ones that are over. In order of time."""
    rows = list(activities.coming(now).select_related("station")[:ACTIVITIES])
    if len(rows) < ACTIVITIES:
        over = activities.past(now).select_related("station")[: ACTIVITIES - len(rows)]
        rows = [*reversed(over), *rows]
    return [_today(row, now) for row in rows]


def _today(row: Activity, now: datetime) -> Today:
    starts, ends, today = (timezone.localtime(moment) for moment in (row.starts_at, row.ends_at, now))
    when = f"{starts:%H:%M}"
    if starts.date() < today.date():
        when = f"至 {ends:%H:%M}" if ends.date() == today.date() else "全天"
    state = "已结束" if ends <= now else "进行中" if starts <= now else ""
    return Today(row.title, row.station.name, when, state)


def _next_activity(now: datetime) -> Activity | None:
    rows = Activity.objects.public().filter(status=Activity.Status.PLANNED)
    return rows.coming(now).select_related("station").first()


def _finished(shown: Snapshot) -> list[Undertaking]:
    """Resolutions that were carried out, the latest first."""
    rows = Undertaking.objects.public().resolutions()
    done = rows.filter(state=Undertaking.State.DONE, closed_on__lte=shown.day)
    return list(done.select_related("community").order_by("-closed_on", "-pk")[:RESOLUTIONS])
