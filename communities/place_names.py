"""Names of many buildings, lanes or streets out of one line as people say it: “1–24栋，每栋2单元”.

Pure text: :func:`read_names` knows nothing of the database. Whoever types sees what comes out before
anything is made, so what is doubtful is read in the likeliest way and what is unreadable gets a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

#: So many places may be made at once: a slip of the finger must not fill a street.
MOST = 500
#: Letters of one name, as the column holds them.
_LONGEST = 40
_MOST_UNITS = 20

#: What such a thing is called at the end of its name, by kind.
ENDINGS = {
    "building": (
        "号楼",
        "号院",
        "栋",
        "幢",
        "座",
        "楼",
        "单元",
        "梯",
        "苑",
        "阁",
        "公寓",
        "宿舍",
        "大厦",
        "号",
    ),
    "lane": ("横巷", "直巷", "巷", "里", "坊", "弄", "队", "组", "社"),
    "street": ("横街", "直街", "街", "路", "道"),
}
_ALL_ENDINGS = sorted({word for words in ENDINGS.values() for word in words}, key=len, reverse=True)
_ENDING = "|".join(_ALL_ENDINGS)
_CHINESE = "零一二三四五六七八九十百两"
_NUMBER = rf"\d+|[{_CHINESE}]+|[A-Za-z]"
#: 至 and 到 part two numbers; in 至善街 they are part of a name.
_DASH = re.compile(
    rf"-|(?<=[0-9])[至到]|(?<=[A-Za-z{_CHINESE}栋幢座楼巷街里坊号元])[至到](?=第?[0-9A-Za-z{_CHINESE}])"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－~～〜", "-"))
#: One end of a range, or one name that is counted: 东区 + 12 + 栋.
_COUNTED = re.compile(rf"(?P<front>.*?)(?P<number>{_NUMBER})(?P<ending>{_ENDING})?")
_UNITS = re.compile(
    r"每(?:一)?(?:栋|幢|座|号楼|楼|巷|街)?(?:有|设|分)?(?P<number>\d+|[一二两三四五六七八九十]+)个?(?P<ending>单元|梯|座)"
)
_EACH = re.compile(r"(?<!^)(?=每)")
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9()·]+")


@dataclass(frozen=True)
class Names:
    """``names`` each once, in their order; ``problems`` are sentences about what could not be read."""

    names: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _Unreadable(ValueError):
    pass


@dataclass
class _Run:
    """Items that wait for an ending or for “每栋2单元”."""

    #: Whole names.
    done: list[str] = field(default_factory=list)
    #: Front and numbers of items such as the 1 and the 3 of “1、3、5栋”, and their own words.
    open: list[tuple[str, list[str], str]] = field(default_factory=list)


def read_names(text: str, *, strip: str = "") -> Names:
    """``text`` → the names that it means. ``strip``: an estate's name that may stand before them.

    Takes digits of any width, 1-24栋, 1、3、5栋, A1–A8座, A–F座, 一至六巷, 每栋2单元, and whole names such as
    上九街. Never raises; more than :data:`MOST` names are a problem and no names.
    """
    found: dict[str, None] = {}
    problems: list[str] = []
    for clause in _clauses(text):
        try:
            for name in _read_clause(clause, strip, problems):
                found.setdefault(name)
                if len(found) > MOST:
                    raise _Unreadable(f"一次最多登记 {MOST} 处，请分几次填写。")
        except _Unreadable as exc:
            problems.append(str(exc))
            if len(found) > MOST:
                return Names([], [str(exc)])
    return Names(list(found), list(dict.fromkeys(problems)))


def kind_of(name: str) -> str:
    """The kind that a name's ending says, or ""."""
    for ending in _ALL_ENDINGS:
        if name.endswith(ending):
            return next(kind for kind, words in ENDINGS.items() if ending in words)
    return ""


def _clauses(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text[:5000]).translate(_DASHES)
    plain = "".join(char if char.isprintable() or char == "\n" else " " for char in plain)
    return [part for part in re.split(r"[\n;。]", plain) if part.strip()]


def _items(clause: str) -> list[str]:
    """Parts between commas; a space parts two names, but not a number from its word."""
    plain = re.sub(
        rf"({_ENDING})\s+(?=[0-9A-Za-z{_CHINESE}])", r"\1,", re.sub(r"(每\S{0,3})\s+", r"\1", clause)
    )
    plain = re.sub(r"\s+", "", plain)
    plain = re.sub(rf"({_ENDING})[和及](?=第?[0-9A-Za-z{_CHINESE}])", r"\1,", plain)
    parts = [piece for part in re.split(r"[,、/]", plain) for piece in _EACH.split(part)]
    return [part for part in parts if part]


def _read_clause(clause: str, strip: str, problems: list[str]) -> Iterator[str]:
    run = _Run()
    for item in _items(clause):
        try:
            if item.startswith("每"):
                units = _units(item)
                _refuse_open(run, problems)
                if not run.done:
                    raise _Unreadable(f"“{item[:20]}”前面没有写是哪几栋，请写成“1-24栋，每栋2单元”。")
                yield from (f"{name}{unit}" for name in run.done for unit in units)
                run = _Run()
            else:
                _take(run, item.removeprefix(strip) if strip else item)
        except _Unreadable as exc:
            problems.append(str(exc))
    _refuse_open(run, problems)
    yield from run.done


def _units(item: str) -> list[str]:
    match = _UNITS.fullmatch(item)
    if match is None:
        raise _Unreadable(f"“{item[:20]}”看不懂，请写成“每栋2单元”。")
    count = _value(match["number"])
    if not 1 <= count <= _MOST_UNITS:
        raise _Unreadable(f"“{item[:20]}”：每栋的单元数请写 1 到 {_MOST_UNITS}。")
    return [f"{n}{match['ending']}" for n in range(1, count + 1)]


def _refuse_open(run: _Run, problems: list[str]) -> None:
    for _, _, said in run.open:
        problems.append(f"“{said[:20]}”后面没有写“栋”“座”“巷”“街”等字，不知道是什么，请写全。")
    run.open.clear()


def _take(run: _Run, item: str) -> None:
    """One item into the run: a whole name, or one that waits for the ending of a later one."""
    front, numbers, ending = _apart(item)
    if run.open and not front and numbers:
        front = run.open[-1][0]  # 东区1、3、5栋: all of them in 东区
    run.open.append((front, numbers, item))
    if not ending:
        return
    for before, held, said in run.open:
        for number in held or [""]:
            run.done.append(_whole(f"{before}{number}{ending}", said))
    run.open.clear()


def _whole(name: str, said: str) -> str:
    if len(name) > _LONGEST:
        raise _Unreadable(f"“{said[:20]}…”太长，名称最多 {_LONGEST} 个字。")
    return name


def _apart(item: str) -> tuple[str, list[str], str]:
    """Front, numbers (none for a plain word) and ending ("" where a later item may give it)."""
    pieces = _DASH.split(item)
    if len(pieces) == 1:
        match = _COUNTED.fullmatch(item)
        if match is not None:
            return _fine(match["front"], item), [match["number"]], match["ending"] or ""
        ending = next((word for word in _ALL_ENDINGS if item.endswith(word) and item != word), "")
        return _fine(item.removesuffix(ending), item), [], ending
    if len(pieces) != 2:
        raise _Unreadable(f"“{item[:20]}”里有不止一个“到”，看不懂，请分开写。")
    left, right = (_COUNTED.fullmatch(piece) for piece in pieces)
    if left is None or right is None:
        raise _Unreadable(f"“{item[:20]}”看不懂，请写成“1-24栋”“A1-A8座”或“一至六巷”的样子。")
    if right["front"] not in ("", left["front"]):
        raise _Unreadable(f"“{item[:20]}”前后的名称不一样，请分开写。")
    if left["ending"] and left["ending"] != right["ending"]:
        raise _Unreadable(f"“{item[:20]}”前后写的不一样，请写成“1-24栋”的样子。")
    numbers = _count(left["number"], right["number"], item)
    return _fine(left["front"], item), numbers, right["ending"] or ""


def _fine(front: str, item: str) -> str:
    if front and not _WORD.fullmatch(front):
        raise _Unreadable(f"“{item[:20]}”里有看不懂的字，请写成“1-24栋”或“上九街”的样子。")
    return front


def _count(first: str, last: str, item: str) -> list[str]:
    """Every number from ``first`` to ``last`` as they are written: digits, letters, or Chinese numerals."""
    if first.isascii() and first.isalpha():
        if not (last.isascii() and last.isalpha() and first.isupper() == last.isupper()):
            raise _Unreadable(f"“{item[:20]}”一头是字母一头不是，看不懂，请写成“A-F座”的样子。")
        start, end = ord(first), ord(last)
    elif first.isdigit() != last.isdigit() or last.isascii() and last.isalpha():
        raise _Unreadable(f"“{item[:20]}”前后的数字写法不一样，请统一写成“1-24栋”或“一至六巷”。")
    else:
        start, end = _value(first), _value(last)
    if start > end:
        raise _Unreadable(f"“{item[:20]}”前面的数比后面的大，请看一下是不是写反了。")
    if end - start >= MOST:
        raise _Unreadable(f"“{item[:20]}”有 {end - start + 1} 处，一次最多登记 {MOST} 处。")
    if first.isascii() and first.isalpha():
        return [chr(code) for code in range(start, end + 1)]
    if first.isdigit():
        width = len(first) if first.startswith("0") else 0
        return [str(number).zfill(width) for number in range(start, end + 1)]
    return [_chinese(number) for number in range(start, end + 1)]


def _value(text: str) -> int:
    """A number below ten thousand in digits or Chinese numerals."""
    if text.isdigit():
        if len(text) > 4:
            raise _Unreadable(f"“{text[:10]}”太大，楼号最多四位数。")
        return int(text)
    total, last = 0, 0
    for char in text.replace("两", "二"):
        place = _CHINESE.index(char)
        if char == "百":
            total, last = total + (last or 1) * 100, 0
        elif char == "十":
            total, last = total + (last or 1) * 10, 0
        elif last:
            raise _Unreadable(f"“{text[:10]}”这个数看不懂，请写成“二十三”或“23”。")
        else:
            last = place
    return total + last


def _chinese(number: int) -> str:
    """Up to 999: 六, 十二, 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = f"{_CHINESE[hundreds]}百"
        if not rest:
            return head
        return f"{head}{'零' if rest < 10 else '一' if rest < 20 else ''}{_chinese(rest)}"
    tens, ones = divmod(number, 10)
    text = f"{'' if tens == 1 else _CHINESE[tens]}十" if tens else ""
    return f"{text}{_CHINESE[ones] if ones or not tens else ''}"
