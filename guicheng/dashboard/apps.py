from __future__ import annotations

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "guicheng.dashboard"
    verbose_name = "数据看板"

    def ready(self) -> None:
        from guicheng.accounts.due import Shortcut, register_shortcut

        from .measured import register_all

        register_all()
        register_shortcut(
            Shortcut(
                "数据看板",
                "各项指标的实时数，和公布数、目标放在一起，点得到记录。",
                "dashboard",
                "dashboard.PublishedFigure",
                order=5,
            )
        )
