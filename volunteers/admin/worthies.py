"""新乡贤 in the admin: whole names for staff alone, deeds as residents read them."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.privacy.cipher import fingerprint

from ..erasure import erase_worthy
from ..models import Worthy, WorthyDeed, WorthyRole
from ..naming import public_worthy
from .appointment import PersonField
from .base import PeopleAdmin


class WorthyForm(ScopedModelForm):
    name = forms.CharField(
        label="姓名",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="没有在“人员”里登记的，在这里写。加密保存；居民只看到“陈乡贤”这样的称呼。",
    )

    class Meta:
        model = Worthy
        fields = [
            "volunteer",
            "name",
            "community",
            "customs",
            "counsel",
            "welfare",
            "started_on",
            "ended_on",
            "note",
            "source",
        ]

    def clean_name(self) -> str:
        return plain_text(self.cleaned_data["name"])

    def fill_in(self) -> None:
        self.instance.name = self.cleaned_data.get("name", "")
        self.instance.note_name()


class RoleFilter(admin.SimpleListFilter):
    title = "三引领"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in WorthyRole.choices]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Worthy]) -> models.QuerySet[Worthy]:
        return queryset.filter(**{self.value(): True}) if self.value() in WorthyRole.values else queryset


class ActiveFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "现任"), ("no", "已退出")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Worthy]) -> models.QuerySet[Worthy]:
        if self.value() == "yes":
            return queryset.active()
        return queryset.filter(ended_on__isnull=False) if self.value() == "no" else queryset


class DeedInline(ScopedInline):
    model = WorthyDeed
    fields = ["role", "on", "date_precision", "text", "public"]
    verbose_name_plural = "事迹（一行一件）"


@admin.register(Worthy)
class WorthyAdmin(PersonField, PeopleAdmin):
    form = WorthyForm
    list_display = ["who", "community", "in_roles", "deed_count", "started_on", "ended_on", "called"]
    list_filter = [RoleFilter, ActiveFilter, ("community", ScopedRelatedFilter)]
    list_select_related = ["volunteer", "community"]
    search_fields = ["volunteer__name", "deeds__text", "note"]
    search_help_text = "按姓名（写全名）或事迹查找"
    pinyin_field = "volunteer__name"
    inlines = [DeedInline]
    readonly_fields = ["called", "updated_at"]
    actions = ["erase_chosen"]
    fieldsets = [
        (
            None,
            {
                "fields": ["volunteer", "name", "community", "called"],
                "description": "在“人员”里登记过的选人员，没有登记的写姓名，两样只要一样。",
            },
        ),
        ("三引领（可以多选）", {"fields": ["customs", "counsel", "welfare"]}),
        ("其他", {"fields": ["started_on", "ended_on", "note", "source", "updated_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Worthy]:
        deeds = WorthyDeed.objects.filter(worthy=models.OuterRef("pk")).order_by().values("worthy")
        counted = models.Subquery(deeds.annotate(n=models.Count("pk")).values("n"))
        return super().get_queryset(request).annotate(deeds_told=models.functions.Coalesce(counted, 0))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Worthy], search_term: str
    ) -> tuple[models.QuerySet[Worthy], bool]:
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        name = plain_text(search_term)
        if name:
            either = models.Q(pk__in=rows.order_by().values("pk")) | models.Q(name_print=fingerprint(name))
            rows = queryset.filter(either)
        return rows, duplicates

    def has_change_permission(self, request: HttpRequest, obj: Worthy | None = None) -> bool:
        return not (obj and obj.erased_on) and super().has_change_permission(request, obj)

    @admin.display(description="姓名", ordering="volunteer__name")
    def who(self, row: Worthy) -> str:
        return row.whole_name or "已抹去"

    @admin.display(description="三引领")
    def in_roles(self, row: Worthy) -> str:
        return "、".join(row.roles)

    @admin.display(description="事迹", ordering="deeds_told")
    def deed_count(self, row: Worthy) -> str:
        return f"{row.deeds_told} 件"

    @admin.display(description="居民看到的称呼")
    def called(self, row: Worthy) -> str:
        return public_worthy(row) if row.pk else ""

    @admin.action(description="抹去姓名", permissions=["change"])
    def erase_chosen(
        self, request: HttpRequest, queryset: models.QuerySet[Worthy]
    ) -> TemplateResponse | None:
        rows = queryset.filter(erased_on__isnull=True, volunteer__isnull=True)
        page = self.ask_first(
            request,
            rows,
            title="抹去姓名",
            text="姓名会彻底抹去，不能恢复；事迹保留，称呼变成“乡贤”。从“人员”里选的，请到人员资料里抹去。",
            button="抹去",
        )
        if page is None:
            for row in list(rows):
                erase_worthy(row, user=request.user, request=request)
            messages.success(request, "已抹去。")
        return page


@admin.register(WorthyDeed)
class WorthyDeedAdmin(ScopedModelAdmin):
    list_display = ["when_told", "role", "text", "worthy", "community", "public"]
    list_display_links = ["when_told", "text"]
    list_filter = ["role", "public", ("worthy__community", ScopedRelatedFilter)]
    list_select_related = ["worthy__volunteer", "worthy__community"]
    search_fields = ["text"]
    search_help_text = "按事迹查找"
    autocomplete_fields = ["worthy"]
    date_hierarchy = "on"
    actions = ["hide", "show"]

    @admin.display(description="日期", ordering="on")
    def when_told(self, deed: WorthyDeed) -> str:
        return deed.when

    @admin.display(description="社区", ordering="worthy__community__code")
    def community(self, deed: WorthyDeed) -> str:
        return deed.worthy.community.name

    @admin.action(description="不再公开", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: models.QuerySet[WorthyDeed]) -> None:
        count = self.change_rows(request, queryset.filter(public=True), "不再公开", public=False)
        messages.success(request, f"{count} 件事迹不再公开。")

    @admin.action(description="向居民公开", permissions=["change"])
    def show(self, request: HttpRequest, queryset: models.QuerySet[WorthyDeed]) -> None:
        count = self.change_rows(request, queryset.filter(public=False), "向居民公开", public=True)
        messages.success(request, f"{count} 件事迹已经公开。")
