from __future__ import annotations

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "guicheng.dashboard"
    verbose_name = "数据看板"

    def ready(self) -> None:
        from .measured import register_all

        register_all()
