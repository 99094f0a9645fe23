"""Each process's own copy of the table, never more than about a second behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from .index import Entry, Index
from .models import SearchEntry
from .view import View

CHECK_EVERY = 1.0  # seconds

# The counter, and a fingerprint of the rows that have no number yet, in one look.
_LOOK = """
SELECT (SELECT epoch FROM search_searchline WHERE id = 1),
       (SELECT value FROM search_searchline WHERE id = 1),
       COUNT(*), COALESCE(SUM(stamp), 0)
FROM search_searchentry WHERE seq IS NULL
"""
_COLUMNS = (
    "kind", "object_key", "public_id", "name", "parent", "lat", "lon", "forms", "removed", "seq",
)  # fmt: skip

# epoch, last number, rows without number, sum of their stamps
_State = tuple[str | None, int, int, int]


class _Follower:
    def __init__(self) -> None:
        self.view = View(Index(), Index(), frozenset())
        self.state: _State | None = None
        self.checked_at = float("-inf")
        self.lock = threading.Lock()
        # What a transaction sees of its own: kept apart, it may be rolled back.
        self.private: tuple[tuple[_State | None, _State], View] | None = None

    def current(self, *, force: bool) -> View:
        """The view to search now; at most one query unless something changed."""
        if connection.in_atomic_block:
            return self._inside_transaction()
        if not force and self.state is not None and time.monotonic() - self.checked_at < CHECK_EVERY:
            return self.view
        # While another thread reads, the others search what there is; only the very first must wait.
        if not self.lock.acquire(blocking=force or self.state is None):
            return self.view
        try:
            if force or time.monotonic() - self.checked_at >= CHECK_EVERY:
                self._follow()
            return self.view
        finally:
            self.lock.release()

    def _follow(self) -> None:
        state = _look()
        if state != self.state:
            settled = self.view.settled
            since = self._since(state)
            if since is None or settled.wasteful:
                settled, since = Index(), None
            recent = _read(state, settled, since, settle=True)
            self.view = View(settled, recent[0], recent[1])
            self.state = state
        self.checked_at = time.monotonic()

    def _since(self, state: _State) -> int | None:
        """The number up to which our index is right; ``None``: it is not, read everything."""
        if self.state is None or self.state[0] != state[0] or state[1] < self.state[1]:
            return None
        return self.state[1]

    def _inside_transaction(self) -> View:
        state = _look()
        before = self.state
        if state == before:
            return self.view
        private = self.private
        if private is not None and private[0] == (before, state):
            return private[1]
        since = self._since(state)
        settled = self.view.settled if since is not None else Index()
        recent, hidden = _read(state, settled, since, settle=False)
        view = View(settled, recent, hidden)
        self.private = ((before, state), view)
        return view


def _look() -> _State:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        epoch, value, waiting, stamps = cursor.fetchone()
    return epoch, value or 0, waiting, int(stamps)


def _read(state: _State, settled: Index, since: int | None, *, settle: bool) -> tuple[Index, frozenset[str]]:
    """Read what is new since ``since``. Numbered rows go into ``settled`` if ``settle``; all others into an
    index of their own, with the references that they replace or take away."""
    rows = SearchEntry.objects.all()
    if since is not None:
        rows = rows.filter(Q(seq__gt=since) | Q(seq__isnull=True))
    recent = Index()
    hidden: set[str] = set()
    first = since is None and settle

    def numbered() -> Iterable[tuple[Entry, str]]:
        for kind, key, public_id, name, parent, lat, lon, packed, removed, seq in rows.values_list(
            *_COLUMNS
        ).iterator(chunk_size=5000):
            entry = Entry(kind, f"{kind}:{key}", public_id, name, parent, lat, lon)
            if seq is None or not settle:
                hidden.add(entry.ref)
                if not removed:
                    recent.put(entry, packed)
            elif removed:
                settled.drop(entry.ref)
            else:
                yield entry, packed

    if first:
        settled.load(numbered())
    else:
        for entry, packed in numbered():
            settled.put(entry, packed)
    return recent, frozenset(hidden)


_follower = _Follower()


def current(*, force: bool = False) -> View:
    """The view that this process searches; ``force``: look for changes now."""
    return _follower.current(force=force)
