from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from communities.consent import load_consent_rules
from communities.models import Community, Installation
from communities.reference import load_communities
from guicheng.accounts.models import User
from guicheng.dashboard.briefs.templates import load_templates
from guicheng.dashboard.published import load_published
from stations.defaults import load_lists
from stations.models import Audience, Service, Station
from volunteers.matter_kinds import load_matter_kinds
from volunteers.mediation_fields import load_mediation_fields
from volunteers.scheme_defaults import load_default_scheme


class Command(BaseCommand):
    help = "把一个空数据库变成正式数据库：45 个社区、服务事项和服务人群；然后说明先做什么。可以重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("数据库的表还没有建好，请先执行 manage.py migrate。")
        if Installation.objects.filter(is_demonstration=True).exists():
            raise CommandError(
                "这是演示数据库，里面的记录是虚构的，不能转为正式使用，什么也没有改动。"
                "请把 DATABASE_URL 指向一个新的空数据库，再执行一次。"
            )
        # The row says that somebody decided: from now on load_demo refuses this database.
        Installation.objects.get_or_create(pk=1)
        loaded = load_communities()
        load_lists()
        load_matter_kinds()
        load_mediation_fields()
        load_default_scheme()
        load_consent_rules()
        load_published()
        load_templates()
        self.stdout.write(
            f"正式数据库已就绪：社区 {Community.objects.count()} 个（本次新增 {loaded.created} 个），"
            f"服务事项 {Service.objects.count()} 项，服务人群 {Audience.objects.count()} 类，"
            f"站点 {Station.objects.count()} 个。"
        )
        self.stdout.write("\n接下来请依次做：")
        for number, step in enumerate(_steps(), start=1):
            self.stdout.write(f"  {number}. {step}")


def _steps() -> list[str]:
    """What is still to be done before residents come, in order."""
    steps = []
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        steps.append("建立系统管理员账号：manage.py createsuperuser。")
    if not settings.SITE_URL or not set(settings.ALLOWED_HOSTS) - {"127.0.0.1", "localhost", "[::1]"}:
        steps.append(
            "设置环境变量 ALLOWED_HOSTS=您的域名 和 SITE_URL=https://您的域名，"
            "二维码、日历和站点地图里的网址都由它而来。"
        )
    if not settings.HTTPS:
        steps.append(
            "配好证书后设置 HTTPS=on 和 TRUSTED_PROXIES=1（前面有一层 nginx 时）；"
            "没有 HTTPS，居民的手机不会提供定位。"
        )
    if not settings.MAP_APPROVAL_NUMBER:
        steps.append("有了审图号再设置 MAP_APPROVAL_NUMBER；没有时，公开页面只显示列表和距离，不显示地图。")
    steps.append(
        "登录 /admin/，核对各社区的电话和位置，登记小区，"
        "再逐个登记站点：地址、位置、电话、开放时间、服务事项。"
    )
    steps.append("现在就设好每天备份数据库和上传的照片，并试着恢复一次。")
    return steps
