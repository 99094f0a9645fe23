"""Residents' requests in the admin: the list, entry of what was said by phone, the own fields."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedModelForm, ScopedRelatedFilter
from guicheng.accounts.admin_scope import choices_for
from volunteers.admin.base import NO_WHOLE_NUMBERS

from .. import requests, suspicion, tokens
from ..models import RequestPhoto, ResidentRequest
from ..views.new import qr_of
from .export import export_rows
from .filters import AgeFilter, CompanyFilter, DueFilter, QueueFilter
from .forms import RequestEntryForm
from .handle import HandlePages
from .map import MapPage

_MOBILE = re.compile(r"1[3-9]\d{9}")
_OWN_FIELDS = [
    "community", "kind", "estate", "place", "company", "hotline_number", "summary", "summary_released",
]  # fmt: skip


@admin.register(ResidentRequest)
class RequestAdmin(HandlePages, MapPage, ScopedModelAdmin):
    picture_model = RequestPhoto
    list_display = ["matter", "community", "status", "assignee_name", "due", "received", "flags"]
    list_display_links = None
    list_filter = [
        QueueFilter,
        "status",
        DueFilter,
        AgeFilter,
        "assigned_to",
        "channel",
        ("kind", admin.RelatedOnlyFieldListFilter),
        CompanyFilter,
        ("community", ScopedRelatedFilter),
    ]
    list_select_related = ["community", "estate", "kind"]
    search_fields = ["=code", "=hotline_number", "=phone_tail", "summary", "text"]
    search_help_text = "按查询码、12345 工单号、电话后四位或内容查找"
    ordering = ["-created_at", "-pk"]
    actions = ["export_xlsx"]
    reading_actions = ("export_xlsx",)
    autocomplete_fields = ["estate", "place", "company"]

    class Media:
        css = {"all": ["admin-tools/requests.css"]}

    # --- who may what ---------------------------------------------------------------------------
    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What residents wrote is erased after its time, never thrown away."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ResidentRequest | None = None) -> bool:
        return not (obj and obj.erased_on) and super().has_change_permission(request, obj)

    def may_restore(self, request: HttpRequest, obj: models.Model) -> bool:
        """What was done was done: a request goes on by its next step, not back to an older version."""
        return False

    # --- forms ----------------------------------------------------------------------------------
    def get_form(
        self,
        request: HttpRequest,
        obj: ResidentRequest | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm]:
        kwargs.setdefault("form", ScopedModelForm if obj else RequestEntryForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: ResidentRequest | None = None) -> list[Any]:
        if obj is not None:
            own = [name for name in _OWN_FIELDS if name != "community"]
            return [("分类和公开的概要", {"fields": ["community", *own]})]
        return [
            (
                "什么事",
                {
                    "fields": ["channel", "community", "estate", "place", "where", "kind", "text", "company"],
                    "description": "照居民说的写，一件事登记一条。不要写身份证号、健康和家庭情况。",
                },
            ),
            (
                "怎样回复",
                {
                    "fields": ["surname", "phone", "hotline_number"],
                    "description": "居民想得到回复才登记电话。保存以后给居民一个链接和查询码。",
                },
            ),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: ResidentRequest | None = None) -> list[str]:
        # To another community a request is moved by its own step, which empties what belonged here.
        return ["community"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: ResidentRequest, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.text_print = suspicion.text_print(obj.text)
        _, request.new_token, _ = requests.receive(obj, by=requests.By(user=request.user))

    def response_add(
        self, request: HttpRequest, obj: ResidentRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().response_add(request, obj, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect) and hasattr(request, "new_token"):
            list(messages.get_messages(request))  # said by the page itself
            return self.slip(request, obj, request.new_token, "已登记")
        return response

    def response_change(self, request: HttpRequest, obj: ResidentRequest) -> HttpResponse:
        response = super().response_change(request, obj)
        if "_continue" in request.POST or "_addanother" in request.POST:
            return response
        return HttpResponseRedirect(reverse("admin:casework_residentrequest_handle", args=[obj.pk]))

    def slip(self, request: HttpRequest, row: ResidentRequest, token: str, title: str) -> TemplateResponse:
        """Link, code and QR for the resident, shown this once, to print or to read out."""
        link = tokens.link_of(request, token)
        context = {"row": row, "link": link, "qr": qr_of(link)}
        response = self.own_page(request, "casework/admin/slip.html", title, context)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        return response

    # --- the list -------------------------------------------------------------------------------
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if _MOBILE.fullmatch(re.sub(r"[\s-]", "", request.GET.get("q", ""))):
            messages.warning(request, NO_WHOLE_NUMBERS)
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # A look-up through rows that point here would count those of other communities.
        fields = self.opts.get_fields()
        backwards = {field.name for field in fields if field.auto_created and not field.concrete}
        return lookup.split("__")[0] not in backwards and super().lookup_allowed(lookup, value, request)

    @admin.display(description="诉求", ordering="-created_at")
    def matter(self, row: ResidentRequest) -> SafeString:
        short = row.summary or row.text
        short = f"{short[:30]}…" if len(short) > 30 else short
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet">{} {}</span>',
            reverse("admin:casework_residentrequest_handle", args=[row.pk]),
            short,
            row.code,
            " ".join(part for part in (str(row.estate or ""), row.where) if part),
        )

    @admin.display(description="期限", ordering="due_on")
    def due(self, row: ResidentRequest) -> str | SafeString:
        if not row.due_on:
            return ""
        day = f"{row.due_on.month}月{row.due_on.day}日"
        return format_html('<strong class="overdue">{} 已超期</strong>', day) if row.is_overdue() else day

    @admin.display(description="收到", ordering="created_at")
    def received(self, row: ResidentRequest) -> str:
        days = (timezone.localdate() - timezone.localdate(row.created_at)).days
        return "今天" if days <= 0 else f"{days} 天前"

    @admin.display(description="注意")
    def flags(self, row: ResidentRequest) -> str:
        found = ["可疑"] if row.suspicious and row.is_open else []
        found += ["楼长说办好了"] if row.reported_done_at and row.is_open else []
        found += ["重新提出过"] if row.reopened_at else []
        found += [f"评 {row.rating} 分"] if row.rating else []
        return "、".join(found)

    @admin.action(description="导出 Excel（不含称呼和电话）", permissions=["view"])
    def export_xlsx(self, request: HttpRequest, queryset: models.QuerySet[ResidentRequest]) -> HttpResponse:
        return export_rows(request, queryset)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "kind":
            kwargs["queryset"] = choices_for(db_field.remote_field.model, request.user).filter(retired=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = [*self.handle_pages(), ("map/", self.map_view, "map")]
        own = [
            path(route, wrap(view), name=f"casework_residentrequest_{name}") for route, view, name in pages
        ]
        return [*own, *super().get_urls()]
