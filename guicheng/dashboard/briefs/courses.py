"""How the figures that add up went in the months up to a brief's end: its charts, one a figure."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Brief
from .freezing import Number

HEAD = "近六个月走势"


@dataclass(frozen=True)
class Month:
    """``share``: of the chart's greatest month, 0 to 1; 0 too where nothing can be counted."""

    label: str
    value: Number
    share: float

    @property
    def percent(self) -> int:
        return round(100 * self.share)


@dataclass(frozen=True)
class Course:
    label: str
    unit: str
    months: list[Month]


def courses(brief: Brief) -> list[Course]:
    """The oldest month first; none of a figure that stood at zero, nor of a brief that kept none."""
    found = []
    for row in brief.figures:
        kept = row.get("course", [])
        most = max((value for _, value in kept if value), default=0)
        if most > 0:
            months = [Month(label, value, max(value or 0, 0) / most) for label, value in kept]
            found.append(Course(row["label"], row["unit"], months))
    return found
