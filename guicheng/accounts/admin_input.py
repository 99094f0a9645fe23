"""What comes into the admin by address and selection, made harmless; and the filter that offers own rows."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest, QueryDict

from .scope import visible_to

#: More digits than this no database's key has; SQLite fails on such a number instead of finding nothing.
_KEY_DIGITS = 18
ROW_KEY = re.compile(r"form-\d+-id")


def is_key(text: str) -> bool:
    """Whether ``text`` can be the key of a row."""
    return text.isdecimal() and len(text) <= _KEY_DIGITS


def query_is_sound(query: QueryDict) -> bool:
    """No NUL, which PostgreSQL refuses, and outside the search box no number too large for a database."""
    for name, values in query.lists():
        text = "\n".join([name, *values])
        if "\x00" in text or (name != SEARCH_VAR and re.search(rf"\d{{{_KEY_DIGITS + 1},}}", text)):
            return False
    return True


class ForgivingAutocomplete(AutocompleteSelect):
    """Django's own fails on a value that is no key; here it shows nothing and the field complains."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [key for key in value if key == "" or is_key(key)], attrs)


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """A list's filter by a related record that offers only those that the user sees."""

    def field_choices(
        self, field: models.ForeignKey, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[Any, str]]:
        visible = visible_to(field.remote_field.model, request.user)
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={"pk__in": visible.values("pk")},
        )
