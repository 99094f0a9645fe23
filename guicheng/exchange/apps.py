from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "guicheng.exchange"
    verbose_name = "导入与导出"
