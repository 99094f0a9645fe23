"""What residents said of the pages, for the street's staff to read."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from guicheng.accounts.admin_base import ScopedModelAdmin

from .models import PageFeedback


@admin.register(PageFeedback)
class PageFeedbackAdmin(ScopedModelAdmin):
    street_only = True
    list_display = ["created_at", "path", "helpful", "comment"]
    list_filter = ["helpful"]
    search_fields = ["path", "comment"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    fields = ["created_at", "path", "helpful", "comment"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PageFeedback | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PageFeedback | None = None) -> bool:
        return False
