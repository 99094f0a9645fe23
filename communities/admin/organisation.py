"""Organisations in the admin."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(ScopedModelAdmin):
    list_display = ["name", "kind", "community", "estate", "status", "members_count"]
    list_filter = ["kind", "status", ("community", ScopedRelatedFilter)]
    list_select_related = ["community", "estate"]
    search_fields = ["name", "does", "estate__name"]
    autocomplete_fields = ["estate", "parent"]
