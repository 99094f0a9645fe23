"""What the records of stations and activities lack, as conditions: for lists and for whoever counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from .models import Activity, SignUp, Station

#: After so many days without a look at it a record counts as unconfirmed.
CONFIRM_DAYS: int = settings.CONFIRM_DAYS


@dataclass(frozen=True)
class Gap:
    """Only of stations that residents see: one that is planned or closed lacks nothing."""

    key: str
    label: str

    def condition(self, today: date) -> Q:
        return Q(status__in=Station.PUBLIC_STATUSES) & _CONDITIONS[self.key](today)

    def of(self, station: Station, today: date) -> bool:
        """The same question about one station in memory, without a query."""
        return station.status in Station.PUBLIC_STATUSES and _TESTS[self.key](station, today)


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


def uncounted(now: datetime) -> Q:
    """Activities that are over, were held, and nobody said how many came."""
    return Q(ends_at__lte=now, attendance__isnull=True, status=Activity.Status.PLANNED)


def calls_to_make(now: datetime) -> Q:
    """Activities of which somebody who signed up does not know yet what changed."""
    return Q(pk__in=SignUp.objects.to_tell(now).values("activity"))


def signed_up_uncounted(now: datetime) -> Q:
    """Those of them for which people had signed up: who came stands on the sheet that they signed."""
    return uncounted(now) & Q(Exists(SignUp.objects.live().filter(activity=OuterRef("pk"))))
