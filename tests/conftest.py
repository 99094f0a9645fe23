from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.walking_engine import (  # noqa: F401  fixtures for all
    helsinki_engine,
    river_engine,
    river_home,
    walking_programs_folder,
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The commands first: they are long and mostly wait, and at the end a worker would be alone with them."""
    if hasattr(config, "workerinput"):
        commands = Path(__file__).parent / "commands"
        items.sort(key=lambda item: commands not in item.path.parents)


@pytest.fixture(autouse=True)
def _fresh_process_memory() -> None:
    """What a process keeps in memory about the database is forgotten between tests."""
    from django.core.cache import cache

    from communities.memo import Memo

    Memo.forget_all()
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _emptied_where_filled() -> Iterator[None]:
    """After a test with transactions of its own PostgreSQL empties the tables that hold something.

    Django truncates all of them, hundreds of files each time, which takes it longer than most such tests.
    """
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return

    def sql_flush(
        operations: Any, style: Any, tables: Sequence[str], *, reset_sequences: bool = False, **options: Any
    ) -> list[str]:
        if reset_sequences or not tables:
            return django(operations, style, tables, reset_sequences=reset_sequences, **options)
        names = [operations.quote_name(table) for table in tables]
        with operations.connection.cursor() as cursor:
            asked = (f"SELECT {n} WHERE EXISTS (SELECT 1 FROM {name})" for n, name in enumerate(names))
            cursor.execute(" UNION ALL ".join(asked))
            # Foreign keys are looked at when the transaction ends, so the order does not matter.
            return [f"DELETE FROM {names[number]};" for (number,) in cursor.fetchall()]

    operations = type(connection.ops)
    django = operations.sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite in a file, as it is in use: each thread has a connection of its own, as in the real thing."""
    from django.db import connection, connections

    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "races.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    known = connections.settings["default"]
    assert known["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    memory = connections["default"]
    monkeypatch.setitem(known, "NAME", str(path))
    del connections["default"]
    yield
    connections["default"].close()
    connections["default"] = memory
