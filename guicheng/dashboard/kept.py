"""What takes long to count is kept: a minute, and longer where counting itself takes longer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache import cache

Value = TypeVar("Value")

#: What was counted is shown for so long at least before it is counted anew.
SECONDS = 60
#: It is kept for so many times as long as counting took: at most a twentieth of the time goes into counting.
_TIMES = 20
#: So long the last value waits in case that somebody else is just counting anew.
_LAST = 3600


def kept(key: str, count: Callable[[], Value]) -> Value:
    """The value of ``key``, counted anew when it is too old.

    While one counts, whoever else asks gets the last value instead of counting too.
    """
    found: tuple[float, Value] | None = cache.get(key)
    if found is not None and time.time() < found[0]:
        return found[1]
    counting = f"{key}:counting"
    if not cache.add(counting, True, SECONDS) and found is not None:
        return found[1]
    begun = time.time()
    value = count()
    now = time.time()
    cache.set(key, (now + max(SECONDS, _TIMES * (now - begun)), value), _LAST)
    cache.delete(counting)
    return value


def peek(key: str) -> Any:  # noqa: ANN401
    """The value of ``key`` where it is young enough, else None."""
    found = cache.get(key)
    return found[1] if found is not None and time.time() < found[0] else None


def forget(keys: Iterable[str]) -> None:
    cache.delete_many(list(keys))
