from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "guicheng.api"
    verbose_name = "开放接口"
