"""Whatever the admin saves or deletes at once is one change in the history, with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from .history import has_history, keep_baseline, one_change


class RecordedMixin(admin.ModelAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        with one_change():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        with one_change("在列表里修改" if "_save" in request.POST else ""):
            return super().changelist_view(request, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        with one_change():
            return super().delete_view(request, object_id, extra_context)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with one_change("在列表里批量删除"), transaction.atomic():
            super().delete_queryset(request, queryset)

    # --- what a record was before its first recorded change ------------------------------------
    def save_model(
        self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            keep_baseline([obj])
        super().save_model(request, obj, form, change)

    def save_formset(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formset: Any,  # noqa: ANN401
        change: bool,
    ) -> None:
        if has_history(formset.model):
            keep_baseline([row.instance for row in formset.initial_forms if row.has_changed()])
        super().save_formset(request, form, formset, change)

    # --- actions --------------------------------------------------------------------------------
    def change_rows(
        self, request: HttpRequest, rows: Iterable[models.Model], message: str, **values: Any
    ) -> int:
        """Set ``values`` on each of ``rows`` and log ``message`` for it; gives the number of rows.

        Row by row and not by ``update()``, so that whatever listens to saves (the search index, the
        history) hears of each; all of them or none.
        """
        fields = set(values)
        if any(field.name == "updated_at" for field in self.model._meta.fields):
            fields.add("updated_at")
        with transaction.atomic(), one_change(message):
            changed = list(rows)
            keep_baseline(changed)
            for row in changed:
                for name, value in values.items():
                    setattr(row, name, value)
                row.save(update_fields=fields)
            LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, message)
        return len(changed)
