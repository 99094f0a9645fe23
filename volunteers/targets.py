"""The mediators as a list that a street's document may lead to."""

from __future__ import annotations

from django.utils import timezone

from communities.targets import Target, register
from guicheng.accounts.scope import visible_to

from .models import Mediator
from .public_people import mediators_by_community


def register_targets() -> None:
    """Called once at start; outside only their number is told, never who they are."""
    register(
        Target(
            "mediators",
            "创熟调解员",
            "admin:volunteers_mediator_changelist",
            lambda user: visible_to(Mediator, user).serving().count(),
            lambda: sum(row.number for row in mediators_by_community(timezone.localdate())),
            "mediators",
        )
    )
