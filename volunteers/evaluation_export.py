"""Results as an Excel file: points by criterion, by place and not by points."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from openpyxl import Workbook

from guicheng.accounts.events import Kind, record
from guicheng.web.spreadsheet import safe_text

from .evaluation_review import before
from .models import HeadResult

_HEADS = [
    "哪一期", "方案", "社区", "楼巷街", "姓名", "户数", "在任天数", "本期天数", "计算得分", "调整为",
    "调整的理由", "等次", "说明", "上一期得分", "上一期等次", "状态", "本人的话",
]  # fmt: skip
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 20_000
_PART = 500


def export_results(request: HttpRequest, rows: models.QuerySet[HeadResult]) -> HttpResponse:
    """At most ``MOST`` rows in the order of the list; one line in the security log."""
    book = Workbook(write_only=True)
    sheet, details = book.create_sheet("评价结果"), book.create_sheet("各项得分")
    sheet.append(_HEADS)
    details.append(
        ["哪一期", "社区", "楼巷街", "姓名", "标准", "权重", "实际权重%", "数值", "单位", "得分", "说明"]
    )
    keys = list(rows.values_list("pk", flat=True)[:MOST])
    whole = HeadResult.objects.defer("evidence").select_related(
        "evaluation", "community", "appointment__volunteer", "appointment__place__estate"
    )
    for start in range(0, len(keys), _PART):
        some = keys[start : start + _PART]
        found = whole.in_bulk(some)
        batch = [found[key] for key in some if key in found]
        earlier = before(batch, request.user)
        for row in batch:
            sheet.append(_cells(row, earlier.get(row.appointment_id)))
            for line in row.lines:
                details.append(_line(row, line))
    out = io.BytesIO()
    book.save(out)
    record(Kind.EXPORT, request=request, what="evaluation results", count=len(keys))
    name = quote(f"综合评价{timezone.localdate():%Y%m%d}.xlsx")
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return HttpResponse(out.getvalue(), content_type=_TYPE, headers=disposition)


def _who(row: HeadResult) -> list[str]:
    return [str(row.community), str(row.appointment.place), row.appointment.volunteer.name]


def _cells(row: HeadResult, was: HeadResult | None) -> list[Any]:
    state = "已发布" if row.is_published else "已撤回" if row.withdrawn_on else "待发布"
    cells = [
        row.evaluation.label,
        row.evaluation.snapshot.get("name", ""),
        *_who(row),
        row.basis.get("households"),
        row.basis.get("days"),
        row.basis.get("of"),
        row.computed,
        row.adjusted,
        row.adjusted_reason,
        row.get_band_display() if row.band else "未评",
        "".join(row.basis.get("notes", [])),
        was.score if was else None,
        (was.get_band_display() if was.band else "未评") if was else "",
        state,
        row.comment,
    ]
    return [safe_text(cell) if isinstance(cell, str) else cell for cell in cells]


def _line(row: HeadResult, line: dict[str, Any]) -> list[Any]:
    def number(text: str | None) -> float | None:
        return None if text is None else float(text)

    texts = [row.evaluation.label, *_who(row), line["name"]]
    return [
        *(safe_text(text) for text in texts),
        line["weight"],
        number(line["share"]),
        number(line["raw"]),
        line["unit"],
        number(line["points"]),
        safe_text(line["why"]),
    ]
