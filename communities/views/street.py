"""What the whole street shows: honours, how far 创熟 has come, documents, lessons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from guicheng.pictures.serving import give_public
from guicheng.web.http import public_page, query_with
from guicheng.web.paging import page_of

from ..familiar import standings
from ..honours import by_year
from ..models import Community, FamiliarStatus, Honour, HonourPicture, Lesson, StreetDocument
from ..targets import leads_to


@public_page(max_age=300)
def honours(request: HttpRequest) -> HttpResponse:
    rows = Honour.objects.public()
    years = [day.year for day in rows.dates("on", "year", order="DESC")]
    communities = list(Community.objects.filter(honours__in=rows).distinct().order_by("code"))
    year = next((year for year in years if str(year) == request.GET.get("year")), None)
    asked_level, asked_code = request.GET.get("level"), request.GET.get("community")
    level = asked_level if asked_level in Honour.Level.values else ""
    community = next((row for row in communities if row.code == asked_code), None)
    if year:
        rows = rows.filter(on__year=year)
    if level:
        rows = rows.filter(level=level)
    if community:
        rows = rows.filter(community=community)
    rows = rows.select_related("community", "organisation", "project").prefetch_related("pictures")
    page = page_of(request, rows.order_by("-on", "title"), 40)
    context = {
        "nav": "communities",
        "page": page,
        "years": years,
        "levels": Honour.Level.choices,
        "communities": communities,
        "year": year,
        "level": level,
        "community": community,
        "groups": by_year(page.object_list),
        "query": query_with(request, page=None),
    }
    return render(request, "communities/honours.html", context)


@public_page(max_age=86400)
def honour_picture(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    return give_public(request, HonourPicture.objects.public(), pk, size)


@public_page(max_age=300)
def familiar(request: HttpRequest) -> HttpResponse:
    rows = standings(Community.objects.public().order_by("code"))
    done = {FamiliarStatus.Status.CERTIFIED, FamiliarStatus.Status.RECHECK}
    groups = []
    for kind, label in Community.Kind.choices:
        mine = [row for row in rows if row.community.kind == kind]
        certified = [row for row in mine if row.key in done and not row.lapsed]
        others = sorted(
            (row for row in mine if row not in certified),
            key=lambda row: (row.key == FamiliarStatus.Status.NOT_STARTED, row.community.code),
        )
        groups.append((label, certified, others))
    context = {
        "nav": "communities",
        "groups": groups,
        "certified": sum(len(certified) for _, certified, _ in groups),
        "total": len(rows),
    }
    return render(request, "communities/familiar.html", context)


@public_page(max_age=300)
def documents(request: HttpRequest) -> HttpResponse:
    rows = StreetDocument.objects.public().order_by("title")
    return render(request, "communities/documents.html", {"documents": rows, "nav": "communities"})


@public_page(max_age=300)
def document(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(StreetDocument.objects.public(), slug=slug)
    parts = [(part, leads_to(part.link_to)) for part in row.parts.all()]
    context = {"document": row, "parts": parts, "nav": "communities"}
    return render(request, "communities/document.html", context)


@public_page(max_age=300)
def lessons(request: HttpRequest) -> HttpResponse:
    rows = Lesson.objects.public().select_related("community")
    theme = request.GET.get("theme") if request.GET.get("theme") in Lesson.Theme.values else ""
    used = set(rows.order_by().values_list("theme", flat=True).distinct())
    context = {
        "nav": "communities",
        "page": page_of(request, rows.filter(theme=theme) if theme else rows),
        "themes": [pair for pair in Lesson.Theme.choices if pair[0] in used],
        "theme": theme,
        "query": query_with(request, page=None),
    }
    return render(request, "communities/lessons.html", context)


@public_page(max_age=300)
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Lesson.objects.public().select_related("community"), pk=pk)
    return render(request, "communities/lesson.html", {"lesson": row, "nav": "communities"})
