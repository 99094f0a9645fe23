"""Telephones of persons: one written form, one mask, one fingerprint."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?([2-9]\d{6,7})(?:-?(\d{1,6}))?")
_LOCAL = re.compile(r"[2-8]\d{7}")
_EMPTY = frozenset({"", "-", "/", "无", "没有", "暂无", "未知", "不详", "——", "--"})
#: Several numbers in one cell: what stands between them.
_BETWEEN = re.compile(r"[/、,，;；\n]|\s{2,}|或")


def normalise_phone(text: str) -> str:
    """``text`` as it is kept: 11 digits of a mobile, or ``0757-86123456`` of a landline; "" for none.

    Forgives full-width digits, spaces, hyphens, +86, and the ``.0`` of a number that a spreadsheet kept as a
    float. Raises ``ValueError`` with a Chinese sentence.
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip("'’`")
    if plain in _EMPTY:
        return ""
    plain = re.sub(r"\.0+$", "", plain)
    if re.fullmatch(r"1\.\d+e\+?10", plain.lower()):
        plain = str(int(float(plain)))
    plain = re.sub(r"[\s()（）.·‐-―﹣－]|[\u200b-\u200f\u202a-\u202e\ufeff]", "", plain)
    digits = plain.replace("-", "")
    digits = re.sub(r"^(?:\+|00)?86(?=1\d{10}$|0\d{9,11}$)", "", digits)
    digits = re.sub(r"^0(?=1[3-9]\d{9}$)", "", digits)  # 0 before a mobile, as one dialled from afar
    if MOBILE.fullmatch(digits):
        return digits
    if found := _AREA.fullmatch(plain):
        area, number, extension = found.groups()
        return f"{area}-{number}" + (f"-{extension}" if extension else "")
    if _LOCAL.fullmatch(digits):
        return f"{settings.AREA_CODE}-{digits}"
    raise ValueError(_what_is_wrong(digits))


def _what_is_wrong(digits: str) -> str:
    if digits.isdigit() and digits.startswith("1"):
        return f"手机号应是 11 位，这里是 {len(digits)} 位。" if len(digits) != 11 else "没有这样的手机号段。"
    if not digits.isdigit():
        return "电话里有数字以外的字。"
    return "电话位数不对，手机 11 位，座机带区号。"


def first_phone(text: str) -> tuple[str, bool]:
    """The first usable number of a cell, mobiles before landlines, and whether there was another one.

    Raises ``ValueError`` where there is text but no usable number.
    """
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) < 2:
        return normalise_phone(text), False
    found = []
    for part in parts:
        try:
            found.append(normalise_phone(part))
        except ValueError:
            continue
    numbers = [number for number in dict.fromkeys(found) if number]
    if not numbers:
        return normalise_phone(text), False
    mobiles = [number for number in numbers if is_mobile(number)]
    return (mobiles or numbers)[0], len(numbers) > 1


def is_mobile(phone: str) -> bool:
    """A number of one person; a landline may be an office's."""
    return bool(MOBILE.fullmatch(phone))


def mask(phone: str) -> str:
    """138****5678; of a landline only the last two digits."""
    if not phone:
        return ""
    if is_mobile(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    return f"{phone.split('-')[0]}-******{phone[-2:]}" if "-" in phone else f"******{phone[-2:]}"


def mask_tail(tail: str) -> str:
    """What can be shown where only the last four digits are at hand."""
    return f"*******{tail}" if tail else ""
