from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "诉求与办理"

    def ready(self) -> None:
        from guicheng.accounts.keeping import register
        from volunteers.erasure import register_eraser
        from volunteers.handover import register_open_matters

        from . import photos  # noqa: F401  its receiver removes files
        from .due import register_dues
        from .erasure import forget_old
        from .my_door import forget_phones
        from .my_ledger import left_open
        from .rating_measure import register_ratings

        register("办完已久的居民诉求里的个人信息", forget_old)
        register_dues()
        register_open_matters(left_open)
        register_eraser(forget_phones)
        register_ratings()
