"""Deliberations in the admin."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..models import Deliberation
from .undertaking import UndertakingInline


@admin.register(Deliberation)
class DeliberationAdmin(ScopedModelAdmin):
    list_display = ["topic", "kind", "community", "starts_at", "status", "attendance"]
    list_filter = ["kind", "status", ("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["topic", "agenda", "where"]
    autocomplete_fields = ["estate"]
    inlines = [UndertakingInline]
