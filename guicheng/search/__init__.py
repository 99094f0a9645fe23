"""Finding things by what people call them. Knows nothing of what is found: apps register a ``Source``.

``find`` answers, ``register`` makes findable, ``reindex`` and ``sync`` follow bulk writes (``bulk_create``,
``update()``), which send no signals; ``refresh`` looks for changes at once instead of within a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .hits import Hit
from .registry import Source, reference, register

if TYPE_CHECKING:
    from .writer import Reindexed

__all__ = ["Hit", "Source", "find", "reference", "refresh", "register", "reindex", "sync"]


def find(q: str, *, limit: int = 10, kinds: Iterable[str] | None = None) -> list[Hit]:
    """The things that ``q`` may mean, best first, at most ``limit`` (1..100); nothing sensible: ``[]``.

    Takes whatever a person typed: any length, any characters. Costs at most one database query unless
    something changed since the last one.
    """
    from .engine import search
    from .follower import current

    return search(current(), q, limit=limit, kinds=kinds)


def refresh() -> None:
    """Look for changes now."""
    from .follower import current

    current(force=True)


def reindex(kind: str | None = None) -> Reindexed:
    """Bring the entries of one kind, or of all, in line with the rows; writes only what differs."""
    from .writer import reindex as run

    return run(kind)


def sync(kind: str, keys: Iterable[object]) -> Reindexed:
    """The same for the rows with these primary keys, after a bulk write."""
    from .writer import sync as run

    return run(kind, keys)
