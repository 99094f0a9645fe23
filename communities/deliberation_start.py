"""What the other rooms are told of deliberations and topics when the project starts."""

from __future__ import annotations

from guicheng.accounts import keeping
from guicheng.exchange.kinds import register
from guicheng.pictures.sizes import files_go_with

from . import deliberation_signups, topics
from .deliberations import register_moments
from .due_deliberations import register_deliberation_dues
from .exchange_deliberations import DeliberationsKind
from .models import DeliberationPhoto


def register_deliberations() -> None:
    """Called once at start."""
    register_deliberation_dues()
    register_moments()
    register(DeliberationsKind())
    files_go_with(DeliberationPhoto)
    days = deliberation_signups.KEEP_DAYS
    keeping.register(f"议事报名的个人信息（开完 {days} 天后）", deliberation_signups.erase_old)
    keeping.register(f"居民议题的原文（处理完 {topics.KEEP_DAYS} 天后）", topics.erase_old)
