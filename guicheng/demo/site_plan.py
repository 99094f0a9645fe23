"""The invented candidate sites, and one estate whose buildings are located one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from communities.models import Community, Estate, Place
from guicheng.accounts import history
from stations.models import CandidateSite

from . import words
from .chance import chance
from .geography import moved
from .versions import moment_of_entry

#: Community, what stands there, its cost in 万元 (None: not known), whether it is out of the question.
_SITES = (
    ("石肯社区", "旧礼堂", "45", False),
    ("平胜社区", "旧村委楼", "30", False),
    ("灯湖社区", "临街商铺", None, False),
    ("文翰社区", "旧供销社", "62.5", False),
    ("夏南一社区", "旧粮仓", "80", True),
)


def save_sites(today: date) -> dict[str, int]:
    rng = chance("candidate sites")
    communities = {row.name: row for row in Community.objects.filter(lat__isnull=False)}
    rows = []
    for name, what, cost, excluded in _SITES:
        if (community := communities.get(name)) is None:
            continue
        lat, lon = moved(community.lat, community.lon, rng.uniform(0, 360), rng.uniform(300, 700))
        rows.append(
            CandidateSite(
                pk=len(rows) + 1,
                community=community,
                name=f"{what}（演示）",
                cost=None if cost is None else Decimal(cost),
                excluded=excluded,
                lat=lat,
                lon=lon,
                note="演示：消防通道不够，暂不考虑。" if excluded else words.ESTATE_NOTE,
            )
        )
    with transaction.atomic():
        history.bulk_create(rows, reason=words.SOURCE, date=moment_of_entry(today))
    return {"候选地点": len(rows)}


def locate_buildings(places: list[Place]) -> None:
    """The buildings of the largest estate get points of their own, before they are saved."""
    largest = max((place.estate for place in places if place.estate), key=_size, default=None)
    if largest is None or largest.lat is None:
        return
    rng = chance("buildings")
    for place in places:
        if place.estate == largest and place.kind == Place.Kind.BUILDING:
            place.lat, place.lon = moved(largest.lat, largest.lon, rng.uniform(0, 360), rng.uniform(40, 260))


def _size(estate: Estate) -> tuple[int, int]:
    return (estate.households or 0, -(estate.pk or 0))
