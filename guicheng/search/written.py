"""What is meant as it is written: names, aliases, their beginnings and parts, and names in longer texts."""

from __future__ import annotations

import re

from . import text
from .forms import Role
from .view import SURE, WIDTH, Pass

# A road with its number in front of a name says where the place is, not which.
_ROAD = re.compile(r"^.{1,8}(?:路|大道|街|巷|道)[东南西北中]?(?:\d+号?)?(?:之\d)?(?:旁|侧|边|对面)?$")


class AsWritten(Pass):
    """The name, an alias, their beginnings and parts of them."""

    def run(self) -> None:
        for whole in self.asked.wholes:
            self._same(whole, whole=True)
        if self.asked.core not in self.asked.wholes:
            self._same(self.asked.core, whole=False)
        if self.found.top() < SURE:
            self._deeper_same()
        for whole in dict.fromkeys((*self.asked.wholes, self.asked.core)):
            self._beginnings(whole)
            self._inside(whole)

    def _deeper_same(self) -> None:
        """Address and building may stand around an ending too: 桂雅社区 3座."""
        core = text.strip_prefix(self.asked.core)
        if core != self.asked.core:
            self._same(core, whole=False)

    def _same(self, words: str, *, whole: bool) -> None:
        for form in self.index.with_text(words):
            role = self.index.roles[form]
            if role == Role.ADDRESS:
                self.add(form, 85.5, "part")
                continue
            alias = role in (Role.ALIAS, Role.ALIAS_CORE)
            if whole and role in (Role.NAME, Role.ALIAS):
                score = 96.0 if alias else 100.0
            else:
                score = (95.0 if alias else 98.0) + self.hinted(form)
            self.add(form, score, "alias" if alias else "exact")

    def _beginnings(self, words: str) -> None:
        for form in self.index.texts_beginning(words, WIDTH):
            name = self.index.texts[form]
            if len(name) == len(words) or self.index.roles[form] == Role.ADDRESS:
                continue
            if words[-1].isdigit() and name[len(words)].isdigit():
                continue
            self.add(form, 86 + 8 * len(words) / len(name), "prefix")

    def _inside(self, words: str) -> None:
        if words.isdigit():
            return
        for form in self.index.texts_containing(words, WIDTH):
            name = self.index.texts[form]
            if name == words:
                continue
            share = len(words) / len(name)
            if self.index.roles[form] == Role.ADDRESS:
                if len(words) > 1:
                    self.add(form, 66 + 8 * share, "part")
            elif not name.startswith(words):
                self.add(form, 70 + 10 * share, "part")


class AroundAName(Pass):
    """Known names inside the query: full addresses, questions in words we do not know."""

    def run(self) -> None:
        if self.found.top() >= SURE:
            return
        for words in dict.fromkeys((self.asked.wholes[-1], self.asked.wholes[0])):
            for start, end, form in self._names_inside(words):
                self._score_inside(words, start, end, form)

    def _names_inside(self, words: str) -> list[tuple[int, int, int]]:
        size = len(words)
        found = []
        for start in range(size - 1):
            for end in range(start + 2, size + 1):
                if end - start == size:
                    continue
                for form in self.index.with_text(words[start:end]):
                    if self.index.roles[form] != Role.ADDRESS and not _cuts_number(words, start, end):
                        found.append((start, end, form))
        return found

    def _score_inside(self, words: str, start: int, end: int, form: int) -> None:
        entry = self.entry(form)
        if entry is None:
            return
        before, after = words[:start], words[end:]
        alias = self.index.roles[form] in (Role.ALIAS, Role.ALIAS_CORE)
        is_community = entry.parent == entry.ref
        community = None if is_community else self.view.entry(entry.parent)
        own = False
        if community is not None:
            name = text.normalise(community.name)
            short = text.core_of(name)
            # 平西社区党群服务中心 is no more meant by 平西 than the community itself.
            is_community = words[start:end] in (name, short)
            for part in (name, short):
                if part in before:
                    before, own = before.replace(part, ""), True
                    break
        after = _bare(after)
        before = text.strip_question(before) if len(before) > 2 else before
        before = _ROAD.sub("", _without_city(before))
        if not before and not after:
            self.found.add(entry, 95.5 if alias else 97.0, "alias" if alias else "exact")
            return
        left = len(before) + len(after)
        length = end - start
        share = length / (length + left)
        if length == 2 and left > 2 and not _stands_alone(words, end):
            return
        if length == 3 and share < 0.25:
            return
        base, width = (58, 12) if is_community else (62, 10)
        self.found.add(entry, base + width * share + (1 if own else 0), "part")


def _cuts_number(words: str, start: int, end: int) -> bool:
    """Would the piece tear a number apart: 桂1 in 桂12?"""
    return (words[end - 1].isdigit() and words[end : end + 1].isdigit()) or (
        start > 0 and words[start].isdigit() and words[start - 1].isdigit()
    )


def _bare(after: str) -> str:
    """What is left behind a name when building, endings and questions are taken away."""
    padded = text.strip_question(text.strip_building(f"名名{after}"))
    return text.strip_ending(padded)[0].removeprefix("名名")


def _without_city(before: str) -> str:
    return text.strip_divisions(before)


def _stands_alone(words: str, end: int) -> bool:
    return words.startswith(("社区", "村", "居委", "小区", "党群"), end)
