"""The page of an estate, and what happened to a community: 大事记."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from guicheng.web.http import public_page, query_with
from guicheng.web.paging import page_of

from ..chronicle import Subject, chosen_from, chronicle
from ..models import Estate, Organisation, Place
from ..public import public_community


@public_page()
def estate(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Estate.objects.public().select_related("community"), pk=pk)
    kinds = (
        Place.objects.public().filter(estate=row).order_by("kind").values_list("kind").annotate(Count("pk"))
    )
    labels = dict(Place.Kind.choices)
    choice = chosen_from(chronicle(Subject(row.community, row)), request.GET)
    context = {
        "nav": "communities",
        "estate": row,
        "places": [(labels[kind], count) for kind, count in kinds],
        "organisations": Organisation.objects.public()
        .filter(Q(estate=row), ~Q(status=Organisation.Status.DISSOLVED))
        .order_by("kind", "name")[:60],
        "choice": choice,
        "page": page_of(request, choice.moments, 40),
        "query": query_with(request, page=None),
    }
    return render(request, "communities/estate.html", context)


@public_page()
def community_chronicle(request: HttpRequest, code: str) -> HttpResponse:
    community = public_community(code)
    choice = chosen_from(chronicle(Subject(community)), request.GET)
    context = {
        "nav": "communities",
        "community": community,
        "choice": choice,
        "page": page_of(request, choice.moments, 40),
        "query": query_with(request, page=None),
    }
    return render(request, "communities/chronicle.html", context)
