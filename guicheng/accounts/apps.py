from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guicheng.accounts"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from . import events, lockout, second_factor, signals, signins  # noqa: F401
        from .keeping import register

        register("安全日志", events.forget_old)
        register("已经结束的登录", signins.forget_dead)
        register("登录失败的计数", lockout.forget_old)
