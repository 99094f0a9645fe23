"""The page 操作日志: who did what to which record, with filters, and the same as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from guicheng.web.spreadsheet import safe_text

from .change_log import DAYS, Asked, LogLine, Wording, changes, may_read_log, recorded_models
from .events import Kind, record
from .models import User

#: Lines on a page, pages that can be turned, lines in a workbook.
PAGE, PAGES, EXPORTED = 50, 100, 20_000
_COLUMNS = ("时间", "操作人", "动作", "类别", "记录", "方式")
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


class LogForm(forms.Form):
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="类别", required=False)
    action = forms.ChoiceField(
        label="动作",
        required=False,
        choices=[("", "全部"), ("+", "新增"), ("~", "修改"), ("-", "删除")],
    )
    person = forms.CharField(label="操作人", required=False, max_length=40)
    reason = forms.CharField(label="方式含有", required=False, max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(model._meta.label_lower, str(model._meta.verbose_name)) for model in recorded_models(user)]
        self.fields["kind"].choices = [("", "全部"), *kinds]

    def asked(self) -> Asked:
        """What was asked for; what cannot be read counts as not asked."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        today = timezone.localdate()
        until = min(max(data.get("until") or today, _FIRST), _LAST)
        since = min(max(data.get("since") or until - timedelta(days=DAYS - 1), _FIRST), until)
        return Asked(since, until, *(data.get(name, "") for name in ("kind", "action", "person", "reason")))


def change_log(request: HttpRequest) -> HttpResponse:
    """The page, or with ``export=xlsx`` the workbook."""
    return admin.site.admin_view(_change_log)(request)


def _change_log(request: HttpRequest) -> HttpResponse:
    if not may_read_log(request.user):
        raise PermissionDenied
    form = LogForm(request.GET, user=request.user)
    asked = form.asked()
    if request.method == "POST":
        return _workbook(request, asked)
    number = request.GET.get("p", "1")
    page = min(max(int(number), 1), PAGES) if number.isdecimal() and len(number) < 9 else 1
    start = (page - 1) * PAGE
    some = list(islice(changes(request.user, asked), start, start + PAGE + 1))
    shown = {name: value for name, value in request.GET.items() if name in form.fields}
    shown |= {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    context = {
        **admin.site.each_context(request),
        "title": "操作日志",
        "subtitle": None,
        "form": LogForm(shown, user=request.user),
        "errors": form.errors,
        "lines": Wording(request, admin.site).lines(some[:PAGE]),
        "columns": _COLUMNS,
        "page": page,
        "query": urlencode(shown),
        "further": page + 1 if len(some) > PAGE and page < PAGES else None,
        "too_far": len(some) > PAGE and page == PAGES,
        "earlier": page - 1 if page > 1 else None,
        "exported": EXPORTED,
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/change_log.html", context)


def _workbook(request: HttpRequest, asked: Asked) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("操作日志")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", (17, 14, 8, 18, 40, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(_COLUMNS)
    wording = Wording(request, admin.site)
    found, count = changes(request.user, asked), 0
    while some := list(islice(found, min(1000, EXPORTED - count))):
        for line in wording.lines(some):
            sheet.append([text_cell(sheet, text) for text in _cells(line)])
        count += len(some)
    if count == EXPORTED:
        sheet.append([f"只导出了最近的 {EXPORTED} 条，更早的请缩小日期范围另外导出。"])
    file = BytesIO()
    book.save(file)
    record(Kind.EXPORT, request=request, what="操作日志", count=count)
    response = HttpResponse(
        file.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="log-{asked.since}-{asked.until}.xlsx"'
    return response


def _cells(line: LogLine) -> tuple[str, ...]:
    at = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
    return at, line.who, line.action, line.kind, line.name, line.reason


def text_cell(sheet: Any, text: str) -> WriteOnlyCell:  # noqa: ANN401
    """A cell that is text whatever it begins with, also after it was saved as CSV; no control characters."""
    cell = WriteOnlyCell(sheet, value=safe_text(text[:1000]))
    cell.data_type = "s"
    return cell
