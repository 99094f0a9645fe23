"""One or two wrong characters, also ones of the same sound."""

from __future__ import annotations

from . import text
from .likeness import Spelt, likeness, spelt
from .view import CLEAR, SURE, WIDTH, Pass

_ALIKE_ENOUGH = 0.58


class Misspelt(Pass):
    def run(self) -> None:
        words = [words for words in self.asked.wholes[-1:] if 2 <= len(words) <= 24]
        if self.asked.hint and words and self.found.top() < SURE:
            # 江滨社党群服务中心: an ending that names the kind makes a likeness to one of that kind certain.
            self._alike(words[-1], cap=96.5, least=0.85, kind=self.asked.hint)
        if self.found.top() >= CLEAR:
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
            entry = self.entry(form)
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
        for form in self.index.texts_beginning(rest, WIDTH):
            entry = self.entry(form)
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
                        self.add(form, 62 + 8 * (end - start) / len(words), "fuzzy")
