"""``/dashboard/quality/``: how sound the records are, what lowers the score, and the list to work through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from communities.models import Community
from guicheng.accounts import events
from guicheng.accounts.inside import for_who_works_inside
from guicheng.exchange.export_views import workbook_response
from guicheng.web.http import query_with
from guicheng.web.paging import page_of

from ..asked import communities_for, community_for
from ..models import QualityLimits
from ..parts import Level, Part
from ..quality.acceptance_form import AcceptForm
from ..quality.accepting import accept, take_back
from ..quality.checks import Weakness, checks
from ..quality.counting import forget, quality, quality_of_stations
from ..quality.listing import WorkList, wanted
from ..quality.scoring import Score, score
from ..quality.sheet import MOST, as_workbook

PER_PAGE = 50
#: Stations of a community that are listed, the lowest first.
STATIONS = 40


@dataclass(frozen=True)
class CommunityRow:
    community: Community
    score: Score

    @property
    def kinds(self) -> list[tuple[Weakness, int]]:
        return list(self.score.kinds.items())


@dataclass(frozen=True)
class StationRow:
    part: Part
    score: Score


@for_who_works_inside
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every community with its score, the lowest first; staff of one are led to it."""
    communities = list(communities_for(request.user))
    if len(communities) == 1 and not request.user.sees_every_community:
        return redirect("dashboard-quality-community", communities[0].code)
    found = quality()
    rows = [CommunityRow(row, score(found.numbers(row.pk))) for row in communities]
    rows.sort(key=lambda row: (row.score.value is None, row.score.value))
    context = {
        "nav": "quality",
        "shown": found,
        "rows": rows,
        "kinds": list(Weakness),
        "whole": score(found.numbers()) if request.user.sees_every_community else None,
        **_limits(request),
    }
    return render(request, "dashboard/quality/overview.html", context)


@for_who_works_inside
@require_safe
def community(request: HttpRequest, code: str) -> HttpResponse:
    """What lowers the score of one community, and of each of its stations."""
    chosen = community_for(request.user, code)
    found = quality()
    own = score(found.numbers(chosen.pk))
    context = {
        "nav": "quality",
        "shown": found,
        "community": chosen,
        "score": own,
        "kinds": list(own.kinds.items()),
        "stations": station_rows(chosen),
        "checks": checks(),
        **_limits(request),
    }
    return render(request, "dashboard/quality/community.html", context)


def station_rows(community: Community) -> list[StationRow]:
    """Its stations that a check is about, the lowest first: at most ``STATIONS`` of them."""
    found = quality_of_stations(community.pk)
    numbers = [(key, number) for parts in found.stations.values() for key, number in parts.items()]
    weak = {key for key, number in numbers if number.weak}
    sound = sorted({key for key, number in numbers if number.total} - weak)
    scored = {key: score(found.numbers_at(key)) for key in [*weak, *sound[:STATIONS]]}
    lowest = sorted(scored, key=lambda key: (scored[key].value, key))[:STATIONS]
    rows = community.stations.in_bulk(lowest)
    parts = [Part(Level.STATION, community, rows[key]) for key in lowest if key in rows]
    return [StationRow(part, scored[part.key]) for part in parts]


def _limits(request: HttpRequest) -> dict[str, Any]:
    """The limits in force, and whether who asks may change them."""
    limits = QualityLimits.current()
    fields = [field for field in QualityLimits._meta.fields if not field.primary_key]
    return {
        "limits": [(field.verbose_name, getattr(limits, field.name)) for field in fields],
        "limits_kept": not limits._state.adding,
        "may_limit": request.user.sees_every_community and request.user.may_write,
    }


@for_who_works_inside
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """The list: what each check finds, a page at a time; what is right all the same is accepted there."""
    what = wanted(request.GET, request.user)
    moment = what.moment()
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.takes_back:
            take_back(form.seen, by=request.user)
        else:
            accept(form.seen, moment, reason=form.cleaned_data["reason"], by=request.user)
        forget(communities_for(request.user).values_list("pk", flat=True))
        return redirect(request.get_full_path())
    lines = WorkList(what, request.user, moment)
    page = page_of(request, lines, PER_PAGE)
    context = {
        "nav": "quality",
        "what": what,
        "lines": page.object_list,
        "page": page,
        "total": lines.total,
        "hidden": lines.hidden,
        "parts": lines.parts,
        "checks": checks(),
        "kinds": list(Weakness),
        "communities": communities_for(request.user),
        "station": what.community.stations.get(pk=what.station) if what.community and what.station else None,
        "form": form,
        "any_editable": any(line.editable for line in page.object_list),
        "query": query_with(request, page=None),
        "accepted_query": query_with(request, page=None, state=None if what.accepted else "accepted"),
    }
    return render(request, "dashboard/quality/records.html", context)


@for_who_works_inside
@require_safe
def records_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a file, its first lines where there are very many."""
    what = wanted(request.GET, request.user)
    lines = WorkList(what, request.user, what.moment())
    some = lines[:MOST]
    events.record(events.Kind.EXPORT, request=request, what="quality", count=len(some))
    return workbook_response(as_workbook(some), f"数据质量-{timezone.localdate().isoformat()}.xlsx")
