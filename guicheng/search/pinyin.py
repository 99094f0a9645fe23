"""Readings of names, and the comparison of typed Latin letters with them."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg import mmseg

# Readings that people of the place use beside the dictionary's.
_OTHER_READINGS = {
    "圩": "xu",
    "涌": "chong",
    "乐": "yue",
    "长": "zhang",
    "重": "zhong",
    "朝": "zhao",
    "行": "hang",
    "厦": "sha",
    "滘": "jiao",
}
_NUMERALS = ["ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"]
_DIGITS = {str(value): said for value, said in enumerate(_NUMERALS)}
_TO_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")
_INITIAL = re.compile(r"^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(.*)$")
_TWO_LETTERS = frozenset({"zh", "ch", "sh"})
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")

# What people add around a name, in letters.
_LATIN_FRONT = re.compile(r"^(?:guangdongsheng)?(?:foshanshi)?(?:nanhaiqu)?(?:guichengjiedao|guicheng)?")
_LATIN_BACK = re.compile(
    r"(?:shequ)?(?:juweihui|cunweihui|dangqunfuwuzhongxin|dangqunfuwuzhan|fuwuzhan|fuwuzhongxin)$|(?:shequ|xiaoqu)$"
)
_LATIN_BUILDING = re.compile(r"\d+(?:zuo|dong|haolou|hao|danyuan|louceng|lou|shi)[a-z0-9]*$")


def syllables(normal: str) -> list[str]:
    """One reading without tone for each character: 夏南2 → xia nan er; letters stand for themselves; ü is u.

    ü and u are one, since half of the people type lv and the other half lu for 绿.
    """
    numerals = normal.translate(_TO_NUMERALS)  # words with numbers are read as words
    spoken = [said for word in mmseg.seg.cut(numerals) for said in _word(word)]
    return [_DIGITS.get(char, said) for char, said in zip(normal, spoken, strict=True)]


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[str, ...]:
    """The reading of a word, a syllable a character."""
    spoken = lazy_pinyin([word], style=Style.NORMAL, errors=list)
    if len(spoken) != len(word):
        spoken = [said for char in word for said in lazy_pinyin([char], style=Style.NORMAL, errors=list)[:1]]
    return tuple(said.replace("v", "u") for said in spoken)


def other_readings(normal: str, spoken: list[str]) -> list[list[str]]:
    """Further readings of a name, one character changed at a time; at most two."""
    found = []
    for place, char in enumerate(normal):
        other = _OTHER_READINGS.get(char)
        if other and other != spoken[place]:
            found.append([*spoken[:place], other, *spoken[place + 1 :]])
    return found[:2]


@lru_cache(maxsize=4096)
def fold(syllable: str) -> str:
    """One form for syllables that are often mixed up: zh/z, ch/c, sh/s, n/l, ang/an, eng/en, ing/in."""
    found = _INITIAL.match(syllable)
    head, tail = (found.group(1) or "", found.group(2)) if found else ("", syllable)
    head = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}.get(head, head)
    return head + (tail[:-1] if tail.endswith("ng") and tail != "ng" else tail)


@lru_cache(maxsize=4096)
def code(syllable: str) -> str:
    """A single character that stands for all syllables with the same folded form."""
    folded = fold(syllable)
    value = 0
    for char in folded[:4]:
        value = value * 27 + (ord(char) - 96 if "a" <= char <= "z" else 0)
    return chr(0x10000 + value % 0xF0000)


def has_latin(text: str) -> bool:
    return any("a" <= char <= "z" for char in text)


def has_chinese(text: str) -> bool:
    return bool(_CHINESE.search(text))


def letters(normal: str) -> list[str]:
    """A query with letters, all in letters: as typed, then without address and ending. 俊雅hy → junyahy."""
    trimmed = _LATIN_BUILDING.sub("", normal)
    typed = []
    for text in dict.fromkeys((normal, trimmed)):
        typed.append("".join(syllables(text)).replace("v", "u"))
    short = _LATIN_FRONT.sub("", typed[-1])
    short = _LATIN_BACK.sub("", short) if len(_LATIN_BACK.sub("", short)) > 1 else short
    return list(dict.fromkeys([*typed, short if len(short) > 1 else typed[-1]]))


def splits(typed: str, whole: Container[str], *, most: int = 40) -> set[str]:
    """First letters of the syllables that ``typed`` may stand for: junyahy → {"jyhy", …}; at most ``most``.

    Each piece is one of the ``whole`` syllables or only a beginning (j, zh); the longer the sooner tried.
    """
    found: set[str] = set()
    stack = [(0, "")]
    while stack and len(found) < most:
        place, firsts = stack.pop()
        if place == len(typed):
            found.add(firsts)
            continue
        for size in (1, 2, 3, 4, 5, 6):
            piece = typed[place : place + size]
            if (
                len(piece) == size
                and (size == 1 or piece in whole or piece in _TWO_LETTERS)
                and len(firsts) < 16
            ):
                stack.append((place + size, firsts + piece[0]))
    return found


def spells(typed: str, spoken: list[str]) -> tuple[bool, int]:
    """Can ``typed`` be read as beginnings of successive syllables of ``spoken``? And how many it reaches.

    The most that can be reached is not asked for: the first way that uses all letters up is taken.
    """
    seen: set[tuple[int, int]] = set()
    stack = [(0, 0)]
    while stack:
        place, nth = stack.pop()
        if place == len(typed):
            return True, nth
        if nth == len(spoken) or (place, nth) in seen:
            continue
        seen.add((place, nth))
        syllable = spoken[nth]
        for size in range(1, len(syllable) + 1):
            if not typed.startswith(syllable[:size], place):
                break
            stack.append((place + size, nth + 1))
    return False, 0


def initials_typed(normal: str) -> str:
    """Letters as typed, a digit as the first letter of its name: xn2 → xne."""
    return "".join(_DIGITS[char][0] if char in _DIGITS else char for char in normal)
