"""三长: heads, the places that they look after, and what their evaluation says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import Place
from volunteers.models import Appointment, Band, Evaluation, HeadResult, Mediator, Volunteer

from ..indicators import Indicator, Kind, Source, Which, register
from .stations import end_of

GROUP = "三长制"


def _heads(day: date) -> QuerySet[Any]:
    """Who served on the day and was no deputy; whoever looks after two places counts twice."""
    return Appointment.objects.filter(deputy=False).serving_on(day)


def _of_kind(kind: str) -> Which:
    return lambda day: Q(place__kind=kind)


def _party(day: date) -> Q:
    since = Q(volunteer__party_since__isnull=True) | Q(volunteer__party_since__lte=day)
    return Q(volunteer__political_status__in=Volunteer.PARTY) & since


def _people(day: date) -> QuerySet[Any]:
    return Volunteer.objects.all()


def _places(day: date) -> QuerySet[Any]:
    return Place.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def _looked_after(day: date) -> Q:
    return Q(Exists(_heads(day).filter(place=OuterRef("pk"))))


def _results(day: date) -> QuerySet[Any]:
    """Published results of the latest period that was published by the day."""
    published = HeadResult.objects.filter(published_at__lt=end_of(day), withdrawn_on__isnull=True)
    told = Evaluation.objects.filter(Exists(published.filter(evaluation=OuterRef("pk")).order_by()))
    newest = told.order_by("-last").values("last")[:1]
    return published.filter(evaluation__last=newest)


def _mediators(day: date) -> QuerySet[Any]:
    """Each person once, whoever they mediate for."""
    rows = Mediator.objects.counted_on(day)
    earlier = rows.filter(volunteer=OuterRef("volunteer"), pk__lt=OuterRef("pk"))
    return rows.filter(~Exists(earlier))


HEADS = Source(
    "heads",
    _heads,
    "place__community",
    estate="place__estate",
    related=("place__estate", "place__community", "volunteer"),
)
PLACES = Source("places", _places, estate="estate", related=("community", "estate"))
MEDIATORS = Source("mediators", _mediators, related=("community", "volunteer"))
PEOPLE = Source("people", _people)
RESULTS = Source(
    "results",
    _results,
    estate="appointment__place__estate",
    related=("community", "appointment__place__estate"),
)


def register_figures() -> None:
    kinds = Place.Kind
    register(
        *(
            Indicator(
                key,
                label,
                "名",
                f"当天在任的{label}，副职不算；一个人负责两处算两名。",
                HEADS,
                which=_of_kind(kind),
                group=GROUP,
            )
            for key, label, kind in (
                ("building_heads", "楼长", kinds.BUILDING),
                ("lane_heads", "巷长", kinds.LANE),
                ("street_heads", "街长", kinds.STREET),
            )
        ),
        Indicator(
            "head_party_share",
            "党员楼长占比",
            "%",
            "当天在任的楼长中，中共党员（含预备党员）的比例。",
            HEADS,
            Kind.SHARE,
            which=_party,
            whole=_of_kind(kinds.BUILDING),
            rests_on=(PEOPLE,),
            decimals=1,
            group=GROUP,
            public=False,
        ),
        Indicator(
            "places_with_head",
            "有人负责的楼巷街",
            "%",
            "在用的楼、巷、街中，当天有人在任的比例。",
            PLACES,
            Kind.SHARE,
            which=_looked_after,
            rests_on=(HEADS,),
            decimals=1,
            group=GROUP,
        ),
        Indicator(
            "mediators",
            "创熟调解员",
            "名",
            "当天在任、证书有效的调解员，一个人只算一次。",
            MEDIATORS,
            group=GROUP,
        ),
        Indicator(
            "evaluation_good",
            "综合评价良好以上",
            "%",
            "最近一期已发布的评价中，优秀和良好的比例。",
            RESULTS,
            Kind.SHARE,
            which=lambda day: Q(band__in=[Band.EXCELLENT, Band.GOOD]),
            decimals=1,
            group=GROUP,
            public=False,
        ),
    )
