"""Tables of figures: a row a community, an estate or a station, a column an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .indicators import Indicator
from .snapshot import Snapshot
from .told import live


@dataclass(frozen=True)
class Cell:
    #: Which indicator it is a value of.
    key: str
    value: Decimal | None
    #: Of the largest of its column, in percent, for a bar.
    percent: int


def cells_of(shown: Snapshot, keys: Sequence[int], columns: Sequence[Indicator]) -> dict[int, list[Cell]]:
    """By key of a community (or of whatever ``shown`` was counted by): a cell a column."""
    values = {key: [live(shown, column, key) for column in columns] for key in keys}
    most = [
        max((abs(row[n]) for row in values.values() if row[n] is not None), default=0)
        for n in range(len(columns))
    ]
    return {
        key: [
            Cell(column.key, value, round(100 * abs(value) / top) if value and top else 0)
            for column, value, top in zip(columns, row, most, strict=True)
        ]
        for key, row in values.items()
    }
