"""Checks of places, heads, people and mediators."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from communities.models import Place
from guicheng.search.text import normalise
from volunteers.duplicates import keys_among
from volunteers.finding import building_name
from volunteers.gaps import PERSON_GAPS, term_over
from volunteers.models import Appointment, Mediator, Volunteer

from ..indicators import Source
from ..measured.people import HEADS, PLACES
from .checks import MOST, Check, Weakness, register, these
from .moment import Moment
from .of_stations import since, twice

_HEADS = ("building_heads", "lane_heads", "street_heads")


def _people(day: date) -> QuerySet[Any]:
    return Volunteer.objects.present()


def _mediators(day: date) -> QuerySet[Any]:
    return Mediator.objects.serving()


PEOPLE = Source("people", _people, related=("community",))
MEDIATORS = Source("serving_mediators", _mediators, related=("community", "volunteer"))


@lru_cache(maxsize=20_000)
def _place_name(name: str) -> str:
    return building_name(normalise(name))


def _place_twins(moment: Moment) -> Q:
    """One building of an estate under two ways of writing: 3栋, 3座, 三幢."""
    places = moment.own(Place.objects.in_use())
    rows = places.values_list("pk", "community", "estate", "kind", "name")
    return these(twice((pk, *where, _place_name(name)) for pk, *where, name in rows))


def _many(moment: Moment) -> dict[int, int]:
    """People who look after more places than is usual, and how many: at most :data:`MOST` of them."""
    rows = Appointment.objects.heads().order_by().values("volunteer").annotate(n=Count("pk"))
    found = rows.filter(n__gt=moment.limits.places_per_head)
    return dict(found.order_by("-n", "volunteer").values_list("volunteer", "n")[:MOST])


def _of_many(moment: Moment) -> Q:
    return Q(volunteer__in=moment.once("people of many places", _many))


def _how_many(moment: Moment, row: Appointment) -> str:
    n = moment.once("people of many places", _many).get(row.volunteer_id)
    return f"一个人负责 {n} 处" if n else ""


def _without_phone(moment: Moment) -> Q:
    condition = next(gap.condition for gap in PERSON_GAPS if gap.key == "phone")
    return Q(volunteer__in=Volunteer.objects.filter(condition).order_by().values("pk"))


def _person_twins(moment: Moment) -> Q:
    people = moment.own(Volunteer.objects.all())
    keys = keys_among(people)
    rows = people.present().filter(name__in={name for _, name in keys})
    found = rows.values_list("pk", "community", "name")
    return these(pk for pk, community, name in found if (community, name) in keys)


def register_checks() -> None:
    missing, stale = Weakness.MISSING, Weakness.STALE
    improbable, twin = Weakness.IMPROBABLE, Weakness.TWIN
    register(
        Check(
            "place_twin",
            "楼巷街可能登记了两次",
            twin,
            PLACES,
            _place_twins,
            "同一小区里“3栋”“3座”“三幢”多半是一处，会多算一处没人负责的楼。请把任职改到一处，另一处填停用日期。",
            weakens=("places_with_head",),
            order=("community", "estate", "name", "pk"),
        ),
        Check(
            "head_many",
            "一个人负责的地方太多",
            improbable,
            HEADS,
            _of_many,
            "超过街道设定的处数，多半是整批导入时写成了同一个人。请核对每一处真正的楼长。",
            weight=3,
            weakens=(*_HEADS, "places_with_head"),
            tells=_how_many,
            order=("volunteer", "pk"),
        ),
        Check(
            "head_term",
            "任期已过，没有处理",
            stale,
            HEADS,
            lambda moment: term_over(moment.day),
            "是不是还在任，系统不知道，数里照在任算。请选续任、换届或者离任。",
            weakens=(*_HEADS, "head_party_share", "places_with_head"),
            tells=lambda moment, row: since(row.ends_on, "任期到"),
        ),
        Check(
            "head_start",
            "没有任职日期",
            missing,
            HEADS,
            lambda moment: Q(started_on__isnull=True),
            "没有日期的，从一开始就算在任，过去各月的数会偏高。请补上，记不清的填大约的日期。",
            weight=1,
        ),
        Check(
            "head_phone",
            "楼长（巷长、街长）没有电话",
            missing,
            HEADS,
            _without_phone,
            "居民和社区都联系不到，同名的人也分不清。请补上手机号。",
        ),
        Check(
            "head_party",
            "没有填政治面貌",
            missing,
            HEADS,
            lambda moment: Q(volunteer__political_status=""),
            "没有填的，党员楼长占比里按不是党员算。请补上。",
            weakens=("head_party_share",),
        ),
        Check(
            "person_twin",
            "人员可能登记了两次",
            twin,
            PEOPLE,
            _person_twins,
            "同一社区同名又没有号码可以分清。是同一个人的合并，不是的各补手机号。",
            page="admin:volunteers_volunteer_duplicates",
            order=("community", "name", "pk"),
        ),
        Check(
            "mediator_certificate",
            "在任的调解员没有发证日期",
            missing,
            MEDIATORS,
            lambda moment: Q(certified_on__isnull=True),
            "没有证书日期的，创熟调解员里不算。请补上，还在培训的改状态。",
            weakens=("mediators",),
        ),
        Check(
            "mediator_expired",
            "调解员证书过期",
            stale,
            MEDIATORS,
            lambda moment: Q(pk__in=Mediator.objects.expired(moment.day).order_by().values("pk")),
            "过期的，创熟调解员里不算。请安排复训后改有效期，不做了的标为已退出。",
            weakens=("mediators",),
            tells=lambda moment, row: since(row.expires_on, "有效期到"),
        ),
    )
