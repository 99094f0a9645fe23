"""找调解员: how many there are and how to ask for one; 乡贤: what they did. Nobody's whole name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.public import public_community
from guicheng.web.http import public_page, query_with
from guicheng.web.paging import page_of

from ..models import WorthyDeed, WorthyRole
from ..public_people import deed_of, mediators_by_community, mediators_of, tea_halls, tea_meetings


@public_page()
def mediators(request: HttpRequest) -> HttpResponse:
    rows = mediators_by_community(timezone.localdate())
    context = {
        "rows": [row for row in rows if row.number],
        "others": [row.community for row in rows if not row.number],
        "total": sum(row.number for row in rows),
        "nav": "heads",
    }
    return render(request, "volunteers/mediators/list.html", context)


@public_page()
def mediators_here(request: HttpRequest, code: str) -> HttpResponse:
    here = mediators_of(public_community(code), timezone.localdate())
    return render(request, "volunteers/mediators/community.html", {"here": here, "nav": "heads"})


@public_page()
def worthies(request: HttpRequest, code: str) -> HttpResponse:
    """A community's public deeds, all or of one role."""
    community = public_community(code)
    asked = request.GET.get("role", "")
    role = asked if asked in WorthyRole.values else ""
    rows = WorthyDeed.objects.public().filter(worthy__community=community)
    if role:
        rows = rows.filter(role=role)
    page = page_of(request, rows.select_related("worthy__volunteer").order_by("-on", "-pk"))
    context = {
        "community": community,
        "role": role,
        "roles": [("", "全部"), *((str(value), str(label)) for value, label in WorthyRole.choices)],
        "page": page,
        "deeds": [deed_of(row) for row in page.object_list],
        "query": query_with(request, page=None),
        "teas": tea_meetings(community),
        "halls": tea_halls(community),
    }
    return render(request, "volunteers/worthies/list.html", context)
