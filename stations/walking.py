"""What a minute is. Every page that names minutes takes them from here.

Without a street network the walked distance is the straight line × 1.3, and pages say 约.
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
    Pace.ELDER: "按长者步速（每小时 3.6 公里）",
}


@dataclass(frozen=True)
class Walk:
    """A walk of ``metres`` (walked, not straight) taking ``minutes``; ``estimated`` without a network."""

    metres: float
    minutes: int
    estimated: bool = True


def estimate(straight_metres: float, pace: Pace = Pace.ADULT) -> Walk:
    """The walk along a straight line of ``straight_metres``, in whole minutes rounded up, at least one."""
    metres = straight_metres * DETOUR
    return Walk(metres, max(1, math.ceil(metres / METRES_A_MINUTE[pace])))
