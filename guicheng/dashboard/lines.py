"""Figures ready for a page: the number, what stands beside it, and how it moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .indicators import Good, Indicator, indicators
from .models import PublishedFigure
from .parts import Part, split_at
from .published import Beside, beside
from .releases import public_indicators
from .snapshot import Snapshot, figure_on, snapshot
from .told import live, rounded

#: Of all figures those that stand first, on the street's first screen and on the wall.
HEADLINES = ("stations_open", "building_heads", "residents_served", "resolutions_kept")


def a_month_before(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@dataclass(frozen=True)
class Change:
    """Since an earlier day. ``better``: None where neither way is the wished one, or nothing moved."""

    by: Decimal
    better: bool | None

    @property
    def sign(self) -> str:
        return "▲" if self.by > 0 else "▼" if self.by < 0 else "＝"


@dataclass(frozen=True)
class FigureLine:
    """One indicator of the street or of a community on a day."""

    indicator: Indicator
    value: Decimal | None
    month: Change | None = None
    year: Change | None = None
    published: PublishedFigure | None = None
    target: PublishedFigure | None = None

    @property
    def agrees(self) -> bool | None:
        return self.published.agrees(self.value) if self.published else None

    @property
    def reached(self) -> bool | None:
        return self.target.agrees(self.value) if self.target else None

    @property
    def missing(self) -> Decimal | None:
        """How much is lacking to the target; None where it is reached or there is none."""
        if self.target is None or self.value is None or self.value >= self.target.value:
            return None
        return rounded(self.target.value - self.value, self.indicator.decimals)

    @property
    def percent(self) -> int | None:
        """How far towards the target, else towards the published number, for a bar; at most 100."""
        goal = self.target or self.published
        if self.indicator.unit == "%":
            return None if self.value is None else max(0, min(100, round(self.value)))
        if goal is None or self.value is None or not goal.value:
            return None
        return max(0, min(100, round(100 * self.value / goal.value)))


def change(indicator: Indicator, new: Decimal | None, old: Decimal | None) -> Change | None:
    if new is None or old is None:
        return None
    by = new - old
    if not by or indicator.good is Good.NEITHER:
        return Change(by, None)
    return Change(by, (by > 0) == (indicator.good is Good.UP))


def figure_lines(day: date, community: int | None = None) -> list[FigureLine]:
    """All indicators with their changes since a month and a year before; published ones for the street."""
    known = beside(day) if community is None else {}
    shown = [snapshot(each) for each in (day, a_month_before(day), a_year_before(day))]
    return [
        _line(indicator, [live(each, indicator, community) for each in shown], known.get(indicator.key))
        for indicator in indicators()
    ]


def figure_line(indicator: Indicator, day: date, community: int | None = None) -> FigureLine:
    """The same of one indicator."""
    days = (day, a_month_before(day), a_year_before(day))
    values = [rounded(figure_on(indicator, each, community).value, indicator.decimals) for each in days]
    known = beside(day) if community is None else {}
    return _line(indicator, values, known.get(indicator.key))


def _line(indicator: Indicator, values: list[Decimal | None], said: Beside | None) -> FigureLine:
    """``values``: on the day, a month and a year before."""
    now, month, year = values
    return FigureLine(
        indicator,
        now,
        change(indicator, now, month),
        change(indicator, now, year),
        said.published if said else None,
        said.target if said else None,
    )


def part_lines(shown: Snapshot, part: Part) -> list[FigureLine]:
    """All indicators that can be told of an estate or a station at ``shown``, without how they moved."""
    return [
        _line(indicator, [live(shown, indicator, part.key), None, None], None)
        for indicator in split_at(part.level)
    ]


def open_lines(shown: Snapshot) -> list[FigureLine]:
    """What residents may know at ``shown``, without how it moved."""
    known = beside(shown.day)
    return [
        _line(indicator, [live(shown, indicator), None, None], known.get(indicator.key))
        for indicator in public_indicators()
    ]


def by_group(lines: list[FigureLine]) -> list[tuple[str, list[FigureLine]]]:
    groups: dict[str, list[FigureLine]] = {}
    for line in lines:
        groups.setdefault(line.indicator.group, []).append(line)
    return list(groups.items())
