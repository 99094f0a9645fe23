from __future__ import annotations

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "社区与小区"

    def ready(self) -> None:
        from guicheng.exchange.kinds import register

        from .deliberation_start import register_deliberations
        from .due import register_undertaking_dues
        from .exchange import EstatesKind, PlacesKind
        from .overview_parts import register_overview
        from .search import register_sources

        register_sources()
        register_undertaking_dues()
        register_overview()
        register_deliberations()
        register(EstatesKind())
        register(PlacesKind())
