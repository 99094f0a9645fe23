"""走访调研 in the admin."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..models import Visit
from .undertaking import UndertakingInline


@admin.register(Visit)
class VisitAdmin(ScopedModelAdmin):
    list_display = ["on", "community", "by", "topic"]
    list_filter = [("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["topic", "found", "by"]
    date_hierarchy = "on"
    inlines = [UndertakingInline]
