"""书记项目 in the admin."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..models import Project
from .undertaking import UndertakingInline


@admin.register(Project)
class ProjectAdmin(ScopedModelAdmin):
    list_display = ["title", "community", "year", "status"]
    list_filter = ["year", "status", ("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["title", "problem"]
    autocomplete_fields = ["estates"]
    inlines = [UndertakingInline]
