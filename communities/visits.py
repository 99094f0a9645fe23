"""走访调研 by community: who was visited in a year, who was not, what is still promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet

from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .dates import dated
from .models import Community, Undertaking, Visit

#: Days after which the street should come again.
AGAIN_DAYS = 365


@dataclass
class Visited:
    """One community: visits in the year asked for, the last visit ever, promises still open."""

    community: Community
    count: int
    last: date | None
    last_words: str
    open_promises: int


def not_visited(communities: QuerySet[Community], today: date) -> QuerySet[Community]:
    """Communities without a visit in the last ``AGAIN_DAYS``."""
    lately = Visit.objects.filter(on__gt=today - timedelta(days=AGAIN_DAYS))
    return communities.exclude(pk__in=lately.values("community"))


def overview(user: User, year: int) -> list[Visited]:
    """Each community that ``user`` sees, those not visited in ``year`` first, the longest ago first."""
    seen = visible_to(Community, user)
    promised = Undertaking.objects.open().filter(visit__isnull=False, community__in=seen)
    promises = dict(promised.order_by().values_list("community").annotate(n=Count("pk")))
    visits = visible_to(Visit, user).order_by().values("community")
    counted = {
        row["community"]: row
        for row in visits.annotate(n=Count("pk", filter=Q(on__year=year)), last=Max("on"))
    }
    last_days = {row["last"] for row in counted.values()}
    precision = dict(
        visible_to(Visit, user).filter(on__in=last_days).order_by("pk").values_list("community", "precision")
    )
    rows = []
    for community in seen.order_by("code"):
        found = counted.get(community.pk, {"n": 0, "last": None})
        words = dated(found["last"], precision.get(community.pk, "day"))
        rows.append(Visited(community, found["n"], found["last"], words, promises.get(community.pk, 0)))
    return sorted(rows, key=lambda row: (row.count > 0, row.last or date.min))


def years(user: User, today: date) -> list[int]:
    """Years with visits, and this one; the latest first."""
    found = {day.year for day in visible_to(Visit, user).order_by().dates("on", "year")}
    return sorted(found | {today.year}, reverse=True)
