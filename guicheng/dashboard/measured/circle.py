"""The 10-minute circle, as :mod:`stations.coverage` defines it: adults, on the street network where known."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from communities.models import Estate
from stations.coverage import Question, coverage

from ..indicators import Indicator, Kind, Source, Which, register
from ..many import among
from .stations import GROUP, STATIONS

#: What all three figures rest on, in words.
_HOW = (
    "按成年人步速（每小时 5.1 公里），有路网的按街道路网走，没有的按直线距离 × 1.3 估算；"
    "户数和位置用现在登记的，站点按启用和撤销日期算，现在暂停的不算。"
)


def _estates(day: date) -> QuerySet[Any]:
    """Of earlier days too those of now: since when an estate is there is not known."""
    return Estate.objects.all()


def _numbers(day: date) -> dict[str, dict[int, int]]:
    """Of each estate its households in all (``all``) and those covered (``within``)."""
    found = coverage(Question(day=day)).by_estate()
    return {
        "all": {pk: whole for pk, (_, whole) in found.items()},
        "within": {pk: own for pk, (own, _) in found.items() if own},
    }


def _which(name: str) -> Which:
    return lambda day: among(_numbers(day)[name])


ESTATES = Source("estates_with_households", _estates, estate="pk", related=("community",), numbers=_numbers)


def register_figures() -> None:
    register(
        Indicator(
            "households_located",
            "可以计算步行的住户",
            "户",
            "户数和位置都已登记的小区（村、园区）的住户。",
            ESTATES,
            Kind.SUM,
            which=_which("all"),
            each="all",
            group=GROUP,
            page="dashboard-circle",
        ),
        Indicator(
            "households_within_10_minutes",
            "步行 10 分钟内有站点的住户（成年人步速）",
            "户",
            f"走到最近一个已启用站点不超过 10 分钟的住户。{_HOW}",
            ESTATES,
            Kind.SUM,
            which=_which("within"),
            each="within",
            rests_on=(STATIONS,),
            group=GROUP,
            page="dashboard-circle",
            public=False,
        ),
        Indicator(
            "share_within_10_minutes",
            "10 分钟党群服务圈覆盖率（成年人步速）",
            "%",
            f"走到最近一个已启用站点不超过 10 分钟的住户，占可以计算步行的住户的比例。{_HOW}",
            ESTATES,
            Kind.PER,
            which=_which("within"),
            each="within",
            per="households_located",
            times=100,
            decimals=1,
            rests_on=(STATIONS,),
            group=GROUP,
            page="dashboard-circle",
            public=False,
        ),
    )
