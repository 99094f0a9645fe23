from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite in a file, as it is in use: each thread has a connection of its own."""
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "races.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    memory = connections["default"]
    monkeypatch.setitem(connections.settings["default"], "NAME", str(path))
    del connections["default"]
    yield
    connections["default"].close()
    connections["default"] = memory
