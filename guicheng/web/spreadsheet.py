"""Texts on their way into a spreadsheet: none of them runs as a formula, whoever opens the file."""

from __future__ import annotations

import re

#: Control characters that a workbook may not hold.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: What a spreadsheet takes for a formula, also after the file was saved as CSV; full-width signs too.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
#: A cell holds 32,767 characters.
_LONGEST = 32_000


def safe_text(text: str) -> str:
    """``text`` without control characters, an apostrophe before what would run. A lone dash means nothing."""
    plain = _ILLEGAL.sub("", text)[:_LONGEST]
    if _FORMULA.match(plain) and plain.strip() not in {"-", "--", "+", "－"}:
        return f"'{plain}"
    return plain


def plain_for_office(text: str) -> str:
    """``text`` without the control characters that XML, and so a Word file, may not hold."""
    return _ILLEGAL.sub("", text)
