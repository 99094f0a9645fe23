"""创熟: communities themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from communities.models import Community, FamiliarStatus, ThreeSync
from communities.models.three_sync import PARTS, due_days

from ..indicators import Indicator, Kind, Source, register

GROUP = "熟人社区"


def _communities(day: date) -> QuerySet[Any]:
    return Community.objects.all()


def _certificates(day: date) -> QuerySet[Any]:
    """One status a community: the one that says that it is certified on the day."""
    return FamiliarStatus.objects.certificates(day)


def _three_sync(day: date) -> QuerySet[Any]:
    """New estates whose three due days have come."""
    return ThreeSync.objects.filter(handover_on__lte=day - timedelta(days=max(map(_days, PARTS))))


def _days(part: str) -> int:
    return due_days(part).days


def _all_in_time(day: date) -> Q:
    condition = Q()
    for part in PARTS:
        condition &= Q(**{f"{part}_on__lte": F("handover_on") + due_days(part)})
    return condition


COMMUNITIES = Source("communities", _communities, "pk")
CERTIFICATES = Source("certificates", _certificates, related=("community",))
THREE_SYNC = Source(
    "three_sync", _three_sync, "estate__community", estate="estate", related=("estate__community",)
)


def register_figures() -> None:
    urban, rural = Community.Kind.URBAN, Community.Kind.RURAL
    register(
        Indicator(
            "urban_communities",
            "城市社区（创熟）",
            "个",
            "开展创熟工作的城市社区。",
            COMMUNITIES,
            which=lambda day: Q(kind=urban),
            group=GROUP,
        ),
        Indicator(
            "rural_pilot_communities",
            "农村创熟试点社区",
            "个",
            "定为创熟试点的农村社区。",
            COMMUNITIES,
            which=lambda day: Q(kind=rural, rural_pilot=True),
            group=GROUP,
        ),
        Indicator(
            "certified_communities",
            "熟人社区达标社区",
            "个",
            "到当天已经评为“熟人社区”达标社区的社区。",
            CERTIFICATES,
            group=GROUP,
        ),
        Indicator(
            "three_sync_on_time",
            "新小区三同步按期完成",
            "%",
            "三项期限都已经到了的新小区中，党支部、创熟团队、党群阵地都按期建好的比例。",
            THREE_SYNC,
            Kind.SHARE,
            which=_all_in_time,
            decimals=1,
            group=GROUP,
        ),
    )
