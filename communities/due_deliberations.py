"""What waits in deliberations and topics, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Deliberation, Topic
from .models.deliberation import MINUTES_DAYS

_LIST = "admin:communities_deliberation_changelist"


def _unmarked(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Deliberation, user).unmarked(now), "community")


def _no_minutes(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Deliberation, user).without_minutes(now), "community")


def _waiting(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Topic, user).waiting(), "community")


def register_deliberation_dues() -> None:
    """Called once at start."""
    register(
        Due(
            "topics-waiting",
            "居民提的议题待处理",
            "看一看，写好公开的题目再公开，或者说明为什么不采纳。",
            "admin:communities_topic_changelist",
            "status__exact=waiting",
            _waiting,
        ),
        Due(
            "deliberations-unmarked",
            "议事过了时间，没标召开",
            "打开后按“标为已召开”，填到场人数；没有开的按“取消”，写清原因。",
            _LIST,
            "time=unmarked",
            _unmarked,
        ),
        Due(
            "deliberations-no-minutes",
            f"议事开完 {MINUTES_DAYS} 天，没有纪要",
            "补写纪要和议定事项，能公开的就公开。",
            _LIST,
            "time=no-minutes",
            _no_minutes,
        ),
    )
    register_shortcut(
        Shortcut(
            "登记议事协商",
            "城市论坛、联席会议、居民议事会：预告、纪要、议定的事。",
            "admin:communities_deliberation_add",
            "communities.Deliberation",
            adds=True,
            order=43,
        )
    )
