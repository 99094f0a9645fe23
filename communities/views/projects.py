"""书记项目 for everybody: the list, and one page each."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guicheng.web.http import public_page, query_with
from guicheng.web.paging import page_of

from ..asked import Asked
from ..models import Project, ProjectNote, ProjectPhoto, Undertaking


@public_page()
def project_list(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    shown = Project.objects.public()
    years = sorted(set(shown.order_by().values_list("year", flat=True)), reverse=True)
    community = asked.community()
    year = asked.one_of("year", map(str, years), "年度")
    status = asked.one_of("status", Project.Status.values, "状态")
    q = asked.words()
    rows = shown.order_by("-year", "community__code", "title")
    if community:
        rows = rows.filter(community=community)
    if year:
        rows = rows.filter(year=year)
    if status:
        rows = rows.filter(status=status)
    if q:
        rows = rows.filter(
            Q(title__icontains=q)
            | Q(problem__icontains=q)
            | Q(partners__icontains=q)
            | Q(community__name__icontains=q)
        )
    page = page_of(request, rows.select_related("community"), 24)
    keys = [row.pk for row in page.object_list]
    counted = Project.objects.filter(pk__in=keys).annotate(
        n=Count("measures"), met=Count("measures", filter=Q(measures__met=True))
    )
    reached = {row.pk: (row.met, row.n) for row in counted.order_by()}
    context = {
        "page": page,
        "cards": [(row, *reached.get(row.pk, (0, 0))) for row in page.object_list],
        "communities": asked.communities,
        "community": community,
        "years": years,
        "year": year,
        "statuses": Project.Status.choices,
        "status": status,
        "q": q,
        "error": asked.error,
        "query": query_with(request, page=None),
    }
    return render(request, "communities/projects.html", context, status=400 if asked.error else 200)


@public_page()
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Problem, measures with target and result, milestones, progress, partners."""
    rows = Project.objects.public().select_related("community")
    row = get_object_or_404(
        rows.prefetch_related(
            "estates",
            "measures",
            Prefetch("milestones", Undertaking.objects.filter(internal=False), "shown_milestones"),
            Prefetch("notes", ProjectNote.objects.filter(public=True).order_by("-on", "-pk"), "shown_notes"),
            Prefetch("photos", ProjectPhoto.objects.filter(public=True), "shown_photos"),
        ),
        pk=pk,
    )
    today = timezone.localdate()
    context = {
        "row": row,
        "milestones": [(step, step.standing(today)) for step in row.shown_milestones],
        "budget": row.budget if row.budget_public else None,
    }
    return render(request, "communities/project.html", context)
