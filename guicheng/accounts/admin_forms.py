"""The form under every scoped admin: choices of one's own, sane dates, no record outside the scope."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models

from .admin_scope import may_hold
from .models import User

NOT_YOURS = "这一项不在您能选择的范围里，或者已经不在了，请重新选择。"
OUT_OF_SCOPE = "您只能登记自己社区的内容。请选择您所属的社区（站点）。"
#: Years that a record of a street can sensibly carry.
FIRST_YEAR, LAST_YEAR = 1949, 2099
MAX_SMALL, MAX_COUNT = 32_767, 1_000_000


class ScopedModelForm(forms.ModelForm):
    """``user`` is set by the admin on the class that it makes for one request."""

    user: User | None = None
    #: Fields that start with the only choice where there is only one.
    sole_choice_fields = ("community", "station")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit_numbers()
        # Not for the empty rows of an inline: a row that still shows what it began with counts as left empty.
        if self.instance.pk is None and self.prefix is None:
            for name in self.sole_choice_fields:
                self._choose_the_only_one(name)

    def _limit_numbers(self) -> None:
        """SQLite takes any integer, PostgreSQL does not: the same limit on both, far above any count here."""
        columns = {column.name: column for column in self._meta.model._meta.fields}
        for name, field in self.fields.items():
            column = columns.get(name)
            if isinstance(column, models.IntegerField) and isinstance(field, forms.IntegerField):
                small = isinstance(column, models.SmallIntegerField | models.PositiveSmallIntegerField)
                field.validators.append(MaxValueValidator(MAX_SMALL if small else MAX_COUNT))

    def _choose_the_only_one(self, name: str) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ModelChoiceField) and field.required and name not in self.initial:
            first_two = list(field.queryset[:2])
            if len(first_two) == 1:
                self.initial[name] = first_two[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, date | datetime) and not FIRST_YEAR <= value.year <= LAST_YEAR:
                self.add_error(name, f"年份好像不对，请填 {FIRST_YEAR} 到 {LAST_YEAR} 年之间的日期。")
        return cleaned

    def _post_clean(self) -> None:
        self.fill_in()
        super()._post_clean()
        if self.user is None or self.errors or self._inside_a_parent():
            return
        if not may_hold(self.user, self.instance):
            self.add_error(None, OUT_OF_SCOPE)

    def fill_in(self) -> None:
        """Set fields of ``self.instance`` that the form does not show.

        It runs before the record's own checks, which skip constraints over fields that are not set yet.
        """

    def _inside_a_parent(self) -> bool:
        """Whether this is a row of an inline: its place is its parent's, which was checked before."""
        return any(isinstance(field, forms.models.InlineForeignKeyField) for field in self.fields.values())


def plain_text(text: str) -> str:
    """Typed text with full-width letters and digits made plain and control characters removed."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char if char.isprintable() else " " for char in folded).strip()
