"""Study visits in the admin."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin

from ..models import StudyVisit
from .undertaking import UndertakingInline


@admin.register(StudyVisit)
class StudyVisitAdmin(ScopedModelAdmin):
    list_display = ["title", "on", "by"]
    search_fields = ["title", "theme", "learnt"]
    inlines = [UndertakingInline]
