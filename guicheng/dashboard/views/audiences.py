"""``/dashboard/audiences/``: for whom activities were held, in any span of days."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.models import Community
from guicheng.accounts.inside import for_who_works_inside

from ..asked import communities_for, community_asked
from ..audiences import by_audience
from ..briefs.spans import CHOSEN, YEAR, BadSpan, choices, parse_span, span_around


@for_who_works_inside
@require_safe
def audiences(request: HttpRequest) -> HttpResponse:
    """``?period=2026-05``, ``2026-Q2``, ``2026``, or ``span`` with ``first``, ``last``; ``?community=``."""
    community = community_asked(request)
    asked, problem = request.GET.get("period", ""), ""
    first, last = (request.GET.get(name, "") for name in ("first", "last"))
    today = timezone.localdate()
    span = span_around(YEAR, today)
    try:
        span = parse_span(asked, first, last) if asked else span
    except BadSpan as exc:
        problem = str(exc)
    within = None if request.user.sees_every_community else communities_for(request.user)
    if community is not None:
        within = Community.objects.filter(pk=community.pk)
    context = {
        "nav": "compare",
        "span": span,
        "earlier": span.earlier(),
        "problem": problem,
        "choices": choices(today),
        "period": CHOSEN if asked == CHOSEN else asked if asked and not problem else str(span.first.year),
        "first": first[:10],
        "last": last[:10],
        "community": community,
        "communities": communities_for(request.user),
        "where": community.name if community else settings.STREET_NAME,
        "lines": by_audience(span, within),
    }
    return render(request, "dashboard/audiences.html", context)
