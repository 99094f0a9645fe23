"""新小区三同步 in the admin: what is late, what is due, and a list to print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm

from ..models import ThreeSync
from ..models.three_sync import EVIDENCE_KINDS, PARTS, SOON_DAYS
from ..three_sync import part_states, summary


class ThreeSyncFilter(admin.SimpleListFilter):
    title = "进度"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("late", "有超期的"), ("soon", f"{SOON_DAYS} 天内到期"), ("complete", "三项齐全")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ThreeSync]
    ) -> models.QuerySet[ThreeSync]:
        today = timezone.localdate()
        if self.value() == "late":
            return queryset.late(today)
        if self.value() == "soon":
            return queryset.due_soon(today)
        return queryset.complete() if self.value() == "complete" else queryset


class ThreeSyncForm(ScopedModelForm):
    def fill_in(self) -> None:
        """A day that a chosen organisation brings along is shown and checked like a typed one."""
        for part in EVIDENCE_KINDS:
            found = self.cleaned_data.get(part)
            name = f"{part}_on"
            if found and found.founded_on and name not in self.errors and not self.cleaned_data.get(name):
                self.cleaned_data[name] = found.founded_on


def _column(part: str) -> Any:  # noqa: ANN401
    @admin.display(description=PARTS[part][0], ordering=f"{part}_on")
    def shown(self: ThreeSyncAdmin, row: ThreeSync) -> SafeString:
        state = next(state for state in part_states(row, timezone.localdate()) if state.part == part)
        when = f"{state.done_on:%Y-%m-%d}" if state.done_on else f"期限 {state.due_on:%Y-%m-%d}"
        shape = '<span class="part-{}">{}</span><br><span class="day">{}</span>'
        return format_html(shape, state.standing, state.words, when)

    return shown


@admin.register(ThreeSync)
class ThreeSyncAdmin(ScopedModelAdmin):
    form = ThreeSyncForm
    list_display = [
        "estate",
        "of_community",
        "handover_on",
        "branch_state",
        "team_state",
        "station_state",
        "whole",
    ]
    list_filter = [ThreeSyncFilter, ("estate__community", ScopedRelatedFilter)]
    list_select_related = ["estate__community", "branch", "team"]
    search_fields = ["estate__name", "estate__aliases", "note"]
    search_help_text = "按小区名称或说明查找"
    date_hierarchy = "handover_on"
    ordering = ["-handover_on", "estate__name"]
    autocomplete_fields = ["estate"]
    readonly_fields = ["where_it_stands", "timeline"]
    fieldsets = [
        (None, {"fields": ["estate", "handover_on", "where_it_stands", "timeline"]}),
        ("党支部", {"fields": ["branch", "branch_on", "branch_evidence"]}),
        ("创熟团队", {"fields": ["team", "team_on", "team_evidence"]}),
        ("党群阵地", {"fields": ["station_on", "station_evidence"]}),
        ("说明", {"fields": ["note", "source"]}),
    ]

    class Media:
        css = {"all": ["admin-tools/governance.css"]}

    branch_state = _column("branch")
    team_state = _column("team")
    station_state = _column("station")

    @admin.display(description="社区", ordering="estate__community__code")
    def of_community(self, row: ThreeSync) -> str:
        return row.community.name

    @admin.display(description="整体")
    def whole(self, row: ThreeSync) -> str:
        return summary(row, timezone.localdate())

    @admin.display(description="现在的进度")
    def where_it_stands(self, row: ThreeSync) -> str:
        if row.pk is None:
            return "保存以后显示。"
        return "；".join(f"{state.label}{state.words}" for state in part_states(row, timezone.localdate()))

    @admin.display(description="大事记")
    def timeline(self, row: ThreeSync) -> str | SafeString:
        if row.pk is None:
            return ""
        address = reverse("admin:communities_estate_chronicle", args=[row.estate_id])
        return format_html('<a href="{}">看{}的大事记</a>', address, row.estate)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in EVIDENCE_KINDS:
            rows = self.choices_for(db_field.remote_field.model, request)
            kwargs["queryset"] = rows.filter(kind=EVIDENCE_KINDS[db_field.name])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.print_view)
        return [path("print/", view, name="communities_threesync_print"), *super().get_urls()]

    def print_view(self, request: HttpRequest) -> HttpResponse:
        """What the user sees, as a sheet of paper: the latest handovers first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        rows = self.get_queryset(request).select_related(*self.list_select_related)
        lines = [(row, part_states(row, today), summary(row, today)) for row in rows[:500]]
        labels = [label for label, _ in PARTS.values()]
        context = {"lines": lines, "labels": labels, "today": today}
        return render(request, "communities/admin/three_sync_paper.html", context)
