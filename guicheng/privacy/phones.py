"""Telephones of persons: one written form, one mask, one fingerprint."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?([2-9]\d{6,7})(?:-?(\d{1,6}))?")
_LOCAL = re.compile(r"[2-8]\d{7}")
_EMPTY = frozenset({"", "-", "/", "无", "没有", "暂无", "未知", "不详", "——", "--"})
#: A telephone or the number of an identity card among words, however it is broken up; days are none.
_AMONG_WORDS = re.compile(
    r"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9](?:[ -]?\d){9}|0\d{2,3}[ -]?[2-8]\d{6,7}"
    r"|(?!20\d{6}|19\d{6})[2-8]\d{7}|\d{15}|\d{17}[\dXx])(?!\d)"
)
#: Several numbers in one cell: what stands between them.
_BETWEEN = re.compile(r"[/、,，;；\n]|\s{2,}|或")
#: Around a number: a remark in brackets without digits, words such as 电话： and names.
_REMARK = re.compile(r"[(（\[【][^()（）\d]*[)）\]】]")
_WORDS = re.compile(r"(?:tel|mobile|phone|mob)\b\.?|[\u3400-\u9fff·:：。]+", re.IGNORECASE)


def normalise_phone(text: str) -> str:
    """``text`` as it is kept: 11 digits of a mobile, or ``0757-86123456`` of a landline; "" for none.

    Forgives full-width digits, spaces, hyphens, +86, and the ``.0`` of a number that a spreadsheet kept as a
    float. Raises ``ValueError`` with a Chinese sentence.
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip("'’`")
    if plain in _EMPTY:
        return ""
    plain = re.sub(r"\.0+$", "", plain)
    if re.fullmatch(r"1(?:\.\d+)?e\+?10", plain.lower()):
        if len(plain.lower().split("e")[0]) < 11:
            raise ValueError("号码写成了科学记数法，后面几位已经丢失，请重新填写。")
        plain = str(round(float(plain)))
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
    try:
        return normalise_phone(text), False
    except ValueError:
        found, others = _numbers_among_words(text)
        if not found:
            raise
    mobiles = [number for number in found if is_mobile(number)]
    return (mobiles or found)[0], len(found) > 1 or others


def _numbers_among_words(text: str) -> tuple[list[str], bool]:
    """Whole numbers of a cell with several, or with words beside one; and whether there is something else."""
    plain = re.sub(r"(?<=\d)\s*转\s*(?=\d)", "-", _REMARK.sub("/", text))
    plain = _WORDS.sub("/", unicodedata.normalize("NFKC", plain))
    numbers: list[str] = []
    others = False
    for part in _BETWEEN.split(plain):
        try:
            numbers.extend(_whole_numbers(part))
        except ValueError:
            others = True
    return [number for number in dict.fromkeys(numbers) if number], others


def _whole_numbers(part: str) -> list[str]:
    """One number, or several with a space between; raises ``ValueError`` where anything is left over."""
    try:
        return [normalise_phone(part)]
    except ValueError:
        pieces = part.split()
        if len(pieces) < 2:
            raise
        return [normalise_phone(piece) for piece in pieces]


def tells_a_number(text: str) -> bool:
    """Whether a telephone or the number of an identity card stands in ``text``, which others will read."""
    return bool(_AMONG_WORDS.search(unicodedata.normalize("NFKC", text)))


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
