"""聘书 as Word: one page an appointment, to be printed on the community's paper and signed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from guicheng.web.office import dated_archive
from guicheng.web.spreadsheet import plain_for_office

from .models import Appointment

#: Letters in one document.
MOST = 200
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE_FONT, _TEXT_FONT = "黑体", "仿宋"
_RED = RGBColor(0xB8, 0x10, 0x1F)
_BLANK_DAY = "____年__月__日"


def letters(terms: Sequence[Appointment], *, day: date) -> bytes:
    """A .docx with a letter for each of ``terms`` (with person, place, estate and community at hand).

    ``day``: the date under the letter. Raises ``ValueError`` for none or more than :data:`MOST`.
    """
    if not 0 < len(terms) <= MOST:
        raise ValueError(f"一次最多 {MOST} 份聘书。")
    book = Document()
    _page(book)
    for number, term in enumerate(terms):
        if number:
            book.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _letter(book, term, day)
    stream = io.BytesIO()
    book.save(stream)
    return dated_archive(stream, day)


def _page(book: Written) -> None:
    section = book.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(40)
    section.top_margin = section.bottom_margin = Mm(28)
    style = book.styles["Normal"]
    style.font.name, style.font.size = _TEXT_FONT, Pt(22)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _TEXT_FONT)
    book.core_properties.author = book.core_properties.last_modified_by = settings.STREET_NAME
    book.core_properties.title = "聘书"
    book.core_properties.comments = ""


def _letter(book: Written, term: Appointment, day: date) -> None:
    place = term.place
    _line(book, "聘　书", WD_ALIGN_PARAGRAPH.CENTER, size=48, font=_TITLE_FONT, colour=_RED, after=18)
    _line(book, f"{term.volunteer.name} 同志：", WD_ALIGN_PARAGRAPH.LEFT, after=10)
    where = f"{place.community}{place}"
    body = _line(
        book, f"兹聘请您为{where}{term.title}，{_period(term)}", WD_ALIGN_PARAGRAPH.JUSTIFY, after=10
    )
    body.paragraph_format.first_line_indent = Pt(44)
    thanks = _line(book, "感谢您为街坊邻里服务。", WD_ALIGN_PARAGRAPH.LEFT, after=36)
    thanks.paragraph_format.first_line_indent = Pt(44)
    _line(book, f"{settings.STREET_NAME}{place.community}居民委员会", WD_ALIGN_PARAGRAPH.RIGHT, after=4)
    _line(book, _said(day), WD_ALIGN_PARAGRAPH.RIGHT)


def _period(term: Appointment) -> str:
    start = _said(term.started_on) if term.started_on else _BLANK_DAY
    return f"聘期自{start}至{_said(term.ends_on) if term.ends_on else _BLANK_DAY}。"


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _line(
    book: Written,
    text: str,
    align: WD_ALIGN_PARAGRAPH,
    *,
    size: int = 22,
    font: str = _TEXT_FONT,
    colour: RGBColor | None = None,
    after: int = 0,
) -> Paragraph:
    line = book.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_after = Pt(after)
    line.paragraph_format.line_spacing = 1.5
    run = line.add_run(plain_for_office(text))
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return line
