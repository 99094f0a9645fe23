"""The records behind a figure: as many rows as the figure says, and nobody's name or telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guicheng.accounts.inside import for_who_works_inside
from guicheng.accounts.scope import visible_to
from guicheng.web.http import query_with
from guicheng.web.paging import page_of
from stations.models import Activity

from ..asked import Asked, asked, communities_for, community_for
from ..audiences import audience_said, for_audience
from ..days import BadDay, parse_day
from ..describing import describe
from ..indicators import Indicator, Kind, UnknownIndicator, indicator_of, is_flow
from ..kept import kept
from ..parts import count_part, part_asked, splits
from ..snapshot import snapshot_of
from ..told import live

PER_PAGE = 50


def indicator_asked(key: str) -> Indicator:
    try:
        return indicator_of(key)
    except UnknownIndicator as exc:
        raise Http404 from exc


def _since(request: HttpRequest, indicator: Indicator, question: Asked) -> date | None:
    """None where the address names no day before the one that is shown, or the figure does not add up."""
    text = request.GET.get("since", "")
    if not text or not is_flow(indicator):
        return None
    try:
        day = parse_day(text)
    except BadDay:
        return None
    return day if day < question.day else None


@for_who_works_inside
def records(request: HttpRequest, key: str) -> HttpResponse:
    """``?community=`` one community, with ``&estate=`` or ``&station=`` a part of it (``none``: what hangs on
    none), ``?whole=1`` what a share is a share of, ``?as_of=`` the day.

    ``?since=``: of what only adds up (activities, entries), what came after that day; ``?audience=``: of
    activities those for some people (``none``: for everybody).
    """
    indicator = indicator_asked(key)
    question = asked(request)
    community, everywhere = None, request.user.sees_every_community
    if code := request.GET.get("community", ""):
        community = community_for(request.user, code)
    elif not everywhere and len(own := communities_for(request.user)[:2]) == 1:
        community = own[0]
    within = community.pk if community else None
    part = part_asked(request, community)
    if part is not None and not splits(indicator, part.level):
        raise Http404
    shown = count_part(part, question.day) if part else snapshot_of([indicator], question.day)
    whole = indicator.kind is Kind.SHARE and request.GET.get("whole") == "1"
    since = _since(request, indicator, question)
    rows = (indicator.whole_records if whole else indicator.records)(question.day, within)
    if part is not None:
        rows = rows.filter(part.condition(indicator.source))
    if since:
        rows = rows.exclude(pk__in=indicator.records(since, within).values("pk"))
    audience = request.GET.get("audience", "")
    if audience and rows.model is Activity:
        rows = for_audience(rows, audience)
    if not everywhere:
        rows = rows.filter(**{f"{indicator.source.path}__in": communities_for(request.user).values("pk")})
    shown_rows = visible_to(rows.model, request.user)
    if everywhere and not shown_rows.query.where and not audience:
        # All of them are theirs to see: counted once for all pages of the list.
        asked_for = (key, question.day, within, part and part.level, part and part.key, whole, since)
        seen, total = rows, kept(f"records:{asked_for}".replace(" ", ""), rows.count)
        count: int | None = total
    else:
        seen, total, count = rows.filter(pk__in=shown_rows.values("pk")), rows.count(), None
    listed = seen.select_related(*indicator.source.related).order_by("pk")
    page = page_of(request, listed, PER_PAGE, count)
    context: dict[str, Any] = {
        "asked": question,
        "shown": shown,
        "indicator": indicator,
        "community": community,
        "part": part,
        "whole": whole,
        "since": since,
        "audience": audience_said(audience) if rows.model is Activity else "",
        # Of several communities together nothing is computed: the street's figure is not theirs.
        "value": live(shown, indicator, part.key if part else within) if everywhere or within else None,
        "total": total,
        "hidden": total - page.paginator.count,
        "page": page,
        "rows": [describe(row, request.user) for row in page.object_list],
        "query": query_with(request, page=None) or "?",
    }
    return render(request, "dashboard/records.html", context)
