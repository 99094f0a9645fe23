"""The ledger in the admin: a list to work through, and one entry with its follow-ups."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter

from ..models import ContactLog, FollowUp, MatterKind
from .base import PeopleAdmin


class WorkFilter(admin.SimpleListFilter):
    title = "待办"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("overdue", "跟进已到期"), ("open", "还没办结"), ("escalated", "已上报")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ContactLog]
    ) -> models.QuerySet[ContactLog]:
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        if self.value() == "open":
            return queryset.open()
        return queryset.escalated() if self.value() == "escalated" else queryset


class FollowUpInline(ScopedInline):
    model = FollowUp
    fields = ["on", "text"]
    verbose_name_plural = "跟进（一行一次）"


@admin.register(ContactLog)
class ContactLogAdmin(PeopleAdmin):
    list_display = ["on", "place", "head", "channel", "kind", "short_text", "result", "follow_up_on"]
    list_display_links = ["on", "short_text"]
    list_filter = [WorkFilter, "result", "channel", "kind", ("community", ScopedRelatedFilter), "sensitive"]
    list_select_related = ["place__estate", "head", "kind"]
    search_fields = ["text", "head__name", "place__name", "place__estate__name"]
    search_help_text = "按内容、楼长姓名、楼栋或小区查找"
    ordering = ["-on", "-pk"]
    date_hierarchy = None
    autocomplete_fields = ["appointment"]
    inlines = [FollowUpInline]
    actions = ["settle_rows"]
    fieldsets = [
        (None, {"fields": ["appointment", "on", "channel", "contacted", "household"]}),
        ("什么事", {"fields": ["kind", "text", "sensitive"]}),
        ("结果", {"fields": ["result", "reported_to", "follow_up_on", "closed_on"]}),
    ]

    @admin.display(description="内容", ordering="text")
    def short_text(self, contact: ContactLog) -> str:
        return contact.text if len(contact.text) <= 30 else f"{contact.text[:29]}…"

    def save_model(self, request: HttpRequest, obj: ContactLog, form: Any, change: bool) -> None:  # noqa: ANN401
        if not change:
            obj.written_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description="标为办结", permissions=["change"])
    def settle_rows(
        self, request: HttpRequest, queryset: models.QuerySet[ContactLog]
    ) -> TemplateResponse | None:
        rows = queryset.open().select_related("place__estate")
        page = self.ask_first(
            request,
            rows,
            title="标为办结",
            text="办结日期记为今天，下次跟进的日期会清空。",
            button="标为办结",
        )
        if page is None:
            changes = {"result": ContactLog.Result.DONE, "follow_up_on": None}
            count = self.change_rows(request, rows, "办结", closed_on=timezone.localdate(), **changes)
            messages.success(request, f"已办结 {count} 条。")
        return page


@admin.register(MatterKind)
class MatterKindAdmin(ScopedModelAdmin):
    list_display = ["name", "sensitive", "order", "retired"]
    search_fields = ["name"]
