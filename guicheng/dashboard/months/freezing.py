"""Freezing a month that is over, and taking that back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community
from guicheng.accounts import history
from guicheng.accounts.models import User

from ..briefs.spans import MONTH, Span, last_whole, span_around
from ..days import FIRST_YEAR
from ..indicators import Indicator, indicators
from ..models import FrozenFigure, FrozenMonth
from ..snapshot import Snapshot, count
from ..told import live

#: Closed months that are offered.
OFFERED = 24
_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class BadMonth(ValueError):
    """Not a month that can be frozen; ``str()`` is a Chinese sentence that says why."""


class AlreadyFrozen(Exception):
    """Somebody froze it before."""


class NotFrozen(Exception):
    """There is nothing to take back."""


def parse_month(text: str) -> Span:
    """``2026-05`` → a month that is over. Raises :class:`BadMonth`."""
    found = _WRITTEN.fullmatch(text)
    if found is None or int(found[1]) < FIRST_YEAR:
        raise BadMonth(f"月份请写成 2026-05 的样子，最早是 {FIRST_YEAR} 年。")
    first = date(int(found[1]), int(found[2]), 1)
    if first >= timezone.localdate().replace(day=1):
        raise BadMonth("这个月还没有结束，数还会变，月底以后才能冻结。")
    return span_around(MONTH, first)


def closed_months(today: date, known: set[date]) -> list[Span]:
    """The last closed months and whichever else of ``known`` (first days), the latest first."""
    months = [last_whole(MONTH, today)]
    while len(months) < OFFERED:
        months.append(span_around(MONTH, months[-1].before))
    older = sorted((day for day in known if day < months[-1].first), reverse=True)
    return months + [span_around(MONTH, day) for day in older]


def can_freeze() -> list[Indicator]:
    """Indicators whose past is known: of the others nobody can tell at which day they stood so."""
    return [indicator for indicator in indicators() if indicator.has_past]


def frozen(month: Span) -> FrozenMonth | None:
    """The freeze that holds now."""
    rows = FrozenMonth.objects.filter(month=month.first, unfrozen_at__isnull=True)
    return rows.select_related("frozen_by").first()


def frozen_on(day: date) -> FrozenMonth | None:
    """The freeze of the month whose last day is ``day``."""
    ended = (day + timedelta(days=1)).day == 1
    return frozen(span_around(MONTH, day)) if ended and day < timezone.localdate() else None


def freeze(month: Span, *, by: User | None) -> FrozenMonth:
    """Count the end of ``month`` anew and keep it. Raises :class:`AlreadyFrozen`."""
    shown = count(month.last)
    communities = list(Community.objects.order_by("code").values_list("pk", flat=True))
    try:
        with transaction.atomic(), history.one_change("冻结"):
            made = FrozenMonth.objects.create(month=month.first, frozen_by=by, frozen_at=timezone.now())
            FrozenFigure.objects.bulk_create(figures(made, shown, communities), batch_size=history.BATCH)
    except IntegrityError as exc:
        raise AlreadyFrozen from exc
    return made


def figures(made: FrozenMonth, shown: Snapshot, communities: list[int]) -> Iterator[FrozenFigure]:
    """Of the street and of each community, as ``shown``."""
    for indicator in can_freeze():
        for community in (None, *communities):
            value = live(shown, indicator, community)
            yield FrozenFigure(frozen=made, key=indicator.key, community_id=community, value=value)


def unfreeze(month: Span, reason: str, *, by: User) -> FrozenMonth:
    """What was reported stays to be read; the month may be frozen again. Raises :class:`NotFrozen`."""
    with transaction.atomic(), history.one_change("解冻"):
        rows = FrozenMonth.objects.select_for_update().filter(month=month.first, unfrozen_at__isnull=True)
        row = rows.first()
        if row is None:
            raise NotFrozen
        row.unfrozen_at, row.unfrozen_by, row.unfreeze_reason = timezone.now(), by, reason
        row.save(update_fields=["unfrozen_at", "unfrozen_by", "unfreeze_reason"])
    return row
