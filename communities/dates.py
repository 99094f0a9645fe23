"""Days that are known only to the month or the year, as old records tell them."""

from __future__ import annotations

from datetime import date

from django.db import models


class Precision(models.TextChoices):
    """How much of a stored day is known; what is not known is stored as the first."""

    DAY = "day", "到日"
    MONTH = "month", "只到月"
    YEAR = "year", "只到年"


_FORMS = {
    Precision.DAY: "{0.year}年{0.month}月{0.day}日",
    Precision.MONTH: "{0.year}年{0.month}月",
    Precision.YEAR: "{0.year}年",
}


def dated(day: date | None, precision: str = Precision.DAY) -> str:
    """``2022年10月``: no more of the day than is known; "" where nothing is."""
    return _FORMS[Precision(precision)].format(day) if day else ""


def last_possible(day: date, precision: str) -> date:
    """The last day that a day known so far may have been."""
    if precision == Precision.YEAR:
        return date(day.year, 12, 31)
    if precision == Precision.MONTH:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    return day
