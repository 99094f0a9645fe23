"""Workbooks that go out: exports, templates, and the refused rows of an import in their own layout."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from guicheng.web.spreadsheet import safe_text

from .columns import Column
from .kinds import Kind
from .models import ImportRow, ImportRun
from .pipeline import read_file

_HEAD = PatternFill("solid", fgColor="F6F4F1")
_BOLD = Font(bold=True)
#: Rows below the header that get a list to choose from.
_LISTED = 5_000
_DAY = "yyyy-mm-dd"


def safe(value: Any) -> Any:  # noqa: ANN401
    """A value as a cell may hold it: no control characters, and no text that would run as a formula."""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # no number of a spreadsheet: the file could not be opened
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    return value


def make_workbook(columns: Iterable[Column], rows: Iterable[list[Any]], title: str) -> Workbook:
    """A sheet with a frozen header, widths, lists to choose from, and ``rows``; written as a stream."""
    columns = list(columns)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        if column.choices:
            listed = DataValidation(
                type="list",
                formula1='"' + ",".join(column.choices) + '"',
                allow_blank=True,
                showErrorMessage=False,
            )
            listed.add(f"{letter}2:{letter}{_LISTED}")
            sheet.data_validations.append(listed)
    sheet.append([_header(sheet, column.label) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return book


def template(kind: Kind) -> Workbook:
    """A blank sheet of ``kind`` to fill in, and a second one that explains its columns."""
    book = make_workbook(kind.columns, [], kind.label)
    notes = book.create_sheet("填写说明")
    notes.column_dimensions["A"].width = 16
    notes.column_dimensions["B"].width = 8
    notes.column_dimensions["C"].width = 70
    notes.append([_header(notes, text) for text in ("列", "必填", "怎样填")])
    for column in kind.columns:
        listed = f"可以填：{'、'.join(column.choices)}。" if column.choices else ""
        notes.append([column.label, "是" if column.required else "", f"{column.help}{listed}"])
    return book


def refused_workbook(run: ImportRun) -> Workbook:
    """The refused rows as they stood in the file, with the header, the row's number and the reason."""
    book = read_file(run)
    result = Workbook(write_only=True)
    for plan in run.layout:
        if not plan["use"]:
            continue
        refused = {
            number: _sentence(data["problems"])
            for number, data in ImportRow.objects.filter(
                run=run, sheet=plan["name"][:60], status=ImportRow.Status.REFUSED
            ).values_list("number", "data")
        }
        if not refused:
            continue
        width = max((int(i) for i in plan["headers"]), default=0) + 1
        sheet = result.create_sheet(re.sub(r"[\[\]:*?/\\]", "", plan["name"])[:31] or "没有接受的行")
        sheet.freeze_panes = "A2"
        labels = [plan["headers"].get(str(i), "") for i in range(width)]
        sheet.append([_header(sheet, text) for text in [*labels, "原来的行号", "没有接受的原因"]])
        sheet.column_dimensions[get_column_letter(width + 2)].width = 60
        for row in book.sheet(plan["name"]).rows():
            if row.number in refused:
                cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
                sheet.append([_cell(sheet, value) for value in [*cells, row.number, refused[row.number]]])
    if not result.worksheets:
        result.create_sheet("没有接受的行").append(["每一行都接受了。"])
    return result


def _sentence(problems: list[dict[str, str]]) -> str:
    return "；".join(
        f"{problem['column']}：{problem['message']}{problem['suggestion']}".lstrip("：")
        for problem in problems
    )


def _header(sheet: Any, text: str) -> WriteOnlyCell:  # noqa: ANN401
    cell = WriteOnlyCell(sheet, safe(text))
    cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401
    value = safe(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = _DAY
        return cell
    if isinstance(value, str) and value.isdigit() and len(value) >= 8:
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "@"  # a telephone stays text
        return cell
    return value
