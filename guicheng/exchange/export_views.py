"""Records going out as Excel: what is filtered in a list, with personal numbers masked unless asked for."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from guicheng.accounts import events
from guicheng.accounts.admin_input import query_is_sound
from guicheng.accounts.admin_scope import works_inside
from guicheng.accounts.scope import visible_to

from .kinds import Kind, kind_of
from .results import make_workbook, template

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exportable(request: HttpRequest, key: str) -> Kind:
    try:
        kind = kind_of(key)
    except KeyError as exc:
        raise Http404 from exc
    if not works_inside(request.user):
        raise PermissionDenied
    return kind


def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask how (GET), then give the file (POST). The address carries the list's own filters."""
    known = exportable(request, kind)
    model_admin = admin.site._registry[known.model]
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    try:
        if not query_is_sound(request.GET):
            raise IncorrectLookupParameters
        rows = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        messages.error(request, "筛选条件读不懂，没有导出。请在列表里重新筛选。")
        return redirect(model_admin_list(known))
    rows = visible_to(known.model, request.user).filter(pk__in=rows.order_by().values("pk"))
    count = rows.count()
    if request.method != "POST":
        request.current_app = admin.site.name
        context = {
            **admin.site.each_context(request),
            "title": f"导出{known.label}",
            "kind": known,
            "count": count,
            "has_personal": request.user.may_write and any(column.personal for column in known.columns),
            "opts": known.model._meta,
            "back": f"{model_admin_list(known)}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, "exchange/export.html", context)
    # Who only looks is not given numbers to carry away.
    masked = request.POST.get("phones") != "whole" or not request.user.may_write
    what = f"{known.key}{'' if masked else ' whole'}"
    events.record(events.Kind.EXPORT, request=request, what=what, count=count)
    book = make_workbook(known.columns, known.export(rows, masked=masked), known.label)
    return workbook_response(book, f"{known.label}-{timezone.localdate().isoformat()}.xlsx")


def model_admin_list(kind: Kind) -> str:
    return reverse(f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_changelist")


def blank(request: HttpRequest, kind: str) -> HttpResponse:
    known = exportable(request, kind)
    return workbook_response(template(known), f"{known.label}-空白模板.xlsx")


def workbook_response(book: Workbook, name: str) -> HttpResponse:
    stream = io.BytesIO()
    book.save(stream)
    answer = HttpResponse(stream.getvalue(), content_type=_XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer
