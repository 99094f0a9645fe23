"""Places in the admin: what a head looks after, who serves there, and the hand-over to the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.admin.point import PointAdmin, areas_around
from communities.models import Place
from guicheng.accounts.admin_base import ScopedRelatedFilter
from guicheng.accounts.scope import visible_to

from ..forms import PlaceForm
from ..gaps import has_head, without_head
from ..models import Appointment
from .appointment import HeadInline
from .base import PeopleAdmin
from .coverage_page import CoveragePage
from .place_batch import PlaceBatchPage
from .place_papers import PlacePapers
from .succession import SuccessionPage


class HeadFilter(admin.SimpleListFilter):
    title = "楼长（巷长、街长）"
    parameter_name = "head"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "有人在任"), ("none", "没有人在任（使用中的）")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Place]) -> models.QuerySet[Place]:
        if self.value() == "none":
            return queryset.filter(without_head())
        return queryset.filter(has_head()) if self.value() == "yes" else queryset


class InUseFilter(admin.SimpleListFilter):
    title = "使用情况"
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "使用中"), ("no", "已停用")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Place]) -> models.QuerySet[Place]:
        if self.value() == "yes":
            return queryset.in_use()
        return queryset.filter(closed_on__isnull=False) if self.value() == "no" else queryset


@admin.register(Place)
class PlaceAdmin(SuccessionPage, PlaceBatchPage, CoveragePage, PlacePapers, PeopleAdmin, PointAdmin):
    form = PlaceForm
    inlines = [HeadInline]
    list_display = ["whole_name", "kind", "head", "households", "community", "closed_on"]
    list_filter = [("community", ScopedRelatedFilter), HeadFilter, "kind", InUseFilter]
    list_select_related = ["community", "estate"]
    search_fields = ["whole", "estate__aliases", "community__name"]
    search_help_text = "按名称（如：俊雅花园3栋）、小区别名或社区查找"
    autocomplete_fields = ["estate"]
    related_add = ("estate",)
    readonly_fields = ["shown_point"]
    actions = ["close", "cards"]
    reading_actions = ("cards",)
    fieldsets = [
        (
            None,
            {
                "fields": ["community", "estate", "kind", "name", "households"],
                "description": "一位楼长（巷长、街长）负责的一栋楼、一个单元、一条巷或一条街，登记成一条。",
            },
        ),
        (
            "位置",
            {
                "fields": ["point"],
                "description": "可以不填，不填就按小区的位置算。小区很大、各栋走路差别明显时才需要。",
            },
        ),
        ("停用与说明", {"fields": ["closed_on", "note"]}),
    ]

    def around(self, request: HttpRequest, obj: Place | None) -> dict[str, Any]:
        """A building without a point of its own is looked for around its estate's."""
        if obj is not None and not obj.has_point and obj.estate is not None and obj.estate.has_point:
            return areas_around(request, obj.estate)
        return super().around(request, obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Place]:
        heads = visible_to(Appointment, request.user).heads().select_related("volunteer")
        prefetched = models.Prefetch("appointments", heads.order_by("pk"), to_attr="serving_heads")
        whole = Concat(Coalesce("estate__name", Value("")), "name")
        return super().get_queryset(request).prefetch_related(prefetched).annotate(whole=whole)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Place], search_term: str
    ) -> tuple[models.QuerySet[Place], bool]:
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            rows = rows.in_use()
        return rows, duplicates

    def get_inlines(self, request: HttpRequest, obj: Place | None) -> list[type[HeadInline]]:
        return list(self.inlines) if obj else []

    def get_urls(self) -> list[URLPattern]:
        pages = [
            ("batch/", self.batch_view, "batch"),
            ("coverage/", self.coverage_view, "coverage"),
            ("<int:pk>/succession/", self.succession_view, "succession"),
            ("<int:pk>/card/", self.card_view, "card"),
            ("<int:pk>/handover/", self.handover_view, "handover"),
        ]
        wrap = self.admin_site.admin_view
        own = [path(route, wrap(view), name=f"communities_place_{name}") for route, view, name in pages]
        return [*own, *super().get_urls()]

    @admin.display(description="名称", ordering="whole")
    def whole_name(self, place: Place) -> str:
        return str(place)

    @admin.display(description="在任")
    def head(self, place: Place) -> str | SafeString:
        if not place.serving_heads:
            return ""
        person = place.serving_heads[0].volunteer
        address = reverse("admin:volunteers_volunteer_change", args=[person.pk])
        return format_html('<a href="{}">{}</a>', address, person)

    @admin.action(description="停用（拆除或合并）", permissions=["change"])
    def close(self, request: HttpRequest, queryset: models.QuerySet[Place]) -> TemplateResponse | None:
        rows = queryset.in_use().filter(~has_head()).select_related("estate")
        if held := queryset.in_use().filter(has_head()).count():
            messages.warning(request, f"其中 {held} 处还有人在任，请先结束任期，这次没有改动。")
        page = self.ask_first(
            request,
            rows,
            title="停用",
            text="停用以后不再计入应有楼长（巷长、街长）的地方，以前的任职记录都会保留。",
            button="停用",
        )
        if page is None:
            count = self.change_rows(request, rows, "停用", closed_on=timezone.localdate())
            messages.success(request, f"已停用 {count} 处。")
        return page
