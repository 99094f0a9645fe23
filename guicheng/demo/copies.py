"""Many rows for benchmarks, copied inside the database: a hundred times faster than one object a row."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db import connection, models

#: Rows in one statement and transaction.
_TOGETHER = 1000


def copy_rows(model: type[models.Model], rows: int, copies: int, station_step: int) -> int:
    """Copy the rows with ids up to ``rows`` ``copies`` times, each time to the stations of the next copy.

    The ids of copy k go on from ``k × rows``, its stations from ``k × station_step``; a copy belongs to no
    series. Each copy is a short transaction. How many rows were made.
    """
    quote = connection.ops.quote_name
    columns, values = [], []
    for field in model._meta.concrete_fields:
        column = quote(field.column)
        columns.append(column)
        if field.name in {"id", "station"}:
            values.append(f"{column} + %s")
        else:
            values.append("NULL" if field.name == "series" else column)
    steps = {"id": rows, "station": station_step}
    shifts = [steps[field.name] for field in model._meta.concrete_fields if field.name in steps]
    table = quote(model._meta.db_table)
    # Names of our own tables and columns only; the numbers are parameters.
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608
        f"SELECT {', '.join(values)} FROM {table} WHERE id <= %s"
    )
    with connection.cursor() as cursor:
        for copy in range(1, copies + 1):
            cursor.execute(statement, [*(copy * shift for shift in shifts), rows])
    return rows * copies


def copy_changed(model: type[models.Model], names: tuple[str, ...], rows: Iterable[tuple]) -> int:
    """Copy rows with some fields changed. How many were made.

    Each of ``rows`` is the id of the row to copy, then the new values of the fields ``names``, of which
    one is ``id``; a foreign key takes the other's id.
    """
    quote = connection.ops.quote_name
    fields = {field.name: field for field in model._meta.concrete_fields}
    given = ["base", *(quote(fields[name].column) for name in names)]
    values = [
        f"CAST(given.{quote(field.column)} AS {field.cast_db_type(connection)})"
        if name in names
        else f"model.{quote(field.column)}"
        for name, field in fields.items()
    ]
    columns = ", ".join(quote(field.column) for field in fields.values())
    table = quote(model._meta.db_table)
    marks = f"({', '.join(['%s'] * len(given))})"
    waiting, count = iter(rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, _TOGETHER)):
            cursor.execute(
                f"WITH given ({', '.join(given)}) AS (VALUES {', '.join([marks] * len(batch))}) "  # noqa: S608
                f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} "
                f"FROM given JOIN {table} model ON model.id = given.base",
                [value for row in batch for value in row],
            )
            count += len(batch)
    return count
