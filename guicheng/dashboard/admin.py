"""What was published and promised, in the admin: the street's to change."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin

from .models import PublishedFigure


@admin.register(PublishedFigure)
class PublishedFigureAdmin(ScopedModelAdmin):
    list_display = ["label", "kind", "words", "when", "source"]
    list_filter = ["kind"]
    search_fields = ["key", "quote", "source"]
    fields = ["key", "kind", "qualifier", "value", "as_of", "precision", "quote", "source"]

    @admin.display(description="指标")
    def label(self, row: PublishedFigure) -> str:
        return row.label

    @admin.display(description="数值")
    def words(self, row: PublishedFigure) -> str:
        return row.words

    @admin.display(description="截至（期限）", ordering="as_of")
    def when(self, row: PublishedFigure) -> str:
        return row.when
