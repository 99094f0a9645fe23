"""What the public may call somebody: 陈楼长, 陈乡贤 – the surname and the title, nothing more."""

from __future__ import annotations

import re

from .models import Appointment, Worthy

#: 复姓 that are met today. Left out is what is more often one surname and the beginning of a given name
#: (张简, 梁丘, 宗政, 钟离): a second character too many would be more than the surname.
_TWO_CHARACTERS = frozenset(
    re.findall(
        "..",
        "欧阳司徒上官诸葛司马夏侯皇甫尉迟公孙慕容长孙宇文令狐闾丘东方轩辕司空赫连澹台公冶淳于太叔申屠"
        "仲孙濮阳端木南宫西门独孤呼延万俟东郭第五歐陽諸葛漆雕公羊颛孙鲜于拓跋完颜纳兰巫马羊舌",
    )
)
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


def surname(name: str) -> str:
    """The surname of a Chinese name, 欧阳 of 欧阳文; "" where the name does not begin with one.

    Names written with a dot (古丽·买买提) or in Latin letters say the given name first: nothing of them is
    taken, since it would be more than a surname.
    """
    whole = _CHINESE.match(name.strip())
    if whole is None or "·" in name or "•" in name or "・" in name:
        return ""
    text = whole.group()
    return text[:2] if len(text) > 2 and text[:2] in _TWO_CHARACTERS else text[0]


def public_name(term: Appointment) -> str:
    """陈楼长, 欧阳巷长, or 楼长 alone. Reads ``term.volunteer`` and ``term.place``."""
    known = "" if term.volunteer.erased_on else surname(term.volunteer.name)
    return f"{known}{term.title}"


def public_worthy(row: Worthy) -> str:
    """陈乡贤, or 乡贤 alone. Reads ``row.volunteer``."""
    person = row.volunteer if row.volunteer_id else None
    gone = row.erased_on or (person is not None and person.erased_on)
    return f"{'' if gone else surname(row.whole_name)}乡贤"
