"""Workbooks as offices send them, opened safely: which sheets, which rows, merged cells filled.

Nothing in a file is run or fetched: only stored values are read. What a file would unpack to is known before
it is unpacked.
"""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .archives import (
    DAMAGED,
    HUGE,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_UNPACKED,
    ZIP_ERRORS,
    Unreadable,
    check_sizes,
    scan,
)

MAX_SHEETS = 200
#: Characters of one record of a CSV, which may run over several lines.
MAX_RECORD = 1_000_000
SUFFIXES = (".xlsx", ".xls", ".csv")

Cells = list[Any]


@dataclass(frozen=True)
class Row:
    """One row of a sheet. ``own``: how many cells have content of their own, merged ones not counted."""

    number: int
    cells: Cells
    own: int
    hidden: bool = False


@dataclass
class Sheet:
    name: str
    hidden: bool
    height: int
    _source: Any = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """All rows from the first, numbered as the office's program numbers them (from 1)."""
        return self._source.rows(self)


class Book:
    """An opened file. ``sheets`` in their order, empty ones left out; ``encoding`` of a CSV."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self.sheets = sheets

    def sheet(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)


def open_book(content: bytes, name: str) -> Book:
    """Open what was sent under ``name``. Raises :class:`Unreadable`."""
    if not content:
        raise Unreadable("这个文件是空的，请重新保存后再上传。")
    if len(content) > MAX_BYTES:
        raise Unreadable("文件超过 50 MB，请分成几个文件。")
    lower = name.lower()
    if content.startswith(b"PK\x03\x04"):
        return _open_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _open_xls(content)
    if content.startswith(
        (b"MZ", b"\x7fELF", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
    ):
        raise Unreadable("这不是表格文件。请上传 .xlsx、.xls 或 .csv。")
    if content.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Unreadable("这是网页格式的表格。请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。")
    if not lower.endswith((".csv", ".txt")):
        raise Unreadable("文件内容和扩展名不符，读不懂。请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。")
    return _open_csv(content)


# --- .xlsx --------------------------------------------------------------------------------------
def _open_xlsx(content: bytes) -> Book:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except ZIP_ERRORS as exc:
        raise Unreadable(DAMAGED) from exc
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names:
        raise Unreadable("这是 Word 文件。请把里面的表格复制到 Excel，存为 .xlsx，再上传。")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("文件加了密码。请去掉密码另存一份，再上传。")
    if "xl/vbaProject.bin" in names:
        raise Unreadable("文件里有宏。请另存为不带宏的 .xlsx，再上传。")
    if "xl/workbook.xml" not in names:
        raise Unreadable("这不是 Excel 文件。请上传 .xlsx、.xls 或 .csv。")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > 5_000 or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(content), 10_000):
        raise Unreadable(HUGE)
    check_sizes(content, entries)
    # A sheet may lie under any name: the workbook's relations say where, whatever its case.
    hidden = {entry.filename: scan(archive, entry) for entry in entries if not entry.is_dir()}
    return Book(_Calamine(content, _hidden_by_sheet(archive, hidden)).sheets())


def _hidden_by_sheet(archive: zipfile.ZipFile, hidden: dict[str, set[int]]) -> dict[str, set[int]]:
    """Hidden rows by the sheet's name: the workbook names parts by a relation, not by their file."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    except ZIP_ERRORS as exc:
        raise Unreadable(DAMAGED) from exc
    targets = {}
    for tag in re.findall(r"<Relationship\b[^>]*>", relations):
        at = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = at.get("Target", "")
        targets[at.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    by_name = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        at = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        found = hidden.get(targets.get(at.get("r:id", ""), ""), set())
        if found:
            by_name[_unescaped(at.get("name", ""))] = found
    return by_name


def _unescaped(text: str) -> str:
    return html.unescape(text)


# --- .xls ---------------------------------------------------------------------------------------
def _open_xls(content: bytes) -> Book:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("文件加了密码。请去掉密码另存一份，再上传。")
    if "WordDocument".encode("utf-16-le") in content:
        raise Unreadable("这是 Word 文件。请把里面的表格复制到 Excel，存为 .xlsx，再上传。")
    return Book(_Calamine(content, {}).sheets())


class _Calamine:
    """Reads .xlsx and .xls: a sheet's values lie in memory once, in compact form."""

    def __init__(self, content: bytes, hidden: dict[str, set[int]]) -> None:
        self._hidden = hidden
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except CalamineError as exc:
            if "assword" in str(exc) or "ncrypt" in str(exc):
                raise Unreadable("文件加了密码。请去掉密码另存一份，再上传。") from exc
            raise Unreadable(DAMAGED) from exc

    def sheets(self) -> list[Sheet]:
        found = []
        if len(self._book.sheets_metadata) > MAX_SHEETS:
            raise Unreadable(f"文件里的工作表超过 {MAX_SHEETS} 张。请分成几个文件。")
        for about in self._book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue  # a chart has no rows
            try:
                sheet = self._book.get_sheet_by_name(about.name)
            except CalamineError as exc:
                raise Unreadable(f"工作表“{about.name[:40]}”损坏，读不出来。请另存一份，再上传。") from exc
            if sheet.start is None:
                continue
            if sheet.end[1] >= MAX_COLUMNS:
                raise Unreadable(f"工作表“{about.name[:40]}”的列太多。请只保留要导入的列。")
            if sheet.end[0] >= MAX_ROWS:
                raise Unreadable(f"工作表“{about.name[:40]}”超过 {MAX_ROWS} 行。请分成几个文件。")
            visible = about.visible == SheetVisibleEnum.Visible
            found.append(Sheet(about.name, not visible, sheet.end[0] + 1, self))
        if not found:
            raise Unreadable("表格里没有内容。")
        return found

    def rows(self, about: Sheet) -> Iterator[Row]:
        sheet = self._book.get_sheet_by_name(about.name)
        fills = _fills(sheet.merged_cell_ranges or [])
        hidden = self._hidden.get(about.name, set())
        kept: dict[tuple[int, int], Any] = {}
        for index, cells in enumerate(_readable(sheet.iter_rows())):
            own = sum(1 for cell in cells if cell not in ("", None))
            for column, origin in fills.get(index, ()):
                if origin == (index, column):
                    kept[origin] = cells[column] if column < len(cells) else ""
                else:
                    cells.extend([""] * (column + 1 - len(cells)))
                    cells[column] = kept.get(origin, "")
            yield Row(index + 1, cells, own, index + 1 in hidden)


def _readable(rows: Iterator[Any]) -> Iterator[Cells]:
    number = 0
    while True:
        number += 1
        try:
            cells = list(next(rows))
        except StopIteration:
            return
        except (OverflowError, ValueError) as exc:
            # A telephone in a cell that is formatted as a time of day is a day in the far future.
            raise Unreadable(
                f"第 {number} 行有一格的日期或时间读不懂（常见的是电话格设成了时间格式）。"
                "请把单元格格式改成“文本”或“常规”，再上传。"
            ) from exc
        yield cells


def _fills(ranges: list[Any]) -> dict[int, list[tuple[int, tuple[int, int]]]]:
    """Row → (column, cell whose value it shows) for merged cells; absurdly large ranges are decoration."""
    fills: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for (top, left), (bottom, right) in ranges:
        if bottom - top > 20_000 or right - left > 60:
            continue
        for row in range(top, bottom + 1):
            fills.setdefault(row, []).extend((column, (top, left)) for column in range(left, right + 1))
    return fills


# --- .csv ---------------------------------------------------------------------------------------
def _open_csv(content: bytes) -> Book:
    text = _decoded(content)
    if "\x00" in text:
        raise Unreadable("这不是文字表格。请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。")
    height = text.count("\n") + 1
    if height > MAX_ROWS:
        raise Unreadable(f"表格超过 {MAX_ROWS} 行。请分成几个文件。")
    if not text.strip():
        raise Unreadable("表格里没有内容。")
    return Book([Sheet("", False, height, _Csv(text))])


def _decoded(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文字的编码读不懂。请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。")


class _Csv:
    def __init__(self, text: str) -> None:
        self._text = text

    def rows(self, about: Sheet) -> Iterator[Row]:
        head = self._text[:5_000]
        delimiter = max(",\t;，", key=head.count)
        lines = _Lines(self._text)
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            lines.left = MAX_RECORD
            try:
                cells: Cells = next(reader)
            except StopIteration:
                return
            except csv.Error as exc:
                raise Unreadable(f"第 {number} 行读不懂：引号没有成对，或者有一格太长。") from exc
            yield Row(number, cells[:MAX_COLUMNS], sum(1 for cell in cells if cell.strip()))


class _Lines:
    """Lines for the reader of CSV, which would make a list of whatever one record holds."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.left = MAX_RECORD

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._lines.readline(self.left + 1)
        self.left -= len(line)
        if self.left < 0:
            raise Unreadable("有一行长得不正常，没有读取。请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。")
        if not line:
            raise StopIteration
        return line
