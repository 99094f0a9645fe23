"""The list to work through as a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from guicheng.web.spreadsheet import safe_text

from .listing import Line

#: Lines of a file; whoever has more narrows the list.
MOST = 20_000
_HEADS = ("社区", "检查项目", "种类", "记录", "在哪里", "日期", "说明", "为什么，怎么办", "核实")
_WIDTHS = (14, 26, 10, 26, 26, 12, 20, 60, 30)


def as_workbook(lines: Iterable[Line]) -> Workbook:
    """A row a line; nobody's full name and no telephone."""
    book = Workbook()
    sheet = book.active
    sheet.title = "数据质量"
    sheet.append(_HEADS)
    for line in lines:
        kept = line.accepted
        said = line.said
        cells = [
            line.community,
            line.check.name,
            line.check.kind.label,
            said.title,
            line.where,
            said.on,
            line.note,
            line.check.why,
            f"{kept.at:%Y-%m-%d} {kept.by or '账号已删除'}：{kept.reason}" if kept else "",
        ]
        sheet.append([safe_text(cell) if isinstance(cell, str) else cell for cell in cells])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip(sheet.iter_cols(max_col=len(_WIDTHS)), _WIDTHS, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    return book
