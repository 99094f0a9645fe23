from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "guicheng.search"
    verbose_name = "搜索"
