"""Companies in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.privacy.phones import mask

from ..models import Company, phone_validator


class CompanyForm(ScopedModelForm):
    class Meta:
        model = Company
        fields = [
            "name", "community", "estate", "industry", "size", "employees", "contact_role", "contact_phone",
            "left_on", "note",
        ]  # fmt: skip
        widgets = {"contact_phone": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_contact_phone(self) -> str:
        phone = (self.cleaned_data.get("contact_phone") or "").strip()
        if phone and not phone_validator.regex.fullmatch(phone):
            raise ValidationError(phone_validator.message)
        return phone


@admin.register(Company)
class CompanyAdmin(ScopedModelAdmin):
    form = CompanyForm
    list_display = ["name", "community", "estate", "industry", "size", "employees", "left_on"]
    list_filter = [
        ("community", ScopedRelatedFilter),
        "size",
        ("left_on", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["community", "estate"]
    search_fields = ["name", "industry", "estate__name"]
    search_help_text = "按企业、行业或园区查找"
    ordering = ["community__code", "name"]
    autocomplete_fields = ["estate"]
    readonly_fields = ["masked"]

    def get_fields(self, request: HttpRequest, obj: Company | None = None) -> list[str]:
        """Who only reads sees no whole number."""
        fields = [*CompanyForm.Meta.fields]
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return fields if may else ["masked" if name == "contact_phone" else name for name in fields]

    @admin.display(description="联系电话")
    def masked(self, company: Company) -> str:
        return mask(company.contact_phone) if company.contact_phone else ""
