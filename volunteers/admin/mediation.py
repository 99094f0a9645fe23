"""What mediators took up, in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from guicheng.accounts.admin_base import ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.accounts.admin_years import years_of

from ..models import MediationCase, MediationField
from .base import PeopleAdmin
from .ledger import NewestPaginator


class OpenFilter(admin.SimpleListFilter):
    title = "进展"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("open", "还在调解"), ("closed", "已有结果")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[MediationCase]
    ) -> models.QuerySet[MediationCase]:
        if self.value() == "open":
            return queryset.open()
        return queryset.closed() if self.value() == "closed" else queryset


class MediationCaseForm(ScopedModelForm):
    class Meta:
        model = MediationCase
        fields = [
            "mediator",
            "kind",
            "on",
            "parties",
            "text",
            "sensitive",
            "result",
            "passed_to",
            "closed_on",
            "hours",
        ]
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}

    def clean_parties(self) -> str:
        return plain_text(self.cleaned_data["parties"])

    def fill_in(self) -> None:
        mediator, kind = self.cleaned_data.get("mediator"), self.cleaned_data.get("kind")
        if mediator is not None and kind is not None and self.instance.pk is None:
            self.instance.community_id = mediator.community_id


@admin.register(MediationCase)
class MediationCaseAdmin(PeopleAdmin):
    form = MediationCaseForm
    list_display = ["on", "kind", "parties", "mediator", "community", "outcome", "closed_on", "hours"]
    list_display_links = ["on", "parties"]
    list_filter = [
        OpenFilter,
        "result",
        ("kind", ScopedRelatedFilter),
        ("community", ScopedRelatedFilter),
        "sensitive",
        years_of("on"),
    ]
    list_select_related = ["kind", "mediator__volunteer", "mediator__community", "community"]
    search_fields = ["parties", "text", "mediator__volunteer__name"]
    search_help_text = "按双方、内容或调解员姓名查找"
    autocomplete_fields = ["mediator"]
    ordering = ["-on", "-pk"]
    paginator = NewestPaginator
    fieldsets = [
        (
            None,
            {
                "fields": ["mediator", "kind", "on", "parties", "text", "sensitive"],
                "description": "不写当事人的姓名、房号和电话。",
            },
        ),
        ("结果", {"fields": ["result", "passed_to", "closed_on", "hours"]}),
    ]

    @admin.display(description="结果", ordering="result")
    def outcome(self, case: MediationCase) -> str:
        return case.get_result_display() or "还在调解"

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "kind":
            kwargs["queryset"] = MediationField.objects.offered()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
