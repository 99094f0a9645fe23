"""``/dashboard/siting/``: where the next stations help most, proven; which planned one to open first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communities.models import Community
from guicheng.accounts import events
from guicheng.accounts.inside import for_who_works_inside
from guicheng.exchange.export_views import workbook_response
from guicheng.web.paging import page_of
from stations.coverage import USUAL_MINUTES, BadQuestion
from stations.maps import map_data
from stations.models import SitingRun
from stations.siting.asking import WEIGHT_LABELS, Goal, Proposal, SitingQuestion, planned_ranked, propose
from stations.siting.candidates import SITE_LABELS, SITE_NAMES, Candidate
from stations.siting.keeping import Shown, answer_data, keep, shown, shown_run
from stations.siting.problem import BadSiting
from stations.walking import PACE_LABELS

from ..asked import Asked, communities_for, community_asked, community_for
from ..circle.drawing import MOST_SPOTS, spots_of
from ..circle.listing import HomeLine, home_lines
from ..siting.asking import SitingAsked, query_of, siting_asked
from ..siting.sheet import as_workbook, notes_of

KEPT_A_PAGE = 10


@dataclass(frozen=True)
class Marked:
    """A site that was fixed or forbidden by hand, and the address without that."""

    candidate: Candidate
    without: str


def _propose(what: SitingAsked) -> tuple[Proposal | None, str]:
    """The answer, or why there is none."""
    try:
        return propose(what.question), ""
    except (BadSiting, BadQuestion) as exc:
        sentence = str(exc)
        return None, sentence if sentence.endswith("。") else f"{sentence}。"


@for_who_works_inside
@require_safe
def siting(request: HttpRequest) -> HttpResponse:
    """``?goal=&n=&share=&minutes=&pace=&weight=&kind=&community=&budget=&fix=&forbid=``; see the form."""
    community = community_asked(request)
    what = siting_asked(request.GET, community)
    proposal, refused = _propose(what)
    question = what.question
    context: dict[str, Any] = {
        "nav": "circle",
        "asked": Asked(timezone.localdate()),
        "what": what,
        "question": question,
        "community": community,
        "communities": communities_for(request.user),
        "refused": refused,
        "goals": Goal.choices,
        "minute_choices": sorted({*USUAL_MINUTES, question.minutes}),
        "paces": PACE_LABELS.items(),
        "weights": WEIGHT_LABELS.items(),
        "kinds": SITE_LABELS.items(),
        "fixed": _marked(what, fixed=True),
        "forbidden": _marked(what, fixed=False),
        "names": sorted({each.name for each in what.known}),
        "may_keep": request.user.may_write,
        "query": what.query(),
        "planned": _planned(question, proposal),
        "page": page_of(
            request,
            SitingRun.objects.visible_to(request.user).select_related("community", "made_by"),
            KEPT_A_PAGE,
        ),
    }
    if proposal is not None:
        found = shown(proposal)
        context |= {
            "found": found,
            "lines": _lines(found, what),
            "notes": notes_of(found),
            **_map(found, proposal),
        }
    return render(request, "dashboard/siting.html", context)


def _marked(what: SitingAsked, *, fixed: bool) -> list[Marked]:
    question = what.question
    own = question.fixed if fixed else question.forbidden
    found = []
    for each in what.marked(own):
        rest = [reference for reference in own if reference != each.reference]
        without = what.query(fixed=rest) if fixed else what.query(forbidden=rest)
        found.append(Marked(each, without))
    return found


def _lines(found: Shown, what: SitingAsked | None = None) -> list[dict[str, Any]]:
    """The sites of an answer, each with the addresses that fix or forbid it."""
    lines = []
    for number, each in enumerate(found.answer["chosen"], start=1):
        line = {**each, "number": number, "kind_name": SITE_NAMES[each["kind"]]}
        if what is not None:
            own, reference = what.question, each["reference"]
            rest = [one for one in own.fixed if one != reference]
            line["fix"] = what.query(fixed=[*rest, reference])
            line["unfix"] = what.query(fixed=rest)
            line["forbid"] = what.query(fixed=rest, forbidden=[*own.forbidden, reference])
        lines.append(line)
    return lines


def _planned(question: SitingQuestion, proposal: Proposal | None) -> dict[str, Any] | None:
    """The planned stations in the order in which to open them."""
    try:
        ranked = planned_ranked(question, today=proposal.today if proposal else None)
    except (BadSiting, BadQuestion):
        return None
    return answer_data(ranked) if ranked else None


def _map(found: Shown, proposal: Proposal) -> dict[str, Any]:
    """The chosen sites with their numbers, and the homes that no station is near to today."""
    today = proposal.today
    outside = home_lines(today, today.uncovered()[:MOST_SPOTS])
    return _drawn(found, outside, proposal.question.community)


def _drawn(found: Shown, outside: Sequence[HomeLine], community: Community | None) -> dict[str, Any]:
    points = [
        {
            "lat": each["lat"],
            "lon": each["lon"],
            "label": each["name"],
            "n": number,
            "open": True,
            "url": "#sites",
        }
        for number, each in enumerate(found.answer["chosen"], start=1)
    ]
    homes = "，圈是现在没有覆盖的住户" if outside else ""
    words = f"号码是建议的地点{homes}。内部使用，不得外传。"
    drawn = map_data(points, spots=spots_of(outside), only=community)
    return {"map_allowed": True, "map_data": drawn, "map_words": words}


@for_who_works_inside
@require_POST
def siting_keep(request: HttpRequest) -> HttpResponse:
    """Works the same question out again and keeps the answer."""
    if not request.user.may_write:
        raise PermissionDenied
    what = siting_asked(request.POST, _community_posted(request))
    proposal, _ = _propose(what)
    if proposal is None:
        return redirect(reverse("dashboard-siting") + what.query())
    return redirect(keep(proposal, request.user))


def _community_posted(request: HttpRequest) -> Community | None:
    if code := request.POST.get("community", ""):
        return community_for(request.user, code)
    return community_asked(request)


@for_who_works_inside
@require_safe
def siting_run(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    found = shown_run(run)
    context = {
        "nav": "circle",
        "asked": Asked(timezone.localdate()),
        "run": run,
        "found": found,
        "lines": _lines(found),
        "notes": notes_of(found),
        "again": query_of({key: value for key, value in run.asked.items() if key != "said"}),
        **_drawn(found, [], run.community),
    }
    return render(request, "dashboard/siting_run.html", context)


@for_who_works_inside
@require_safe
def siting_run_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    events.record(events.Kind.EXPORT, request=request, what="siting", count=len(run.answer["chosen"]))
    return workbook_response(as_workbook(shown_run(run)), f"选址-{run.made_at:%Y-%m-%d}-{run.pk}.xlsx")


@for_who_works_inside
@require_safe
def siting_xlsx(request: HttpRequest) -> HttpResponse:
    """The answer to the address, not kept; back to the page where there is none."""
    what = siting_asked(request.GET, community_asked(request))
    proposal, refused = _propose(what)
    if refused or proposal is None:
        return redirect(reverse("dashboard-siting") + what.query())
    events.record(events.Kind.EXPORT, request=request, what="siting", count=len(proposal.chosen))
    return workbook_response(as_workbook(shown(proposal)), f"选址-{timezone.localdate().isoformat()}.xlsx")


def _run(request: HttpRequest, pk: int) -> SitingRun:
    rows = SitingRun.objects.visible_to(request.user).select_related("community", "made_by")
    return get_object_or_404(rows, pk=pk)
