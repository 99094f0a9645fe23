"""Which figures residents may know: those that are public by nature, and what the street has released.

Whatever gives figures to residents (公开数据, its files, the API) asks here and nowhere else.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from guicheng.accounts.models import User

from .indicators import Indicator, indicators
from .models import IndicatorRelease


def released_keys() -> frozenset[str]:
    """Internal indicators that are released now; asked each time, so that a withdrawal holds at once."""
    return frozenset(IndicatorRelease.objects.filter(released=True).values_list("key", flat=True))


def public_indicators() -> list[Indicator]:
    released = released_keys()
    return [indicator for indicator in indicators() if indicator.public or indicator.key in released]


def release_of(indicator: Indicator) -> IndicatorRelease | None:
    """What the street last said about an internal indicator, where it ever said anything."""
    return IndicatorRelease.objects.filter(key=indicator.key).select_related("changed_by").first()


def say(indicator: Indicator, *, released: bool, reason: str, by: User) -> IndicatorRelease:
    """Release an internal indicator, or take it back; each is a version of its own.

    Raises ``ValidationError`` for what is public anyway. Saying the same again changes nothing.
    """
    with transaction.atomic():
        row = IndicatorRelease.objects.select_for_update().filter(key=indicator.key).first()
        if row is not None and row.released == released:
            return row
        row = row or IndicatorRelease(key=indicator.key)
        row.released, row.reason = released, reason
        row.changed_at, row.changed_by = timezone.now(), by
        row.full_clean()
        row.save()
    return row
