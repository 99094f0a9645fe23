"""Pinyin in full, in first letters, a mixture of both, also with characters among them."""

from __future__ import annotations

from collections.abc import Sequence

from . import pinyin
from .forms import Role
from .hits import Match
from .view import CLEAR, WIDTH, Pass

_LETTERS_SPLIT = 24  # longer runs of letters are not abbreviations


class InLetters(Pass):
    def run(self) -> None:
        bare = self.asked.wholes[-1]
        chars = [char for char in bare if pinyin.has_chinese(char)]
        typed = pinyin.letters(bare)
        for nth, word in enumerate(typed):
            self._readings(word, chars, 0.0 if nth == 0 else 1.0)
        if not chars:
            self._initials(pinyin.initials_typed(bare))
        if self.found.top() < CLEAR:
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
        self.add(form, score - 6 * missing - (0.5 if alias else 0), match)

    def _readings(self, word: str, chars: Sequence[str], minus: float) -> None:
        for form in self.index.with_reading(word):
            self._say(form, 89 - minus, chars)
        if len(word) < 2:
            return
        for form in self.index.readings_beginning(word, WIDTH):
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
                for form in self.index.initials_beginning(short, WIDTH):
                    size = len(self.index.texts[form])
                    if size != len(short):
                        self._say(form, 72 + 5 * len(short) / size, ())

    def _mixed(self, word: str, chars: Sequence[str]) -> None:
        for firsts in pinyin.splits(word, self.index.syllables) if len(word) <= _LETTERS_SPLIT else ():
            if len(firsts) < 2:
                continue
            for form in self.index.initials_beginning(firsts, WIDTH):
                said = self.index.spoken[form].split(" ")
                fits, reached = pinyin.spells(word, said)
                if fits:
                    self._say(form, 74 + 6 * reached / len(said), chars)

    def _wrong_letters(self, word: str, chars: Sequence[str]) -> None:
        allowed = 1 if len(word) < 9 else 2
        for form, wrong in self.index.readings_like(word, allowed, WIDTH):
            if wrong:
                self._say(form, 70 - 60 * wrong / len(word), chars, "fuzzy")
        syllabic = any(
            2 * len(firsts) <= len(word) + 1 for firsts in pinyin.splits(word, self.index.syllables)
        )
        if syllabic and self.found.top() < 60:
            for form in self.index.readings_with(word, WIDTH):
                name = self.index.spoken[form].replace(" ", "")
                self._say(form, 62 + 8 * len(word) / len(name), chars)
