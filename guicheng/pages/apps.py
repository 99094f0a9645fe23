from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "guicheng.pages"
    verbose_name = "网站页面"
