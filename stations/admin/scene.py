"""特色服务场景 in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text

from ..models import Scene, Service


class CurrentFilter(admin.SimpleListFilter):
    title = "进行情况"
    parameter_name = "current"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "进行中或将开始"), ("over", "已结束")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Scene]) -> models.QuerySet[Scene]:
        today = timezone.localdate()
        if self.value() == "yes":
            return queryset.current(today)
        return queryset.filter(until__lt=today) if self.value() == "over" else queryset


class SceneForm(ScopedModelForm):
    class Meta:
        model = Scene
        fields = [
            "title",
            "audience",
            "station",
            "services",
            "schedule",
            "weekday",
            "starts",
            "ends",
            "description",
            "public",
            "since",
            "until",
        ]
        widgets = {"services": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "services" in self.fields:
            offered = models.Q(active=True)
            if self.instance.pk:
                offered |= models.Q(scenes=self.instance.pk)
            self.fields["services"].queryset = Service.objects.filter(offered).distinct()

    def clean_title(self) -> str:
        return plain_text(self.cleaned_data["title"])


@admin.register(Scene)
class SceneAdmin(ScopedModelAdmin):
    form = SceneForm
    list_display = ["title", "audience", "station", "told", "until", "public"]
    list_filter = [
        CurrentFilter,
        ("audience", ScopedRelatedFilter),
        "weekday",
        "public",
        ("station__community", ScopedRelatedFilter),
    ]
    list_select_related = ["audience", "station"]
    search_fields = ["title", "schedule", "description", "station__name", "audience__name"]
    search_help_text = "按名称、时间、站点或人群查找"
    autocomplete_fields = ["station"]
    actions = ["hide", "show"]
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "audience", "station", "services"],
                "description": "一个场景说清四样：为谁、在哪个站点、有哪些服务、什么时候。",
            },
        ),
        ("时间", {"fields": ["schedule", "weekday", "starts", "ends", "since", "until"]}),
        ("给居民看的", {"fields": ["description", "public"]}),
    ]

    @admin.display(description="什么时候", ordering="weekday")
    def told(self, scene: Scene) -> str:
        return scene.when or scene.schedule

    @admin.action(description="不再公开", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: models.QuerySet[Scene]) -> None:
        count = self.change_rows(request, queryset.filter(public=True), "不再公开", public=False)
        messages.success(request, f"{count} 个场景不再公开。")

    @admin.action(description="向居民公开", permissions=["change"])
    def show(self, request: HttpRequest, queryset: models.QuerySet[Scene]) -> None:
        count = self.change_rows(request, queryset.filter(public=False), "向居民公开", public=True)
        messages.success(request, f"{count} 个场景已经公开。")
