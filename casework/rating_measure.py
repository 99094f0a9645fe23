"""Residents' ratings as something that an evaluation of heads may count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import models
from django.utils import timezone

from volunteers.measures import Basis, Facts, Measure, Raw, Source, cents, digest, register
from volunteers.models import Appointment

from .models import ResidentRequest

#: With fewer ratings a head could tell who gave them, and one would decide alone.
FEWEST = 3
_COLUMNS = ("pk", "rated_at", "rating")


def _ratings(terms: models.QuerySet[Appointment], first: date, last: date) -> dict[int, Facts]:
    """``[key, day, rating, digest]`` of requests that lay with these heads, by the day of the rating."""
    zone = timezone.get_current_timezone()
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = ResidentRequest.objects.filter(
        appointment__in=terms.order_by().values("pk"),
        rating__isnull=False,
        rated_at__gte=begins,
        rated_at__lt=ends,
    )
    found: dict[int, Facts] = defaultdict(list)
    for term, pk, at, rating in rows.order_by("rated_at", "pk").values_list("appointment_id", *_COLUMNS):
        found[term].append([pk, timezone.localdate(at).isoformat(), rating, digest(pk, at, rating)])
    return found


def _digests(keys: Iterable[int]) -> dict[int, str]:
    rows = ResidentRequest.objects.filter(pk__in=list(keys)).values_list(*_COLUMNS)
    return {row[0]: digest(*row) for row in rows}


def _mean(facts: Facts, basis: Basis) -> Raw:
    if len(facts) < FEWEST:
        return Raw(None, f"居民评分不足 {FEWEST} 条，不计")
    return Raw(cents(Decimal(sum(fact[2] for fact in facts)) / len(facts)))


def register_ratings() -> None:
    """Called once at start."""
    register(
        Source("ratings", "居民评分", "casework.ResidentRequest", _ratings, _digests),
        Measure(
            "ratings",
            "居民评分",
            "分（1–5）",
            f"由本人办理的诉求，居民评分的平均值。不足 {FEWEST} 条不计，免得看出是谁评的。",
            "ratings",
            _mean,
        ),
    )
