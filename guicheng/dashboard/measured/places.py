"""创熟: communities themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Community

from ..indicators import Indicator, Source, register

GROUP = "熟人社区"


def _communities(day: date) -> QuerySet[Any]:
    return Community.objects.all()


def _certified(day: date) -> Q:
    return Q(certified_on__lte=day)


COMMUNITIES = Source("communities", _communities, "pk")


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
            COMMUNITIES,
            which=_certified,
            group=GROUP,
        ),
    )
