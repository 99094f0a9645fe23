"""Notices in the admin: the street's for all, a community's for its own stations."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..forms import NoticeForm
from ..models import Notice


class ForceFilter(admin.SimpleListFilter):
    title = "有效期"
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("now", "正在生效"), ("later", "还没开始"), ("over", "已经过期")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Notice]) -> models.QuerySet[Notice]:
        now = timezone.now()
        if self.value() == "now":
            return queryset.in_force(now)
        if self.value() == "later":
            return queryset.filter(starts_at__gt=now)
        return queryset.filter(ends_at__lte=now) if self.value() == "over" else queryset


@admin.register(Notice)
class NoticeAdmin(ScopedModelAdmin):
    form = NoticeForm
    list_display = ["title", "concerns", "closes", "starts_at", "ends_at"]
    list_filter = [ForceFilter, "closes", ("community", ScopedRelatedFilter)]
    list_select_related = ["community", "station"]
    search_fields = ["title", "body", "station__name", "community__name"]
    search_help_text = "按标题、内容、站点或社区查找"
    ordering = ["-starts_at", "-pk"]
    autocomplete_fields = ["station"]
    fieldsets = [
        (None, {"fields": ["title", "body"]}),
        ("给谁看", {"fields": ["community", "station"]}),
        (
            "什么时候",
            {
                "fields": ["starts_at", "ends_at", "closes"],
                "description": "勾选“临时停止服务”的公告会显示在相关页面的最上方。",
            },
        ),
    ]

    @admin.display(description="范围")
    def concerns(self, notice: Notice) -> str:
        return notice.scope_label
