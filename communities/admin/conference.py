"""Conferences and what was promised there, in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from guicheng.accounts.admin_base import ScopedModelAdmin

from ..known_figures import figure_choices
from ..models import Conference
from .undertaking import UndertakingForm, UndertakingInline


class CommitmentForm(UndertakingForm):
    """A commitment may say which figure shows whether it was kept."""

    indicator = forms.ChoiceField(label="对应的指标", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "没有"), *figure_choices()]


class CommitmentInline(UndertakingInline):
    form = CommitmentForm
    fields = [
        "community", "text", "owner", "due_on", "indicator", "target", "state", "closed_on", "outcome",
        "internal",
    ]  # fmt: skip
    verbose_name_plural = "大会上作出的承诺"


@admin.register(Conference)
class ConferenceAdmin(ScopedModelAdmin):
    list_display = ["name", "on", "public"]
    search_fields = ["name", "text"]
    date_hierarchy = "on"
    inlines = [CommitmentInline]

    def view_on_site(self, obj: Conference) -> str | None:
        return obj.get_absolute_url() if obj.public else None
