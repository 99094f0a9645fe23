"""The forms of a thing that queries are compared with, worked out once when it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from . import pinyin, text


class Role(IntEnum):
    """What a form is of its thing, best first."""

    NAME = 0
    CORE = 1
    ALIAS = 2
    ALIAS_CORE = 3
    ADDRESS = 4


@dataclass(frozen=True, slots=True)
class Form:
    """``normal``: see :func:`text.normalise`; ``spoken``: its syllables with spaces, empty for addresses."""

    role: Role
    normal: str
    spoken: str


def forms_of(names: Sequence[str], aliases: Sequence[str], address: str) -> list[Form]:
    """All forms of a thing, the name first; each text once."""
    found: dict[tuple[str, str], Form] = {}
    for raw, whole, short in [
        *((name, Role.NAME, Role.CORE) for name in names),
        *((alias, Role.ALIAS, Role.ALIAS_CORE) for alias in aliases),
    ]:
        normal = text.normalise(raw)
        if not normal:
            continue
        spoken = pinyin.syllables(normal)
        readings = [spoken, *pinyin.other_readings(normal, spoken)]
        core = text.core_of(normal)
        start = normal.find(core)
        for reading in readings:
            _put(found, Form(whole, normal, " ".join(reading)))
            _put(found, Form(short, core, " ".join(reading[start : start + len(core)])))
    local = text.strip_prefix(text.normalise(address))
    if local:
        _put(found, Form(Role.ADDRESS, local, ""))
    return list(found.values())


def _put(found: dict[tuple[str, str], Form], form: Form) -> None:
    found.setdefault((form.normal, form.spoken), form)


def pack(forms: Sequence[Form]) -> str:
    """As one text for the table: a line a form."""
    return "\n".join(f"{form.role.value}|{form.normal}|{form.spoken}" for form in forms)


def unpack(packed: str) -> list[tuple[int, str, str]]:
    """The way back: (role, normal form, syllables)."""
    found = []
    for line in packed.split("\n"):
        if line:
            role, normal, spoken = line.split("|")
            found.append((int(role), normal, spoken))
    return found
