"""创熟 in the admin: the steps of each community, the table of all, the street's criteria."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.accounts.scope import visible_to

from ..familiar import Standing, certified_count, standings
from ..models import Community, FamiliarCriterion, FamiliarStatus
from .pages import OwnPages, table_as_excel

_EXPIRING, _UNASSESSED = "expiring", "unassessed"


class RowsFilter(admin.SimpleListFilter):
    """What holds now, or what needs doing; without it the whole history."""

    title = "范围"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("current", "只看现状"),
            (_EXPIRING, "达标快到期（已到期）"),
            (_UNASSESSED, "创建中、今年没有交自评"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[FamiliarStatus]
    ) -> models.QuerySet[FamiliarStatus]:
        today = timezone.localdate()
        if self.value() == "current":
            return queryset.current()
        if self.value() == _EXPIRING:
            return queryset.expiring(today)
        return queryset.unassessed(today) if self.value() == _UNASSESSED else queryset


class FamiliarStatusForm(ScopedModelForm):
    """A community records its own steps; whether it is certified the street records."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("status")
        if field is not None and self.user is not None and not self.user.sees_every_community:
            field.choices = [pair for pair in field.choices if pair[0] not in FamiliarStatus.STREETS]
            field.help_text = "达标、到期复评、未通过由街道登记。"


@admin.register(FamiliarStatus)
class FamiliarStatusAdmin(OwnPages, ScopedModelAdmin):
    form = FamiliarStatusForm
    list_display = ["community", "status", "when", "expires_on", "by", "document"]
    list_filter = [RowsFilter, "status", "community__kind", ("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["community__name", "by", "document", "note"]
    search_help_text = "按社区、认定单位、文件或说明查找"
    ordering = ["-on", "-pk"]
    date_hierarchy = "on"
    fieldsets = [
        (None, {"fields": ["community", "status", ("on", "precision"), "expires_on"]}),
        ("依据", {"fields": ["by", "document", "note", "source"]}),
    ]

    @admin.display(description="日期", ordering="on")
    def when(self, row: FamiliarStatus) -> str:
        return row.when

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.table_view)
        return [path("table/", view, name="communities_familiarstatus_table"), *super().get_urls()]

    def table_view(self, request: HttpRequest) -> HttpResponse:
        """Every community that the user sees with where it stands; ``format=xlsx`` as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = standings(visible_to(Community, request.user).order_by("code"))
        kind, status = request.GET.get("kind", ""), request.GET.get("status", "")
        chosen = [row for row in rows if kind in {"", row.community.kind} and status in {"", row.key}]
        if request.GET.get("format") == "xlsx":
            return table_as_excel(request, "创熟进度", "familiar", _HEADS, map(_cells, chosen))
        context = {
            "rows": chosen,
            "total": len(rows),
            "certified": certified_count(timezone.localdate()) if request.user.sees_every_community else None,
            "kinds": Community.Kind.choices,
            "statuses": FamiliarStatus.Status.choices,
            "kind": kind,
            "status": status,
        }
        return self.own_page(request, "communities/admin/familiar_table.html", "创熟进度表", context)


_HEADS = ["社区", "类型", "试点", "状态", "自何时起", "有效期至", "今年自评得分", "上次得分", "已提交"]


def _cells(row: Standing) -> list[Any]:
    now, before = row.assessment, row.before
    return [
        row.community.name,
        row.community.get_kind_display(),
        "试点" if row.community.rural_pilot else "",
        row.label,
        row.status.when if row.status else "",
        row.status.expires_on if row.status else None,
        round(now.score, 1) if now and now.score is not None else None,
        round(before.score, 1) if before and before.score is not None else None,
        now.submitted_on if now else None,
    ]


@admin.register(FamiliarCriterion)
class FamiliarCriterionAdmin(ScopedModelAdmin):
    list_display = ["name", "weight", "order", "active"]
    list_editable = ["weight", "order"]
    list_filter = ["active"]
    search_fields = ["name", "explanation"]
    ordering = ["order", "pk"]

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "weight":
            field.help_text = "改了以后只影响新的自评，已有的自评不变。"
        return field
