from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.walking_engine import (  # noqa: F401  fixtures for all
    helsinki_engine,
    river_engine,
    river_home,
    walking_programs_folder,
)


@pytest.fixture(autouse=True)
def _fresh_process_memory() -> None:
    """What a process keeps in memory about the database is forgotten between tests."""
    from django.core.cache import cache

    from communities.memo import Memo

    Memo.forget_all()
    cache.clear()


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
