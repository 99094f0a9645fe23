"""What this database is: a demonstration or the real thing."""

from __future__ import annotations

from .memo import Memo
from .models import Installation


def _flagged() -> bool:
    return Installation.objects.filter(is_demonstration=True).exists()


#: Whether the whole database is a demonstration; every page asks.
is_demonstration = Memo(_flagged, seconds=30)


def mark_demonstration(scale: int = 1) -> None:
    Installation.objects.update_or_create(
        id=1, defaults={"is_demonstration": True, "demonstration_scale": scale}
    )
    forget()


def forget() -> None:
    """Ask the database again at the next question."""
    is_demonstration.forget()
