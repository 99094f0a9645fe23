from __future__ import annotations

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "三长与志愿者"

    def ready(self) -> None:
        from guicheng.exchange.kinds import register

        from .due import register_dues
        from .due_ledger import register_ledger_dues
        from .erasure import register_eraser
        from .exchange import HeadsKind, forget_person

        register(HeadsKind())
        register_eraser(forget_person)
        register_dues()
        register_ledger_dues()
