from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "guicheng.exchange"
    verbose_name = "导入与导出"

    def ready(self) -> None:
        from guicheng.accounts.keeping import register

        from .keeping import clear_old_imports, clear_old_tasks

        register("过期的导入文件和行", clear_old_imports)
        register("做完的后台工作", clear_old_tasks)
