"""Stations in the admin: one page for all that residents read about a station."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.admin import PointAdmin, areas_around
from communities.coords import bounding_box, great_circle
from communities.outlines import SUSPICIOUS_METRES
from guicheng.accounts.admin_base import ScopedInline, ScopedRelatedFilter
from guicheng.accounts.scope import visible_to
from guicheng.pictures.admin import PicturePages

from .. import timetable as tt
from ..forms import DAY_FIELDS, ExceptionForm, OfferingForm, StationForm
from ..gaps import GAPS, any_gap
from ..models import Offering, OpeningException, Photo, Station
from ..opening import OpeningBook
from .pictures import PhotoInline

#: Stations drawn around a point for orientation, and how far around it (metres).
_MARKS, _MARKS_METRES = 200, 3_000


class GapFilter(admin.SimpleListFilter):
    title = "资料缺什么"
    parameter_name = "gap"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("any", "缺任何一项"), *((gap.key, gap.label) for gap in GAPS)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Station]) -> models.QuerySet[Station]:
        today = timezone.localdate()
        if self.value() == "any":
            return queryset.filter(any_gap(today))
        gap = next((gap for gap in GAPS if gap.key == self.value()), None)
        return queryset.filter(gap.condition(today)) if gap else queryset


class ExceptionInline(ScopedInline):
    model = OpeningException
    form = ExceptionForm
    fields = ["date", "hours", "reason"]
    verbose_name_plural = "特殊日期（这一天按这里写的开放，不按每周时间；不开放写“休息”）"

    def get_fields(self, request: HttpRequest, obj: Station | None = None) -> list[str]:
        return self.fields if self.has_change_permission(request, obj) else ["date", "shown_hours", "reason"]

    def get_readonly_fields(self, request: HttpRequest, obj: Station | None = None) -> list[str]:
        return [] if self.has_change_permission(request, obj) else ["shown_hours"]

    @admin.display(description="当天时段")
    def shown_hours(self, row: OpeningException) -> str:
        return tt.format_day(row.day)


class OfferingInline(ScopedInline):
    model = Offering
    form = OfferingForm
    fields = ["service", "note"]


@admin.register(Station)
class StationAdmin(PicturePages, PointAdmin):
    picture_model = Photo
    form = StationForm
    inlines = [OfferingInline, ExceptionInline, PhotoInline]
    list_display = ["name", "community", "level", "status", "now", "phone", "gaps", "confirmed_on"]
    list_filter = [("community", ScopedRelatedFilter), "level", "status", GapFilter]
    list_select_related = ["community", "timetable"]
    search_fields = ["name", "address", "community__name", "estate__name", "estate__aliases"]
    search_help_text = "按名称、地址、社区或小区查找"
    ordering = ["community__code", "level", "name"]
    autocomplete_fields = ["estate"]
    related_add = ("estate",)
    readonly_fields = ["shown_point", "shown_hours", "shown_holidays", "updated_at"]
    actions = ["confirm_today", "suspend", "resume"]
    fieldsets = [
        (
            "基本信息",
            {"fields": ["name", "community", "estate", "level", "status", "phone", "address", "description"]},
        ),
        (
            "位置",
            {
                "fields": ["point", "point_source"],
                "description": "居民按这个位置找最近的站点，也按它导航，请尽量点到大门口。",
            },
        ),
        (
            "每周开放时间",
            {
                "fields": [*DAY_FIELDS, "open_on_holidays"],
                "classes": ["hours-week"],
                "description": "写成 8:30-12:00、14:00-17:30 的样子，不开放写“休息”，全天开放写“全天”。"
                "七天都不填，页面上显示“时间未登记”。",
            },
        ),
        ("设施", {"fields": [("step_free", "toilet", "parking")]}),
        ("照片", {"fields": ["new_photos"]}),
        (
            "核对与来源",
            {"fields": ["confirmed_on", ("opened_on", "closed_on"), "source", "updated_at"]},
        ),
    ]
    reading_fields = {
        **PointAdmin.reading_fields,
        **dict.fromkeys(DAY_FIELDS),
        "hours_0": "shown_hours",
        "open_on_holidays": "shown_holidays",
        "new_photos": None,
    }

    class Media:
        js = ["admin-tools/hours.js"]

    # --- the form -------------------------------------------------------------------------------
    def around(self, request: HttpRequest, obj: Station | None) -> dict[str, Any]:
        focus = obj if obj is None or obj.has_point else obj.community
        shown = areas_around(request, focus)
        south, north, spans = bounding_box(*shown["centre"], _MARKS_METRES)
        near = visible_to(Station, request.user).filter(
            lat__gte=south, lat__lte=north, lon__gte=spans[0][0], lon__lte=spans[0][1]
        )
        if obj is not None:
            near = near.exclude(pk=obj.pk)
        shown["marks"] = [list(row) for row in near.order_by("pk").values_list("name", "lat", "lon")[:_MARKS]]
        return shown

    def get_fieldsets(self, request: HttpRequest, obj: Station | None = None) -> list[Any]:
        fieldsets = super().get_fieldsets(request, obj)
        return [(title, parts) for title, parts in fieldsets if parts["fields"]]

    @admin.display(description="每周开放时间")
    def shown_hours(self, station: Station) -> str:
        return str(station.timetable) if station.timetable else "时间未登记"

    @admin.display(description="法定节假日也开放", boolean=True)
    def shown_holidays(self, station: Station) -> bool:
        return bool(station.timetable and station.timetable.open_on_holidays)

    def save_model(self, request: HttpRequest, obj: Station, form: forms.ModelForm, change: bool) -> None:
        form.apply(obj)
        super().save_model(request, obj, form, change)
        if obj.has_point and obj.community.has_point:
            metres = great_circle(obj.lat, obj.lon, obj.community.lat, obj.community.lon)
            if metres > SUSPICIOUS_METRES:
                messages.warning(
                    request, f"站点离{obj.community}中心有 {metres / 1000:.1f} 公里，请核对位置和坐标系。"
                )

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if count := form.add_photos(form.instance):
            messages.success(request, f"已保存 {count} 张照片，请补写说明。")

    # --- the list -------------------------------------------------------------------------------
    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        book = OpeningBook(changelist.result_list, timezone.now())
        for station in changelist.result_list:
            station.opening_now = book.of(station)
        return changelist

    @admin.display(description="现在")
    def now(self, station: Station) -> str | SafeString:
        if station.status != Station.Status.OPEN:
            return ""
        opening = station.opening_now
        return format_html(
            '<span class="state state-{}">{}</span> {}', opening.state, opening.word, opening.detail
        )

    @admin.display(description="资料缺什么")
    def gaps(self, station: Station) -> str:
        today = timezone.localdate()
        return "、".join(gap.label for gap in GAPS if gap.of(station, today))

    # --- actions --------------------------------------------------------------------------------
    @admin.action(description="标记为今天核对过", permissions=["change"])
    def confirm_today(self, request: HttpRequest, queryset: models.QuerySet[Station]) -> None:
        count = self.change_rows(request, queryset, "核对过资料", confirmed_on=timezone.localdate())
        messages.success(request, f"{count} 个站点已标记为今天核对过。")

    @admin.action(description="暂停服务", permissions=["change"])
    def suspend(self, request: HttpRequest, queryset: models.QuerySet[Station]) -> TemplateResponse | None:
        rows = queryset.filter(status=Station.Status.OPEN)
        page = self.ask_first(
            request,
            rows,
            title="暂停服务",
            text="这些站点会从“最近的站点”里消失，站点页面显示“暂停服务”，直到有人恢复。"
            "只停几天的，改用公告（勾选“临时停止服务”）更合适。",
            button="暂停服务",
        )
        if page is None:
            count = self.change_rows(request, rows, "暂停服务", status=Station.Status.SUSPENDED)
            messages.success(request, f"{count} 个站点已暂停服务。")
        return page

    @admin.action(description="恢复服务", permissions=["change"])
    def resume(self, request: HttpRequest, queryset: models.QuerySet[Station]) -> None:
        rows = queryset.filter(status=Station.Status.SUSPENDED)
        count = self.change_rows(request, rows, "恢复服务", status=Station.Status.OPEN)
        messages.success(request, f"{count} 个站点已恢复服务。")
