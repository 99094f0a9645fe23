"""``/dashboard/briefs/``: making a brief, reading one, and taking it along as Word or Excel."""

from __future__ import annotations

from urllib.parse import quote

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guicheng.accounts.inside import for_who_works_inside
from guicheng.accounts.models import User
from guicheng.web.http import query_with
from guicheng.web.paging import page_of

from ..briefs.asking import BriefForm
from ..briefs.courses import courses
from ..briefs.freezing import make_brief
from ..briefs.placeholders import BadTemplate
from ..briefs.sheet import as_workbook
from ..briefs.table import compared, lines, notes
from ..briefs.word import as_word, level
from ..models import Brief

PER_PAGE = 30
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _seen_by(user: User) -> QuerySet[Brief]:
    return Brief.objects.visible_to(user).select_related("community", "made_by")


def _brief(request: HttpRequest, pk: int) -> Brief:
    """Raises 404 for what is not there and for what is not theirs alike."""
    found = _seen_by(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@for_who_works_inside
@require_http_methods(["GET", "HEAD", "POST"])
def briefs(request: HttpRequest) -> HttpResponse:
    """Whoever sees the records may make a brief of them, also who may change none: it changes no record."""
    form = BriefForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = make_brief(form.cleaned_data["template"], form.span, form.community, by=request.user)
            return redirect("dashboard-brief", made.pk)
        except BadTemplate as exc:
            form.add_error("template", str(exc).splitlines())
    page = page_of(
        request, _seen_by(request.user).order_by("-made_at", "-pk").defer("figures", "text"), PER_PAGE
    )
    context = {
        "nav": "briefs",
        "form": form,
        "page": page,
        "query": query_with(request, page=None) or "?",
        "may_word": request.user.sees_every_community and request.user.may_write,
    }
    return render(request, "dashboard/briefs.html", context)


@for_who_works_inside
@require_safe
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    found = _brief(request, pk)
    last = found.last_of_the_kind()
    context = {
        "nav": "briefs",
        "brief": found,
        "paragraphs": [(level(text), text) for text in found.text],
        "lines": lines(found),
        "last": last,
        "compared": compared(found, last),
        "courses": courses(found),
        "notes": notes(found),
    }
    return render(request, "dashboard/brief.html", context)


@for_who_works_inside
@require_safe
def brief_docx(request: HttpRequest, pk: int) -> HttpResponse:
    found = _brief(request, pk)
    return _file(as_word(found), DOCX, f"{found}.docx")


@for_who_works_inside
@require_safe
def brief_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    found = _brief(request, pk)
    return _file(as_workbook(found), XLSX, f"{found}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "no-store",
        },
    )
