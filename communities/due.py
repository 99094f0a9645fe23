"""What the co-governance of a community waits for, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Undertaking
from .models.undertaking import SOON_DAYS

_LIST = "admin:communities_undertaking_changelist"


def _overdue(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Undertaking, user).overdue(timezone.localdate(now)), "community")


def _soon(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Undertaking, user).due_soon(timezone.localdate(now)), "community")


def register_undertaking_dues() -> None:
    """Called once at start."""
    register(
        Due(
            "undertakings-overdue",
            "答应的事超期了",
            "催办、改期，或者写清没有做到的原因。",
            _LIST,
            "standing=overdue",
            _overdue,
        ),
        Due(
            "undertakings-soon",
            f"答应的事 {SOON_DAYS} 天内到期",
            "看看进展，做完了就标为已完成。",
            _LIST,
            "standing=soon",
            _soon,
        ),
    )
    register_shortcut(
        Shortcut(
            "要落实的事",
            "议定事项、项目节点、走访承诺，一张单子看全。",
            _LIST,
            "communities.Undertaking",
            order=44,
        )
    )
