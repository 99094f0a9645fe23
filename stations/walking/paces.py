"""What a minute is. Every page that names minutes takes them from here.

Without a street network the walked distance is the straight line × 1.3, and pages say 约 or 估算.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

#: Walked metres for each straight metre where no street network is known.
DETOUR = 1.3


class Pace(StrEnum):
    NORM = "norm"
    ADULT = "adult"
    ELDER = "elder"


#: Metres walked in a minute. norm: GB 50180-2018 (10 minutes ≙ 500 m); adult: 5.1 km/h, Valhalla's
#: pedestrian default; elder: 3.6 km/h.
METRES_A_MINUTE = {Pace.NORM: 50.0, Pace.ADULT: 5100 / 60, Pace.ELDER: 60.0}
PACE_LABELS = {
    Pace.NORM: "按国家标准 GB 50180（10 分钟 500 米）",
    Pace.ADULT: "按成年人步速（每小时 5.1 公里）",
    Pace.ELDER: "按长者步速（每小时 3.6 公里，不走台阶）",
}
#: The same in two words, for tables and choices.
PACE_NAMES = {Pace.NORM: "国家标准", Pace.ADULT: "成年人", Pace.ELDER: "长者"}


class Way(StrEnum):
    """Which ways count: all that one may walk, or only those without steps (where steps are known)."""

    FOOT = "foot"
    STEP_FREE = "step_free"


#: The speed, in km/h, at which an engine walks each kind of way.
WAY_KMH = {Way.FOOT: 5.1, Way.STEP_FREE: 3.6}


def way_of(pace: Pace) -> Way:
    return Way.STEP_FREE if pace is Pace.ELDER else Way.FOOT


def seconds_of(metres: float, seconds: float, pace: Pace) -> float:
    """How long a way of ``metres``, that the engine walks in ``seconds``, takes at ``pace``.

    The norm counts metres alone; the others take the engine's time, which knows crossings and gates.
    """
    return metres / METRES_A_MINUTE[pace] * 60 if pace is Pace.NORM else seconds


@dataclass(frozen=True)
class Walk:
    """A walk of ``metres`` (walked, not straight) in ``seconds``; ``estimated`` without a network."""

    metres: float
    seconds: float
    estimated: bool = True

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up, at least one."""
        return max(1, math.ceil(round(self.seconds / 60, 6)))

    @property
    def whole_metres(self) -> int:
        return round(self.metres)


def estimate(straight_metres: float, pace: Pace = Pace.ADULT) -> Walk:
    """The walk along a straight line of ``straight_metres``."""
    metres = straight_metres * DETOUR
    return Walk(metres, metres / METRES_A_MINUTE[pace] * 60)
