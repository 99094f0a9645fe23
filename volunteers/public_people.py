"""What residents may know of mediators and worthies: numbers, fields, deeds and surnames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from communities.chronicle import Moment, Subject
from communities.models import Community, Deliberation
from stations.models import Station

from .models import MediationField, Mediator, WorthyDeed
from .naming import public_worthy
from .places_public import phones_of

TEA_SERVICE = "worthies-tea"


@dataclass(frozen=True)
class MediatorsHere:
    """A community's mediators in numbers; ``fields``: what they help with, in the street's order."""

    community: Community
    number: int = 0
    fields: list[str] = field(default_factory=list)

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Whom to call for one, as (name, number)."""
        return phones_of(self.community)


def mediators_by_community(today: date) -> list[MediatorsHere]:
    """Every community in the order of its code, in three queries."""
    return _mediators(list(Community.objects.public()), today)


def mediators_of(community: Community, today: date) -> MediatorsHere:
    """One community's, in two queries."""
    return _mediators([community], today)[0]


def _mediators(communities: list[Community], today: date) -> list[MediatorsHere]:
    serving = Mediator.objects.serving().counted_on(today).filter(community__in=communities).order_by()
    numbers = dict(serving.values_list("community").annotate(n=Count("volunteer", distinct=True)))
    fields: dict[int, list[str]] = {}
    offered = MediationField.objects.offered().filter(mediators__in=serving)
    known = offered.order_by("order", "pk").values_list("mediators__community", "name", "order", "pk")
    for community, name, _, _ in known.distinct():
        fields.setdefault(community, []).append(name)
    return [MediatorsHere(row, numbers.get(row.pk, 0), fields.get(row.pk, [])) for row in communities]


@dataclass(frozen=True)
class Deed:
    """One deed as residents read it. It holds words, never the record behind them."""

    on: date
    when: str
    who: str
    text: str
    role: str


def public_deeds(community: Community, role: str = "") -> list[WorthyDeed]:
    """The public deeds of a community, the latest first, each with its worthy."""
    rows = WorthyDeed.objects.public().filter(worthy__community=community)
    if role:
        rows = rows.filter(role=role)
    return list(rows.select_related("worthy__volunteer").order_by("-on", "-pk"))


def deed_of(row: WorthyDeed) -> Deed:
    return Deed(row.on, row.when, public_worthy(row.worthy), row.text, row.get_role_display())


def tea_meetings(community: Community) -> list[Deliberation]:
    """乡贤茶话会 that residents may see, the latest first."""
    rows = Deliberation.objects.public().filter(community=community, kind=Deliberation.Kind.TEA)
    return list(rows.exclude(status=Deliberation.Status.CANCELLED).order_by("-starts_at", "-pk")[:20])


def tea_halls(community: Community) -> list[Station]:
    """Stations with a 乡贤茶话厅."""
    rows = Station.objects.public().filter(
        community=community, offerings__service__slug=TEA_SERVICE, offerings__service__active=True
    )
    return list(rows.order_by("level", "name"))


def deeds_in_time(subject: Subject) -> Iterator[Moment]:
    """Deeds for the chronicle of a community; residents see the public ones."""
    if subject.estate is not None:
        return
    rows = WorthyDeed.objects.filter(worthy__community=subject.community)
    if subject.public:
        rows = rows.public()
    for row in rows.select_related("worthy__volunteer"):
        yield Moment(
            on=row.on,
            title=f"{public_worthy(row.worthy)}：{row.text}",
            label=row.get_role_display(),
            precision=row.date_precision,
        )
