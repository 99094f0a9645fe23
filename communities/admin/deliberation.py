"""Deliberations in the admin, from planning to minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_years import years_of
from guicheng.pictures.admin import PictureInline, PicturePages

from ..deliberation_forms import CancelForm, DeliberationForm, DeliberationPhotoForm, PartyForm
from ..models import Deliberation, DeliberationParty, DeliberationPhoto, Undertaking
from ..names_in_text import names_in
from .deliberation_signups import SignUpPages
from .deliberation_steps import StepPages
from .undertaking import UndertakingInline


class WhenFilter(admin.SimpleListFilter):
    title = "时间和记录"
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("coming", "将要召开"),
            ("past", "已经过了"),
            ("unmarked", "过了时间，没标召开"),
            ("no-minutes", "开完 14 天，没有纪要"),
            ("without-minutes", "没有纪要的"),
            ("without-resolutions", "没有议定事项的"),
            ("unpublished", "纪要写了，没有公开"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Deliberation]
    ) -> models.QuerySet[Deliberation]:
        now = timezone.now()
        chosen = self.value()
        if chosen == "coming":
            keys = Deliberation.objects.coming(now).order_by().values("pk")
            planned = Q(status=Deliberation.Status.PLANNED, starts_at__gt=now)
            return queryset.filter(Q(pk__in=keys) | planned)
        if chosen == "past":
            return queryset.filter(starts_at__lte=now)
        if chosen == "unmarked":
            return queryset.unmarked(now)
        if chosen == "no-minutes":
            return queryset.without_minutes(now)
        if chosen == "without-minutes":
            return queryset.without_minutes()
        if chosen == "without-resolutions":
            own = Undertaking.objects.filter(deliberation=OuterRef("pk"))
            return queryset.held().filter(~Exists(own))
        if chosen == "unpublished":
            return queryset.held().filter(minutes_published_on__isnull=True).exclude(public_minutes="")
        return queryset


class PartyInline(ScopedInline):
    model = DeliberationParty
    form = PartyForm
    autocomplete_fields = ["organisation"]
    verbose_name_plural = "请了谁、谁来了（名称会公开，人名只写姓氏和身份）"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[DeliberationParty]:
        return super().get_queryset(request).select_related("organisation")


class DeliberationPhotoInline(PictureInline):
    model = DeliberationPhoto
    form = DeliberationPhotoForm
    fields = ["preview", "caption", "upload", "public", "order"]
    verbose_name_plural = "照片（勾选“公开”的，居民看得到）"


class ResolutionInline(UndertakingInline):
    verbose_name_plural = "议定事项（谁负责、什么时候做完；居民看得到落实情况）"


@admin.register(Deliberation)
class DeliberationAdmin(StepPages, SignUpPages, PicturePages, ScopedModelAdmin):
    form = DeliberationForm
    picture_model = DeliberationPhoto
    list_display = [
        "topic",
        "kind",
        "community",
        "shown_when",
        "status",
        "attendance",
        "minutes_state",
        "settled",
    ]
    list_filter = [WhenFilter, "kind", "status", ("community", ScopedRelatedFilter), years_of("starts_at")]
    list_select_related = ["community"]
    search_fields = ["topic", "agenda", "where", "public_minutes"]
    search_help_text = "按议题、议程、地点或公开的纪要查找"
    ordering = ["-starts_at", "-pk"]
    autocomplete_fields = ["estate"]
    readonly_fields = ["minutes_published_on", "updated_at"]
    inlines = [PartyInline, ResolutionInline, DeliberationPhotoInline]
    actions = ["announce", "cancel"]
    fieldsets = [
        (None, {"fields": ["topic", "kind", "community", "estate", "status", "public"]}),
        ("时间地点", {"fields": ["starts_at", "ends_at", "date_precision", "where", "agenda"]}),
        ("网上报名", {"fields": ["sign_up_open", "capacity"]}),
        (
            "结果",
            {"fields": ["attendance", "minutes", "public_minutes", "minutes_published_on", "new_photos"]},
        ),
        ("其他", {"fields": ["cancelled_because", "source", "updated_at"], "classes": ["collapse"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Deliberation | None = None) -> list[Any]:
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return [
            (title, {**parts, "fields": [name for name in parts["fields"] if name != "new_photos"]})
            for title, parts in self.fieldsets
        ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Deliberation]:
        """With how many resolutions each has, counted beside the row: only for those that are shown."""
        here = Undertaking.objects.filter(deliberation=OuterRef("pk")).order_by().values("deliberation")
        counted = here.annotate(n=Count("pk"), closed=Count("pk", filter=~Q(state=Undertaking.State.OPEN)))
        return (
            super()
            .get_queryset(request)
            .annotate(
                all_n=Coalesce(Subquery(counted.values("n")), 0),
                closed_n=Coalesce(Subquery(counted.values("closed")), 0),
            )
        )

    def view_on_site(self, obj: Deliberation) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description="时间", ordering="starts_at")
    def shown_when(self, row: Deliberation) -> str:
        return row.when

    @admin.display(description="纪要")
    def minutes_state(self, row: Deliberation) -> str:
        if row.minutes_published_on:
            return "已公开"
        if row.public_minutes:
            return "写了，没公开"
        return "内部" if row.minutes else ""

    @admin.display(description="议定事项（了结／全部）")
    def settled(self, row: Deliberation) -> str:
        return f"{row.closed_n}／{row.all_n}" if row.all_n else ""

    def save_model(
        self, request: HttpRequest, obj: Deliberation, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        changed = obj.minutes_published_on and "public_minutes" in form.changed_data
        if changed and (names := names_in(obj.public_minutes)):
            said = f"公开的纪要里这些字像全名，居民已经看得到，请核对：{'、'.join(names[:10])}。"
            messages.warning(request, said)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("new_photos"):
            messages.success(request, f"已保存 {form.add_photos(form.instance)} 张照片。")

    # --- actions --------------------------------------------------------------------------------
    @admin.action(description="发布预告", permissions=["change"])
    def announce(
        self, request: HttpRequest, queryset: models.QuerySet[Deliberation]
    ) -> TemplateResponse | None:
        rows = queryset.filter(status=Deliberation.Status.PLANNED).order_by("starts_at")
        text = "居民会在网上看到这些议事的议题、时间、地点、议程和请了谁；勾选不公开的不会显示。"
        page = self.ask_first(request, rows, title="发布预告", text=text, button="发布预告")
        if page is None:
            count = self.change_rows(request, rows, "发布预告", status=Deliberation.Status.ANNOUNCED)
            messages.success(request, f"已预告 {count} 次议事。")
        return page

    @admin.action(description="取消（写明原因）", permissions=["change"])
    def cancel(
        self, request: HttpRequest, queryset: models.QuerySet[Deliberation]
    ) -> TemplateResponse | None:
        open_ones = (Deliberation.Status.PLANNED, Deliberation.Status.ANNOUNCED)
        rows = queryset.filter(status__in=open_ones).order_by("starts_at")
        form = CancelForm(request.POST if request.POST.get("confirmed") == "yes" else None)
        text = "预告过的会显示“已取消”和原因。已经召开的不受影响。报了名、留了电话的，请打电话说一声。"
        page = self.ask_first(request, rows, title="取消议事", text=text, button="取消议事", form=form)
        if page is None:
            count = self.change_rows(
                request,
                rows,
                "取消议事",
                status=Deliberation.Status.CANCELLED,
                cancelled_because=form.cleaned_data["reason"],
            )
            messages.success(request, f"已取消 {count} 次议事。")
        return page
