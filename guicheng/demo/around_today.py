"""What is true around today: notices, special dates, the coming weeks; and keeping that alive later."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from guicheng.accounts import history
from stations import timetable as tt
from stations.models import Activity, ActivitySeries, Audience, Notice, OpeningException, Station

from . import words
from .activity_plan import WEEKS_AHEAD, ActivityPlanner, Venue
from .station_plan import STATIONS_AT_SCALE_1

_ZONE = ZoneInfo("Asia/Shanghai")
#: How an invented text begins, and so how it is told from what someone tried out in the demonstration.
_MARK = "演示"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def notices(today: date, stations: list[Station]) -> list[Notice]:
    """One of the street, one of a community, one station that is closed for some hours today and more.

    ``stations`` that serve, in a fixed order, at least four.
    """
    closed, announced = stations[len(stations) // 3], stations[len(stations) // 2]
    return [
        Notice(
            title="演示公告：站点开放时间以现场告示为准",
            body="演示：出门前可以先打电话问一问。",
            starts_at=_at(today - timedelta(days=3), 8),
            ends_at=_at(today + timedelta(days=45), 20),
        ),
        Notice(
            community=announced.community,
            title=f"演示公告：{announced.community.name}征集下月活动主意",
            body="演示：想学什么、想办什么，到站点说一声就行。",
            starts_at=_at(today - timedelta(days=1), 8),
            ends_at=_at(today + timedelta(days=30), 20),
        ),
        Notice(
            community=closed.community,
            station=closed,
            title="演示公告：线路检修，临时停止服务",
            body="演示：检修完成后照常开放，急事请到附近的站点办理。",
            closes=True,
            starts_at=_at(today - timedelta(days=1), 8),
            ends_at=_at(today + timedelta(days=2), 18),
        ),
    ]


def exceptions(today: date, stations: list[Station]) -> list[OpeningException]:
    """A few special dates in the coming week; ``stations`` as for :func:`notices`."""
    plans = (
        (0, ((540, 720),), "演示：下午外出探访"),
        (1, (), "演示：设备检修"),
        (2, ((540, 720), (840, 1290)), "演示：夜间办事延长"),
        (5, ((540, 1020),), "演示：周末活动日"),
        (6, (), "演示：场地消毒"),
    )
    step = max(1, len(stations) // (len(plans) + 1))
    return [
        OpeningException(
            station=stations[(number + 1) * step - 1],
            date=today + timedelta(days=offset),
            spans=tt.encode_day(day),
            reason=reason,
        )
        for number, (offset, day, reason) in enumerate(plans)
    ]


def keep_alive(today: date) -> int:
    """Add what a demonstration loaded some time ago lacks around ``today``; how many activities.

    Weeks that passed meanwhile get the thin stream. Costs two look-ups where nothing is missing.
    """
    last = (
        Activity.objects.filter(description__startswith=_MARK).order_by("-ends_at").values_list("starts_at")
    ).first()
    this_monday = monday_of(today)
    if last is None:
        return 0
    first_missing = monday_of(last[0].astimezone(_ZONE).date()) + timedelta(days=7)
    _renew_notices(today)
    if first_missing > this_monday + timedelta(days=7 * WEEKS_AHEAD):
        return 0
    planner = planner_of_database(today)
    series = planner.series()
    known = {(row.title, row.station_id): row for row in ActivitySeries.objects.all()}
    series = [(known.get((row.title, row.station_id), row), *rest) for row, *rest in series]
    new = list(planner.stream(first_missing, this_monday))
    monday = max(first_missing, this_monday)
    while monday <= this_monday + timedelta(days=7 * WEEKS_AHEAD):
        new += planner.lively_week(monday, series)  # type: ignore[arg-type]
        monday += timedelta(days=7)
    with transaction.atomic():
        history.bulk_create(new, reason=words.SOURCE)
        _fill_attendance(today)
    return len(new)


def _renew_notices(today: date) -> None:
    """Notices and special dates again, where those of the first load have run out."""
    live = Notice.objects.in_force(_at(today, 12)).filter(body__startswith=_MARK)
    held = {notice.title for notice in live}
    stations = serving_for_notices()
    if len(stations) < 4:
        return
    new = [notice for notice in notices(today, stations) if notice.title not in held]
    coming = OpeningException.objects.filter(date__gte=today, reason__startswith=_MARK).exists()
    with transaction.atomic():
        history.bulk_create(new, reason=words.SOURCE)
        if not coming:
            OpeningException.objects.bulk_create(exceptions(today, stations), ignore_conflicts=True)


def serving_for_notices() -> list[Station]:
    """Some of the open stations, in a fixed order, whose notices and special dates are shown."""
    return list(
        Station.objects.serving()
        .filter(timetable__isnull=False, source=words.SOURCE)
        .exclude(name__contains="24小时")
        .select_related("community")
        .order_by("pk")[:120]
    )


def _fill_attendance(today: date) -> None:
    """What was to come at the first load and is over now: nearly full houses."""
    over = list(
        Activity.objects.filter(
            description__startswith=_MARK,
            status=Activity.Status.PLANNED,
            attendance__isnull=True,
            capacity__isnull=False,
            ends_at__lt=_at(today, 0),
        )
    )
    for activity in over:
        activity.attendance = min(activity.capacity, 6 + activity.capacity * 3 // 5)
    history.bulk_update(over, ["attendance"], reason=words.SOURCE)


def planner_of_database(today: date) -> ActivityPlanner:
    """A planner over the stations that are there, at most the 178 of scale 1."""
    venues = []
    stations = Station.objects.select_related("timetable", "estate").order_by("pk")
    for station in stations.filter(pk__lte=STATIONS_AT_SCALE_1):
        venue = Venue.of(station, kind_of(station))
        if venue:
            venues.append(venue)
    audiences = {audience.slug: audience for audience in Audience.objects.all()}
    return ActivityPlanner(venues, audiences, today)


def kind_of(station: Station) -> str:
    """The kind of place, read back from a saved station."""
    if station.level == Station.Level.CENTRE:
        return "centre"
    if station.level == Station.Level.POINT:
        return "self" if "自助" in station.name else "point"
    kind = str(station.estate.kind) if station.estate else "estate"
    # A village that the city has grown around holds what other villages hold.
    return "village" if kind == "urban_village" else kind


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=_ZONE)
