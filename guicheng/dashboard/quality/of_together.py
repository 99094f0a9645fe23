"""Checks of organisations, deliberations and what was settled there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Deliberation, Organisation, Undertaking
from communities.organisation_gaps import term_over, uncounted
from communities.organisations import COUNTED_KINDS, red_condition

from ..indicators import Source
from ..measured.together import ORGANISATIONS, RESOLUTIONS
from .checks import Check, Weakness, register, these
from .moment import Moment
from .of_stations import plain, twice

_COUNTED = ("autonomy_groups", "neighbour_associations", "red_owners_committees")


def _meetings(day: date) -> QuerySet[Any]:
    """Those that were held, and those announced."""
    return Deliberation.objects.filter(status__in=(Deliberation.Status.ANNOUNCED, Deliberation.Status.HELD))


MEETINGS = Source("meetings", _meetings, estate="estate", related=("community",))


def _organisation_twins(moment: Moment) -> Q:
    rows = moment.own(Organisation.objects.active()).values_list("pk", "community", "kind", "name")
    return these(twice((pk, community, kind, plain(name)) for pk, community, kind, name in rows))


def _meeting_twins(moment: Moment) -> Q:
    rows = moment.own(_meetings(moment.day)).values_list("pk", "community", "starts_at", "topic")
    return these(twice((pk, community, at, plain(topic)) for pk, community, at, topic in rows))


def register_checks() -> None:
    missing, stale = Weakness.MISSING, Weakness.STALE
    improbable, twin = Weakness.IMPROBABLE, Weakness.TWIN
    register(
        Check(
            "organisation_members",
            "组织没有填成员人数",
            missing,
            ORGANISATIONS,
            lambda moment: uncounted(),
            "街坊会、自治小组、红色业委会要数成员，没有填的按没有人算。请补上。",
            among=lambda moment: Q(kind__in=COUNTED_KINDS) | red_condition(),
            weakens=("neighbour_association_members",),
        ),
        Check(
            "organisation_large",
            "组织的成员太多",
            improbable,
            ORGANISATIONS,
            lambda moment: Q(members_count__gt=moment.limits.members),
            "超过街道设定的人数，可能多写了一位，或者写成了服务的人数。请核对。",
            weight=3,
            among=lambda moment: Q(members_count__isnull=False),
            weakens=("neighbour_association_members",),
            tells=lambda moment, row: f"{row.members_count:,} 人",
        ),
        Check(
            "organisation_term",
            "组织届期已过，没有处理",
            stale,
            ORGANISATIONS,
            lambda moment: term_over(moment.day),
            "还在不在运作，系统不知道，数里照在运作算。请登记换届，或者标为已终止。",
            weakens=_COUNTED,
        ),
        Check(
            "organisation_twin",
            "组织可能登记了两次",
            twin,
            ORGANISATIONS,
            _organisation_twins,
            "同一社区同一类，名称只差空格、括号或者全角半角。请留一个，另一个标为已终止或者删去。",
            weight=3,
            weakens=(*_COUNTED, "neighbour_association_members", "social_groups"),
            order=("community", "kind", "name", "pk"),
        ),
        Check(
            "meeting_unmarked",
            "议事过了时间，没有说开没开",
            stale,
            MEETINGS,
            lambda moment: Q(pk__in=Deliberation.objects.unmarked(moment.now).order_by().values("pk")),
            "没有标“已召开”的，召开议事协商里不算。请标为已召开，或者取消并写明原因。",
            weakens=("deliberations_held",),
        ),
        Check(
            "meeting_twin",
            "议事可能登记了两次",
            twin,
            MEETINGS,
            _meeting_twins,
            "同一社区、同一时间、同一议题。请留一条，另一条删去。",
            weakens=("deliberations_held",),
            order=("community", "starts_at", "pk"),
        ),
        Check(
            "resolution_outcome",
            "议定事项办完了，没有写结果",
            missing,
            RESOLUTIONS,
            lambda moment: Q(outcome=""),
            "算作办成，却没有说做成了什么，居民看到的是空白。请补一句结果。",
            among=lambda moment: Q(state=Undertaking.State.DONE),
            weakens=("resolutions_kept",),
        ),
    )
