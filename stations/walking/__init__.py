"""Walking: what a minute is, and the engines that say how far it is on foot.

:mod:`.paces` defines minutes; :mod:`.engines` what an engine answers, and the estimate; :mod:`.valhalla` the
street network, :mod:`.wire` the calls to it; :mod:`.asking` which of them answers a page.
"""

from __future__ import annotations

from .paces import (
    DETOUR,
    METRES_A_MINUTE,
    PACE_LABELS,
    PACE_NAMES,
    WAY_KMH,
    Pace,
    Walk,
    Way,
    estimate,
    way_of,
)

__all__ = [
    "DETOUR",
    "METRES_A_MINUTE",
    "PACE_LABELS",
    "PACE_NAMES",
    "WAY_KMH",
    "Pace",
    "Walk",
    "Way",
    "estimate",
    "way_of",
]
