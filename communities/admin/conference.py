"""Conferences and what was promised there, in the admin."""

from __future__ import annotations

from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin

from ..models import Conference
from .undertaking import UndertakingInline


@admin.register(Conference)
class ConferenceAdmin(ScopedModelAdmin):
    list_display = ["name", "on", "public"]
    search_fields = ["name", "text"]
    inlines = [UndertakingInline]
