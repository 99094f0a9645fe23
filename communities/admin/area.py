"""Communities and estates in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..familiar import standing_of
from ..forms import PointForm
from ..models import Boundary, Community, Estate
from ..visits import not_visited
from .event import ChroniclePages
from .point import PointAdmin, areas_around


class CommunityForm(PointForm):
    class Meta:
        model = Community
        fields = ["name", "code", "kind", "rural_pilot", "phone", "address"]


class VisitedFilter(admin.SimpleListFilter):
    title = "走访"
    parameter_name = "visited"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("no", "一年没有走访")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Community]) -> QuerySet[Community]:
        return not_visited(queryset, timezone.localdate()) if self.value() == "no" else queryset


@admin.register(Community)
class CommunityAdmin(ChroniclePages, PointAdmin):
    form = CommunityForm
    list_display = ["name", "kind", "rural_pilot", "certified", "phone", "located"]
    list_filter = ["kind", "rural_pilot", VisitedFilter]
    search_fields = ["name", "code", "address"]
    ordering = ["code"]
    fieldsets = [
        (None, {"fields": ["name", "code", "kind", "rural_pilot", "familiar"]}),
        ("联系", {"fields": ["phone", "address"]}),
        ("位置", {"fields": ["point"], "description": "社区党群服务中心所在的位置。"}),
    ]
    #: What a community is called and counted as is the street's to say.
    street_fields = ["name", "code", "kind", "rural_pilot"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Community]:
        return super().get_queryset(request).with_certified()

    @admin.display(description="熟人社区达标", ordering="certified_on")
    def certified(self, row: Community) -> str:
        return f"{row.certified_on:%Y-%m}" if row.certified_on else ""

    @admin.display(description="创熟状态")
    def familiar(self, row: Community) -> str | SafeString:
        """Told by the status records alone; to change it, add a record there."""
        if row.pk is None:
            return ""
        address = reverse("admin:communities_familiarstatus_changelist")
        now = standing_of(row)
        said = str(now) if now else "未启动"
        return format_html('{}　<a href="{}?community__id__exact={}">全部记录</a>', said, address, row.pk)

    def around(self, request: HttpRequest, obj: Community | None) -> dict[str, Any]:
        return areas_around(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and request.user.sees_every_community

    def has_delete_permission(self, request: HttpRequest, obj: Community | None = None) -> bool:
        return super().has_delete_permission(request, obj) and request.user.sees_every_community

    def get_readonly_fields(self, request: HttpRequest, obj: Community | None = None) -> list[str]:
        fields = ["shown_point", "familiar"]
        return fields if request.user.sees_every_community else [*fields, *self.street_fields]


class EstateForm(PointForm):
    class Meta:
        model = Estate
        fields = [
            "community",
            "name",
            "kind",
            "aliases",
            "households",
            "elders",
            "industry_community",
            "note",
            "source",
        ]


@admin.register(Estate)
class EstateAdmin(ChroniclePages, PointAdmin):
    form = EstateForm
    list_display = ["name", "community", "kind", "households", "located"]
    list_filter = [("community", ScopedRelatedFilter), "kind"]
    list_select_related = ["community"]
    search_fields = ["name", "aliases", "community__name"]
    ordering = ["community__code", "name"]
    readonly_fields = ["shown_point"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "community",
                    "name",
                    "kind",
                    "aliases",
                    "households",
                    "elders",
                    "industry_community",
                ]
            },
        ),
        ("位置", {"fields": ["point"]}),
        ("说明", {"fields": ["note", "source"]}),
    ]


@admin.register(Boundary)
class BoundaryAdmin(ScopedModelAdmin):
    """Boundaries are loaded by a command; here one sees what is there and removes it."""

    street_only = True
    list_display = ["name", "attribution", "loaded_at"]
    fields = ["name", "attribution", "loaded_at"]
    readonly_fields = ["loaded_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
