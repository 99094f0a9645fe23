"""The span that a brief is about: a month, a quarter, a year, or two days that somebody chose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from ..days import FIRST_YEAR, BadDay, parse_day

MONTH, QUARTER, YEAR, CHOSEN = "month", "quarter", "year", "span"
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_WRITTEN = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", re.ASCII)
_TOO_EARLY = f"最早只能做 {FIRST_YEAR} 年的简报。"
_NOT_YET = "这段时间还没有到，没有可以统计的数，请另选期间。"


class BadSpan(ValueError):
    """Not a span that a brief can be about; ``str()`` is a Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Span:
    """``last`` is never after today; ``whole``: the period that it belongs to has ended with it."""

    period: str
    first: date
    last: date
    whole: bool = True

    @property
    def before(self) -> date:
        """The day before its start."""
        return self.first - timedelta(days=1)

    @property
    def words(self) -> str:
        """``2026年5月``, ``2026年第二季度（截至6月10日）``."""
        year = f"{self.first.year}年"
        if self.period == CHOSEN:
            return f"{said(self.first)}至{said(self.last)}"
        part = {MONTH: f"{self.first.month}月", QUARTER: _QUARTERS[(self.first.month - 1) // 3], YEAR: ""}
        end = "" if self.whole else f"（截至{self.last.month}月{self.last.day}日）"
        return year + part[self.period] + end

    def earlier(self) -> Span:
        """The one before it; where this one has not ended, so many days of it."""
        if self.period == CHOSEN:
            return Span(CHOSEN, self.first - (self.last - self.first) - timedelta(days=1), self.before)
        first, last = _around(self.period, self.before)
        if not self.whole:
            last = min(last, first + (self.last - self.first))
        return Span(self.period, first, last, self.whole)


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _around(period: str, day: date) -> tuple[date, date]:
    """First and last day of the month, quarter or year that ``day`` is in."""
    if period == YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    month = day.month if period == MONTH else day.month - (day.month - 1) % 3
    after = month + (1 if period == MONTH else 3)
    ended = date(day.year + after // 13, after if after < 13 else 1, 1) - timedelta(days=1)
    return date(day.year, month, 1), ended


def span_around(period: str, day: date) -> Span:
    """The month, quarter or year of ``day``, until today at the latest. Raises :class:`BadSpan`."""
    first, last = _around(period, day)
    today = timezone.localdate()
    if first > today:
        raise BadSpan(_NOT_YET)
    return Span(period, first, min(last, today), whole=last <= today)


def last_whole(period: str, today: date) -> Span:
    """The last month, quarter or year that has ended before ``today``."""
    return span_around(period, _around(period, today)[0] - timedelta(days=1))


def parse_span(text: str, first: str = "", last: str = "") -> Span:
    """``2026-05``, ``2026-Q2``, ``2026``, or ``span`` with two days. Raises :class:`BadSpan`."""
    if text == CHOSEN:
        return _chosen(first.strip(), last.strip())
    if not text:
        raise BadSpan("请选择简报的期间。")
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise BadSpan("期间请写成 2026-05（月）、2026-Q2（季度）或 2026（年）的样子。")
    year, month, quarter = int(found[1]), found[2], found[3]
    if year < FIRST_YEAR:
        raise BadSpan(_TOO_EARLY)
    if year > timezone.localdate().year:
        raise BadSpan(_NOT_YET)
    if month:
        return span_around(MONTH, date(year, int(month), 1))
    if quarter:
        return span_around(QUARTER, date(year, 3 * int(quarter), 1))
    return span_around(YEAR, date(year, 1, 1))


def _chosen(first: str, last: str) -> Span:
    if not first or not last:
        raise BadSpan("自选期间请填写开始日期和结束日期。")
    try:
        start, end = parse_day(first), parse_day(last)
    except BadDay as exc:
        raise BadSpan(str(exc)) from exc
    if end < start:
        raise BadSpan("结束日期早于开始日期，这段时间里没有一天，请改过来。")
    return Span(CHOSEN, start, end)


def choices(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a form offers: groups of (value, words), the newest first."""
    months, quarters = [], []
    first = today.replace(day=1)
    for _ in range(13):
        months.append((f"{first:%Y-%m}", span_around(MONTH, first).words))
        quarter = (f"{first.year}-Q{(first.month + 2) // 3}", span_around(QUARTER, first).words)
        if quarter not in quarters:
            quarters.append(quarter)
        first = (first - timedelta(days=1)).replace(day=1)
    years = [
        (str(year), span_around(YEAR, date(year, 1, 1)).words)
        for year in range(today.year, today.year - 4, -1)
    ]
    return [("月", months), ("季度", quarters), ("年", years), ("自选", [(CHOSEN, "自选起止日期")])]
