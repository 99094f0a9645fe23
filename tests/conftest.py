from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _fresh_process_memory() -> None:
    """What a process keeps in memory about the database is forgotten between tests."""
    from django.core.cache import cache

    from communities.memo import Memo

    Memo.forget_all()
    cache.clear()
