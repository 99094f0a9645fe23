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
from ..briefs.spans import YEAR, choices, span_around
from ..span_asked import span_asked


@for_who_works_inside
@require_safe
def audiences(request: HttpRequest) -> HttpResponse:
    """``?period=2026-05``, ``2026-Q2``, ``2026``, or ``span`` with ``first``, ``last``; ``?community=``."""
    community = community_asked(request)
    today = timezone.localdate()
    asked = span_asked(request, span_around(YEAR, today), str(today.year))
    within = None if request.user.sees_every_community else communities_for(request.user)
    if community is not None:
        within = Community.objects.filter(pk=community.pk)
    context = {
        "nav": "compare",
        "span_asked": asked,
        "span": asked.span,
        "earlier": asked.span.earlier(),
        "choices": choices(today),
        "community": community,
        "communities": communities_for(request.user),
        "where": community.name if community else settings.STREET_NAME,
        "lines": by_audience(asked.span, within),
    }
    return render(request, "dashboard/audiences.html", context)
