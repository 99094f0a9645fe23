"""What takes long to count is kept: figures for a minute, other things longer where counting is slow."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache import cache

Value = TypeVar("Value")

#: What was counted is shown for so long before it is counted anew.
SECONDS = 60
#: What need not be so new is kept for so many times as long as counting took, where that is longer: at most
#: a twentieth of the time goes into counting.
SPARING = 20
#: So long the last value waits in case that somebody else is just counting anew.
_LAST = 3600


def kept(key: str, count: Callable[[], Value], *, times: int = 0) -> Value:
    """The value of ``key``, counted anew when it is older than a minute, or than ``times`` its counting.

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
    cache.set(key, (now + max(SECONDS, times * (now - begun)), value), _LAST)
    cache.delete(counting)
    return value


def peek(key: str) -> Any:  # noqa: ANN401
    """The value of ``key`` where it is young enough, else None."""
    found = cache.get(key)
    return found[1] if found is not None and time.time() < found[0] else None


def forget(keys: Iterable[str]) -> None:
    cache.delete_many(list(keys))
