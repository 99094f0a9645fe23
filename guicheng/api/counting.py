"""How many rows a filter finds, without counting a million of them anew for each page."""

from __future__ import annotations

from hashlib import blake2b

from django.core.cache import cache
from django.db.models import QuerySet
from pydantic import BaseModel

#: Smaller totals are counted each time, so that they are always exact.
LARGE = 10_000
SECONDS = 60


def total(rows: QuerySet, query: BaseModel) -> int:
    """``rows.count()``; a large one may be a minute old. ``query`` is what chose the rows."""
    asked = f"{type(query).__name__} {query.model_dump_json(exclude={'limit', 'offset'})}"
    key = f"api-total-{blake2b(asked.encode(), digest_size=16).hexdigest()}"
    kept: int | None = cache.get(key)
    if kept is not None:
        return kept
    count = rows.count()
    if count > LARGE:
        cache.set(key, count, SECONDS)
    return count
