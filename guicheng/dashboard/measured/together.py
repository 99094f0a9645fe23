"""多元共治: organisations, deliberations and what became of them, secretary projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from communities.models import Deliberation, Organisation, Project, Undertaking

from ..indicators import Good, Indicator, Kind, Source, Which, register
from .stations import end_of

GROUP = "多元共治"
_KIND = Organisation.Kind


def _organisations(day: date) -> QuerySet[Any]:
    return Organisation.objects.active(day)


def _of_kind(kind: str) -> Which:
    return lambda day: Q(kind=kind)


def _red(day: date) -> Q:
    return Q(kind=_KIND.OWNERS_COMMITTEE, red_since__lte=day)


def _projects(day: date) -> QuerySet[Any]:
    """Those of the latest year, up to the day's, that has any."""
    rows = Project.objects.filter(year__lte=day.year)
    latest = rows.order_by().values("year").aggregate(latest=Max("year"))["latest"]
    return rows.filter(year=latest)


def _held(day: date) -> QuerySet[Any]:
    return Deliberation.objects.held().filter(starts_at__lt=end_of(day))


def _resolutions(day: date) -> QuerySet[Any]:
    """Settled in deliberations by the day."""
    return Undertaking.objects.resolutions().filter(deliberation__starts_at__lt=end_of(day))


def _decided(day: date) -> Q:
    """Whose end is known on the day: done, not done, or past its day."""
    return Q(closed_on__lte=day) | Q(due_on__lt=day)


def _kept(day: date) -> Q:
    return Q(state=Undertaking.State.DONE, closed_on__lte=day)


def _late(day: date) -> Q:
    return Q(due_on__lt=day) & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))


ORGANISATIONS = Source("organisations", _organisations, estate="estate", related=("community", "estate"))
PROJECTS = Source("projects", _projects, related=("community",))
DELIBERATIONS = Source("deliberations", _held, estate="estate", related=("community",))
RESOLUTIONS = Source(
    "resolutions", _resolutions, estate="deliberation__estate", related=("community", "deliberation")
)


def register_figures() -> None:
    plain = {"group": GROUP}
    register(
        Indicator(
            "autonomy_groups",
            "自治小组",
            "个",
            "当天在运作的自治小组。",
            ORGANISATIONS,
            which=_of_kind(_KIND.AUTONOMY_GROUP),
            **plain,
        ),
        Indicator(
            "neighbour_associations",
            "街坊会",
            "个",
            "当天在运作的街坊会，街坊志愿服务互助会是它的全称，不重复算。",
            ORGANISATIONS,
            which=_of_kind(_KIND.NEIGHBOURS),
            **plain,
        ),
        Indicator(
            "neighbour_association_members",
            "街坊会成员",
            "名",
            "当天在运作的街坊会登记的成员人数相加。",
            ORGANISATIONS,
            Kind.SUM,
            which=_of_kind(_KIND.NEIGHBOURS),
            adds=F("members_count"),
            **plain,
        ),
        Indicator(
            "social_groups",
            "社团组织",
            "个",
            "当天在运作的社团组织。",
            ORGANISATIONS,
            which=_of_kind(_KIND.SOCIAL),
            **plain,
        ),
        Indicator(
            "red_owners_committees",
            "红色业委会",
            "个",
            "当天在运作、已经成为红色业委会的业委会。",
            ORGANISATIONS,
            which=_red,
            **plain,
        ),
        Indicator(
            "secretary_projects",
            "书记项目",
            "个",
            "最近一个年度的书记项目。",
            PROJECTS,
            **plain,
        ),
        Indicator(
            "deliberations_held",
            "召开议事协商",
            "次",
            "已经召开的城市论坛、多方联席会议、交流会、茶话会、座谈会和居民议事会。",
            DELIBERATIONS,
            **plain,
        ),
        Indicator(
            "resolutions",
            "议定事项",
            "件",
            "议事协商中商定要做的事。",
            RESOLUTIONS,
            good=Good.NEITHER,
            rests_on=(DELIBERATIONS,),
            **plain,
        ),
        Indicator(
            "resolutions_kept",
            "议定事项办成",
            "%",
            "已经有结果或者过了期限的议定事项中，办成的比例。",
            RESOLUTIONS,
            Kind.SHARE,
            which=_kept,
            whole=_decided,
            rests_on=(DELIBERATIONS,),
            decimals=1,
            **plain,
        ),
        Indicator(
            "resolutions_late",
            "超期未办的议定事项",
            "件",
            "过了期限、还没有结果的议定事项。",
            RESOLUTIONS,
            which=_late,
            rests_on=(DELIBERATIONS,),
            good=Good.DOWN,
            **plain,
        ),
    )
