"""The street's own lists: services and audiences. Everyone inside reads them, the street changes them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from pypinyin import lazy_pinyin

from guicheng.accounts.admin_base import ScopedModelAdmin
from guicheng.accounts.admin_forms import ScopedModelForm

from ..models import Audience, Service
from ..models.service import ListEntry


class ListEntryForm(ScopedModelForm):
    """An entry whose part of the address, if left empty, is made of the name's pinyin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text += "不填就用名称的拼音。定下以后不要改，旧链接会失效。"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = self._free_slug(slugify("-".join(lazy_pinyin(cleaned["name"])))[:36] or "list")
        return cleaned

    def _free_slug(self, wanted: str) -> str:
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
        names = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, 1000))
        return next(name for name in names if name not in taken)


class ListEntryAdmin(ScopedModelAdmin):
    form = ListEntryForm
    list_display = ["name", "order", "swatch", "active", "slug"]
    list_editable = ["order"]
    list_filter = ["active", "colour"]
    search_fields = ["name", "slug"]
    ordering = ["order", "name"]
    actions = ["retire", "revive"]

    class Media:
        css = {"all": ["admin-tools/lists.css"]}

    @admin.display(description="颜色", ordering="colour")
    def swatch(self, entry: ListEntry) -> SafeString:
        return format_html(
            '<span class="swatch swatch-{}" aria-hidden="true"></span> {}',
            entry.colour,
            entry.get_colour_display(),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            rows = rows.filter(active=True)
        return rows, duplicates

    @admin.action(description="停用（不再出现在选择里）", permissions=["change"])
    def retire(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        count = self.change_rows(request, queryset.filter(active=True), "停用", active=False)
        messages.success(request, f"已停用 {count} 项。")

    @admin.action(description="重新使用", permissions=["change"])
    def revive(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        count = self.change_rows(request, queryset.filter(active=False), "重新使用", active=True)
        messages.success(request, f"已重新使用 {count} 项。")


@admin.register(Service)
class ServiceAdmin(ListEntryAdmin):
    fields = ["name", "description", "audiences", "order", "colour", "active", "slug"]
    filter_horizontal = ["audiences"]


@admin.register(Audience)
class AudienceAdmin(ListEntryAdmin):
    fields = ["name", "order", "colour", "active", "slug"]
