"""A value that a process keeps for some seconds instead of asking the database on every page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(Generic[Value]):
    """``memo()`` gives the value, at most ``seconds`` old; ``forget()`` asks anew at the next call."""

    _all: list[Any] = []

    def __init__(self, compute: Callable[[], Value], seconds: float) -> None:
        self._compute = compute
        self._seconds = seconds
        self._kept: tuple[float, Value] | None = None
        Memo._all.append(self)

    def __call__(self) -> Value:
        now = time.monotonic()
        if self._kept is None or now - self._kept[0] > self._seconds:
            self._kept = (now, self._compute())
        return self._kept[1]

    def forget(self) -> None:
        self._kept = None

    @classmethod
    def forget_all(cls) -> None:
        for memo in cls._all:
            memo.forget()


class MemoByKey(Generic[Key, Value]):
    """``memo(key)`` gives the value of a key, at most ``seconds`` old; of at most ``most`` keys at a time."""

    def __init__(self, compute: Callable[[Key], Value], seconds: float, most: int) -> None:
        self._compute = compute
        self._seconds = seconds
        self._most = most
        self._kept: dict[Key, tuple[float, Value]] = {}
        Memo._all.append(self)

    def __call__(self, key: Key) -> Value:
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept is None or now - kept[0] > self._seconds:
            if len(self._kept) >= self._most:
                self._kept.clear()
            kept = self._kept[key] = (now, self._compute(key))
        return kept[1]

    def forget(self) -> None:
        self._kept.clear()
