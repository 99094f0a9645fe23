"""Conditions over more keys than a database takes as parameters of one query (SQLite: 250,000 or fewer)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression, Q
from django.db.models.sql.compiler import SQLCompiler


class _Keys(Expression):
    """A subquery of whole numbers that travel as one parameter."""

    output_field = BigIntegerField()

    def __init__(self, keys: Iterable[int]) -> None:
        super().__init__()
        self._text = f"[{','.join(str(int(key)) for key in keys)}]"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        if connection.vendor == "postgresql":
            return "(SELECT value::bigint FROM json_array_elements_text(%s::json))", [self._text]
        return "(SELECT value FROM json_each(%s))", [self._text]


def among(keys: Iterable[int]) -> Q:
    """Rows whose primary key is one of ``keys``, however many those are."""
    return Q(pk__in=_Keys(keys))
