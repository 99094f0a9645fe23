"""From what a person typed to the things that they may mean.

Scores: exact 97..100, alias 94..96, pinyin 72..89, prefix 86..94, part 60..86, fuzzy 40..74.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from . import pinyin, text
from .forms import Role
from .hits import Hit, Match
from .index import Entry, Index
from .likeness import Spelt, likeness, spelt
from .registry import sources

_WIDTH = 60  # candidates looked at for each way of matching
_ALIKE_ENOUGH = 0.6
_LETTERS_SPLIT = 24  # longer runs of letters are not abbreviations
_SURE = 97.0  # from this score on it is the name itself
_CLEAR = 75.0  # from this score on nobody misspelt anything


# A road with its number in front of a name says where the place is, not which.
_ROAD = re.compile(r"^.{1,8}(?:路|大道|街|巷|道)[东南西北中]?(?:\d+号?)?(?:之\d)?(?:旁|侧|边|对面)?$")


@dataclass(frozen=True)
class View:
    """What is searched: the index of what is settled, what came since, and what of the first is over."""

    settled: Index
    recent: Index
    hidden: frozenset[str]

    def parts(self) -> list[Index]:
        return [self.settled, self.recent] if len(self.recent) else [self.settled]

    def holds(self, index: Index, entry: Entry | None) -> bool:
        return entry is not None and not (index is self.settled and entry.ref in self.hidden)

    def entry(self, ref: str) -> Entry | None:
        found = self.recent.get(ref)
        if found is None and ref not in self.hidden:
            found = self.settled.get(ref)
        return found


@dataclass
class Found:
    """The best score of each thing so far."""

    best: dict[str, tuple[float, Match, Entry]] = field(default_factory=dict)

    def add(self, entry: Entry, score: float, match: Match) -> None:
        before = self.best.get(entry.ref)
        if before is None or score > before[0]:
            self.best[entry.ref] = (score, match, entry)

    def top(self) -> float:
        return max((score for score, _, _ in self.best.values()), default=0.0)


def search(view: View, q: str, *, limit: int, kinds: Iterable[str] | None) -> list[Hit]:
    """See :func:`guicheng.search.find`."""
    normal = text.normalise(q)
    limit = min(limit, 100)
    if not normal or limit < 1:
        return []
    found = Found()
    asked = text.take_apart(normal)
    bare = asked.wholes[-1]
    passes: list[Callable[[_Search], None]] = [_Search.as_written]
    if pinyin.has_latin(bare):
        passes.append(_Search.in_letters)
    if pinyin.has_chinese(bare):
        passes += [_Search.around_a_name, _Search.misspelt]
    for one_pass in passes:
        for index in view.parts():
            one_pass(_Search(view, index, asked, found))
    return _ranked(view, found, limit, None if kinds is None else set(kinds))


def _ranked(view: View, found: Found, limit: int, kinds: set[str] | None) -> list[Hit]:
    rank = {source.kind: source.rank for source in sources()}
    rows = [row for row in found.best.values() if kinds is None or row[2].kind in kinds]
    rows.sort(key=lambda row: (-round(row[0], 1), rank.get(row[2].kind, 99), len(row[2].name), row[2].name))
    hits = []
    for score, match, entry in rows[:limit]:
        community = view.entry(entry.parent)
        hits.append(
            Hit(
                kind=entry.kind,
                id=entry.public_id,
                name=entry.name,
                community=community.name if community else "",
                lat=entry.lat,
                lon=entry.lon,
                score=round(score, 1),
                match=match,
            )
        )
    return hits


class _Search:
    """One query over one index."""

    def __init__(self, view: View, index: Index, asked: text.Asked, found: Found) -> None:
        self.view = view
        self.index = index
        self.asked = asked
        self.found = found

    def _entry(self, form: int) -> Entry | None:
        entry = self.index.entries[self.index.slots[form]]
        return entry if self.view.holds(self.index, entry) else None

    def _add(self, form: int, score: float, match: Match) -> None:
        entry = self._entry(form)
        if entry is not None:
            self.found.add(entry, score, match)

    def _hinted(self, form: int) -> float:
        entry = self._entry(form)
        return 0.5 if entry is not None and entry.kind == self.asked.hint else 0.0

    # --- As written ------------------------------------------------------------------------------

    def as_written(self) -> None:
        """The name, an alias, their beginnings and parts of them."""
        for whole in self.asked.wholes:
            self._same(whole, whole=True)
        if self.asked.core not in self.asked.wholes:
            self._same(self.asked.core, whole=False)
        if self.found.top() < _SURE:
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
                self._add(form, 85.5, "part")
                continue
            alias = role in (Role.ALIAS, Role.ALIAS_CORE)
            if whole and role in (Role.NAME, Role.ALIAS):
                score = 96.0 if alias else 100.0
            else:
                score = (95.0 if alias else 98.0) + self._hinted(form)
            self._add(form, score, "alias" if alias else "exact")

    def _beginnings(self, words: str) -> None:
        for form in self.index.texts_beginning(words, _WIDTH):
            name = self.index.texts[form]
            if len(name) == len(words) or self.index.roles[form] == Role.ADDRESS:
                continue
            if words[-1].isdigit() and name[len(words)].isdigit():
                continue
            self._add(form, 86 + 8 * len(words) / len(name), "prefix")

    def _inside(self, words: str) -> None:
        if words.isdigit():
            return
        for form in self.index.texts_containing(words, _WIDTH):
            name = self.index.texts[form]
            if name == words:
                continue
            share = len(words) / len(name)
            if self.index.roles[form] == Role.ADDRESS:
                if len(words) > 1:
                    self._add(form, 66 + 8 * share, "part")
            elif not name.startswith(words):
                self._add(form, 70 + 10 * share, "part")

    # --- A name inside a longer text -------------------------------------------------------------

    def around_a_name(self) -> None:
        """Known names inside the query: full addresses, questions in words we do not know."""
        if self.found.top() >= _SURE:
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
        entry = self._entry(form)
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

    # --- Misspelt --------------------------------------------------------------------------------

    def misspelt(self) -> None:
        """One or two wrong characters, also ones of the same sound."""
        words = [words for words in self.asked.wholes[-1:] if 2 <= len(words) <= 24]
        if self.asked.hint and words and self.found.top() < _SURE:
            # 江滨社党群服务中心: an ending that names the kind makes a likeness to one of that kind certain.
            self._alike(words[-1], cap=96.5, least=0.85, kind=self.asked.hint)
        if self.found.top() >= _CLEAR:
            return
        for one in dict.fromkeys((*words, self.asked.core)):
            if 2 <= len(one) <= 24:
                self._alike(one, cap=74.0)
        self._alike_after_community()
        self._sounds_inside(self.asked.wholes[-1])

    def _alike(
        self,
        words: str,
        *,
        cap: float,
        least: float = _ALIKE_ENOUGH,
        kind: str | None = None,
        within: str | None = None,
    ) -> None:
        """Things with a name like ``words``, only of one ``kind``, only ``within`` one community."""
        asked = spelt(words)
        index = self.index
        for form in index.sounding_like(asked.codes, 60):
            entry = self._entry(form)
            if entry is None or (within and entry.parent != within) or (kind and entry.kind != kind):
                continue
            name = Spelt(index.texts[form], index.spoken[form].split(" "), index.codes[form])
            alike = likeness(asked, name)
            if alike >= least:
                self.found.add(entry, cap - 34 * (1 - alike), "fuzzy")

    def _alike_after_community(self) -> None:
        """平东社区江表上接: a community, then something misspelt that lies in it."""
        words = self.asked.wholes[-1]
        for end in range(len(words) - 2, 1, -1):
            for form in self.view.settled.with_text(words[:end]) or self.view.recent.with_text(words[:end]):
                owner = self.view.settled if self.view.settled.with_text(words[:end]) else self.view.recent
                entry = owner.entries[owner.slots[form]]
                if entry is not None and entry.parent == entry.ref and self.view.holds(owner, entry):
                    rest = text.strip_building(words[end:])
                    self._alike(rest, cap=85.0, within=entry.ref)
                    self._parts_within(rest, entry.ref)
                    return

    def _parts_within(self, rest: str, community: str) -> None:
        for form in self.index.texts_beginning(rest, _WIDTH):
            entry = self._entry(form)
            if entry is not None and entry.parent == community and entry.ref != community:
                self.found.add(entry, 84.0, "part")

    def _sounds_inside(self, words: str) -> None:
        """A name written with characters of the same sound inside a longer text."""
        if len(words) > 40:
            return
        codes = spelt(words).codes
        for start in range(len(words) - 2):
            for end in range(start + 3, len(words) + 1):
                for form in self.index.with_codes(codes[start:end]):
                    name = self.index.texts[form]
                    same = sum(a == b for a, b in zip(name, words[start:end], strict=True))
                    numbers = [a != b for a, b in zip(name, words[start:end], strict=True) if a.isdigit()]
                    if same * 2 >= len(name) and not any(numbers):
                        self._add(form, 62 + 8 * (end - start) / len(words), "fuzzy")

    # --- In letters ------------------------------------------------------------------------------

    def in_letters(self) -> None:
        """Pinyin in full, in first letters, a mixture of both, also with characters among them."""
        bare = self.asked.wholes[-1]
        chars = [char for char in bare if pinyin.has_chinese(char)]
        typed = pinyin.letters(bare)
        for nth, word in enumerate(typed):
            self._readings(word, chars, 0.0 if nth == 0 else 1.0)
        if not chars:
            self._initials(pinyin.initials_typed(bare))
        if self.found.top() < _CLEAR:
            for word in typed:
                self._mixed(word, chars)
        if self.found.top() < 70 and len(typed[-1]) >= 4:
            for word in typed:
                self._wrong_letters(word, chars)

    def _say(self, form: int, score: float, chars: Sequence[str], match: Match = "pinyin") -> None:
        """Characters that were typed must be there, or at least sound like one that is."""
        name = self.index.texts[form]
        missing = sum(char not in name for char in chars)
        if chars and missing == len(chars) > 1:
            return
        alias = self.index.roles[form] in (Role.ALIAS, Role.ALIAS_CORE)
        self._add(form, score - 6 * missing - (0.5 if alias else 0), match)

    def _readings(self, word: str, chars: Sequence[str], minus: float) -> None:
        for form in self.index.with_reading(word):
            self._say(form, 89 - minus, chars)
        if len(word) < 2:
            return
        for form in self.index.readings_beginning(word, _WIDTH):
            name = self.index.spoken[form].replace(" ", "")
            if name != word:
                self._say(form, 78 + 6 * len(word) / len(name) - minus, chars)

    def _initials(self, word: str) -> None:
        if len(word) < 2:
            return
        for short in dict.fromkeys((word, word.replace("zh", "z").replace("ch", "c").replace("sh", "s"))):
            for form in self.index.with_initials(short):
                self._say(form, 85 if short == word else 83, ())
            if len(short) > 2:
                for form in self.index.initials_beginning(short, _WIDTH):
                    size = len(self.index.texts[form])
                    if size != len(short):
                        self._say(form, 72 + 5 * len(short) / size, ())

    def _mixed(self, word: str, chars: Sequence[str]) -> None:
        for firsts in pinyin.splits(word, self.index.syllables) if len(word) <= _LETTERS_SPLIT else ():
            if len(firsts) < 2:
                continue
            for form in self.index.initials_beginning(firsts, _WIDTH):
                said = self.index.spoken[form].split(" ")
                fits, reached = pinyin.spells(word, said)
                if fits:
                    self._say(form, 74 + 6 * reached / len(said), chars)

    def _wrong_letters(self, word: str, chars: Sequence[str]) -> None:
        allowed = 1 if len(word) < 9 else 2
        for form, wrong in self.index.readings_like(word, allowed, _WIDTH):
            if wrong:
                self._say(form, 70 - 60 * wrong / len(word), chars, "fuzzy")
        if self.found.top() < 60:
            for form in self.index.readings_with(word, _WIDTH):
                name = self.index.spoken[form].replace(" ", "")
                self._say(form, 62 + 8 * len(word) / len(name), chars)


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
