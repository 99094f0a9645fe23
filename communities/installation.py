"""What this database is: a demonstration or the real thing."""

from __future__ import annotations

import time

from .models import Installation

_SECONDS_KEPT = 30.0
_kept: tuple[float, bool] | None = None


def is_demonstration() -> bool:
    """Whether the whole database is a demonstration; asked on every page, so kept for half a minute."""
    global _kept
    now = time.monotonic()
    if _kept is None or now - _kept[0] > _SECONDS_KEPT:
        flagged = Installation.objects.filter(is_demonstration=True).exists()
        _kept = (now, flagged)
    return _kept[1]


def mark_demonstration(scale: int = 1) -> None:
    Installation.objects.update_or_create(
        id=1, defaults={"is_demonstration": True, "demonstration_scale": scale}
    )
    forget()


def forget() -> None:
    """Ask the database again at the next question."""
    global _kept
    _kept = None
