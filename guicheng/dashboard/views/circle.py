"""``/dashboard/coverage/``: the 10-minute circle, measured household by household."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communities.models import Community, Estate
from guicheng.accounts import events
from guicheng.accounts.inside import for_who_works_inside
from guicheng.exchange.export_views import workbook_response
from guicheng.web.http import query_with
from guicheng.web.paging import page_of
from stations import remeasuring
from stations.coverage import USUAL_MINUTES, Coverage, Question, basis, coverages
from stations.homes import Homes, homes
from stations.lists import choices
from stations.walking import PACE_LABELS, PACE_NAMES, Pace

from ..asked import asked, communities_for, community_asked
from ..circle.asking import WHEN_LABELS, CircleAsked, circle_asked
from ..circle.drawing import MOST_SPOTS, circle_map
from ..circle.listing import SORTS, community_lines, home_lines, most_apart
from ..circle.sheet import as_workbook

PER_PAGE = 30


@dataclass(frozen=True)
class Cell:
    """One way to ask: so many minutes at a pace."""

    minutes: int
    found: Coverage
    query: str
    chosen: bool


def _homes_of(community: Community | None) -> Homes:
    return homes(Estate.objects.filter(community=community) if community else None)


def _guess(question: Question, found: Homes) -> Coverage:
    """By straight lines alone."""
    return coverages(replace(question, measured=False), [question.pace], found)[question.pace]


@for_who_works_inside
@require_safe
def circle(request: HttpRequest) -> HttpResponse:
    """``?minutes=&pace=&when=&at=&service=&audience=&community=&as_of=&sort=&page=``."""
    community = community_asked(request)
    what = circle_asked(request)
    found_homes = _homes_of(community)
    by_pace = coverages(what.question, list(Pace), found_homes)
    found = by_pace[what.question.pace]
    guess = _guess(what.question, found_homes)
    outside = found.uncovered()
    page = page_of(request, outside, PER_PAGE, len(outside))
    sort = request.GET.get("sort", "")
    context: dict[str, Any] = {
        "nav": "circle",
        "asked": asked(request),
        "what": what,
        "community": community,
        "found": found,
        "guess": guess,
        "basis": basis(),
        "table": _table(request, what, by_pace),
        "minute_choices": _minute_choices(what),
        "paces": PACE_LABELS.items(),
        "whens": WHEN_LABELS.items(),
        "choices": choices(),
        "communities": communities_for(request.user),
        "page": page,
        "outside": home_lines(found, page.object_list),
        "apart": home_lines(found, most_apart(found, guess), guess.nearest),
        "query": query_with(request, page=None),
        "xlsx_query": query_with(request, page=None, sort=None),
        "may_measure": bool(settings.VALHALLA_URL) and _may_measure(request),
        "measuring": remeasuring.state(),
        **_map(found, outside, community),
    }
    if community is None:
        lines = community_lines(found, communities_for(request.user), sort)
        # Those with nothing left to do are folded away.
        context["lines"] = (
            [line for line in lines if line.left or not line.whole],
            [line for line in lines if line.whole and not line.left],
        )
        context["sorts"] = [
            (query_with(request, sort=key, page=None), label, key == (sort if sort in SORTS else "share"))
            for key, label in SORTS.items()
        ]
        context["community_query"] = query_with(request, page=None, sort=None, community=None)
    return render(request, "dashboard/circle.html", context)


def _table(request: HttpRequest, what: CircleAsked, by_pace: dict[Pace, Coverage]) -> list[dict[str, Any]]:
    """Rows a pace, columns the usual minutes: the same stations, asked in nine ways."""
    asked_for = what.question
    return [
        {
            "name": PACE_NAMES[pace],
            "pace": PACE_LABELS[pace],
            "cells": [
                Cell(
                    minutes,
                    found.at(minutes),
                    query_with(request, minutes=minutes, pace=pace.value, page=None),
                    (minutes, pace) == (asked_for.minutes, asked_for.pace),
                )
                for minutes in USUAL_MINUTES
            ],
        }
        for pace, found in by_pace.items()
    ]


def _minute_choices(what: CircleAsked) -> list[int]:
    return sorted({*USUAL_MINUTES, what.question.minutes})


def _map(found: Coverage, outside: Any, community: Community | None) -> dict[str, Any]:  # noqa: ANN401
    """Of one community only the stations that its homes walk to, or that are its own."""
    if not found.total:
        return {}
    near = None
    if community is not None:
        own = community.stations.values_list("pk", flat=True)
        near = sorted({*own, *found.nearest.target.tolist()} - {-1})
    lines = home_lines(found, outside[:MOST_SPOTS])
    return {
        "map_allowed": True,
        "map_data": circle_map(found, lines, near, community),
        "map_words": (
            f"绿色是{'估算的' if found.nearest.estimated.all() else ''}走得到的范围，"
            "金色的圈是没有覆盖的住户，点是站点。内部使用，不得外传。"
        ),
    }


def _may_measure(request: HttpRequest) -> bool:
    return request.user.sees_every_community and request.user.may_write


@for_who_works_inside
@require_POST
def circle_measure(request: HttpRequest) -> HttpResponse:
    """Measures the walks anew in the background; the page tells how far it is."""
    if not _may_measure(request):
        raise PermissionDenied
    if remeasuring.start():
        messages.success(request, "已经开始按路网计算，过一会儿刷新本页就能看到。只算有变化的。")
    else:
        messages.warning(request, "还没有设置步行路网，请运维人员按运维手册“步行路网”一节设置。")
    return redirect("dashboard-circle")


@for_who_works_inside
@require_safe
def circle_xlsx(request: HttpRequest) -> HttpResponse:
    """The same answer as a file, every home on a line."""
    community = community_asked(request)
    what = circle_asked(request)
    found_homes = _homes_of(community)
    found = coverages(what.question, [what.question.pace], found_homes)[what.question.pace]
    guess = _guess(what.question, found_homes)
    rows = range(len(found.homes))
    some = [community] if community else list(communities_for(request.user))
    book = as_workbook(
        what,
        found,
        community_lines(found, some),
        home_lines(found, rows, guess.nearest),
        found.within.tolist(),
        basis(),
        community,
    )
    events.record(events.Kind.EXPORT, request=request, what="coverage", count=len(rows))
    return workbook_response(book, f"10分钟服务圈-{timezone.localdate().isoformat()}.xlsx")
