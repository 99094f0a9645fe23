"""Requests as an Excel file, without who asked."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from openpyxl import Workbook

from guicheng.accounts.events import Kind, record
from guicheng.web.spreadsheet import safe_text

from ..models import ResidentRequest

_HEADS = [
    "查询码", "社区", "小区", "具体位置", "类别", "内容", "来源", "12345 工单号", "状态", "交给", "期限",
    "收到", "办完", "公开答复", "评分",
]  # fmt: skip
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 20_000


def export_rows(request: HttpRequest, rows: models.QuerySet[ResidentRequest]) -> HttpResponse:
    """At most ``MOST`` rows; one line in the security log."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("居民诉求")
    sheet.append(_HEADS)
    count = 0
    for row in rows.select_related("community", "estate", "kind")[:MOST].iterator(chunk_size=500):
        sheet.append(_cells(row))
        count += 1
    out = io.BytesIO()
    book.save(out)
    record(Kind.EXPORT, request=request, what="requests", count=count)
    name = quote(f"居民诉求{timezone.localdate():%Y%m%d}.xlsx")
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return HttpResponse(out.getvalue(), content_type=_TYPE, headers=disposition)


def _cells(row: ResidentRequest) -> list[str | int | None]:
    def moment(value: object) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""

    texts = [
        row.code,
        str(row.community),
        str(row.estate or ""),
        row.where,
        str(row.kind or ""),
        row.text,
        row.get_channel_display(),
        row.hotline_number,
        row.get_status_display(),
        row.assignee_name,
        row.due_on.isoformat() if row.due_on else "",
        moment(row.created_at),
        moment(row.done_at),
        row.public_answer,
    ]
    return [*(safe_text(text) for text in texts), row.rating]
