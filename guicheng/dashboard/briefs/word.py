"""A brief as Word, laid out as official documents are (GB/T 9704-2012): title 22 pt, text 16 pt on 28 pt."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from docx import Document
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from guicheng.web.office import dated_archive
from guicheng.web.spreadsheet import plain_for_office

from ..models import Brief
from .courses import HEAD, Course, courses
from .spans import said
from .table import COMPARED, HEADS, compared, lines, notes

TITLE, TEXT, HEADING, SUBHEADING = "方正小标宋简体", "仿宋", "黑体", "楷体"
#: What Word takes where the font of titles, which must be bought, is not installed.
_TITLE_ELSE = "宋体"
_SECOND, _THIRD, _SMALL = 22, 16, 10.5  # 二号, 三号, 五号 in points
_LINE = 28
#: Widths in mm of the tables of so many columns: 156 between the margins.
_COLUMNS = {len(HEADS): (40, 12, 16, 20, 16, 26, 26), len(COMPARED): (64, 17, 25, 25, 25)}
#: A chart: widths of month, bar and number in mm, square blocks of the longest bar, colour.
_CHART = (26, 104, 26)
_BLOCKS = 26
_BAR = RGBColor(0xA8, 0x32, 0x2A)
_FIRST_LEVEL = re.compile(r"[一二三四五六七八九十]+、")
_SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）")


def level(paragraph: str) -> int:
    """1 for ``一、…`` and 2 for ``（一）…`` where it is a heading, 0 for text."""
    if paragraph.endswith(("。", "；", "：")):
        return 0
    return 1 if _FIRST_LEVEL.match(paragraph) else 2 if _SECOND_LEVEL.match(paragraph) else 0


def as_word(brief: Brief) -> bytes:
    """The same bytes each time, for the same brief and the same last one."""
    book = Document()
    _page(book, brief)
    _line(book, brief.heading, TITLE, _SECOND, WD_ALIGN_PARAGRAPH.CENTER, spacing=32)
    _line(book, brief.span.words, SUBHEADING, _THIRD, WD_ALIGN_PARAGRAPH.CENTER, after=_LINE)
    for text in brief.text:
        _line(book, text, (TEXT, HEADING, SUBHEADING)[level(text)], _THIRD, indent=True)
    _line(book, "附表　各项指标", HEADING, _THIRD, before=_LINE)
    _table(book, HEADS, [line.cells for line in lines(brief)])
    last = brief.last_of_the_kind()
    if last is not None:
        _line(book, f"与上一份（{last.span.words}）比较", HEADING, _THIRD, before=_LINE)
        rows = [(row.label, row.unit, row.value, row.before, row.by) for row in compared(brief, last)]
        _table(book, COMPARED, rows)
    if shown := courses(brief):
        _line(book, HEAD, HEADING, _THIRD, before=_LINE)
        for course in shown:
            _chart(book, course)
    _line(book, "数据说明", HEADING, _THIRD, before=_LINE)
    for note in notes(brief):
        _line(book, note, TEXT, _THIRD, indent=True)
    made = timezone.localtime(brief.made_at).date()
    _line(book, brief.where, TEXT, _THIRD, WD_ALIGN_PARAGRAPH.RIGHT, before=_LINE)
    _line(book, said(made), TEXT, _THIRD, WD_ALIGN_PARAGRAPH.RIGHT)
    stream = io.BytesIO()
    book.save(stream)
    return dated_archive(stream, made)


def _page(book: Written, brief: Brief) -> None:
    """A4 with the margins of the standard."""
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = book.styles["Normal"]
    style.font.name, style.font.size = TEXT, Pt(_THIRD)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TEXT)
    known = book.core_properties
    known.author = known.last_modified_by = settings.STREET_NAME
    known.title = plain_for_office(str(brief))
    known.comments = ""
    _say_what_stands_in(book)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(foot)


def _say_what_stands_in(book: Written) -> None:
    """The font table names 宋体 in place of the title font."""
    for part in book.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            entry = f'<w:font w:name="{TITLE}"><w:altName w:val="{_TITLE_ELSE}"/></w:font></w:fonts>'
            part._blob = part.blob.replace(b"</w:fonts>", entry.encode())


def _page_number(foot: Paragraph) -> None:
    run = foot.add_run()
    _font(run, "宋体", 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._element.append(element)


def _line(
    book: Written,
    text: str,
    font: str,
    size: float,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    *,
    spacing: float = _LINE,
    indent: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    line = book.add_paragraph()
    line.alignment = align
    layout = line.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if indent:
        layout.first_line_indent = Pt(2 * size)
    if font == HEADING or keep:
        layout.keep_with_next = True
    _font(line.add_run(plain_for_office(text)), font, size)


def _font(run: Run, font: str, size: float) -> None:
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _grid(book: Written, widths: Sequence[Length], style: str | None = None) -> Table:
    """A table without rows yet; its columns keep their widths in any program."""
    table = book.add_table(rows=0, cols=len(widths), style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _chart(book: Written, course: Course) -> None:
    """Bars of full blocks: they need no picture, and whoever edits the file can edit them."""
    _line(book, f"{course.label}（{course.unit}）", SUBHEADING, _THIRD, keep=True)
    table = _grid(book, [Mm(width) for width in _CHART])
    for month in course.months:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        bar = "█" * max(round(_BLOCKS * month.share), 1 if month.value else 0)
        value = "—" if month.value is None else f"{month.value:,}"
        for cell, text in zip(line.cells, (month.label, bar, value), strict=True):
            words = cell.paragraphs[0]
            words.paragraph_format.space_after = Pt(0)
            words.paragraph_format.keep_with_next = month is not course.months[-1]
            run = words.add_run(text)
            _font(run, "宋体" if text == bar else TEXT, _SMALL)
            if text == bar:
                run.font.color.rgb = _BAR


def _table(book: Written, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """The head is repeated on each page."""
    table = _grid(book, [Mm(width) for width in _COLUMNS[len(heads)]], style="Table Grid")
    for number, row in enumerate([heads, *rows]):
        line = table.add_row()
        if number == 0:
            line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, value in zip(line.cells, row, strict=True):
            text = cell.paragraphs[0]
            text.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            text.paragraph_format.space_after = Pt(0)
            # A number and its date on two lines: some programs break a number that stands before a bracket.
            words = "—" if value is None else plain_for_office(str(value)).replace("（20", "\n（20")
            run = text.add_run(words)
            _font(run, HEADING if number == 0 else TEXT, _SMALL)
