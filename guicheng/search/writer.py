"""Keeping the table in line with the rows of the registered models.

Entries are written in the transaction of the change itself, without a number. After the commit a short
transaction of its own numbers whatever waits (:func:`publish`). Should a process die in between, the rows
are found all the same, and the next change numbers them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model

from . import forms
from .models import SearchEntry, SearchLine
from .registry import Source, reference, source_of, sources, sources_for

_BATCH = 500
_NUMBERED_AT_ONCE = 5000
_TOMBSTONES_KEPT = 1000
_WRITTEN = ["public_id", "name", "parent", "lat", "lon", "forms", "removed", "seq", "stamp"]
_COMPARED = ["public_id", "name", "parent", "lat", "lon", "forms", "removed"]


@dataclass
class Reindexed:
    """How many entries a run wrote, took away and found right."""

    written: int = 0
    removed: int = 0
    unchanged: int = 0


def row_saved(sender: type[Model], instance: Model, raw: bool = False, **_: Any) -> None:
    for source in sources_for(sender):
        if raw:
            # A fixture: what the row refers to may not be there yet.
            transaction.on_commit(lambda kind=source.kind: sync(kind, [instance.pk]), robust=True)
        elif source.is_public(instance):
            sync(source.kind, [instance.pk])
        else:
            _remove(source.kind, [str(instance.pk)])


def row_deleted(sender: type[Model], instance: Model, **_: Any) -> None:
    for source in sources_for(sender):
        _remove(source.kind, [str(instance.pk)])


def reindex(kind: str | None = None) -> Reindexed:
    """Bring the entries of one kind, or of all, in line with the rows. Raises ``ValueError`` for no kind.

    Works in batches of its own short transactions and writes only what differs, so that it may run at
    any time and any number of times.
    """
    done = Reindexed()
    for source in [source_of(kind)] if kind else sources():
        keys = source.queryset().order_by("pk").values_list("pk", flat=True)
        seen: set[str] = set()
        for batch in _batches(keys.iterator(chunk_size=5000), _BATCH):
            seen.update(str(key) for key in batch)
            _write(source, batch, done)
        old = SearchEntry.objects.filter(kind=source.kind, removed=False).values_list("object_key", flat=True)
        gone = [key for key in old if key not in seen]
        for batch in _batches(gone, _BATCH):
            # Saved since the keys were read? Then the rows themselves say so.
            _write(source, batch, done)
    if kind is None and SearchEntry.objects.filter(removed=True).count() > _TOMBSTONES_KEPT:
        start_anew()
    return done


def sync(kind: str, keys: Iterable[object]) -> Reindexed:
    """Bring the entries of the rows with these primary keys in line with them."""
    source = source_of(kind)
    done = Reindexed()
    for batch in _batches(keys, _BATCH):
        _write(source, batch, done, wait=True)
    return done


def _write(source: Source, keys: Sequence[object], done: Reindexed, *, wait: bool = False) -> None:
    """One batch. ``wait``: for a row that another transaction is at; else it is left to that one."""
    texts = [str(key) for key in keys]
    with transaction.atomic():
        here = SearchEntry.objects.filter(kind=source.kind, object_key__in=texts).order_by("pk")
        if wait:
            # The lock comes before the rows are read, so that the later of two writers reads the later state.
            known = {entry.object_key: entry for entry in here.select_for_update()}
            locked_away: set[str] = set()
        else:
            every = set(here.values_list("object_key", flat=True))
            known = {entry.object_key: entry for entry in here.select_for_update(skip_locked=True)}
            locked_away = every - set(known)
        rows = source.queryset().filter(pk__in=keys)
        fresh = {str(row.pk): _entry(source, row) for row in rows if str(row.pk) not in locked_away}
        changed = [entry for key, entry in fresh.items() if not _same(entry, known.get(key))]
        done.unchanged += len(fresh) - len(changed)
        if changed:
            SearchEntry.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["kind", "object_key"],
                update_fields=_WRITTEN,
            )
            done.written += len(changed)
            transaction.on_commit(publish, robust=True)
        gone = [key for key in texts if key not in fresh and key not in locked_away]
        done.removed += _remove(source.kind, gone)


def _remove(kind: str, keys: Sequence[str]) -> int:
    if not keys:
        return 0
    gone = SearchEntry.objects.filter(kind=kind, object_key__in=keys, removed=False).update(
        removed=True, seq=None, stamp=_stamp()
    )
    if gone:
        transaction.on_commit(publish, robust=True)
    return gone


def _entry(source: Source, row: Model) -> SearchEntry:
    names = [name for name in source.names(row) if name]
    lat, lon = source.point(row)
    found = forms.forms_of(names, source.aliases(row), source.address(row))
    return SearchEntry(
        kind=source.kind,
        object_key=str(row.pk),
        public_id=source.public_id(row),
        name=names[0] if names else "",
        parent=source.community(row) or reference(source.kind, row.pk),
        lat=lat,
        lon=lon,
        forms=forms.pack(found),
        removed=False,
        seq=None,
        stamp=_stamp(),
    )


def _same(new: SearchEntry, old: SearchEntry | None) -> bool:
    return old is not None and all(getattr(new, name) == getattr(old, name) for name in _COMPARED)


def _stamp() -> int:
    return secrets.randbelow(2**31)


def _batches(keys: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(keys)
    while batch := list(islice(rest, size)):
        yield batch


def publish() -> None:
    """Number what was committed and has no number yet. Rows that another transaction is at are its own."""
    while SearchEntry.objects.filter(seq__isnull=True).exists():
        with transaction.atomic():
            line = _line()
            waiting = SearchEntry.objects.filter(seq__isnull=True).select_for_update(skip_locked=True)
            keys = list(waiting.values_list("pk", flat=True)[:_NUMBERED_AT_ONCE])
            if not keys:
                return
            line.value += 1
            line.save(update_fields=["value"])
            for batch in _batches(keys, _BATCH):
                SearchEntry.objects.filter(pk__in=batch, seq__isnull=True).update(seq=line.value)


def start_anew() -> None:
    """Forget what was removed and let every process read everything anew; also after a restore."""
    publish()
    with transaction.atomic():
        line = _line()
        SearchEntry.objects.filter(removed=True, seq__isnull=False).delete()
        line.epoch = secrets.token_hex(16)
        line.save(update_fields=["epoch"])


def _line() -> SearchLine:
    """The one row of the counter, locked until the (short) transaction ends."""
    SearchLine.objects.get_or_create(id=1, defaults={"epoch": secrets.token_hex(16)})
    return SearchLine.objects.select_for_update().get(id=1)
