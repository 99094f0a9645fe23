"""Files that are not what they seem: a clear sentence, nothing kept, nothing written."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guicheng.accounts.models import User
from guicheng.exchange import reading
from guicheng.exchange.models import ImportRun
from guicheng.exchange.reading import Unreadable, open_book
from tests.exchange.files import HEADERS, checked, head, staged, workbook
from tests.people import logged_in


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return stream.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A real workbook whose first sheet is replaced."""
    source = zipfile.ZipFile(io.BytesIO(workbook([HEADERS, head()])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            content = xml if entry.filename == "xl/worksheets/sheet1.xml" else source.read(entry)
            archive.writestr(entry.filename, content)
    return stream.getvalue()


SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
FAR_COLUMN = SHEET % b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
FAR_ROW = (
    SHEET % b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
)
BOMB = SHEET % (b'<row r="1"><c r="A1"><v>1</v></c></row>' + b" " * 60_000_000)
ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
)
BAD = {
    "empty": ("a.xlsx", b"", "空的"),
    "a program renamed": ("a.xlsx", b"MZ\x90\x00" + b"\0" * 100, "不是表格文件"),
    "a picture": ("a.xlsx", b"\x89PNG\r\n" + b"\0" * 100, "不是表格文件"),
    "Word": ("a.docx", zipped(word__document_xml=b"<x/>"), "Word"),
    "Word under another name": ("a.xlsx", zipped(word__document_xml=b"<x/>"), "Word"),
    "some zip": ("a.xlsx", zipped(hello_xml=b"x"), "不是 Excel 文件"),
    "cut short": ("a.xlsx", workbook([HEADERS, head()])[:900], "损坏"),
    "macros": ("a.xlsm", zipped(xl__workbook_xml=b"<x/>", xl__vbaProject_bin=b"x"), "宏"),
    "a password": ("a.xlsx", ENCRYPTED, "密码"),
    "a web page": ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页格式"),
    "a cell far right": ("a.xlsx", with_sheet(FAR_COLUMN), "列太多"),
    "a cell far down": ("a.xlsx", with_sheet(FAR_ROW), "200000 行"),
    "a bomb": ("a.xlsx", with_sheet(BOMB), "大得不正常"),
    "nothing inside": ("a.xlsx", workbook([]), "没有内容"),
    "no header": ("a.xlsx", workbook([["一", "二"], [1, 2]]), "没有找到表头"),
    "binary text": ("a.csv", b"a,b\x00\xff\xfe,c", "读不懂|不是文字表格"),
    "a quote that never closes": ("a.csv", "姓名,楼栋\n\"陈,3栋\n".encode() + b"x" * 200_000, "读不懂"),
    "wrong extension": ("a.exe", b"hello", "扩展名不符"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_each_is_refused_with_a_sentence(street: User, what: str) -> None:
    import re

    name, content, sentence = BAD[what]
    client = logged_in(street)
    response = client.post(
        "/admin/exchange/importrun/new/heads/", {"file": SimpleUploadedFile(name, content)}
    )
    assert response.status_code == 200
    assert re.search(sentence, response.content.decode()), what
    assert not ImportRun.objects.exists()


def test_no_file_at_all(street: User) -> None:
    response = logged_in(street).post("/admin/exchange/importrun/new/heads/", {})
    assert "请先选择文件" in response.content.decode()


def test_only_a_header(street: User) -> None:
    run = checked(workbook([HEADERS]), street)
    assert (run.status, run.message) == ("failed", "表头下面没有可以导入的行。")


def test_too_large(street: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    with pytest.raises(Unreadable, match="50 MB"):
        open_book(workbook([HEADERS, head()]), "a.xlsx")


def test_a_million_styled_empty_rows_are_passed_over(street: User) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 300_000))
    names = b"".join(
        b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (column, label.encode())
        for column, label in zip((b"A", b"B"), ("姓名", "楼栋"), strict=True)
    )
    book = open_book(with_sheet(SHEET % (b'<row r="1">' + names + b"</row>" + rows)), "a.xlsx")
    assert book.sheets[0].height == 1


@pytest.mark.parametrize("column", HEADERS[1:])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "   ",
        "字" * 10_000,
        "😀",
        "a\x07b\x00c",
        "=1+1",
        "2099-01-01",
        "1900-01-01",
        "1380000111",
        -1,
        1e300,
        True,
    ],
    ids=lambda value: repr(value)[:12],
)
def test_any_value_in_any_column_is_taken_or_refused(street: User, column: str, value: Any) -> None:
    if isinstance(value, str) and "\x00" in value:
        text = ",".join(HEADERS) + "\n" + ",".join(str(cell) for cell in head(**{column: "a\x07b"})) + "\n"
        run = checked(text.encode(), street, "a.csv")
    else:
        cells = head(**{column: value})
        shown = [cell[:32_000] if isinstance(cell, str) else cell for cell in cells]
        run = checked(workbook([HEADERS, shown]), street)
    if run.status == "failed":
        assert run.message
        return
    for row in run.rows.all():
        assert row.status in {"new", "refused"}
        if row.status == "refused":
            assert row.data["problems"][0]["message"]
    assert len(staged(run)) <= 1
