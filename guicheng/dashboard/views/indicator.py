"""One indicator: the number first, how it moved, where it is high and low, and how it is counted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guicheng.accounts.inside import for_who_works_inside

from ..asked import asked, communities_for, community_asked
from ..charts import bars, svg_response
from ..indicators import Kind, is_flow
from ..lines import figure_line
from ..releases import released_keys
from ..snapshot import snapshot_of
from ..trend import trend
from .parts import tables_of
from .records import indicator_asked
from .street import community_rows


@for_who_works_inside
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    found = indicator_asked(key)
    question = asked(request)
    community = community_asked(request)
    within = community.pk if community else None
    shown = snapshot_of([found], question.day)
    rows = community_rows(shown, list(communities_for(request.user)), [found], found, f"-{found.key}")
    context = {
        "asked": question,
        "shown": shown,
        "indicator": found,
        "community": community,
        "line": figure_line(found, question.day, within),
        "quality": question.quality(),
        "figure": shown.figure(found.key, within),
        "released": not found.public and found.key in released_keys(),
        "is_share": found.kind is Kind.SHARE,
        "points": trend(found, question.day, within),
        "is_flow": is_flow(found),
        "rows": rows,
        "tables": tables_of(request, found, community, question.day) if community else [],
    }
    return render(request, "dashboard/indicator.html", context)


@for_who_works_inside
def chart(request: HttpRequest, key: str) -> HttpResponse:
    """The trend as a picture, with ``?narrow=1`` for a phone; the page has the same numbers in a table."""
    found = indicator_asked(key)
    community = community_asked(request)
    points = trend(found, asked(request).day, community.pk if community else None)
    labels, values = [point.label for point in points], [point.value for point in points]
    narrow = request.GET.get("narrow") == "1"
    return svg_response(bars(labels, values, found.unit, narrow=narrow))
