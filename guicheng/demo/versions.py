"""The first version of records written in bulk, copied inside the database as ``copies`` does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction

from . import words

#: Rows in one transaction: on SQLite each holds the write lock while it runs.
_TOGETHER = 2000


def moment_of_entry(today: date) -> datetime:
    """When the demonstration's records count as entered: the evening before."""
    return datetime.combine(today - timedelta(days=1), time(18), tzinfo=ZoneInfo("Asia/Shanghai"))


def first_versions(model: type[models.Model], last: int, at: datetime) -> None:
    """Give the rows of ``model`` with ids up to ``last`` their first one.

    What is sealed is copied as it lies. For models whose history keeps no related rows.
    """
    quote = connection.ops.quote_name
    history = model.history.model
    kept = {field.column for field in history._meta.concrete_fields}
    columns = [quote(field.column) for field in model._meta.concrete_fields if field.column in kept]
    added = {
        "history_date": connection.ops.adapt_datetimefield_value(at),
        "history_type": "+",
        "history_change_reason": words.SOURCE,
    }
    names = ", ".join([*columns, *(quote(name) for name in added)])
    # Names of our own tables and columns only; the values are parameters.
    statement = (
        f"INSERT INTO {quote(history._meta.db_table)} ({names}) "  # noqa: S608
        f"SELECT {', '.join([*columns, *['%s'] * len(added)])} "
        f"FROM {quote(model._meta.db_table)} WHERE id > %s AND id <= %s ORDER BY id"
    )
    with connection.cursor() as cursor:
        for after in range(0, last, _TOGETHER):
            with transaction.atomic():
                cursor.execute(statement, [*added.values(), after, min(after + _TOGETHER, last)])
