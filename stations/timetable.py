"""Opening hours as values: spans of a day, a week of them, and what a given date makes of it.

A span is ``(start, end)`` in minutes from the day's midnight in Asia/Shanghai, ``0 ≤ start < 1440`` and
``start < end ≤ start + 1440``; an end past 1440 lies in the small hours of the next day. A week is a tuple
of seven tuples of spans, Monday first. Weeks have one canonical text, so that the same week is one row.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

import chinese_calendar

Span = tuple[int, int]
Day = tuple[Span, ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]

DAY_MINUTES = 1440
DAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SPAN = re.compile(
    r"^\s*(\d{1,2})[:：.](\d{2})\s*(?:-|–|—|~|～|至|到)\s*(次日|翌日)?\s*(\d{1,2})[:：.](\d{2})\s*$"
)


class BadHours(ValueError):
    """Hours that cannot be right; ``str()`` is a Chinese sentence that says what to do."""


class DayKind(StrEnum):
    USUAL = "usual"
    HOLIDAY = "holiday"  # 法定节假日, with the days off around it
    MAKEUP = "makeup"  # 调休: a Saturday or Sunday that is worked


@lru_cache(maxsize=4096)
def day_kind(day: date) -> tuple[DayKind, str]:
    """What the State Council's calendar makes of ``day``, and the holiday's Chinese name or "".

    Years that the calendar does not know count as usual; ask :func:`calendar_knows`.
    """
    if not calendar_knows(day):
        return DayKind.USUAL, ""
    off, english = chinese_calendar.get_holiday_detail(day)
    if not english:
        return DayKind.USUAL, ""
    name = _HOLIDAY_NAMES.get(english, "节假日")
    if off:
        return DayKind.HOLIDAY, name
    return DayKind.MAKEUP, name


_HOLIDAY_NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
_KNOWN_YEARS = {day.year for day in chinese_calendar.holidays}


def calendar_knows(day: date) -> bool:
    """Whether the year's 法定节假日 are known to the calendar installed."""
    return day.year in _KNOWN_YEARS


def parse_day(text: str) -> Day:
    """ "8:30-12:00、14:00-17:30" → spans; "" or 休息 → closed; 全天 or 24小时 → the whole day.

    An end at or before its start lies on the next day (21:00-02:00). Raises :class:`BadHours`.
    """
    text = text.strip()
    if text in {"", "休息", "关闭", "不开放", "-", "—"}:
        return ()
    if text in {"全天", "24小时", "24 小时"}:
        return ((0, DAY_MINUTES),)
    parts = [part for part in re.split(r"[,，、;；/\s]*[,，、;；/\n][,，、;；/\s]*", text) if part.strip()]
    return check_day(tuple(_parse_span(part) for part in parts))


def _parse_span(text: str) -> Span:
    match = _SPAN.match(text)
    if not match:
        raise BadHours(
            f"“{text.strip()[:30]}”读不懂。请写成 8:30-12:00，几段之间用顿号隔开，不开放写“休息”。"
        )
    hour, minute, next_day, end_hour, end_minute = match.groups()
    start, end = int(hour) * 60 + int(minute), int(end_hour) * 60 + int(end_minute)
    if int(minute) > 59 or int(end_minute) > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise BadHours(f"“{text.strip()}”不是一天之内的时间，小时到 24，分钟到 59。")
    if start == end:
        raise BadHours(f"“{text.strip()}”开始和结束相同。全天开放请写“全天”。")
    if end < start or next_day:
        end += DAY_MINUTES
    return start, end


def check_day(spans: Day) -> Day:
    """Spans in order, without overlap; raises :class:`BadHours` that names the two that meet."""
    ordered = tuple(sorted(spans))
    for start, end in ordered:
        if not (0 <= start < DAY_MINUTES and start < end <= start + DAY_MINUTES):
            raise BadHours(f"{format_span((start, end))} 不是一段有效的时间。")
    for (_, before_end), (after_start, _) in zip(ordered, ordered[1:], strict=False):
        if after_start < before_end:
            raise BadHours("同一天的开放时间有重叠，请把重叠的两段合成一段。")
    return ordered


def check_week(week: Week) -> Week:
    """Each day in order, and no day's small hours running into the next day's first span."""
    days = tuple(check_day(day) for day in week)
    for number, day in enumerate(days):
        following = days[(number + 1) % 7]
        if day and following and day[-1][1] - DAY_MINUTES > following[0][0]:
            raise BadHours(f"{DAY_NAMES[number]}跨夜的时段与{DAY_NAMES[(number + 1) % 7]}的开放时间重叠。")
    return days  # type: ignore[return-value]


def format_minutes(minutes: int) -> str:
    return f"{minutes // 60 % 24 if minutes != DAY_MINUTES else 24}:{minutes % 60:02d}"


def format_span(span: Span) -> str:
    start, end = span
    return f"{format_minutes(start)}–{'次日' if end > DAY_MINUTES else ''}{format_minutes(end)}"


def format_day(day: Day) -> str:
    if day == ((0, DAY_MINUTES),):
        return "全天"
    return "、".join(format_span(span) for span in day) or "休息"


def encode_day(day: Day) -> str:
    """Canonical text, such as ``510-720,840-1050``."""
    return ",".join(f"{start}-{end}" for start, end in day)


def decode_day(text: str) -> Day:
    if not text:
        return ()
    return tuple((int(start), int(end)) for start, end in (part.split("-") for part in text.split(",")))


def encode_week(week: Week) -> str:
    return "|".join(encode_day(day) for day in week)


@lru_cache(maxsize=2048)
def decode_week(text: str) -> Week:
    return tuple(decode_day(part) for part in text.split("|"))  # type: ignore[return-value]


def spans_on(week: Week, day: date, *, open_on_holidays: bool) -> Day:
    """The spans that a weekly plan gives for a date.

    A 法定节假日 closes unless the station opens on holidays. A 调休 working day that the week leaves free
    takes Monday's hours, as offices do.
    """
    kind, _ = day_kind(day)
    if kind is DayKind.HOLIDAY and not open_on_holidays:
        return ()
    usual = week[day.weekday()]
    if kind is DayKind.MAKEUP and not usual:
        return week[0]
    return usual


def summarise_week(week: Week) -> list[tuple[str, str]]:
    """The week in as few lines as it takes: ``[("周一至周五", "8:30–12:00"), ("周六、周日", "休息")]``."""
    groups: list[tuple[list[int], Day]] = []
    for number, day in enumerate(week):
        if groups and groups[-1][1] == day:
            groups[-1][0].append(number)
        else:
            groups.append(([number], day))
    lines = []
    for numbers, day in groups:
        first, last = DAY_NAMES[numbers[0]], DAY_NAMES[numbers[-1]]
        if len(numbers) == 7:
            label = "每天"
        elif len(numbers) > 2:
            label = f"{first}至{last}"
        else:
            label = "、".join(DAY_NAMES[number] for number in numbers)
        lines.append((label, format_day(day)))
    return lines
