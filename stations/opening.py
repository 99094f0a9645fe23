"""Is a station open, until when, and when next?

A date's hours are, in this order: the station's exception for that date; else what its week makes of the
date (法定节假日 and 调休 included). Urgent notices (临时停止服务) cut out the time they are in force. All
dates and hours are those of Asia/Shanghai, whatever the server's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from . import timetable as tt
from .models import Notice, OpeningException, Station, Timetable

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: How many days ahead "next open" looks.
HORIZON_DAYS = 14
_FOREVER = datetime(9999, 1, 1, tzinfo=SHANGHAI)

Interval = tuple[datetime, datetime]


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    STOPPED = "stopped"  # 临时停止服务 by a notice, or the station's status
    UNKNOWN = "unknown"  # no hours entered


@dataclass(frozen=True)
class Opening:
    """A station's state at one moment.

    ``until``: when it closes, where open (None: not within the horizon, such as round the clock).
    ``next_open``: when it opens next, where not open (None: not within the horizon). ``reason``: a holiday,
    an exception or a notice that explains the state, or "". ``certain``: False where the year's 法定节假日
    are not known yet. ``by_notice``: stopped for a while by an urgent notice, not by the station's status.
    """

    state: State
    at: datetime
    until: datetime | None = None
    next_open: datetime | None = None
    reason: str = ""
    certain: bool = True
    by_notice: bool = False

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def next_change(self) -> datetime | None:
        return self.until if self.is_open else self.next_open

    @property
    def word(self) -> str:
        """The state in one word, for the badge."""
        return "临时停止服务" if self.by_notice else _WORDS[self.state]

    @property
    def detail(self) -> str:
        """Until when or when next: ``至 17:30``, ``明天 8:30 开``, ``全天``."""
        if self.is_open:
            return f"至 {_clock(self.until, self.at)}" if self.until else "全天"
        return f"{_clock(self.next_open, self.at)} 开" if self.next_open else ""


_WORDS = {
    State.OPEN: "营业中",
    State.CLOSED: "已关门",
    State.STOPPED: "暂停服务",
    State.UNKNOWN: "时间未登记",
}


def _clock(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    days = (moment.date() - now.date()).days
    clock = f"{moment.hour}:{moment.minute:02d}"
    # Midnight belongs to the day that ends with it.
    if days == 1 and moment.hour == moment.minute == 0:
        return "24:00"
    if days == 0:
        return clock
    if days == 1:
        return f"明天 {clock}"
    if days < 7:
        return f"{tt.DAY_NAMES[moment.weekday()]} {clock}"
    return f"{moment.month}月{moment.day}日 {clock}"


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def _absolute(day: date, spans: tt.Day) -> list[Interval]:
    midnight = datetime.combine(day, time(), SHANGHAI)
    return [(midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)) for start, end in spans]


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    out: list[Interval] = []
    for start, end in sorted(intervals):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _without(intervals: list[Interval], holes: Iterable[Interval]) -> list[Interval]:
    for hole_start, hole_end in holes:
        cut: list[Interval] = []
        for start, end in intervals:
            if end <= hole_start or start >= hole_end:
                cut.append((start, end))
                continue
            if start < hole_start:
                cut.append((start, hole_start))
            if end > hole_end:
                cut.append((hole_end, end))
        intervals = cut
    return intervals


class OpeningBook:
    """The openings of a page's stations: two queries, however many stations.

    ``notices`` holds those in force at ``now`` that concern any of them, urgent ones first.
    """

    def __init__(self, stations: Iterable[Station], now: datetime) -> None:
        self.now = local(now)
        self.today = self.now.date()
        self._end = self.today + timedelta(days=HORIZON_DAYS)
        stations = list(stations)
        ids = [station.pk for station in stations]
        self._exceptions: dict[int, dict[date, OpeningException]] = {}
        for row in OpeningException.objects.filter(
            station_id__in=ids, date__gte=self.today - timedelta(days=1), date__lte=self._end
        ):
            self._exceptions.setdefault(row.station_id, {})[row.date] = row
        communities = {station.community_id for station in stations}
        horizon = datetime.combine(self._end, time(), SHANGHAI)
        self._coming = list(
            Notice.objects.public()
            .filter(
                Q(community__isnull=True)
                | Q(community_id__in=communities, station__isnull=True)
                | Q(station_id__in=ids),
                Q(ends_at__isnull=True) | Q(ends_at__gt=self.now),
                starts_at__lt=horizon,
            )
            .select_related("community", "station")
        )
        self.notices = [notice for notice in self._coming if notice.starts_at <= self.now]

    @property
    def general_notices(self) -> list[Notice]:
        """Those of the street and of communities: for the top of a list; a station's stand on its card."""
        return [notice for notice in self.notices if notice.station_id is None]

    def notices_of(self, station: Station) -> list[Notice]:
        return [notice for notice in self.notices if _concerns(notice, station)]

    def day(self, station: Station, day: date) -> tuple[tt.Day, str]:
        """The spans of one date and what makes them special ("" on a usual day)."""
        exception = self._exceptions.get(station.pk, {}).get(day)
        if exception is not None:
            return exception.day, exception.reason or "当天特别安排"
        if station.timetable is None:
            return (), ""
        kind, name = tt.day_kind(day)
        spans = station.timetable.spans_on(day)
        if kind is tt.DayKind.HOLIDAY:
            return spans, name
        if kind is tt.DayKind.MAKEUP:
            return spans, f"{name}调休上班"
        return spans, ""

    def of(self, station: Station) -> Opening:
        now = self.now
        certain = tt.calendar_knows(now.date())
        if station.status != Station.Status.OPEN:
            return Opening(State.STOPPED, now, reason=station.get_status_display())
        days = [self.today + timedelta(days=n) for n in range(-1, HORIZON_DAYS + 1)]
        intervals = _joined(span for day in days for span in _absolute(day, self.day(station, day)[0]))
        closing = [n for n in self._coming if n.closes and _concerns(n, station)]
        holes = [(local(n.starts_at), local(n.ends_at) if n.ends_at else _FOREVER) for n in closing]
        intervals = _without(intervals, holes)
        horizon = datetime.combine(self._end, time(), SHANGHAI)
        following = next((start for start, _ in intervals if start > now), None)
        for notice in closing:
            if notice.starts_at <= now:
                return Opening(
                    State.STOPPED,
                    now,
                    next_open=following,
                    reason=notice.title,
                    certain=certain,
                    by_notice=True,
                )
        current = next((end for start, end in intervals if start <= now < end), None)
        reason = self.day(station, self.today)[1]
        if current is not None:
            until = current if current < horizon else None
            return Opening(State.OPEN, now, until=until, reason=reason, certain=certain)
        if station.timetable is None and not self._exceptions.get(station.pk):
            return Opening(State.UNKNOWN, now)
        return Opening(State.CLOSED, now, next_open=following, reason=reason, certain=certain)

    def coming_days(self, station: Station, days: int = 7) -> list[tuple[date, str, str]]:
        """(date, hours as text, what is special) for today and the days after it."""
        rows = []
        for offset in range(days):
            day = self.today + timedelta(days=offset)
            spans, special = self.day(station, day)
            rows.append((day, tt.format_day(spans), special))
        return rows


def _concerns(notice: Notice, station: Station) -> bool:
    if notice.station_id is not None:
        return notice.station_id == station.pk
    return notice.community_id in (None, station.community_id)


def open_at(stations: QuerySet[Station], moment: datetime) -> QuerySet[Station]:
    """Those of ``stations`` that are open at ``moment``; agrees with :meth:`OpeningBook.of`.

    One query finds which weeks and which exceptions of today and yesterday (whose hours may reach past
    midnight) hold the moment; the rest stays a condition in SQL, so it costs the same for any number of
    stations.
    """
    now = local(moment)
    today, yesterday = now.date(), now.date() - timedelta(days=1)
    minute = now.hour * 60 + now.minute
    by_day: dict[date, list[int]] = {today: [], yesterday: []}
    special: list[Q] = []
    for pk, text, on_holidays, day in _weeks_and_exceptions(today, yesterday):
        if day is None:
            for date_, offset in ((today, 0), (yesterday, tt.DAY_MINUTES)):
                spans = tt.spans_on(tt.decode_week(text), date_, open_on_holidays=on_holidays)
                if _holds(spans, minute + offset):
                    by_day[date_].append(pk)
        elif _holds(tt.decode_day(text), minute + (0 if day == today else tt.DAY_MINUTES)):
            special.append(Q(date=day, spans=text))
    exceptions = OpeningException.objects.filter(station=OuterRef("pk"))
    rule = Q(pk__in=[])
    for date_, tables in by_day.items():
        if tables:
            rule |= Q(timetable__in=tables) & ~Exists(exceptions.filter(date=date_))
    if special:
        condition = special[0]
        for more in special[1:]:
            condition |= more
        rule |= Exists(exceptions.filter(condition))
    closing = Notice.objects.in_force(moment).filter(closes=True)
    if not any(by_day.values()) and not special:
        return stations.none()
    return stations.filter(
        rule,
        ~Exists(closing.filter(station=OuterRef("pk"))),
        ~Exists(closing.filter(station__isnull=True, community=OuterRef("community"))),
        ~Exists(closing.filter(station__isnull=True, community__isnull=True)),
        status=Station.Status.OPEN,
    )


def _holds(spans: tt.Day, minute: int) -> bool:
    return any(start <= minute < end for start, end in spans)


def _weeks_and_exceptions(today: date, yesterday: date) -> QuerySet:
    """Rows (timetable id or None, spans, open on holidays, date or None): both lists in one query."""
    weeks = Timetable.objects.annotate(
        row=F("pk"), text=F("week"), holidays=F("open_on_holidays"), day=Cast(Value(None), DateField())
    ).values_list("row", "text", "holidays", "day")
    exceptions = (
        OpeningException.objects.filter(date__in=[today, yesterday])
        .order_by()
        .annotate(
            row=Cast(Value(None), BigIntegerField()),
            text=Cast(F("spans"), CharField()),
            holidays=Value(False, BooleanField()),
            day=F("date"),
        )
        .values_list("row", "text", "holidays", "day")
    )
    return weeks.union(exceptions)
