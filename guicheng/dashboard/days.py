"""Days that an address or a command names."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

#: Before this year nothing of this is recorded.
FIRST_YEAR = 2000


class BadDay(ValueError):
    """Not a day that figures can be of; ``str()`` is a Chinese sentence that says what to do."""


def parse_day(text: str) -> date:
    """``2025-12-31`` → a day between the year 2000 and today. Raises :class:`BadDay`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as exc:
        raise BadDay("日期请写成 2025-12-31 的样子。") from exc
    if day.year < FIRST_YEAR:
        raise BadDay(f"最早只能看 {FIRST_YEAR} 年 1 月 1 日。")
    if day > timezone.localdate():
        raise BadDay("这一天还没有到，请选今天或以前的日期。")
    return day
