"""When figures need attention, in the admin: the street's to change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from guicheng.accounts.admin_base import ScopedModelAdmin
from guicheng.accounts.admin_forms import ScopedModelForm

from .indicators import indicator_choices, said_unknown
from .models import AttentionRule


class IndicatorField(forms.ChoiceField):
    """Says of an unknown key what may be meant."""

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            raise ValidationError(said_unknown(value[:60]))


class AttentionRuleForm(ScopedModelForm):
    key = IndicatorField(label="指标")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "请选择"), *indicator_choices()]


@admin.register(AttentionRule)
class AttentionRuleAdmin(ScopedModelAdmin):
    form = AttentionRuleForm
    list_display = ["says", "kind", "sentence", "order", "active"]
    list_filter = ["kind", "active"]
    search_fields = ["key", "sentence"]
    fields = ["kind", "key", "threshold", "span", "base", "sentence", "order", "active"]

    @admin.display(description="规则")
    def says(self, row: AttentionRule) -> str:
        return row.says
