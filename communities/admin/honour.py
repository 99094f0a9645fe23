"""Honours in the admin, with pictures of the document or the plaque."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.pictures.admin import PictureInline, PicturePages
from guicheng.pictures.forms import PictureForm

from ..models import Honour, HonourPicture


class HonourForm(ScopedModelForm):
    def fill_in(self) -> None:
        self.instance.take_community()


class HonourPictureForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = HonourPicture


class HonourPictureInline(PictureInline):
    model = HonourPicture
    form = HonourPictureForm


@admin.register(Honour)
class HonourAdmin(PicturePages, ScopedModelAdmin):
    form = HonourForm
    picture_model = HonourPicture
    list_display = ["title", "level", "when", "whom", "given_by", "public"]
    list_filter = ["level", "public", ("community", ScopedRelatedFilter)]
    list_select_related = ["community", "organisation", "project"]
    search_fields = ["title", "given_by", "for_words", "document", "community__name"]
    search_help_text = "按名称、颁发单位、对象、文件或社区查找"
    date_hierarchy = "on"
    ordering = ["-on", "title"]
    autocomplete_fields = ["organisation", "project"]
    inlines = [HonourPictureInline]
    fieldsets = [
        (None, {"fields": ["title", "level", ("on", "precision"), "given_by"]}),
        ("授予谁", {"fields": ["community", "organisation", "project", "for_words"]}),
        ("其他", {"fields": ["document", "public", "source"]}),
    ]

    @admin.display(description="日期", ordering="on")
    def when(self, row: Honour) -> str:
        return row.when

    @admin.display(description="授予")
    def whom(self, row: Honour) -> str:
        return row.won_by
