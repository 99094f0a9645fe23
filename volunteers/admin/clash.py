"""Numbers that two communities claim: the street's list."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_forms import ScopedModelForm

from ..models import PhoneClash
from .base import PeopleAdmin


class PhoneClashForm(ScopedModelForm):
    class Meta:
        model = PhoneClash
        fields = ["settled", "answer"]

    def clean_settled(self) -> bool:
        settled = self.cleaned_data["settled"]
        clash = self.instance
        same = PhoneClash.objects.filter(volunteer=clash.volunteer_id, community=clash.community_id)
        if not settled and same.filter(settled=False).exclude(pk=clash.pk).exists():
            raise forms.ValidationError("同一个号码已经有一条等待处理的记录，请在那一条里处理。")
        return settled


@admin.register(PhoneClash)
class PhoneClashAdmin(PeopleAdmin):
    form = PhoneClashForm
    street_only = True
    list_display = [
        "at",
        "wanted_name",
        "community",
        "registered",
        "registered_in",
        "by",
        "settled",
        "answer",
    ]
    list_filter = ["settled", "community"]
    list_select_related = ["volunteer__community", "community", "by"]
    search_fields = ["wanted_name", "volunteer__name"]
    search_help_text = "按姓名查找"
    actions = ["settle"]
    fieldsets = [
        (
            "谁想登记",
            {
                "fields": ["at", "wanted_name", "community", "by"],
                "description": "两个社区登记了同一个手机号。请分别问清楚：同一个人就把任职加在已有的资料里，"
                "不是同一个人就改正其中一个号码。",
            },
        ),
        ("已经登记在谁名下", {"fields": ["registered", "registered_in"]}),
        ("处理", {"fields": ["settled", "answer"]}),
    ]
    readonly_fields = ["at", "wanted_name", "community", "by", "registered", "registered_in"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @admin.display(description="已登记的人员", ordering="volunteer__name")
    def registered(self, clash: PhoneClash) -> SafeString:
        address = reverse("admin:volunteers_volunteer_change", args=[clash.volunteer_id])
        return format_html('<a href="{}">{}</a>', address, clash.volunteer)

    @admin.display(description="登记社区", ordering="volunteer__community")
    def registered_in(self, clash: PhoneClash) -> str:
        return str(clash.volunteer.community)

    @admin.action(description="标为已处理", permissions=["change"])
    def settle(self, request: HttpRequest, queryset: models.QuerySet[PhoneClash]) -> None:
        count = self.change_rows(request, queryset.filter(settled=False), "标为已处理", settled=True)
        messages.success(request, f"{count} 条已标为已处理。")
