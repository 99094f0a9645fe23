"""What an .xlsx really holds, looked at before a reader trusts it: sizes, far cells, hidden rows."""

from __future__ import annotations

import re
import zipfile
import zlib

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 400
MAX_ROWS = 200_000
MAX_COLUMNS = 300


class Unreadable(Exception):
    """A file that cannot be read at all; ``str()`` is a Chinese sentence that says what to do."""


# Any program's XML: with or without a prefix, with either quote, ">" inside of quotes.
_INSIDE = rb"""(?>[^>"']+|"[^"]*"|'[^']*')*+"""
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b" + _INSIDE + rb">")
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)["']""")
_HIDDEN_ROW = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_FAR_CELL = re.compile(
    rb"""\sr\s*=\s*["'][A-Za-z]{3,}\d+["']"""
    + _INSIDE
    + rb"""(?<!/)>(?:\s|<!--.*?-->)*<(?:\w+:)?(?:v|is|f)\b""",
    re.DOTALL,
)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b")
_ROW_START = re.compile(rb"<(?:\w+:)?row\b")
_CHUNK, _PIECE = 1 << 20, 1 << 16
DAMAGED = "文件损坏，打不开。请用 Excel 或 WPS 打开后另存一份，再上传。"
HUGE = "文件展开以后大得不正常，没有读取。请只保留要导入的内容，复制到新表格再上传。"
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError)


def check_sizes(content: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Raises :class:`Unreadable` where a part unpacks to more than it says: the reader trusts the stream."""
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            continue
        head = content[entry.header_offset : entry.header_offset + 30]
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise Unreadable(DAMAGED)
        lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        start = entry.header_offset + 30 + lengths
        inflater, size = zlib.decompressobj(-15), 0
        try:
            for at in range(start, start + entry.compress_size, _PIECE):
                part = content[at : min(at + _PIECE, start + entry.compress_size)]
                while out := inflater.decompress(part, _CHUNK):
                    size += len(out)
                    if size > entry.file_size:
                        raise Unreadable(HUGE)
                    part = inflater.unconsumed_tail
        except zlib.error as exc:
            raise Unreadable(DAMAGED) from exc


def scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> set[int]:
    """Numbers of the hidden rows of a sheet. Raises :class:`Unreadable` where a cell lies absurdly far out:
    the reader would make room for everything in between."""
    hidden: set[int] = set()
    rest, number, unpacked = b"", 0, 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise Unreadable(HUGE)
                text = rest + chunk
                cut = _last_row(text)
                # Inside of a long row nothing is cut in two: its end is looked at once more.
                part, rest = (text[:cut], text[cut:]) if cut else (text, text[-_PIECE:])
                number = _scan_part(part, number, hidden)
        _scan_part(rest, number, hidden)
    except ZIP_ERRORS as exc:
        raise Unreadable(DAMAGED) from exc
    return hidden


def _last_row(text: bytes) -> int:
    """Where the last row that begins in ``text`` begins, 0 for none."""
    cut = max(text.rfind(b"<row"), text.rfind(b":row"))
    return text.rfind(b"<", 0, cut + 1) if cut > 0 else 0


def _scan_part(part: bytes, number: int, hidden: set[int]) -> int:
    if _FAR_CELL.search(part):
        raise Unreadable("表格的列太多。请只保留要导入的列，复制到新表格再上传。")
    for found in _ROW_TAG.finditer(part):
        tag = found.group()
        given = _ROW_NUMBER.search(tag)
        number = int(given.group(1)) if given else number + 1
        if _HIDDEN_ROW.search(tag):
            hidden.add(number)
        if number > MAX_ROWS:
            following = _ROW_START.search(part, found.end())
            if _VALUE.search(part, found.end(), following.start() if following else len(part)):
                raise Unreadable(f"表格超过 {MAX_ROWS} 行。请分成几个文件。")
    return number
