"""Deliberations for residents: what comes, what was, what became of it."""

from __future__ import annotations

from itertools import groupby

from django.db.models import F, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guicheng.pictures.serving import give_public
from guicheng.web.http import public_page, query_with
from guicheng.web.paging import page_of

from ..deliberation_signups import seats_of
from ..deliberations import STANDINGS, counts_of, public_resolutions, standing_is
from ..models import Deliberation, DeliberationParty, DeliberationPhoto, ProgressNote, Topic, Undertaking
from .asked import asked_of

WHEN = (("coming", "将要召开"), ("past", "已经召开"))
_NOTES = Prefetch("progress", ProgressNote.objects.filter(internal=False), to_attr="shown_notes")


@public_page()
def deliberation_list(request: HttpRequest) -> HttpResponse:
    now, asked = timezone.now(), asked_of(request)
    rows = Deliberation.objects.public().select_related("community")
    kind = request.GET.get("kind", "")
    error = asked.error
    if kind and kind not in Deliberation.Kind.values:
        error = error or "没有这种形式，请从列表里选择。"
    elif kind:
        rows = rows.filter(kind=kind)
    if asked.community:
        rows = rows.filter(community=asked.community)
    if asked.q:
        rows = rows.filter(
            Q(topic__icontains=asked.q) | Q(agenda__icontains=asked.q) | Q(where__icontains=asked.q)
        )
    when = request.GET.get("when", "coming")
    rows = rows.past(now) if when == "past" else rows.coming(now)
    context = {
        "page": page_of(request, rows),
        "asked": asked,
        "error": error,
        "kind": kind,
        "kinds": Deliberation.Kind.choices,
        "when": "past" if when == "past" else "coming",
        "tabs": [(key, label, query_with(request, when=key, page=None)) for key, label in WHEN],
        "past_query": query_with(request, when="past", page=None),
        "query": query_with(request, page=None),
    }
    return render(request, "deliberations/list.html", context, status=400 if error else 200)


@public_page()
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Deliberation.objects.public().select_related("community", "estate")
    deliberation = get_object_or_404(rows, pk=pk)
    now, today = timezone.now(), timezone.localdate()
    resolutions = list(deliberation.resolutions.filter(internal=False).prefetch_related(_NOTES))
    context = {
        "deliberation": deliberation,
        "coming": deliberation.status == Deliberation.Status.ANNOUNCED and deliberation.over_at > now,
        "unmarked": deliberation.status == Deliberation.Status.ANNOUNCED and deliberation.over_at <= now,
        "sides": _sides(deliberation),
        "seats": seats_of(deliberation, now),
        "photos": list(DeliberationPhoto.objects.public().filter(deliberation=deliberation)),
        "resolutions": [(row, row.standing(today)) for row in resolutions],
        "topics": list(Topic.objects.public().filter(deliberation=deliberation)),
        "phone": deliberation.community.phone if deliberation.community_id else "",
    }
    return render(request, "deliberations/detail.html", context)


def _sides(deliberation: Deliberation) -> list[tuple[str, list[DeliberationParty]]]:
    """Who sits at the table, by whom they stand for: after it was held only who came."""
    rows = list(deliberation.parties.select_related("organisation"))
    if deliberation.held and any(row.present for row in rows):
        rows = [row for row in rows if row.present]
    order = {value: place for place, value in enumerate(DeliberationParty.StandsFor.values)}
    rows.sort(key=lambda row: order[row.stands_for])
    return [
        (label, list(some)) for label, some in groupby(rows, key=DeliberationParty.get_stands_for_display)
    ]


@public_page()
def follow_up(request: HttpRequest) -> HttpResponse:
    """议定事项落实情况: of every public resolution what became of it."""
    today, asked = timezone.localdate(), asked_of(request)
    rows = public_resolutions()
    if asked.community:
        rows = rows.filter(community=asked.community)
    counts = counts_of(rows, today)
    standing = request.GET.get("standing", "")
    error = asked.error
    if standing and standing not in STANDINGS:
        error = error or "没有这种进度，请从列表里选择。"
        standing = ""
    if standing:
        rows = rows.filter(standing_is(standing, today))
    closed = standing in {Undertaking.State.DONE, Undertaking.State.FAILED}
    open_first = (F("closed_on").asc(nulls_first=True), "due_on", "pk")
    rows = rows.order_by("-closed_on", "pk") if closed else rows.order_by(*open_first)
    # Sorted by their keys alone: whole rows are read only for the page.
    page = page_of(request, rows.values_list("pk", flat=True), count=counts.number(standing))
    shown = Undertaking.objects.select_related("deliberation", "community").prefetch_related(_NOTES)
    found = shown.in_bulk(page.object_list)
    page.object_list = [found[pk] for pk in page.object_list]
    context = {
        "page": page,
        "resolutions": [(row, row.standing(today)) for row in page.object_list],
        "counts": counts,
        "chips": [
            ("", "全部", counts.total, query_with(request, standing=None, page=None)),
            *(
                (key, label, number, query_with(request, standing=key, page=None))
                for key, label, number in counts.parts
            ),
        ],
        "asked": asked,
        "standing": standing,
        "error": error,
        "query": query_with(request, page=None),
    }
    return render(request, "deliberations/follow_up.html", context, status=400 if error else 200)


@public_page(max_age=86400)
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    return give_public(request, DeliberationPhoto.objects.public(), pk, size)
