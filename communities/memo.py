"""A value that a process keeps for some seconds instead of asking the database on every page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """``memo()`` gives the value, at most ``seconds`` old; ``forget()`` asks anew at the next call."""

    _all: list[Memo] = []

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
