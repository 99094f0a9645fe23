"""Pages of an admin beside Django's own, and tables that go out as Excel."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from openpyxl import Workbook

from guicheng.accounts.events import Kind, record
from guicheng.web.spreadsheet import safe_text

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OwnPages(admin.ModelAdmin):
    """Mixed into an admin that has pages of its own."""

    def own_page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, shown)


def asked_year(request: HttpRequest, years: list[int]) -> int:
    """The year that an address asks for among ``years``, the first where it asks for none. Raises 404."""
    asked = request.GET.get("year", "")
    if not asked:
        return years[0]
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4) or int(asked) not in years:
        raise Http404
    return int(asked)


def table_as_excel(
    request: HttpRequest, title: str, what: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """A workbook with one sheet; ``what`` names the table in the security log."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(heads))
    count = 0
    for row in rows:
        sheet.append([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
        count += 1
    out = io.BytesIO()
    book.save(out)
    record(Kind.EXPORT, request=request, what=what, count=count)
    name = quote(f"{title}{timezone.localdate():%Y%m%d}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return HttpResponse(out.getvalue(), content_type=_XLSX, headers=headers)
