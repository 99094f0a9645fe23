"""What was published and promised, and briefs, in the admin: the street's to change."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from guicheng.accounts.admin_base import ScopedModelAdmin

from . import admin_attention, admin_quality, admin_tasks, admin_wall  # noqa: F401  (they register themselves)
from .models import Brief, BriefTemplate, IndicatorRelease, PublishedFigure


@admin.register(PublishedFigure)
class PublishedFigureAdmin(ScopedModelAdmin):
    list_display = ["label", "kind", "words", "when", "source"]
    list_filter = ["kind"]
    search_fields = ["key", "quote", "source"]
    fields = ["key", "kind", "qualifier", "value", "as_of", "start_on", "precision", "quote", "source"]

    @admin.display(description="指标")
    def label(self, row: PublishedFigure) -> str:
        return row.label

    @admin.display(description="数值")
    def words(self, row: PublishedFigure) -> str:
        return row.words

    @admin.display(description="截至（期限）", ordering="as_of")
    def when(self, row: PublishedFigure) -> str:
        return row.when


@admin.register(IndicatorRelease)
class IndicatorReleaseAdmin(ScopedModelAdmin):
    """What was decided, with its history; decided under 数据看板."""

    list_display = ["label", "released", "reason", "changed_at", "changed_by", "opens"]
    list_filter = ["released"]
    list_select_related = ["changed_by"]
    search_fields = ["key", "reason"]
    fields = ["label", "released", "reason", "changed_at", "changed_by", "opens"]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: IndicatorRelease | None = None) -> bool:
        return False

    @admin.display(description="指标")
    def label(self, row: IndicatorRelease) -> str:
        return row.label

    @admin.display(description="打开")
    def opens(self, row: IndicatorRelease) -> str:
        return format_html('<a href="{}">公开或者收回</a>', reverse("dashboard-release", args=[row.key]))


@admin.register(BriefTemplate)
class BriefTemplateAdmin(ScopedModelAdmin):
    list_display = ["name"]
    search_fields = ["name", "text"]
    fields = ["name", "text"]


@admin.register(Brief)
class BriefAdmin(ScopedModelAdmin):
    """What was made: opened under 数据看板, never changed."""

    list_display = ["__str__", "made_at", "author", "opens"]
    list_filter = ["period", "name"]
    list_select_related = ["community", "made_by"]
    search_fields = ["name"]
    fields = ["name", "community", "period", "first", "last", "counted_at", "made_at", "author", "opens"]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Brief | None = None) -> bool:
        return False

    @admin.display(description="制作人")
    def author(self, row: Brief) -> str:
        return row.author

    @admin.display(description="打开")
    def opens(self, row: Brief) -> str:
        return format_html('<a href="{}">查看简报</a>', reverse("dashboard-brief", args=[row.pk]))
