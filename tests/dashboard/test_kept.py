"""What was counted is kept: by one who counts for all, and longer where counting takes long."""

from __future__ import annotations

from itertools import count as numbers

import pytest
from django.core.cache import cache

from guicheng.dashboard import kept as room
from guicheng.dashboard.kept import forget, kept, peek

KEY = "demonstration"


class Clock:
    """Stands still but for what is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000_000.0
        monkeypatch.setattr(room.time, "time", lambda: self.now)

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    cache.clear()
    return Clock(monkeypatch)


def test_a_value_is_counted_once_a_minute(clock: Clock) -> None:
    values = numbers(1)
    assert [kept(KEY, lambda: next(values)) for _ in range(3)] == [1, 1, 1]
    clock.passes(61)
    assert peek(KEY) is None and kept(KEY, lambda: next(values)) == 2 and peek(KEY) == 2


def test_what_need_not_be_new_is_kept_longer_where_counting_is_slow(clock: Clock) -> None:
    def slow() -> int:
        clock.passes(10)
        return 1

    kept(KEY, slow, times=20)
    clock.passes(190)
    assert peek(KEY) == 1
    clock.passes(20)
    assert peek(KEY) is None


def test_a_figure_is_kept_for_a_minute_however_long_it_took(clock: Clock) -> None:
    def slow() -> int:
        clock.passes(10)
        return 1

    kept(KEY, slow)
    clock.passes(61)
    assert peek(KEY) is None


def test_while_one_counts_the_others_get_the_last_value(clock: Clock) -> None:
    kept(KEY, lambda: 1)
    clock.passes(61)

    def asked_by_another() -> int:
        assert kept(KEY, lambda: 3) == 1
        return 2

    assert kept(KEY, asked_by_another) == 2 and kept(KEY, lambda: 4) == 2


def test_where_there_is_no_last_value_everybody_counts(clock: Clock) -> None:
    assert kept(KEY, lambda: kept(KEY, lambda: 1) + 1) == 2


def test_what_is_forgotten_is_counted_anew(clock: Clock) -> None:
    kept(KEY, lambda: 1)
    forget([KEY])
    assert peek(KEY) is None and kept(KEY, lambda: 2) == 2
