"""党群服务阵地与活动."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from stations import timetable as tt
from stations.gaps import CONFIRM_DAYS, any_gap
from stations.models import Activity, Station, Timetable

from ..indicators import Indicator, Kind, Source, register

GROUP = "阵地与活动"
#: A station is open in the evening when it is open at this minute of some working day.
_EVENING = 19 * 60


def end_of(day: date) -> datetime:
    """The first moment after ``day`` in the site's zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _stations(day: date) -> QuerySet[Any]:
    """All that were there or planned on the day: those not closed by then."""
    return Station.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def _opened(day: date) -> Q:
    """At work on the day: opened by then (or nobody knows when), and not only planned."""
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
    return Q(status__in=[*Station.PUBLIC_STATUSES, Station.Status.CLOSED]) & opened


def _whole_records(day: date) -> Q:
    return _opened(day) & ~any_gap(day)


def _open_at(chosen: Any) -> Any:  # noqa: ANN401
    def which(day: date) -> Q:
        tables = [table.pk for table in Timetable.objects.all() if chosen(table.spans)]
        return _opened(day) & Q(timetable__in=tables)

    return which


def _in_the_evening(week: tt.Week) -> bool:
    return any(start <= _EVENING < end for day in week[:5] for start, end in day)


def _at_weekends(week: tt.Week) -> bool:
    return bool(week[5] or week[6])


def _activities(day: date) -> QuerySet[Any]:
    """Held by the end of the day and not cancelled."""
    return Activity.objects.filter(ends_at__lt=end_of(day), status=Activity.Status.PLANNED)


#: A station is told of by its own page: figures that count stations split at estates alone.
STATIONS = Source("stations", _stations, estate="estate", related=("community",))
ACTIVITIES = Source(
    "activities",
    _activities,
    "station__community",
    estate="station__estate",
    station="station",
    related=("station__community",),
)


def register_figures() -> None:
    register(
        Indicator(
            "stations_planned",
            "规划建设党群服务中心（站、点）",
            "个",
            "登记在册、没有撤销的党群服务中心、站、点，包括规划中和建设中的。",
            STATIONS,
            group=GROUP,
        ),
        Indicator(
            "stations_open",
            "已启用的党群服务中心（站、点）",
            "个",
            "已经启用的，暂停服务的也算。",
            STATIONS,
            which=_opened,
            group=GROUP,
        ),
        Indicator(
            "activities_held",
            "开展各类党群服务活动",
            "场",
            "已经结束、没有取消的活动。",
            ACTIVITIES,
            group=GROUP,
        ),
        Indicator(
            "residents_served",
            "惠及群众",
            "人次",
            "已经结束的活动登记的参与人次相加；没有登记人次的活动不算。",
            ACTIVITIES,
            Kind.SUM,
            which=lambda day: Q(attendance__isnull=False),
            adds=F("attendance"),
            group=GROUP,
        ),
        Indicator(
            "activities_per_station",
            "平均每个站点开展活动",
            "场",
            "已经结束的活动场数，除以已启用的站点数。",
            ACTIVITIES,
            Kind.PER,
            per="stations_open",
            decimals=1,
            group=GROUP,
        ),
        Indicator(
            "stations_complete",
            "资料齐全且核对过的站点",
            "%",
            f"已启用的站点中，坐标、电话、开放时间都有，并且 {CONFIRM_DAYS} 天内核对过的比例。",
            STATIONS,
            Kind.SHARE,
            which=_whole_records,
            whole=_opened,
            decimals=1,
            has_past=False,
            group=GROUP,
        ),
        Indicator(
            "stations_evening",
            "晚上开放的站点",
            "%",
            "已启用的站点中，工作日晚上 7 点还开放的比例。",
            STATIONS,
            Kind.SHARE,
            which=_open_at(_in_the_evening),
            whole=_opened,
            decimals=1,
            has_past=False,
            group=GROUP,
        ),
        Indicator(
            "stations_weekend",
            "周末开放的站点",
            "%",
            "已启用的站点中，周六或周日开放的比例。",
            STATIONS,
            Kind.SHARE,
            which=_open_at(_at_weekends),
            whole=_opened,
            decimals=1,
            has_past=False,
            group=GROUP,
        ),
    )
