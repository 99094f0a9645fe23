"""What waits among mediators and experts, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Consultation, Mediator
from .models.mediator import CERTIFICATE_NOTICE_DAYS

_MEDIATORS = "admin:volunteers_mediator_changelist"


def _expired(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Mediator, user).expired(timezone.localdate(now)), "community")


def _expiring(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Mediator, user).expiring(timezone.localdate(now)), "community")


def _unanswered(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Consultation, user).unanswered(timezone.localdate(now)), "community")


def register_mediator_dues() -> None:
    """Called once at start."""
    register(
        Due(
            "certificates-expired",
            "调解员证书过期了",
            "换证，或者办理退出；过期的不计入调解员人数。",
            _MEDIATORS,
            "certificate=expired",
            _expired,
        ),
        Due(
            "certificates-expiring",
            f"调解员证书 {CERTIFICATE_NOTICE_DAYS} 天内到期",
            "安排复训和换证。",
            _MEDIATORS,
            "certificate=expiring",
            _expiring,
        ),
        Due(
            "consultations-unanswered",
            "请教过专家，还没记建议",
            "补上建议，标为已完成；没有去的标为已取消。",
            "admin:volunteers_consultation_changelist",
            "due=unanswered",
            _unanswered,
        ),
    )
    register_shortcut(
        Shortcut(
            "找调解员",
            "按什么事、哪个社区，找现在最闲的。",
            "admin:volunteers_mediator_find",
            "volunteers.Mediator",
            order=46,
        ),
        Shortcut(
            "登记一件调解",
            "谁调解的、什么事、结果怎样。",
            "admin:volunteers_mediationcase_add",
            "volunteers.MediationCase",
            adds=True,
            order=47,
        ),
    )
