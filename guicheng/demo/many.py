"""Tens of thousands of small rows, written as tuples: one statement with many sets of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

#: Rows in one transaction: on SQLite each holds the write lock while it runs.
_TOGETHER = 2000


def insert_many(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """Insert ``rows``, values of the fields ``names``; every other column must take NULL. How many.

    Texts and numbers as the columns hold them, a foreign key as the other's id; nothing is checked here.
    """
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    # Names of our own tables and columns only; the values are parameters.
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) "  # noqa: S608
        f"VALUES ({', '.join(['%s'] * len(fields))})"
    )
    moments = {
        place: _adapter(field) for place, field in enumerate(fields) if isinstance(field, models.DateField)
    }
    waiting, count = iter(rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, _TOGETHER)):
            with transaction.atomic():
                cursor.executemany(statement, [_adapted(row, moments) for row in batch])
            count += len(batch)
    return count


def _adapter(field: models.DateField) -> Callable[[date | datetime], Any]:
    timed = isinstance(field, models.DateTimeField)
    adapt = connection.ops.adapt_datetimefield_value if timed else connection.ops.adapt_datefield_value
    return lru_cache(maxsize=20_000)(adapt)


def _adapted(row: tuple[Any, ...], moments: dict[int, Callable[[Any], Any]]) -> list[Any]:
    values = list(row)
    for place, adapt in moments.items():
        if values[place] is not None:
            values[place] = adapt(values[place])
    return values
