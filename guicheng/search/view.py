"""What all ways of matching share: what is searched, what was asked and what was found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import text
from .hits import Match
from .index import Entry, Index

WIDTH = 60  # candidates looked at for each way of matching
SURE = 97.0  # from this score on it is the name itself
CLEAR = 75.0  # from this score on nobody misspelt anything


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
    """The best score of each thing so far, of the ``kinds`` asked for."""

    kinds: frozenset[str] | None = None
    best: dict[str, tuple[float, Match, Entry]] = field(default_factory=dict)

    def add(self, entry: Entry, score: float, match: Match) -> None:
        if self.kinds is not None and entry.kind not in self.kinds:
            return
        before = self.best.get(entry.ref)
        if before is None or score > before[0]:
            self.best[entry.ref] = (score, match, entry)

    def top(self) -> float:
        return max((score for score, _, _ in self.best.values()), default=0.0)


class Pass:
    """One way of matching a query over one index."""

    def __init__(self, view: View, index: Index, asked: text.Asked, found: Found) -> None:
        self.view = view
        self.index = index
        self.asked = asked
        self.found = found

    def run(self) -> None:
        """Add to ``found`` whatever matches in this way."""
        raise NotImplementedError

    def entry(self, form: int) -> Entry | None:
        entry = self.index.entries[self.index.slots[form]]
        return entry if self.view.holds(self.index, entry) else None

    def add(self, form: int, score: float, match: Match) -> None:
        entry = self.entry(form)
        if entry is not None:
            self.found.add(entry, score, match)

    def hinted(self, form: int) -> float:
        entry = self.entry(form)
        return 0.5 if entry is not None and entry.kind == self.asked.hint else 0.0
