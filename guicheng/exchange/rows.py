"""The rows of a sheet that are records: titles, totals, notes and repeated headers are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from .cells import NOTHING, plain, squeezed
from .columns import Table, label_key
from .kinds import Context, Kind, Parsed
from .reading import Row, Sheet

_TOTAL = re.compile(r"^(?:本页|本表|本社区)?(?:合计|总计|小计|共计|总数|总人数|合共)")
_SUBTOTAL = re.compile(r"^[^\d]{1,14}(?:合计|小计|总计|共计)[:：]?$")
_NOTE = re.compile(
    r"^(?:注|备注|说明|附注|附|填表|制表|填报|审核|复核|负责人签|经办|联系人|联系电话|单位|日期|统计|汇总|报送|盖章|★|※|\*)"
    r".{0,6}[:：,，。1-9人说日单盖(（]|^(?:注|备注|说明)$|^以上|^以下(?:空白|无)"
)
#: Up to so many filled cells a row may be a note.
_NOTE_CELLS = 3


def records(sheet: Sheet, table: Table, kind: Kind, file_name: str, today: date) -> Iterator[Parsed]:
    """Each record of ``sheet`` below its header, taken apart; refused ones with their problems."""
    headers = {index: label_key(label) for index, label in table.headers.items()}
    index_of = {key: index for index, key in table.mapping.items()}
    above = tuple(table.above)
    section = ""
    inherited: dict[str, Any] = {}
    for row in sheet.rows():
        if row.number <= table.last_header or not row.own:
            continue
        cells = {key: row.cells[i] for key, i in index_of.items() if i < len(row.cells)}
        if row.own == 1 and not _tells(kind, cells, 2):
            # A row with one text stands over a block, as the community's name does.
            text = next(plain(cell) for cell in row.cells if cell not in ("", None))
            section = text if len(text) <= 30 and not _is_aside(text, 1) else section
            inherited = {} if section == text else inherited
            continue
        if not _tells(kind, cells, 1) or _is_heading(row, headers) or _is_note(row):
            continue
        parsed = Parsed(sheet.name, row.number)
        _inherit(kind, cells, inherited, parsed)
        if row.hidden:
            parsed.notes.append("这一行在表格里是隐藏的。")
        context = Context(sheet.name, (section, *above) if section else above, file_name, today)
        kind.parse(cells, parsed, context)
        yield parsed


def _tells(kind: Kind, cells: dict[str, Any], least: int) -> bool:
    return sum(1 for key in kind.telling if squeezed(cells.get(key)) not in NOTHING) >= least


def _is_heading(row: Row, headers: dict[int, str]) -> bool:
    """The header once more, as on every printed page."""
    same = sum(
        1 for i, cell in enumerate(row.cells) if cell and headers.get(i) and label_key(cell) == headers[i]
    )
    return same >= 3 or (same == 2 and row.own == 2)


def _is_note(row: Row) -> bool:
    first = next((plain(cell) for cell in row.cells if plain(cell)), "")
    return _is_aside(first, row.own)


def _is_aside(first: str, own: int) -> bool:
    first = first.replace(" ", "")
    if _TOTAL.match(first) or (own <= 4 and _SUBTOTAL.match(first)):
        return True
    return own <= _NOTE_CELLS and bool(_NOTE.match(first))


def _inherit(kind: Kind, cells: dict[str, Any], inherited: dict[str, Any], row: Parsed) -> None:
    """A value written once for the rows below it, as merged cells become when a file is saved as text."""
    for key in kind.inherited:
        if key not in cells:
            continue
        if (written := squeezed(cells[key])) not in NOTHING:
            if squeezed(inherited.get(key)) != written:
                # Another community has other estates.
                for later in kind.inherited[kind.inherited.index(key) :]:
                    inherited.pop(later, None)
            inherited[key] = cells[key]
        elif not kind.inherits(key, cells):
            inherited.pop(key, None)
        elif key in inherited:
            cells[key] = inherited[key]
            row.notes.append(f"“{kind.label_of(key)}”没有写，按上一行登记。")
