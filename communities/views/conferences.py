"""大会上的承诺: each promise kept, open or not kept."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guicheng.web.http import public_page
from guicheng.web.paging import page_of

from ..models import Conference, Undertaking

_GROUPS = (("open", "还在办"), ("failed", "没有做到"), ("done", "已经做到"))


@public_page(max_age=300)
def conference_list(request: HttpRequest) -> HttpResponse:
    shown = Q(commitments__internal=False)
    rows = Conference.objects.public().annotate(
        promised=Count("commitments", filter=shown),
        kept=Count("commitments", filter=shown & Q(commitments__state="done")),
    )
    page = page_of(request, rows.order_by("-on", "-pk"))
    return render(request, "communities/conferences.html", {"page": page, "query": "?"})


@public_page(max_age=300)
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Conference.objects.public(), pk=pk)
    today = timezone.localdate()
    promises = list(Undertaking.objects.filter(conference=row, internal=False).select_related("community"))
    groups = [
        (key, label, [(step, step.standing(today)) for step in promises if step.state == key])
        for key, label in _GROUPS
    ]
    context = {"row": row, "total": len(promises), "groups": groups}
    return render(request, "communities/conference.html", context)
