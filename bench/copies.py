"""Rows copied inside the database until there are so many times more, each copy under keys of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: Copies are told from their originals by their keys.
STRIDE = 1_000_000


def copied(label: str) -> bool:
    """Whether rows of this model were copied already."""
    from django.apps import apps

    return apps.get_model(label).objects.filter(pk__gt=STRIDE).exists()


def copy_rows(
    what: Iterable[tuple[str, tuple[str, ...]]],
    hanging: set[str],
    times: int,
    *,
    only: Mapping[str, str] | None = None,
    special: Mapping[str, str] | None = None,
) -> None:
    """``what``: models, parents first, with the columns that must differ from copy to copy.

    ``hanging``: keys that lead from a copy to a copy; others lead where those of the original lead. ``only``:
    which rows of a model, as a condition; ``special``: what a column of the copies holds instead, by its
    label and name; ``{n}`` is the number of the copy.
    """
    from django.apps import apps
    from django.db import connection

    what = list(what)
    models = {apps.get_model(label) for label, _ in what}
    with connection.cursor() as cursor:
        for label, differing in what:
            model = apps.get_model(label)
            pairs = [
                (
                    field.column,
                    (special or {}).get(f"{label}.{field.name}") or _value(field, models, hanging, differing),
                )
                for field in model._meta.concrete_fields
            ]
            columns = ", ".join(f'"{column}"' for column, _ in pairs)
            values = ", ".join(value for _, value in pairs)
            where = f"id < {STRIDE} AND ({(only or {}).get(label, '1 = 1')})"
            for number in range(1, times):
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({columns}) "
                    f"SELECT {values.replace('{n}', str(number))} FROM {model._meta.db_table} WHERE {where}"
                )
        cursor.execute("ANALYZE")


def _value(field: Any, models: set[Any], hanging: set[str], differing: tuple[str, ...]) -> str:
    """What copy ``{n}`` holds in the column of ``field``."""
    column = f'"{field.column}"'
    if field.name in differing:
        cut = f"substr({column}, 1, {field.max_length - 5})"
        return f"CASE WHEN {column} = '' THEN '' ELSE {cut} || ' {{n}}' END"
    if field.primary_key or (field.related_model in models and field.name in hanging):
        return f"{column} + {{n}} * {STRIDE}"
    return column
