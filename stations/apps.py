from __future__ import annotations

from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = "党群服务站"

    def ready(self) -> None:
        from guicheng.exchange.kinds import register

        from . import photos  # noqa: F401  (deleting a photo deletes its files, in every process)
        from .due import register_dues
        from .exchange import StationsKind
        from .exchange_activities import ActivitiesKind
        from .search import register_sources

        register_sources()
        register_dues()
        register(StationsKind())
        register(ActivitiesKind())
