"""What was done for whom: the activities of a span by the people that they were meant for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from communities.models import Community
from guicheng.accounts.admin_input import is_key
from stations.models import Activity, Audience

from .briefs.spans import Span
from .indicators import indicator_of
from .told import rounded

#: The figure that this parts by audience, and what the address says for activities for everybody.
KEY, EVERYBODY = "activities_held", "none"
FOR_ALL = "面向所有居民"
#: The slug of the delivered list's entry for everybody.
EVERYONE = "everyone"


@dataclass(frozen=True)
class Numbers:
    """``people``: recorded attendances; None where no activity has any recorded, which is not 0."""

    activities: int = 0
    people: int | None = None
    #: Activities of which attendance was recorded.
    recorded: int = 0
    stations: int = 0

    @property
    def mean(self) -> Decimal | None:
        if self.people is None or not self.recorded:
            return None
        return rounded(Decimal(self.people) / self.recorded, 1)


@dataclass(frozen=True)
class AudienceLine:
    """``key``: what the address of the records says; "none" for those for everybody."""

    key: str
    label: str
    now: Numbers
    before: Numbers
    #: Of the activities of all audiences, in percent, for a bar.
    percent: int


def held_in(span: Span, communities: QuerySet[Community] | None = None) -> QuerySet[Activity]:
    """The activities that the indicator counted at the end of ``span`` and not before it."""
    counted = indicator_of(KEY)
    rows = counted.records(span.last).exclude(pk__in=counted.records(span.before).values("pk"))
    return rows if communities is None else rows.filter(station__community__in=communities.values("pk"))


def for_audience(rows: QuerySet[Activity], key: str) -> QuerySet[Activity]:
    """``key`` as in :class:`AudienceLine`; what is no key finds nothing."""
    if key == EVERYBODY:
        return rows.filter(audience__isnull=True)
    return rows.filter(audience=key) if is_key(key) else rows.none()


def audience_said(key: str) -> str:
    """How a page calls the people of ``key``; "" for none asked for."""
    if key == EVERYBODY:
        return FOR_ALL
    known = Audience.objects.filter(pk=key).first() if is_key(key) else None
    return known.name if known else "没有这个人群" if key else ""


def by_audience(span: Span, communities: QuerySet[Community] | None = None) -> list[AudienceLine]:
    """Every audience in use or with activities, in the street's order; those for everybody last."""
    now, before = _numbers(held_in(span, communities)), _numbers(held_in(span.earlier(), communities))
    every = sum(numbers.activities for numbers in now.values()) or 1
    # The list's own word for everybody says the same as no choice, and stands here only where it was used.
    offered = Audience.objects.exclude(slug=EVERYONE).filter(active=True)
    shown = Audience.objects.filter(Q(pk__in=offered) | Q(pk__in=[pk for pk in now if pk]))
    return [
        AudienceLine(
            key=EVERYBODY if pk is None else str(pk),
            label=label,
            now=now.get(pk, Numbers()),
            before=before.get(pk, Numbers()),
            percent=round(100 * now.get(pk, Numbers()).activities / every),
        )
        for pk, label in [*shown.values_list("pk", "name"), (None, FOR_ALL)]
    ]


def _numbers(rows: QuerySet[Activity]) -> dict[int | None, Numbers]:
    found = (
        rows.order_by()
        .values("audience")
        .annotate(
            activities=Count("pk"),
            people=Sum("attendance"),
            recorded=Count("attendance"),
            stations=Count("station", distinct=True),
        )
    )
    return {row.pop("audience"): Numbers(**row) for row in found}
