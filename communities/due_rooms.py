"""What 三同步 and 创熟 wait for, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import FamiliarStatus, ThreeSync

_STATUSES = "admin:communities_familiarstatus_changelist"


def _late(user: User, now: datetime) -> Tally:
    return Tally(visible_to(ThreeSync, user).late(timezone.localdate(now)), "estate__community")


def _expiring(user: User, now: datetime) -> Tally:
    return Tally(visible_to(FamiliarStatus, user).expiring(timezone.localdate(now)), "community")


def _unassessed(user: User, now: datetime) -> Tally:
    return Tally(visible_to(FamiliarStatus, user).unassessed(timezone.localdate(now)), "community")


def register_dues() -> None:
    """Called once at start."""
    register(
        Due(
            "three-sync-late",
            "新小区三同步超期",
            "党支部、创熟团队、党群阵地还缺的，抓紧办好并登记日期。",
            "admin:communities_threesync_changelist",
            "standing=late",
            _late,
            path="estate__community",
        ),
        Due(
            "familiar-expiring",
            f"熟人社区达标 {settings.FAMILIAR_EXPIRING_DAYS} 天内到期（已到期）",
            "准备复评；开始了就登记“到期复评”。",
            _STATUSES,
            "standing=expiring",
            _expiring,
        ),
        Due(
            "familiar-unassessed",
            "创建中的社区，今年没有交自评",
            "到“创熟自评”里新建，逐条填好再提交。",
            _STATUSES,
            "standing=unassessed",
            _unassessed,
        ),
    )
    register_shortcut(
        Shortcut(
            "创熟进度表",
            "每个社区走到了哪一步，一张表看全。",
            "admin:communities_familiarstatus_table",
            "communities.FamiliarStatus",
            order=46,
        )
    )
