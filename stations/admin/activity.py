"""Activities in the admin: entered once or weekly, cancelled, and counted when they are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.scope import editable_by
from guicheng.pictures.admin import PicturePages

from ..forms import ActivityForm
from ..gaps import calls_to_make, signed_up_uncounted, uncounted
from ..models import Activity, ActivityPhoto, ActivitySeries
from .pictures import ActivityPhotoInline
from .sheet import SheetPage
from .signups import SignUpPages


def midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


class TimeFilter(admin.SimpleListFilter):
    title = "时间"
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("today", "今天"),
            ("week", "今后七天"),
            ("coming", "还没结束"),
            ("past", "已结束"),
            ("uncounted", "已结束，没填人次"),
            ("signed-up-uncounted", "有人报名，没填人次"),
            ("calls", "要打电话通知报名的人"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Activity]
    ) -> models.QuerySet[Activity]:
        now = timezone.now()
        days = {"today": 1, "week": 7}.get(self.value() or "")
        if days:
            start = midnight(now)
            return queryset.filter(starts_at__lt=start + timedelta(days=days), ends_at__gt=start)
        conditions = {
            "coming": Q(ends_at__gt=now),
            "past": Q(ends_at__lte=now),
            "uncounted": uncounted(now),
            "calls": calls_to_make(now),
            "signed-up-uncounted": signed_up_uncounted(now),
        }
        condition = conditions.get(self.value() or "")
        return queryset.filter(condition) if condition else queryset


@admin.register(Activity)
class ActivityAdmin(SignUpPages, SheetPage, PicturePages, ScopedModelAdmin):
    form = ActivityForm
    inlines = [ActivityPhotoInline]
    picture_model = ActivityPhoto
    list_display = ["title", "starts_at", "attendance", "station", "kind", "status", "weekly"]
    list_editable = ["attendance"]
    list_filter = [TimeFilter, "status", "kind", ("station__community", ScopedRelatedFilter)]
    list_select_related = ["station", "series"]
    date_hierarchy = "starts_at"
    search_fields = ["title", "place", "station__name", "station__community__name"]
    search_help_text = "按名称、地点、站点或社区查找"
    ordering = ["-starts_at", "-pk"]
    autocomplete_fields = ["station"]
    readonly_fields = ["weekly", "updated_at"]
    actions = ["cancel", "cancel_series", "open_sign_up", "close_sign_up"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "station", "place"]}),
        ("时间", {"fields": ["starts_at", "ends_at", "repeat_until"]}),
        ("给谁参加", {"fields": ["audience", "capacity", "description"]}),
        ("网上报名", {"fields": ["sign_up_open", "sign_up_closes_at"]}),
        ("结果", {"fields": ["status", "attendance", "new_photos", "updated_at"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Activity | None = None) -> list[Any]:
        """A series is made with its first activity; later on each is changed by itself."""
        if obj is None:
            return self.fieldsets
        left_out = {"repeat_until"}
        if not self.has_change_permission(request, obj):
            left_out.add("new_photos")
        sections = [
            (title, {**parts, "fields": [name for name in parts["fields"] if name not in left_out]})
            for title, parts in self.fieldsets
        ]
        sections[1][1]["fields"].append("weekly")
        return sections

    def get_inlines(self, request: HttpRequest, obj: Activity | None) -> list[type[ActivityPhotoInline]]:
        """A new activity takes its photos in one go; afterwards each gets its words."""
        return list(self.inlines) if obj else []

    @admin.display(description="系列")
    def weekly(self, activity: Activity) -> str:
        return "每周" if activity.series_id else ""

    def save_model(self, request: HttpRequest, obj: Activity, form: forms.ModelForm, change: bool) -> None:
        weeks = form.weeks_to_repeat() if not change else 0
        if weeks:
            obj.series = ActivitySeries.objects.create(station=obj.station, title=obj.title)
        super().save_model(request, obj, form, change)
        for week in range(1, weeks + 1):
            self._repeat(obj, week).save()
        if weeks:
            messages.success(request, f"已登记每周系列，共 {weeks + 1} 场。")

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        # The list's rows are saved here too; they take no photos.
        if form.cleaned_data.get("new_photos"):
            messages.success(request, f"已保存 {form.add_photos(form.instance)} 张照片。")

    def _repeat(self, first: Activity, weeks: int) -> Activity:
        """The same activity so many weeks later, at the same time by the clock."""
        copied = {
            field.attname: getattr(first, field.attname)
            for field in Activity._meta.concrete_fields
            if field.name not in {"id", "attendance", "walk_ins", "starts_at", "ends_at", "sign_up_closes_at"}
        }
        shift = timedelta(weeks=weeks)
        closes = first.sign_up_closes_at
        return Activity(
            **copied,
            sign_up_closes_at=timezone.localtime(closes) + shift if closes else None,
            starts_at=timezone.localtime(first.starts_at) + shift,
            ends_at=timezone.localtime(first.ends_at) + shift,
        )

    # --- actions --------------------------------------------------------------------------------
    @admin.action(description="取消活动", permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: models.QuerySet[Activity]) -> TemplateResponse | None:
        rows = queryset.filter(status=Activity.Status.PLANNED, ends_at__gt=timezone.now())
        return self._cancel(request, rows, "取消活动", "这些活动会在页面上显示“已取消”。已经结束的不受影响。")

    def _rest_of_series(
        self, request: HttpRequest, queryset: models.QuerySet[Activity]
    ) -> models.QuerySet[Activity]:
        """Of each chosen one's series: itself and all after it that are not over yet."""
        chosen = queryset.filter(
            series=models.OuterRef("series"), starts_at__lte=models.OuterRef("starts_at")
        )
        return editable_by(Activity, request.user).filter(
            models.Exists(chosen.order_by()),
            status=Activity.Status.PLANNED,
            ends_at__gt=timezone.now(),
        )

    @admin.action(description="取消本系列以后的各场", permissions=["change"])
    def cancel_series(
        self, request: HttpRequest, queryset: models.QuerySet[Activity]
    ) -> TemplateResponse | None:
        rows = self._rest_of_series(request, queryset)
        text = "所选的这一场和同一系列以后的各场都会显示“已取消”。已经结束的不受影响。"
        return self._cancel(request, rows, "取消本系列以后的各场", text)

    def _cancel(
        self, request: HttpRequest, rows: models.QuerySet[Activity], title: str, text: str
    ) -> TemplateResponse | None:
        rows = rows.select_related("station").order_by(F("starts_at").asc(), "pk")
        page = self.ask_first(request, rows, title=title, text=text, button=title)
        if page is None:
            count = self.change_rows(request, rows, title, status=Activity.Status.CANCELLED)
            messages.success(request, f"已取消 {count} 场活动。")
        return page

    @admin.action(description="开放网上报名（系列的连同以后各场）", permissions=["change"])
    def open_sign_up(
        self, request: HttpRequest, queryset: models.QuerySet[Activity]
    ) -> TemplateResponse | None:
        text = "所选的活动和同一系列以后的各场都接受网上报名，每场分别报名。没有填名额的不限人数。"
        return self._set_sign_up(request, queryset, "开放网上报名", text, sign_up_open=True)

    @admin.action(description="停止网上报名（系列的连同以后各场）", permissions=["change"])
    def close_sign_up(
        self, request: HttpRequest, queryset: models.QuerySet[Activity]
    ) -> TemplateResponse | None:
        text = "所选的活动和同一系列以后的各场不再接受网上报名，已经报上的不受影响。"
        return self._set_sign_up(request, queryset, "停止网上报名", text, sign_up_open=False)

    def _set_sign_up(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Activity],
        title: str,
        text: str,
        *,
        sign_up_open: bool,
    ) -> TemplateResponse | None:
        rest = self._rest_of_series(request, queryset)
        rows = editable_by(Activity, request.user).filter(
            Q(pk__in=queryset.values("pk")) | Q(pk__in=rest.values("pk")),
            status=Activity.Status.PLANNED,
            ends_at__gt=timezone.now(),
            sign_up_open=not sign_up_open,
        )
        rows = rows.select_related("station").order_by("starts_at", "pk")
        page = self.ask_first(request, rows, title=title, text=text, button=title)
        if page is None:
            count = self.change_rows(request, rows, title, sign_up_open=sign_up_open)
            messages.success(request, f"{title}：{count} 场。")
        return page
