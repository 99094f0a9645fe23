from __future__ import annotations

from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = "党群服务站"

    def ready(self) -> None:
        from guicheng.accounts import keeping
        from guicheng.exchange.kinds import register
        from guicheng.pictures.sizes import files_go_with

        from . import follow_ups  # noqa: F401  (whoever waits moves up when there is more room)
        from .due import register_dues
        from .exchange import StationsKind
        from .exchange_activities import ActivitiesKind
        from .models import ActivityPhoto, Photo
        from .remeasuring import watch
        from .search import register_sources
        from .signups import KEEP_DAYS, erase_old
        from .targets import register_targets

        register_sources()
        register_dues()
        register_targets()
        keeping.register(f"活动报名的个人信息（活动结束 {KEEP_DAYS} 天后）", erase_old)
        register(StationsKind())
        register(ActivitiesKind())
        files_go_with(Photo, ActivityPhoto)
        watch()
