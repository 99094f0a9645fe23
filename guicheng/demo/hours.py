"""The few different weeks that the invented stations keep."""

from __future__ import annotations

from stations import timetable as tt
from stations.models import Timetable

_OFFICE = ((510, 720), (840, 1050))  # 8:30–12:00, 14:00–17:30
_WEEKS: dict[str, tuple[tuple[tt.Day, ...], bool]] = {
    "office": ((_OFFICE,) * 5 + ((), ()), False),
    "centre": ((((510, 1260),),) * 7, False),
    "street": ((((510, 1260),),) * 7, True),
    "six": ((((540, 720), (870, 1080)),) * 6 + ((),), False),
    "evening": ((((1080, 1290),),) * 5 + (((540, 720), (840, 1290)),) * 2, False),
    "rural": ((((480, 690), (870, 1050)),) * 5 + (((510, 690),), ()), False),
    "no-monday": (((),) + (((540, 1050),),) * 6, True),
    "late": ((((1020, 1560),),) * 7, True),  # 17:00 to 2:00 of the next day
    "always": ((((0, tt.DAY_MINUTES),),) * 7, True),
}

#: Which weeks stations of a kind keep, with weights.
KEPT = {
    "centre": {"centre": 7, "six": 2, "office": 1},
    "estate": {"six": 4, "evening": 3, "office": 3, "centre": 2, "no-monday": 2},
    "village": {"rural": 6, "six": 2, "no-monday": 2},
    "park": {"office": 4, "centre": 2, "late": 2},
    "street": {"six": 3, "evening": 2},
    "point": {"evening": 3, "late": 2, "always": 1, "no-monday": 2, "six": 2},
    "self": {"always": 1},
}


def timetables() -> dict[str, Timetable]:
    return {
        name: Timetable.for_week(week, open_on_holidays=holidays)  # type: ignore[arg-type]
        for name, (week, holidays) in _WEEKS.items()
    }
