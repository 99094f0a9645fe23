"""What offices write into cells, made plain: texts, dates, numbers, choices. Pure functions.

Each raises :class:`BadCell` with the reason's key and a Chinese sentence, and never guesses in silence: what
was read with a doubt comes with a note.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

#: Written where nothing is known.
NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "／", "暂无", "未知", "不详", "空", "N/A", "n/a", "#N/A"}
)
FIRST_YEAR = 1949
_EPOCH = date(1899, 12, 30)  # day 0 of Excel's 1900 system, its 29 February 1900 allowed for
_SERIALS = range(18_264, 73_051)  # 1950-01-01 … 2099-12-31


@dataclass
class BadCell(Exception):
    """A cell that cannot be taken. ``suggestion``: what may have been meant."""

    reason: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Read:
    """A value that was read, and a note where somebody should look at it."""

    value: Any
    note: str = ""


#: Full-width letters, digits and space; punctuation stays as Chinese text has it.
_NARROW = str.maketrans(
    {
        code: code - 0xFEE0
        for span in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
        for code in range(*span)
    }
    | {0x3000: " "}
)


def plain(cell: Any) -> str:  # noqa: ANN401
    """A cell as one line of text: full-width letters and digits made narrow, invisible characters away."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ", "minutes")
        )
    if isinstance(cell, date):
        return cell.isoformat()
    text = unicodedata.normalize("NFC", str(cell)).translate(_NARROW)
    text = "".join(char if char.isprintable() else " " for char in text if unicodedata.category(char) != "Cf")
    # Exports write such an apostrophe before what a spreadsheet would run as a formula.
    return re.sub(r"^'(?=[=+\-@＝＋－＠])", "", " ".join(text.split()))


def squeezed(cell: Any) -> str:  # noqa: ANN401
    """The same without any spaces: names and places are told apart by none."""
    return plain(cell).replace(" ", "")


def coded(cell: Any) -> str:  # noqa: ANN401
    """A date, number, mark or header: full-width punctuation made narrow too, no spaces."""
    return unicodedata.normalize("NFKC", plain(cell)).replace(" ", "")


def name_key(name: str) -> str:
    """How names are compared: whatever the width of their characters, and without spaces."""
    return unicodedata.normalize("NFKC", name).replace(" ", "").lower()


def text(cell: Any, limit: int, what: str, *, lines: bool = False) -> str:  # noqa: ANN401
    """``lines``: line breaks are kept. Raises :class:`BadCell` where it is longer than the column."""
    value = plain(cell)
    if lines and isinstance(cell, str):
        value = "\n".join(plain(line) for line in cell.splitlines()).strip()
    if value in NOTHING:
        return ""
    if len(value) > limit:
        raise BadCell("too_long", f"{what}太长：最多 {limit} 个字，这里有 {len(value)} 个。")
    return value


_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·A-Za-z.\s]{2,40}")

#: Written where a place has no head.
_NOBODY = frozenset(
    (
        "无",
        "待定",
        "空缺",
        "暂缺",
        "缺",
        "缺位",
        "未定",
        "待选",
        "待补",
        "待补充",
        "无人",
        "没有",
        "暂无人选",
        "待聘",
    )
)
_DOUBLE_SURNAMES = frozenset(
    ("欧阳", "司徒", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "独孤", "南宫", "欧陽")
)  # fmt: skip


def person_name(cell: Any) -> str:  # noqa: ANN401
    """ "" where there is none. Spaces between the two characters of a short name go."""
    value = plain(cell)
    value = re.sub(r"[(（\[【].*?[)）\]】]$", "", value).strip()
    if not value.isalpha():
        value = re.sub(r"(?<=[\u3400-\u9fff])\s*[•・‧∙．.●]\s*(?=[\u3400-\u9fff])", "·", value)
    if value in NOTHING or value in _NOBODY:
        return ""
    pieces = re.findall(r"[\u3400-\u9fff]{2,}", value) if " " in value else []
    if len(pieces) > 1 and pieces[0] not in _DOUBLE_SURNAMES:
        raise BadCell("bad_name", "像是两个人的姓名写在一格里，请分成两行。")
    if re.search(r"[\u3400-\u9fff]", value):
        value = value.replace(" ", "")
    if not _NAME.fullmatch(value) or len(value) > 40:
        raise BadCell("bad_name", "不像一个人的姓名，请核对这一格。")
    return value


# --- dates --------------------------------------------------------------------------------------
_USUAL = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YMD = re.compile(r"(\d{4}|\d{2})[年./\-、](\d{1,2})[月./\-、](\d{1,2})(?:日|号)?")
_YM = re.compile(r"(\d{4}|\d{2}(?=年))[年./\-](\d{1,2})月?")
_Y = re.compile(r"(\d{4})年?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SIX = re.compile(r"(\d{4})(\d{2})")
_MDY = re.compile(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SINCE = re.compile(r"(?:至今|到今|起|开始|上任|任职|担任|就任|聘任|左右|至现在|以来|换届|当选)+$")
_DIGITS = "〇零○一二三四五六七八九"
_CHINESE = re.compile(rf"([{_DIGITS}\d]{{4}})年([{_DIGITS}十]{{1,3}})月(?:([{_DIGITS}十]{{1,3}})[日号])?")
_UNTIL = re.compile(r"今|现在|目前|\d{6}|\d{8}|\d{4}(?:[年./\-].*)?|\d{2}[年./].*")
_BAD = "日期读不懂，请写成 2021-03-01 的样子。"


def day(cell: Any, today: date, *, future: bool = False) -> Read:  # noqa: ANN401
    """A date, or ``None`` for nothing. A month alone is its first day, a year alone its first of January.

    Raises ``BadCell("bad_date")``, or ``("future_date")`` unless ``future`` days are allowed.
    """
    read = _day(cell)
    if read.value is None:
        return read
    if not FIRST_YEAR <= read.value.year <= 2099:
        raise BadCell("bad_date", f"年份好像不对（{read.value.year} 年），请核对。")
    if not future and read.value > today:
        raise BadCell("future_date", f"{read.value.isoformat()} 还没有到，请核对。")
    return read


def _day(cell: Any) -> Read:  # noqa: ANN401
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and _serial(cell):
        return Read(_EPOCH + timedelta(days=int(cell)))
    if isinstance(cell, str) and (found := _USUAL.fullmatch(cell)):
        return Read(_made(found.group(1), found.group(3), found.group(4)))
    written = squeezed_date(cell)
    if written in NOTHING or written == "无":
        return Read(None)
    if written.isdigit() and len(written) == 5 and int(written) in _SERIALS:
        return Read(_EPOCH + timedelta(days=int(written)))
    if found := _EIGHT.fullmatch(written):
        return Read(_made(*found.groups()))
    if found := _YMD.fullmatch(written):
        year, month, monthday = found.groups()
        if "." in written and "-" in written:
            raise BadCell("bad_date", _BAD)  # 2021.3-5 may be a span
        if len(year) == 2 and int(year) <= 12 < int(monthday):
            raise BadCell("bad_date", "分不清年和日，请写成 2021-03-01 的样子。")  # 03/01/21
        return Read(_made(year, month, monthday))
    if found := _YM.fullmatch(written) or _SIX.fullmatch(written):
        note = "只写了年月，按当月 1 日登记。"
        if isinstance(cell, float) and found.group(2) == "1":
            note = "写成了数字，分不清 1 月还是 10 月，按 1 月 1 日登记，请核对。"
        return Read(_made(*found.groups(), "1"), note)
    if found := _MDY.fullmatch(written):
        month, monthday, year = found.groups()
        if int(monthday) <= 12 and month != monthday:
            raise BadCell("bad_date", "分不清月和日，请写成 2021-03-01 的样子。")
        return Read(_made(year, month, monthday))
    if found := _Y.fullmatch(written):
        return Read(_made(found.group(1), "1", "1"), "只写了年份，按 1 月 1 日登记。")
    raise BadCell("bad_date", _BAD)


def _serial(cell: float) -> bool:
    return math.isfinite(cell) and int(cell) in _SERIALS


def squeezed_date(cell: Any) -> str:  # noqa: ANN401
    """The written date without time of day, spaces, and words such as 至今; of a span its beginning."""
    written = unicodedata.normalize("NFKC", _TIME.sub("", plain(cell)))
    written = re.sub(r"^(\d{4}) (\d{1,2}) (\d{1,2})$", r"\1-\2-\3", written)  # 2021 1 2 is not 202112
    written = re.sub(r"(?<=\d)[、,。](?=\d)", ".", written.replace(" ", "").strip("。.,'"))
    if written in NOTHING:
        return written
    written = re.sub(r"\([^()\d]*\)$", "", written)
    written = re.sub(r"^[自从于](?=[\d〇零一二])", "", re.sub(r"[—–―]+", "-", written.replace("~", "至")))
    written = _SINCE.sub("", written).rstrip("-.").replace("月份", "月")
    start, _, end = re.sub(r"-?[至到]-?", "至", written).partition("至")
    if not end and (re.search(r"[年./]", start) or re.fullmatch(r"\d{6,8}-\d{6,8}", start)):
        start, _, end = start.partition("-")
    if not start or end and not _UNTIL.fullmatch(end):
        return written
    return _CHINESE.sub(_arabic_date, start).rstrip("-.")


def _arabic_date(found: re.Match[str]) -> str:
    """二〇二一年三月 in digits."""
    year = "".join(map(_arabic, found.group(1)))
    rest = [_below_hundred(part) for part in found.groups()[1:] if part]
    return "-".join([year, *rest])


def _arabic(char: str) -> str:
    return char if char.isascii() else str(max(_DIGITS.index(char) - 2, 0))


def _below_hundred(written: str) -> str:
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return "".join(map(_arabic, written))
    first = _DIGITS.index(tens[:1]) - 2 if tens else 1
    return str(10 * first + (_DIGITS.index(ones[:1]) - 2 if ones else 0))


def _made(year: str, month: str, monthday: str) -> date:
    whole = int(year)
    if whole < 100:
        whole += 2000 if whole <= 49 else 1900
    try:
        return date(whole, int(month), int(monthday))
    except ValueError as exc:
        raise BadCell("bad_date", f"没有 {year} 年 {int(month)} 月 {int(monthday)} 日这一天。") from exc


# --- numbers and choices ------------------------------------------------------------------------
def whole_number(cell: Any, most: int = 1_000_000) -> int | None:  # noqa: ANN401
    """Raises ``BadCell("bad_number")``."""
    written = coded(cell).replace(",", "")
    if written in NOTHING or written == "无":
        return None
    written = re.sub(r"(?:户|人|个|名|人次|平方米|㎡)$", "", written)
    written = re.sub(r"\.0+$", "", written)
    if not written.isdecimal() or not written.isascii():
        raise BadCell("bad_number", "应该是一个整数。")
    if len(written) > 9 or int(written) > most:
        raise BadCell("bad_number", f"数字太大，最多 {most}。")
    return int(written)


def decimal(cell: Any) -> float | None:  # noqa: ANN401
    """A finite number such as a degree. Raises ``BadCell("bad_number")``."""
    written = coded(cell).rstrip("°")
    if written in NOTHING:
        return None
    if not re.fullmatch(r"[+-]?\d{1,6}(\.\d{1,15})?", written):
        raise BadCell("bad_number", "应该是一个数字。")
    return float(written)


def one_of(cell: Any, words: Mapping[str, str], what: str) -> str:  # noqa: ANN401
    """The key that ``words`` (written word → key) gives; "" for nothing. Raises ``BadCell("bad_choice")``."""
    written = coded(cell)
    if written in words:
        return words[written]
    if written.lower() in words:
        return words[written.lower()]
    if written in NOTHING:
        return ""
    known = "、".join(dict.fromkeys(word for word in words if len(word) > 1))
    raise BadCell("bad_choice", f"{what}里没有“{written[:20]}”这一项，可以写：{known}。")
