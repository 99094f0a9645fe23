"""Tens of thousands of small rows, written as tuples: one statement with many sets of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
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
    adapters = {place: adapt for place, field in enumerate(fields) if (adapt := _adapter(field))}
    waiting, count = iter(rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, _TOGETHER)):
            with transaction.atomic():
                cursor.executemany(statement, [_adapted(row, adapters) for row in batch])
            count += len(batch)
    return count


def _adapter(field: models.Field) -> Callable[[Any], Any] | None:
    """What makes a value one that the database takes, or None where it is that already."""
    if isinstance(field, models.DateTimeField):
        return lru_cache(maxsize=20_000)(connection.ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return lru_cache(maxsize=20_000)(connection.ops.adapt_datefield_value)
    if isinstance(field, models.JSONField | models.DecimalField):
        return partial(field.get_db_prep_save, connection=connection)
    return None


def _adapted(row: tuple[Any, ...], adapters: dict[int, Callable[[Any], Any]]) -> list[Any]:
    values = list(row)
    for place, adapt in adapters.items():
        if values[place] is not None:
            values[place] = adapt(values[place])
    return values
