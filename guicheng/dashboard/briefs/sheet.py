"""A brief's tables as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from guicheng.web.spreadsheet import safe_text

from ..models import Brief
from .table import COMPARED, HEADS, compared, lines, notes


def as_workbook(brief: Brief) -> bytes:
    """Sheets 指标, 与上一份比较 (where there is one), 正文 and 说明; numbers are numbers."""
    book = Workbook()
    figures = book.active
    figures.title = "指标"
    _fill(figures, [HEADS, *(line.cells for line in lines(brief))], (34, 8, 14, 14, 14, 26, 26))
    last = brief.last_of_the_kind()
    if last is not None:
        rows = [(row.label, row.unit, row.value, row.before, row.by) for row in compared(brief, last)]
        _fill(book.create_sheet("与上一份比较"), [COMPARED, *rows], (34, 8, 14, 14, 14))
    _fill(book.create_sheet("正文"), [(str(brief),), *((text,) for text in brief.text)], (100,))
    _fill(book.create_sheet("说明"), [("数据说明",), *((note,) for note in notes(brief))], (100,))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Iterable[Sequence[object]], widths: Sequence[int]) -> None:
    for row in rows:
        sheet.append([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip(sheet.iter_cols(max_col=len(widths)), widths, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
