"""``/dashboard/period/``: any span of days: how it began, how it ended, and what it added."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.models import Community
from guicheng.accounts.inside import for_who_works_inside

from ..asked import communities_for, community_asked
from ..briefs.spans import MONTH, Span, choices, last_whole
from ..indicators import Indicator, indicators, is_flow
from ..lines import Change, change
from ..snapshot import snapshot
from ..span_asked import span_asked
from ..told import live


@dataclass(frozen=True)
class Row:
    """One indicator over a span. ``flow``: what it added is the number; else how it stood counts."""

    indicator: Indicator
    start: Decimal | None
    end: Decimal | None
    flow: bool
    #: Query of the address of the records: of a flow those that came in the span, else those at its end.
    query: str

    @property
    def change(self) -> Change | None:
        return change(self.indicator, self.end, self.start)


@for_who_works_inside
@require_safe
def period(request: HttpRequest) -> HttpResponse:
    """``?period=2026-05``, ``2026-Q2``, ``2026``, or ``span`` with ``first``, ``last``; ``?community=``."""
    community = community_asked(request)
    usual = last_whole(MONTH, timezone.localdate())
    asked = span_asked(request, usual, f"{usual.first:%Y-%m}")
    context = {
        "nav": "street",
        "span_asked": asked,
        "span": asked.span,
        "choices": choices(timezone.localdate()),
        "community": community,
        "communities": communities_for(request.user),
        "where": community.name if community else settings.STREET_NAME,
        "rows": _rows(asked.span, community),
    }
    return render(request, "dashboard/period.html", context)


def _rows(span: Span, community: Community | None) -> list[Row]:
    """Of the street or a community; what knows only today is left out."""
    begun, ended = snapshot(span.before), snapshot(span.last)
    within = community.pk if community else None
    own = {"community": community.code} if community else {}
    rows = []
    for indicator in indicators():
        if not indicator.has_past:
            continue
        flow = is_flow(indicator)
        query = {**own, "as_of": span.last.isoformat()}
        if flow:
            query["since"] = span.before.isoformat()
        values = live(begun, indicator, within), live(ended, indicator, within)
        rows.append(Row(indicator, *values, flow, f"?{urlencode(query)}"))
    return rows
