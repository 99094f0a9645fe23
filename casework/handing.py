"""What is handed to others: the resident's words without what says who they are."""

from __future__ import annotations

import re

from guicheng.privacy.phones import normalise_phone

from .models import ResidentRequest

_NUMBER = re.compile(
    r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)"
)
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
HIDDEN = "（电话略）"


def anonymous_text(row: ResidentRequest) -> str:
    """Where and what, numbers and the resident's own name struck out; staff read it over before it goes."""
    words = _IDENTITY.sub("（证件号略）", _NUMBER.sub(HIDDEN, row.text))
    if row.phone:
        words = words.replace(row.phone, HIDDEN)
    if row.surname:
        words = words.replace(row.surname, "居民")
    for name in _companies(row):
        words = words.replace(name, "某企业")
    return f"地点：{row.spot}\n内容：{words}"


def tells_who(text: str, row: ResidentRequest) -> str:
    """A sentence where ``text`` still says who the resident is, else ""."""
    digits = re.sub(r"\D", "", text)
    if row.phone and re.sub(r"\D", "", row.phone) in digits:
        return "转交的内容里有居民的电话，请删去。"
    if row.surname and len(row.surname) > 1 and row.surname in text:
        return f"转交的内容里有居民的称呼“{row.surname}”，请删去。"
    if name := next((name for name in _companies(row) if name in text), ""):
        return f"转交的内容里有企业的名称“{name}”，请删去。"
    for found in _NUMBER.findall(text):
        try:
            if normalise_phone(found):
                return "转交的内容里有电话号码，请删去。"
        except ValueError:
            continue
    return "转交的内容里有身份证号，请删去。" if _IDENTITY.search(text) else ""


def _companies(row: ResidentRequest) -> list[str]:
    """Names of the company that asks, as registered and as written."""
    names = {row.company_name, row.company.name if row.company_id else ""}
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)
