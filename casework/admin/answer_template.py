from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..models import AnswerTemplate


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(ScopedModelAdmin):
    """The street's templates are for all; each community writes its own beside them."""

    list_display = ["title", "community", "text", "order"]
    list_filter = [("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["title", "text"]
    fields = ["community", "title", "text", "order"]
