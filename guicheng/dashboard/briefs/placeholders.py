"""The text of a brief's template: ``{{ building_heads }}`` is filled in, and nothing else happens.

There are no loops, conditions or calls, by design: whoever words a template cannot make it run anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..indicators import UnknownIndicator, indicator_of, indicators, nearest

#: What may follow an indicator's key, and what it is.
PARTS = {
    "": "本期的数（活动、台账这类是期内新增，其余是期末的数）",
    "total": "截至期末的累计数",
    "change": "与上一期比，例如“增加12名”",
    "published": "公布的数",
    "target": "目标",
    "said": "按公布时的说法写期末的数，例如“超”过一个整数",
    "label": "指标的名称",
    "unit": "单位",
}
#: What is not a figure: of where and when the brief is.
WORDS = {"where": "街道或社区的名称", "period": "期间", "day": "统计截止日期"}
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_KEY = re.compile(r"([a-z][a-z0-9_]*)(?:\.([a-z_]+))?", re.ASCII)


class BadTemplate(ValueError):
    """``str()`` is Chinese sentences, one a line, that say where it is wrong and what may be meant."""


def problems(text: str) -> list[str]:
    """What cannot be filled in, each with its line; none for a text that can."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if "{%" in line or "%}" in line:
            found.append(
                f"第 {number} 行：模板里不能写 {{% … %}} 这样的循环或判断，只能写 {{{{ 指标代号 }}}}。"
            )
            continue
        rest = _PLACEHOLDER.sub("", line)
        if "{{" in rest or "}}" in rest:
            found.append(f"第 {number} 行：双花括号没有成对，应当写成 {{{{ 指标代号 }}}}。")
        found += [
            f"第 {number} 行：{said}" for inner in _PLACEHOLDER.findall(line) if (said := _wrong(inner))
        ]
    return found


def _wrong(inner: str) -> str:
    match = _KEY.fullmatch(inner)
    if match is None:
        return f"“{inner}”不是指标代号，请写成 {{{{ building_heads }}}} 的样子，不能写算式或调用。"
    key, part = match[1], match[2] or ""
    if key in WORDS:
        return f"“{key}”后面不能再写“.{part}”。" if part else ""
    try:
        indicator_of(key)
    except UnknownIndicator:
        return f"没有代号是“{key}”的指标{nearest(key, [each.key for each in indicators()] + list(WORDS))}。"
    if part not in PARTS:
        return f"“{inner}”中的“.{part}”不认识{nearest(part, [each for each in PARTS if each])}。"
    return ""


def fill(text: str, value: Callable[[str, str], str]) -> list[str]:
    """The lines of ``text`` that are not empty, with ``value(key, part)`` in each place.

    Raises :class:`BadTemplate`.
    """
    if wrong := problems(text):
        raise BadTemplate("\n".join(wrong))

    def put(found: re.Match[str]) -> str:
        key, _, part = found[1].partition(".")
        return value(key, part)

    return [_PLACEHOLDER.sub(put, line.strip()) for line in text.splitlines() if line.strip()]
