"""Which tasks wait for an answer, for the admin's home and the weekly letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import TaskAnswer

_LIST = "admin:dashboard_taskanswer_changelist"


def _standing(key: str) -> Callable[[User, datetime], Tally]:
    def tally(user: User, now: datetime) -> Tally:
        return Tally(visible_to(TaskAnswer, user).standing(key, timezone.localdate(now)), "community")

    return tally


def register_task_dues() -> None:
    """Called once at start."""
    for key, label, hint in (
        ("returned", "街道退回的填报", "看退回原因，改好以后重新提交。"),
        ("reminded", "街道催过的任务，还没有填报", "打开任务，填好提交；没有的填 0。"),
        ("late", "过了期限还没有填报的任务", "仍然可以补报，会记为逾期。"),
        ("open", "街道布置的任务待填报", "打开任务，在期限以前填好提交。"),
    ):
        # Somebody has asked for these by a day: they stand first.
        register(Due(f"tasks-{key}", label, hint, _LIST, f"standing={key}", _standing(key), order=10))
    register_shortcut(
        Shortcut(
            "任务",
            "街道请社区报数、核对、确认；谁填了，谁没有填。",
            "dashboard-tasks",
            "dashboard.TaskAnswer",
            order=6,
        )
    )
