"""The honour wall."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from .models import Honour


def by_year(rows: Iterable[Honour]) -> list[tuple[int, list[Honour]]]:
    """Honours, the latest first, parted by year."""
    return [(year, list(some)) for year, some in groupby(rows, key=lambda row: row.on.year)]
