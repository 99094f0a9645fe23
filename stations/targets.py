"""The stations as a list that a street's document may lead to."""

from __future__ import annotations

from communities.targets import Target, register
from guicheng.accounts.scope import visible_to

from .models import Station


def register_targets() -> None:
    """Called once at start."""
    register(
        Target(
            "stations",
            "党群服务站",
            "admin:stations_station_changelist",
            lambda user: visible_to(Station, user).count(),
            lambda: Station.objects.public().count(),
            "stations",
        )
    )
