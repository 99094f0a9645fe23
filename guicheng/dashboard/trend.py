"""An indicator over time: at the end of each month, by the business dates of the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .indicators import Indicator, is_flow
from .snapshot import figure_on
from .told import rounded

MONTHS = 13


@dataclass(frozen=True)
class Point:
    label: str
    day: date
    value: Decimal | None


def month_ends(day: date, months: int) -> list[date]:
    """The last days of the months before ``day``, the earliest first, and ``day`` itself."""
    days, first = [day], day.replace(day=1)
    while len(days) < months:
        last = first - timedelta(days=1)
        days.append(last)
        first = last.replace(day=1)
    return days[::-1]


def trend(indicator: Indicator, day: date, community: int | None = None, months: int = MONTHS) -> list[Point]:
    """Of a flow what each month added, of anything else how it stood; ``months`` points at most."""
    if not indicator.has_past:
        return [Point(_label(day), day, _value(indicator, day, community))]
    days = month_ends(day, months + (1 if is_flow(indicator) else 0))
    shown = [(each, _value(indicator, each, community)) for each in days]
    if not is_flow(indicator):
        return [Point(_label(each), each, value) for each, value in shown]
    pairs = zip(shown, shown[1:], strict=False)
    return [Point(_label(each), each, value - before) for (_, before), (each, value) in pairs]


def _value(indicator: Indicator, day: date, community: int | None) -> Decimal | None:
    value = rounded(figure_on(indicator, day, community).value, indicator.decimals)
    return value or Decimal(0) if is_flow(indicator) else value


def _label(day: date) -> str:
    return f"{day.year % 100:02d}年{day.month}月"
