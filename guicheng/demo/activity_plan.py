"""The invented activities: over 5,000 by February 2023, a thinner stream since, a lively present."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from stations import timetable as tt
from stations.models import Activity, ActivitySeries, Audience, Station

from .chance import chance, chance_of_week
from .titles import SERIES, TEMPLATES, Template

#: The published figure says "over 5,000" for the months up to this day.
PAST_FIRST, PAST_LAST = date(2021, 1, 4), date(2023, 2, 28)
PAST_COUNT = 5236
STREAM_FIRST = date(2023, 3, 6)  # a Monday
STREAM_A_WEEK = 10
WEEKS_AHEAD = 4

_ZONE = ZoneInfo("Asia/Shanghai")
_SPAN_STARTS = (540, 570, 600, 870, 900, 990, 1140, 1170)
_MANY = {"centre": 6, "estate": 3, "village": 2, "park": 2, "street": 2, "point": 1}


@dataclass(frozen=True)
class Venue:
    """A station that holds activities, with what decides when and which."""

    pk: int
    kind: str
    opened_on: date
    week: str
    open_on_holidays: bool
    serving: bool

    @classmethod
    def of(cls, station: Station, kind: str) -> Venue | None:
        """The station as a venue; None where nothing is held (not open yet, nobody there)."""
        if station.opened_on is None or station.timetable is None or kind == "self":
            return None
        return cls(
            station.pk,
            kind,
            station.opened_on,
            station.timetable.week,
            station.timetable.open_on_holidays,
            station.status == Station.Status.OPEN,
        )


class ActivityPlanner:
    """Makes activities, not saved. ``audiences`` by slug; what ended before ``today`` has its 人次."""

    def __init__(self, venues: list[Venue], audiences: dict[str, Audience], today: date) -> None:
        self.venues, self.today = venues, today
        self.serving = [venue for venue in venues if venue.serving]
        self._audiences = audiences
        self._templates = {
            (kind, weekend): [t for t in TEMPLATES if kind in t.at and not (weekend and t.workdays)]
            for kind in _MANY
            for weekend in (False, True)
        }
        self._days: dict[tuple[str, bool, date], tt.Day] = {}

    def past(self) -> list[Activity]:
        """Those that were over by the end of February 2023, in order."""
        rng = chance("past")
        venues = [venue for venue in self.venues if venue.opened_on < PAST_LAST - timedelta(days=7)]
        spans = [(PAST_LAST - max(venue.opened_on, PAST_FIRST)).days for venue in venues]
        weights = list(
            accumulate(span * _MANY[venue.kind] for venue, span in zip(venues, spans, strict=True))
        )
        busy: set[tuple[int, date]] = set()
        activities: list[Activity] = []
        while len(activities) < PAST_COUNT:
            number = bisect(weights, rng.random() * weights[-1])
            venue = venues[min(number, len(venues) - 1)]
            # Later days more often: the work grew.
            day = PAST_LAST - timedelta(days=int(spans[min(number, len(venues) - 1)] * rng.random() ** 1.4))
            activity = None if (venue.pk, day) in busy else self._one(rng, venue, day)
            if activity:
                busy.add((venue.pk, day))
                activities.append(activity)
        activities.sort(key=lambda activity: (activity.starts_at, activity.station_id))
        return activities

    def stream(self, first: date, before: date) -> Iterator[Activity]:
        """About ten a week, from the Monday ``first`` to the Monday ``before``, that day left out."""
        monday = first
        while monday < before:
            rng = chance_of_week("stream", monday)
            week: list[Activity] = []
            for _ in range(STREAM_A_WEEK * 5):
                venue = rng.choice(self.serving)
                activity = self._one(rng, venue, monday + timedelta(days=rng.randrange(7)))
                if activity and len(week) < STREAM_A_WEEK:
                    week.append(activity)
            yield from sorted(week, key=lambda activity: (activity.starts_at, activity.station_id))
            monday += timedelta(days=7)

    def series(self) -> list[tuple[ActivitySeries, Venue, Template, int, int]]:
        """The weekly series, not saved: series, venue, template, weekday, start in minutes."""
        rng = chance("series")
        planned, taken = [], set()
        for title, number, weekday, start in SERIES:
            template = TEMPLATES[number]
            fitting = [
                venue
                for venue in self.serving
                if venue.pk not in taken
                and venue.kind in template.at
                and _fits(tt.decode_week(venue.week)[weekday], start, template.minutes)
            ]
            venue = rng.choice(fitting)
            taken.add(venue.pk)
            planned.append(
                (ActivitySeries(station_id=venue.pk, title=title), venue, template, weekday, start)
            )
        return planned

    def lively_week(
        self, monday: date, series: list[tuple[ActivitySeries, Venue, Template, int, int]]
    ) -> list[Activity]:
        """A week of the present: something at several hours of each day, the series, one cancelled."""
        rng = chance_of_week("lively", monday)
        week: list[Activity] = []
        for row, venue, template, weekday, start in series:
            day = monday + timedelta(days=weekday)
            if row.pk and _fits(self._open(venue, day), start, template.minutes):
                activity = self._make(rng, venue, day, template, start)
                activity.series_id, activity.title = row.pk, row.title
                week.append(activity)
        for offset in range(7):
            day = monday + timedelta(days=offset)
            for start in _SPAN_STARTS:
                activity = self._at(rng, day, start)
                if activity:
                    week.append(activity)
        singles = [activity for activity in week if activity.series_id is None]
        if singles:
            called_off = rng.choice(singles)
            called_off.status, called_off.attendance = Activity.Status.CANCELLED, None
        for activity in singles[::2]:
            activity.sign_up_open = True
        return sorted(week, key=lambda activity: (activity.starts_at, activity.station_id))

    def _at(self, rng: Random, day: date, start: int) -> Activity | None:
        """Something that begins about ``start`` on ``day``, at a station that is open then."""
        for _ in range(40):
            venue = rng.choice(self.serving)
            spans = self._open(venue, day)
            options = [
                template
                for template in self._templates[venue.kind, day.weekday() > 4]
                if start in template.starts and _fits(spans, start, template.minutes)
            ]
            if options:
                return self._make(rng, venue, day, rng.choice(options), start)
        return None

    def _one(self, rng: Random, venue: Venue, day: date) -> Activity | None:
        """An activity that fits the station and its hours of that day, or None."""
        spans = self._open(venue, day)
        if not spans:
            return None
        template = rng.choice(self._templates[venue.kind, day.weekday() > 4])
        starts = [start for start in template.starts if _fits(spans, start, template.minutes)]
        return self._make(rng, venue, day, template, rng.choice(starts)) if starts else None

    def _make(self, rng: Random, venue: Venue, day: date, template: Template, start: int) -> Activity:
        starts_at = datetime(day.year, day.month, day.day, start // 60, start % 60, tzinfo=_ZONE)
        low, high = template.people
        came = low + int((high - low + 1) * rng.random() ** 1.2)
        if venue.kind == "point":
            came = max(5, came * 2 // 3)
        return Activity(
            station_id=venue.pk,
            title=template.title(rng.randrange(60)),
            kind=template.kind,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=template.minutes),
            audience=self._audiences.get(template.audience or ""),
            capacity=(came + rng.randint(0, 12) + 4) // 5 * 5,
            attendance=came if day < self.today else None,
            description=f"演示活动：{template.text}",
        )

    def _open(self, venue: Venue, day: date) -> tt.Day:
        key = (venue.week, venue.open_on_holidays, day)
        if key not in self._days:
            self._days[key] = tt.spans_on(
                tt.decode_week(venue.week), day, open_on_holidays=venue.open_on_holidays
            )
        return self._days[key]


def _fits(spans: tt.Day, start: int, minutes: int) -> bool:
    return any(opens <= start and start + minutes <= closes for opens, closes in spans)
