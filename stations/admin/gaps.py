"""What a station's record lacks, as conditions: for the list's filter and for whoever counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ..models import Station

#: After so many days without a look at it a record counts as unconfirmed.
CONFIRM_DAYS = 90


@dataclass(frozen=True)
class Gap:
    key: str
    label: str

    def condition(self, today: date) -> Q:
        return _CONDITIONS[self.key](today)

    def of(self, station: Station, today: date) -> bool:
        """The same question about one station in memory, without a query."""
        return _TESTS[self.key](station, today)


GAPS = (
    Gap("point", "缺坐标"),
    Gap("phone", "缺电话"),
    Gap("hours", "缺开放时间"),
    Gap("confirmed", f"{CONFIRM_DAYS} 天没有核对"),
)

_CONDITIONS = {
    "point": lambda today: Q(lat__isnull=True),
    "phone": lambda today: Q(phone=""),
    "hours": lambda today: Q(timetable__isnull=True),
    "confirmed": lambda today: (
        Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=today - timedelta(days=CONFIRM_DAYS))
    ),
}
_TESTS = {
    "point": lambda station, today: station.lat is None,
    "phone": lambda station, today: not station.phone,
    "hours": lambda station, today: station.timetable_id is None,
    "confirmed": lambda station, today: (
        station.confirmed_on is None or station.confirmed_on < today - timedelta(days=CONFIRM_DAYS)
    ),
}


def any_gap(today: date) -> Q:
    """Stations that lack something."""
    condition = Q()
    for gap in GAPS:
        condition |= gap.condition(today)
    return condition
