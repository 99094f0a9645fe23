"""Workbooks as offices send them, written by another program than the one that reads them."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from guicheng.accounts.models import User
from guicheng.exchange import pipeline
from guicheng.exchange.kinds import kind_of
from guicheng.exchange.models import ImportRow, ImportRun

HEADERS = ["序号", "职务", "姓名", "社区", "小区", "楼栋", "政治面貌", "电话", "任职时间"]


def head(name: str = "陈演示", **changes: Any) -> list[Any]:
    """A sound row under ``HEADERS``."""
    cells = {
        "序号": 1, "职务": "楼长", "姓名": name, "社区": "桂雅社区", "小区": "演示花园", "楼栋": "3栋", "政治面貌": "党员",
        "电话": "13800001111", "任职时间": "2021-03-01", **changes,
    }  # fmt: skip
    return [cells[header] for header in HEADERS]


def workbook(
    *sheets: list[list[Any]], names: list[str] | None = None, hide_rows: tuple[int, ...] = ()
) -> bytes:
    """An .xlsx of ``sheets``, each a list of rows; ``hide_rows`` of the first sheet, from 0."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for place, rows in enumerate(sheets):
        sheet = book.add_worksheet(names[place] if names else None)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for number in hide_rows if place == 0 else ():
            sheet.set_row(number, None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def checked(content: bytes, user: User, name: str = "名册.xlsx", kind: str = "heads") -> ImportRun:
    run = pipeline.begin(content, name, kind_of(kind), user)
    pipeline.advance(run, ["uploaded"], "checking")
    pipeline.check(run)
    return run


def imported(content: bytes, user: User, name: str = "名册.xlsx", kind: str = "heads") -> ImportRun:
    run = checked(content, user, name, kind)
    pipeline.advance(run, ["ready"], "writing")
    pipeline.write_safely(run)
    return run


def staged(run: ImportRun) -> list[tuple[int, str, str]]:
    """(row's number, status, reason) in the order of the file."""
    rows = ImportRow.objects.filter(run=run).order_by("pk")
    return list(rows.values_list("number", "status", "reason"))


def values(run: ImportRun, number: int) -> dict[str, Any]:
    return ImportRow.objects.get(run=run, number=number).data["values"]
