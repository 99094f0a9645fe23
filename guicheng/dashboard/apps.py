from __future__ import annotations

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "guicheng.dashboard"
    verbose_name = "数据看板"

    def ready(self) -> None:
        from guicheng.accounts.due import Shortcut, register_shortcut

        from . import measured, quality
        from .due import register_task_dues

        measured.register_all()
        quality.register_all()
        register_task_dues()
        register_shortcut(
            Shortcut(
                "数据看板",
                "各项指标的实时数，和公布数、目标放在一起，点得到记录。",
                "dashboard",
                "dashboard.PublishedFigure",
                order=5,
            ),
            Shortcut(
                "数据质量",
                "缺什么、过时的、不合常理的、重复的，一处一处处理到空。",
                "dashboard-quality",
                "dashboard.AcceptedRecord",
                order=6,
            ),
            Shortcut(
                "大屏",
                "大厅里的大屏幕：主要指标、现在开门的站点、今天的活动；可以做一个不用登录的链接。",
                "admin:dashboard_walllink_changelist",
                "dashboard.WallLink",
                order=7,
            ),
            Shortcut(
                "承诺和目标",
                "大会上的承诺、定下的目标：每季度到多少，现在应到多少。",
                "dashboard-promises",
                "dashboard.PublishedFigure",
                order=7,
            ),
            Shortcut(
                "月度冻结",
                "报出去的数冻结下来，和现在的数比，差在哪里、为什么。",
                "dashboard-months",
                "dashboard.PublishedFigure",
                order=7,
            ),
        )
