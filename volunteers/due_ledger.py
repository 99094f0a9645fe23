"""What waits in the ledger, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import ContactLog


def _overdue(user: User, now: datetime) -> Tally:
    rows = visible_to(ContactLog, user).overdue(timezone.localdate(now))
    return Tally(rows, "community")


def _escalated(user: User, now: datetime) -> Tally:
    return Tally(visible_to(ContactLog, user).escalated(), "community")


def register_ledger_dues() -> None:
    """Called once at start."""
    ledger = "admin:volunteers_contactlog_changelist"
    register(
        Due(
            "ledger-overdue",
            "台账里跟进已到期",
            "请楼长跟进，或者办结。",
            ledger,
            "work=overdue",
            _overdue,
        ),
        Due(
            "ledger-escalated",
            "楼长上报、等社区处理",
            "处理好以后标为办结。",
            ledger,
            "work=escalated",
            _escalated,
        ),
    )
    register_shortcut(
        Shortcut("查看台账", "楼长联系了谁，什么事，办得怎样。", ledger, "volunteers.ContactLog", order=40)
    )
