"""改造与物业事项 for everybody: a table beside a map, and how far one case has come."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from communities.asked import Asked
from communities.consent import results_of
from communities.models import ConsentVote, ConsultationNote, Estate, Works, WorksPhoto, WorksStage
from communities.works import in_order, line
from guicheng.web.http import public_page, query_with
from guicheng.web.paging import page_of

from ..maps import map_allowed, map_data

#: Name in the address → label and order.
_SORTS = {
    "news": ("最近有进展的在前", ("-stage_on", "-pk")),
    "community": ("按社区", ("community__code", "estate__name", "title")),
}


@public_page()
def works_list(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    community = asked.community()
    kind = asked.one_of("kind", Works.Kind.values, "类别")
    stage = asked.one_of("stage", Works.Stage.values, "阶段")
    sort = asked.one_of("sort", _SORTS, "排序") or "news"
    estate = _estate(request)
    q = asked.words()
    rows = Works.objects.public()
    for name, value in (("community", community), ("estate", estate), ("kind", kind), ("stage", stage)):
        if value:
            rows = rows.filter(**{name: value})
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(estate__name__icontains=q) | Q(about__icontains=q))
    related = rows.select_related("community", "estate", "place__estate", "led_by_organisation")
    page = page_of(request, related.order_by(*_SORTS[sort][1]), 30)
    context: dict[str, Any] = {
        "page": page,
        "communities": asked.communities,
        "community": community,
        "estate": estate,
        "kinds": Works.Kind.choices,
        "kind": kind,
        "stages": Works.Stage.choices,
        "stage": stage,
        "sorts": [(key, label) for key, (label, _) in _SORTS.items()],
        "sort": sort,
        "q": q,
        "error": asked.error,
        "query": query_with(request, page=None),
        "map_allowed": map_allowed(),
        "map_words": "示意图：红点正在进行，灰点已经完成或中止，号码与列表相同；点在小区的位置上。",
    }
    if map_allowed():
        context["map_data"] = map_data(_points(page.object_list))
    return render(request, "stations/works.html", context, status=400 if asked.error else 200)


def _estate(request: HttpRequest) -> Estate | None:
    asked = request.GET.get("estate", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    return Estate.objects.public().filter(pk=asked).first()


def _points(rows: list[Works]) -> list[dict[str, Any]]:
    """One for each case whose estate has a point, with its number in the list."""
    return [
        {
            "lat": row.estate.lat,
            "lon": row.estate.lon,
            "label": row.title,
            "n": number,
            "open": not row.ended,
            "state": row.stage_label,
            "url": row.get_absolute_url(),
        }
        for number, row in enumerate(rows, start=1)
        if row.estate and row.estate.has_point
    ]


@public_page()
def works_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The line of stages, what happened when, votes as shares alone, who leads by role."""
    related = Works.objects.public().select_related(
        "community", "estate", "place__estate", "led_by_organisation"
    )
    works = get_object_or_404(
        related.prefetch_related(
            Prefetch("stages", WorksStage.objects.all(), "shown_stages"),
            Prefetch("consultations", ConsultationNote.objects.filter(public=True), "shown_notes"),
            Prefetch("votes", ConsentVote.objects.filter(public=True), "shown_votes"),
            Prefetch("photos", WorksPhoto.objects.filter(public=True), "shown_photos"),
        ),
        pk=pk,
    )
    for vote in works.shown_votes:
        vote.works = works
    happened = [
        (row.on, row.when, Works.stage_name(works.kind, row.stage), row.public_note)
        for row in in_order(works.shown_stages)
    ]
    happened += [
        (row.on, f"{row.on.year}年{row.on.month}月{row.on.day}日", "征求意见", row.text)
        for row in works.shown_notes
    ]
    others = Works.objects.public().filter(community=works.community).exclude(pk=pk)
    if works.estate_id:
        others = others.filter(estate=works.estate_id)
    context: dict[str, Any] = {
        "works": works,
        "line": line(works, works.shown_stages),
        "happened": sorted(happened, key=lambda row: row[0], reverse=True),
        "votes": results_of(works.shown_votes) if works.shown_votes else [],
        "others": others.order_by("-stage_on", "-pk")[:6],
        "map_allowed": map_allowed(),
        "map_words": "示意图：点在小区的位置上。",
    }
    if map_allowed() and works.estate and works.estate.has_point:
        context["map_data"] = map_data(_points([works]))
    return render(request, "stations/works_case.html", context)
