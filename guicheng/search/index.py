"""The index in memory: what may match a query, found without looking at every name.

Slots and forms are only ever appended and a slot that is over is emptied, so that threads may read
while another adds.
"""

from __future__ import annotations

import gc
import heapq
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from . import pinyin
from .forms import unpack

_END = "\U0010ffff"
_POSTING_BUDGET = 8_000  # forms compared at most for one misspelt query
_PART_BUDGET = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A findable thing as a row of the table gives it; ``ref``, ``parent``: see ``registry.reference``."""

    kind: str
    ref: str
    public_id: str
    name: str
    parent: str
    lat: float | None
    lon: float | None


class Index:
    def __init__(self) -> None:
        self.entries: list[Entry | None] = []
        self.slot_by_ref: dict[str, int] = {}
        # Forms, side by side: text, syllables, phonetic code, slot, role.
        self.texts: list[str] = []
        self.spoken: list[str] = []
        self.codes: list[str] = []
        self.slots = array("I")
        self.roles = bytearray()
        # From a whole text, reading or first letters to forms; and the same words sorted, for beginnings.
        self._by_text: dict[str, array[int]] = {}
        self._by_reading: dict[str, array[int]] = {}
        self._by_initials: dict[str, array[int]] = {}
        self._by_code: dict[str, array[int]] = {}
        self._sorted_texts: list[str] = []
        self._sorted_readings: list[str] = []
        self._sorted_initials: list[str] = []
        # Readings by first letter and length, where misspelt ones are looked for.
        self._shapes: dict[tuple[str, int], list[str]] = {}
        # From two neighbouring characters, and from one phonetic character, to forms.
        self._pairs: dict[str, array[int]] = {}
        self._sounds: dict[str, array[int]] = {}
        # Every syllable that is said in a name.
        self.syllables: set[str] = set()
        self._sorting = True

    def __len__(self) -> int:
        return len(self.slot_by_ref)

    @property
    def wasteful(self) -> bool:
        """More is over than alive: time to build anew."""
        return len(self.entries) > 1000 and len(self.entries) > 2 * len(self.slot_by_ref)

    def load(self, rows: Iterable[tuple[Entry, str]]) -> None:
        """Add many at once: (entry, packed forms)."""
        self._sorting = False
        # Millions of new objects and none of them garbage: the collector would look in vain.
        collecting = gc.isenabled()
        gc.disable()
        try:
            for entry, packed in rows:
                self.put(entry, packed)
        finally:
            if collecting:
                gc.enable()
            self._sorted_texts = sorted(self._by_text)
            self._sorted_readings = sorted(self._by_reading)
            self._sorted_initials = sorted(self._by_initials)
            self._sorting = True

    def put(self, entry: Entry, packed: str) -> None:
        """Add a thing, or replace it as it was."""
        slot = len(self.entries)
        self.entries.append(entry)
        for role, text, spoken in unpack(packed):
            self._add_form(slot, role, text, spoken)
        before = self.slot_by_ref.get(entry.ref)
        self.slot_by_ref[entry.ref] = slot
        if before is not None:
            self.entries[before] = None

    def drop(self, ref: str) -> None:
        slot = self.slot_by_ref.pop(ref, None)
        if slot is not None:
            self.entries[slot] = None

    def get(self, ref: str) -> Entry | None:
        slot = self.slot_by_ref.get(ref)
        return self.entries[slot] if slot is not None else None

    def _add_form(self, slot: int, role: int, text: str, spoken: str) -> None:
        form = len(self.texts)
        said = spoken.split(" ") if spoken else []
        codes = "".join([pinyin.code(syllable) for syllable in said])
        self.texts.append(text)
        self.spoken.append(spoken)
        self.codes.append(codes)
        self.slots.append(slot)
        self.roles.append(role)
        self._file(self._by_text, self._sorted_texts, text, form)
        for at in range(len(text) - 1):
            self._post(self._pairs, text[at : at + 2], form)
        if said:
            self.syllables.update(said)
            reading = "".join(said)
            if reading not in self._by_reading:
                self._shapes.setdefault((reading[0], len(reading)), []).append(reading)
            self._file(self._by_reading, self._sorted_readings, reading, form)
            self._file(self._by_initials, self._sorted_initials, "".join([s[0] for s in said]), form)
            self._post(self._by_code, codes, form)
            for sound in set(codes):
                self._post(self._sounds, sound, form)

    def _file(self, by: dict[str, array[int]], ordered: list[str], word: str, form: int) -> None:
        if self._sorting and word not in by:
            insort(ordered, word)
        self._post(by, word, form)

    @staticmethod
    def _post(postings: dict[str, array[int]], key: str, form: int) -> None:
        posting = postings.get(key)
        if posting is None:
            postings[key] = array("I", (form,))
        else:
            posting.append(form)

    # --- Candidates: numbers of forms ------------------------------------------------------------

    def with_text(self, text: str) -> Iterable[int]:
        return self._by_text.get(text, ())

    def with_reading(self, reading: str) -> Iterable[int]:
        return self._by_reading.get(reading, ())

    def with_initials(self, initials: str) -> Iterable[int]:
        return self._by_initials.get(initials, ())

    def with_codes(self, codes: str) -> Iterable[int]:
        return self._by_code.get(codes, ())

    def texts_beginning(self, text: str, most: int) -> Iterator[int]:
        return self._beginning(self._sorted_texts, self._by_text, text, most)

    def readings_beginning(self, reading: str, most: int) -> Iterator[int]:
        return self._beginning(self._sorted_readings, self._by_reading, reading, most)

    def initials_beginning(self, initials: str, most: int) -> Iterator[int]:
        return self._beginning(self._sorted_initials, self._by_initials, initials, most)

    @staticmethod
    def _beginning(ordered: list[str], by: dict[str, array[int]], start: str, most: int) -> Iterator[int]:
        """Forms of the shortest words that begin with ``start``, ``most`` words."""
        words = ordered[bisect_left(ordered, start) : bisect_left(ordered, start + _END)]
        for word in heapq.nsmallest(most, words, key=len):
            yield from by[word]

    def texts_containing(self, text: str, most: int) -> list[int]:
        """Forms with ``text`` anywhere in them, the shortest first."""
        if len(text) == 1:
            said = pinyin.syllables(text)
            posting: Iterable[int] = self._sounds.get(pinyin.code(said[0]), ())
        else:
            postings = [self._pairs.get(text[at : at + 2], array("I")) for at in range(len(text) - 1)]
            posting = min(postings, key=len)
        found = [form for form in posting[:_PART_BUDGET] if text in self.texts[form]]
        return heapq.nsmallest(most, found, key=lambda form: len(self.texts[form]))

    def sounding_like(self, codes: str, most: int) -> list[int]:
        """Forms that share most phonetic characters with ``codes``, in their order; the likest first."""
        postings = sorted((self._sounds[sound] for sound in set(codes) if sound in self._sounds), key=len)
        if not postings:
            return []
        candidates: set[int] = set()
        if len(postings) > 1 and len(postings[0]) > _POSTING_BUDGET:
            candidates = set(postings[0]) & set(postings[1])
        else:
            for posting in postings:
                if candidates and len(candidates) + len(posting) > _POSTING_BUDGET:
                    break
                candidates.update(posting[:_POSTING_BUDGET])
        forms = list(candidates)
        choices = [self.codes[form] for form in forms]
        found = process.extract(
            codes, choices, scorer=Indel.normalized_similarity, score_cutoff=0.45, limit=most
        )
        return [forms[nth] for _, _, nth in found]

    def readings_like(self, reading: str, distance: int, most: int) -> list[tuple[int, int]]:
        """(form, wrong letters) of the readings with at most ``distance`` wrong letters.

        Those that begin with the same letter; only if there are none, the others too.
        """
        sizes = range(len(reading) - distance, len(reading) + distance + 1)
        same = [word for size in sizes for word in self._shapes.get((reading[0], size), ())]
        near = self._near(reading, same, distance, most)
        if not near:
            others = [
                word
                for (first, size), words in list(self._shapes.items())
                if size in sizes and first != reading[0]
                for word in words
            ]
            near = self._near(reading, others, distance, most)
        return [(form, wrong) for word, wrong in near for form in self._by_reading[word]]

    @staticmethod
    def _near(reading: str, words: list[str], distance: int, most: int) -> list[tuple[str, int]]:
        near = process.extract(reading, words, scorer=OSA.distance, score_cutoff=distance, limit=most)
        return [(word, int(wrong)) for word, wrong, _ in near]

    def readings_with(self, reading: str, most: int) -> list[int]:
        """Forms whose reading contains ``reading`` from one syllable's beginning on."""
        words = [word for word in self._sorted_readings if reading in word]
        return [
            form
            for word in heapq.nsmallest(most, words, key=len)
            for form in self._by_reading[word]
            if self._aligned(form, reading)
        ]

    def _aligned(self, form: int, reading: str) -> bool:
        said = self.spoken[form].split(" ")
        return any("".join(said[at:]).startswith(reading) for at in range(len(said)))
