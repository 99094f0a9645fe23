"""Candidate sites in the admin: where a station might come, with its cost or why not."""

from __future__ import annotations

from django.contrib import admin

from communities.admin.point import PointAdmin
from communities.forms import PointForm
from guicheng.accounts.admin_base import ScopedRelatedFilter
from guicheng.accounts.admin_forms import plain_text

from ..models import CandidateSite


class CandidateSiteForm(PointForm):
    class Meta:
        model = CandidateSite
        fields = ["community", "name", "cost", "excluded", "note"]

    def clean_name(self) -> str:
        return plain_text(self.cleaned_data["name"])


@admin.register(CandidateSite)
class CandidateSiteAdmin(PointAdmin):
    form = CandidateSiteForm
    list_display = ["name", "community", "cost", "excluded", "located"]
    list_filter = [("community", ScopedRelatedFilter), "excluded"]
    list_select_related = ["community"]
    search_fields = ["name", "note", "community__name"]
    search_help_text = "按名称、说明或社区查找"
    readonly_fields = ["shown_point"]
    fieldsets = [
        (None, {"fields": ["community", "name"]}),
        ("位置", {"fields": ["point"], "description": "没有位置的不参加选址。"}),
        ("投入和说明", {"fields": ["cost", "excluded", "note"]}),
    ]
