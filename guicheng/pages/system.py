"""For administrators: is everything at work, and how large has it become?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from communities.installation import is_demonstration
from guicheng.accounts.admin import manages_accounts
from guicheng.accounts.models import SecurityEvent, SignIn, User
from guicheng.exchange.models import ImportRun

#: A job that waits longer than this has no worker.
_PATIENCE = timedelta(minutes=2)
#: Less free space than this (bytes) is a warning.
_LOW_DISK = 2 * 1024**3
_OURS = ("communities", "stations", "volunteers", "accounts", "exchange")


@dataclass(frozen=True)
class Line:
    """One thing looked at. ``advice`` stands only where something is wrong."""

    label: str
    value: str
    advice: str = ""


def system(request: HttpRequest) -> TemplateResponse:
    if not manages_accounts(request.user):
        raise PermissionDenied
    parts = [
        ("运行", list(_health())),
        ("后台工作", list(_jobs())),
        ("账号", list(_people())),
        ("占用", list(_sizes())),
        ("记录条数", list(_rows())),
    ]
    context = {**admin.site.each_context(request), "title": "系统状态", "parts": parts}
    request.current_app = admin.site.name
    return TemplateResponse(request, "pages/system.html", context)


def _health() -> Iterator[Line]:
    yield Line("数据库", f"{connection.display_name}，{'演示' if is_demonstration() else '正式'}")
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    advice = "请运维人员重新启动网站，会自动更新。" if pending else ""
    yield Line("数据表", f"有 {pending} 项更新没有做" if pending else "是最新的", advice)
    cache.set("system-page", 1, 60)
    works = cache.get("system-page") == 1
    yield Line("缓存", "正常" if works else "写不进去", "" if works else "请检查 CACHE_URL 和磁盘。")
    yield Line("HTTPS", "已打开" if settings.HTTPS else "没有打开", _https_advice())
    yield Line("服务器时间", timezone.localtime().strftime("%Y-%m-%d %H:%M:%S"))


def _https_advice() -> str:
    return "" if settings.HTTPS or is_demonstration() else "对居民开放以前必须打开，见运维手册第三节。"


def _jobs() -> Iterator[Line]:
    now = timezone.now()
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    stuck = oldest is not None and now - oldest > _PATIENCE
    advice = "后台进程可能没有运行，请运维人员检查（manage.py work）。" if stuck else ""
    yield Line("排队的工作", str(waiting.count()), advice)
    yield Line("正在做", str(DBTaskResult.objects.running().count()))
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - timedelta(days=7)).count()
    yield Line("七天内出错的", str(failed), "请运维人员看日志里的原因。" if failed else "")
    busy = ImportRun.objects.filter(status__in=ImportRun.BUSY).count()
    ready = ImportRun.objects.filter(status=ImportRun.Status.READY).count()
    yield Line("导入", f"进行中 {busy}，等人确认 {ready}")


def _people() -> Iterator[Line]:
    yield Line("正在登录的", str(SignIn.objects.count()))
    day, month = timezone.now() - timedelta(days=1), timezone.now() - timedelta(days=90)
    active = User.objects.filter(is_active=True)
    yield Line("有效账号", str(active.count()))
    idle = active.filter(last_login__lt=month).count()
    yield Line("90 天没有登录过", str(idle), "离岗的请停用。" if idle else "")
    events = SecurityEvent.objects.filter(at__gt=day)
    yield Line("一天内登录", str(events.filter(kind=SecurityEvent.Kind.LOGIN).count()))
    failures = events.filter(kind=SecurityEvent.Kind.LOGIN_FAILED).count()
    yield Line("一天内登录失败", str(failures), "比平时多，请看安全日志。" if failures > 100 else "")


def _sizes() -> Iterator[Line]:
    yield Line("数据库", _readable(_database_bytes()))
    yield Line("上传的照片", _readable(_folder_bytes(Path(settings.MEDIA_ROOT))))
    yield Line("等待和保留的导入文件", _readable(_folder_bytes(settings.IMPORT_DIR)))
    free = shutil.disk_usage(settings.VAR_DIR).free
    yield Line("磁盘剩余", _readable(free), "空间不多了，请清理或扩容。" if free < _LOW_DISK else "")


def _rows() -> Iterator[Line]:
    for label in _OURS:
        for model in apps.get_app_config(label).get_models():
            if not hasattr(model, "instance_type"):
                name = str(model._meta.verbose_name_plural)
                yield Line(name, f"{model._base_manager.count():,}")


def _database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def _folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.exists() else 0


def _readable(count: float) -> str:
    for unit in ("B", "KB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:,.0f} {unit}" if unit in {"B", "KB"} else f"{count:,.1f} {unit}"
        count /= 1024
    return ""
