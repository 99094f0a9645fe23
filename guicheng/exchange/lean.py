"""A process for long work keeps little of an SQLite file in memory: its speed does not hang on it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created


def keep_lean() -> None:
    """For this process, now and for every connection to come. Nothing to do on PostgreSQL."""
    connection_created.connect(_lean, dispatch_uid="lean")
    if connection.connection is not None:
        _lean(connection=connection)


def _lean(connection: Any, **kwargs: Any) -> None:  # noqa: ANN401
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute("PRAGMA cache_size=-16000")
