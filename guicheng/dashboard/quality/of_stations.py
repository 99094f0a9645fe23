"""Checks of estates, stations and activities."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from communities.models import Estate
from stations.gaps import CONFIRM_DAYS, GAPS, uncounted
from stations.models import Activity, Station

from ..indicators import Source
from ..measured.stations import ACTIVITIES
from .checks import Check, Condition, Weakness, register, these
from .moment import Moment

_NOISE = re.compile(r"[\W_]+")
#: Of an activity at least so large a part of the limit counts towards a station's day: below it nobody looks.
_PART_OF_LIMIT = 10


def _estates(day: date) -> QuerySet[Any]:
    return Estate.objects.all()


def _stations(day: date) -> QuerySet[Any]:
    """Those that residents see: one that is planned or closed lacks nothing."""
    return Station.objects.public()


ESTATES = Source("estates", _estates, estate="pk", related=("community",))
STATIONS = Source("stations", _stations, station="pk", related=("community",))


def _gap(key: str) -> Condition:
    gap = next(gap for gap in GAPS if gap.key == key)
    return lambda moment: gap.condition(moment.day)


def _odd(source: Source) -> Condition:
    return lambda moment: these(_odd_points(moment, source))


def _odd_points(moment: Moment, source: Source) -> dict[int, str]:
    return moment.once(f"odd points of {source.key}", lambda now: now.odd_points(source.rows(now.day)))


def _why_odd(source: Source) -> Callable[[Moment, Any], str]:
    return lambda moment, row: _odd_points(moment, source).get(row.pk, "")


def plain(name: str) -> str:
    """A name without what makes no other name of it: spaces, brackets, dashes, width and case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


def twice(rows: Iterable[tuple[Any, ...]]) -> set[int]:
    """Keys of rows that are there twice: of (key, what makes it the same …) those whose rest is the same."""
    together: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, *same in rows:
        together[tuple(same)].append(pk)
    return {pk for keys in together.values() if len(keys) > 1 for pk in keys}


def since(day: date | None, known: str, unknown: str = "") -> str:
    return f"{known} {day:%Y-%m-%d}" if day else unknown


def _estate_twins(moment: Moment) -> Q:
    """One name in one community but for its marks."""
    rows = moment.own(Estate.objects.all()).values_list("pk", "community", "name")
    return these(twice((pk, community, plain(name)) for pk, community, name in rows))


def _station_twins(moment: Moment) -> Q:
    """The same by name, or of one level at the very same point, there in another community too."""
    rows = Station.objects.public().order_by()
    if moment.within is not None:
        own = rows.filter(community=moment.within)
        rows = rows.filter(Q(community=moment.within) | Q(lat__in=own.values("lat")))
    rows = list(rows.values_list("pk", "community", "name", "level", "lat", "lon"))
    named = twice((pk, community, plain(name)) for pk, community, name, *_ in rows)
    placed = twice((pk, level, lat, lon) for pk, _, _, level, lat, lon in rows if lat is not None)
    return these(named | placed)


def _crowded(moment: Moment) -> Q:
    """Of one station's day all activities that count, where together they pass the limit."""
    limit = moment.limits.attendance
    rows = moment.own(Activity.objects.all(), "station__community").order_by()
    large = rows.filter(attendance__gte=max(1, limit // _PART_OF_LIMIT))
    days: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    for pk, station, starts_at, number in large.values_list("pk", "station", "starts_at", "attendance"):
        days[station, timezone.localdate(starts_at)].append((pk, number))
    found = [pk for rows in days.values() if sum(n for _, n in rows) > limit for pk, _ in rows]
    return these(found)


def _activity_twins(moment: Moment) -> Q:
    """One title at one station and moment."""
    same = Activity.objects.filter(
        station=OuterRef("station"), starts_at=OuterRef("starts_at"), title=OuterRef("title")
    )
    return Q(Exists(same.filter(status=Activity.Status.PLANNED).exclude(pk=OuterRef("pk")).order_by()))


def register_checks() -> None:
    missing, stale = Weakness.MISSING, Weakness.STALE
    improbable, twin = Weakness.IMPROBABLE, Weakness.TWIN
    hours = ("stations_evening", "stations_weekend")
    held = ("activities_held", "residents_served", "activities_per_station")
    register(
        Check(
            "station_point",
            "站点没有坐标",
            missing,
            STATIONS,
            _gap("point"),
            "居民按位置找最近的站点，没有坐标就找不到。请在地图上点选。",
            weight=3,
        ),
        Check(
            "station_phone",
            "站点没有电话",
            missing,
            STATIONS,
            _gap("phone"),
            "居民有急事要打得通。请补上电话。",
        ),
        Check(
            "station_hours",
            "站点没有开放时间",
            missing,
            STATIONS,
            _gap("hours"),
            "没有开放时间的站点，晚上和周末都按不开放算。请照门口的牌子填。",
            weight=3,
            weakens=hours,
        ),
        Check(
            "station_confirmed",
            f"站点 {CONFIRM_DAYS} 天没有核对",
            stale,
            STATIONS,
            _gap("confirmed"),
            "太久没人看过，可能已经改了时间、换了电话，甚至不开了。请核对一遍，没有变化就标记“今天核对过”。",
            weight=3,
            weakens=("stations_open", *hours),
            tells=lambda moment, row: since(row.confirmed_on, "最近核对", "从来没有核对"),
        ),
        Check(
            "station_place",
            "站点的位置不可能",
            improbable,
            STATIONS,
            _odd(STATIONS),
            "在边界以外、在水里，或者离社区太远，多半是经纬度填反、坐标系选错。请在地图上重新点选。",
            weight=3,
            among=lambda moment: Q(lat__isnull=False),
            tells=_why_odd(STATIONS),
        ),
        Check(
            "station_twin",
            "站点可能登记了两次",
            twin,
            STATIONS,
            _station_twins,
            "同名，或者同级别又在同一个点。是同一个的，留一个，另一个标为“已撤销”。",
            weight=3,
            weakens=("stations_planned", "stations_open", "activities_per_station"),
            order=("community", "lat", "lon", "name", "pk"),
        ),
        Check(
            "estate_households",
            "小区没有户数",
            missing,
            ESTATES,
            lambda moment: Q(households__isnull=True),
            "按每千户比较社区时要用户数，没有就少算。请向物业问一个大概的数。",
        ),
        Check(
            "estate_point",
            "小区没有位置",
            missing,
            ESTATES,
            lambda moment: Q(lat__isnull=True),
            "居民输入小区名找站点，没有位置就量不出远近。请在地图上点选。",
            weight=1,
        ),
        Check(
            "estate_place",
            "小区的位置不可能",
            improbable,
            ESTATES,
            _odd(ESTATES),
            "在边界以外、在水里，或者离社区太远。请核对是不是选错了社区、标错了点。",
            among=lambda moment: Q(lat__isnull=False),
            tells=_why_odd(ESTATES),
        ),
        Check(
            "estate_large",
            "小区的户数太多",
            improbable,
            ESTATES,
            lambda moment: Q(households__gt=moment.limits.households),
            "超过街道设定的户数，可能多写了一位，或者写成了人数。请核对。",
            among=lambda moment: Q(households__isnull=False),
            tells=lambda moment, row: f"{row.households:,} 户",
        ),
        Check(
            "estate_twin",
            "小区可能登记了两次",
            twin,
            ESTATES,
            _estate_twins,
            "同一社区里名称只差空格、括号或者全角半角。请把楼和人并到一个小区下面，另一个删去。",
            order=("community", "name", "pk"),
        ),
        Check(
            "activity_uncounted",
            "活动没有填人次",
            missing,
            ACTIVITIES,
            lambda moment: uncounted(moment.now),
            "没有人次的活动，惠及群众里不算。请照签到表补填，没人来的填 0。",
            weakens=("residents_served",),
            narrowed=False,
        ),
        Check(
            "activity_crowded",
            "活动的人次太多",
            improbable,
            ACTIVITIES,
            _crowded,
            "一场，或者一个站点一天合计，超过街道设定的人次，可能多写了一位，或者把全年的写在了一场里。"
            "请照签到表核对。",
            weight=3,
            among=lambda moment: Q(attendance__isnull=False),
            weakens=("residents_served",),
            tells=lambda moment, row: f"{row.attendance:,} 人次",
            order=("station", "starts_at", "pk"),
        ),
        Check(
            "activity_twin",
            "活动可能登记了两次",
            twin,
            ACTIVITIES,
            _activity_twins,
            "同一站点、同一时间、同一名称。请留一场，另一场取消或者删去。",
            weakens=held,
            order=("station", "starts_at", "pk"),
        ),
    )
