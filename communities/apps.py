from __future__ import annotations

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "社区与小区"

    def ready(self) -> None:
        from .search import register_sources

        register_sources()
