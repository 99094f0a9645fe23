"""A brief's tables as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from guicheng.web.spreadsheet import safe_text

from ..models import Brief
from .courses import HEAD, Course, courses
from .table import COMPARED, HEADS, compared, lines, notes


def as_workbook(brief: Brief) -> bytes:
    """Sheets 指标, 与上一份比较 and 近六个月走势 (where there are), 正文, 说明; numbers are numbers."""
    book = Workbook()
    figures = book.active
    figures.title = "指标"
    _fill(figures, [HEADS, *(line.cells for line in lines(brief))], (34, 8, 14, 14, 14, 26, 26))
    last = brief.last_of_the_kind()
    if last is not None:
        rows = [(row.label, row.unit, row.value, row.before, row.by) for row in compared(brief, last)]
        _fill(book.create_sheet("与上一份比较"), [COMPARED, *rows], (34, 8, 14, 14, 14))
    if shown := courses(brief):
        _charts(book.create_sheet(HEAD), shown)
    _fill(book.create_sheet("正文"), [(str(brief),), *((text,) for text in brief.text)], (100,))
    _fill(book.create_sheet("说明"), [("数据说明",), *((note,) for note in notes(brief))], (100,))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _charts(sheet: Worksheet, shown: Sequence[Course]) -> None:
    """A column a figure, a row a month, and a chart for each beside them."""
    months = [month.label for month in shown[0].months]
    columns = [[month.value for month in course.months] for course in shown]
    heads = ["月份", *(f"{course.label}（{course.unit}）" for course in shown)]
    _fill(sheet, [heads, *zip(months, *columns, strict=True)], (12, *[16] * len(shown)))
    last = len(months) + 1
    for number, course in enumerate(shown):
        chart = BarChart()
        chart.title, chart.legend = f"{course.label}（{course.unit}）", None
        chart.width, chart.height = 13, 7
        column = number + 2
        chart.add_data(Reference(sheet, min_col=column, min_row=2, max_row=last))
        chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
        chart.x_axis.delete = chart.y_axis.delete = False
        sheet.add_chart(chart, f"{'AH'[number % 2]}{last + 2 + 15 * (number // 2)}")


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
