"""Results that wait to be reviewed and published, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import HeadResult


def _waiting(user: User, now: datetime) -> Tally:
    return Tally(visible_to(HeadResult, user).waiting().exclude(band=""), "community")


def register_evaluation_dues() -> None:
    """Called once at start."""
    results = "admin:volunteers_headresult_changelist"
    register(
        Due(
            "evaluation-waiting",
            "评价结果待核对发布",
            "逐个核对，有出入的写理由调整，再发布给本人。",
            results,
            "state=waiting",
            _waiting,
        ),
    )
    register_shortcut(
        Shortcut(
            "综合评价",
            "每个季度的评价：各社区情况、逐个核对、发布。",
            "admin:volunteers_evaluation_changelist",
            "volunteers.Evaluation",
            order=70,
        )
    )
