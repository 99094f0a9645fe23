"""The ledger in the admin: a list to work through, and one entry with its follow-ups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.scope import visible_to
from guicheng.pictures.admin import PictureInline, PicturePages
from guicheng.pictures.forms import PictureForm

from ..models import Appointment, ContactLog, ContactPhoto, FollowUp, MatterKind
from ..month_ledger import entries_of, month_after, month_named
from .base import PeopleAdmin


class WorkFilter(admin.SimpleListFilter):
    title = "待办"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("overdue", "跟进已到期"), ("open", "还没办结"), ("escalated", "已上报")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ContactLog]
    ) -> models.QuerySet[ContactLog]:
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        if self.value() == "open":
            return queryset.open()
        return queryset.escalated() if self.value() == "escalated" else queryset


class FollowUpInline(ScopedInline):
    model = FollowUp
    fields = ["on", "text"]
    verbose_name_plural = "跟进（一行一次）"


class ContactPhotoForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = ContactPhoto


class ContactPhotoInline(PictureInline):
    model = ContactPhoto
    form = ContactPhotoForm


class NewestPaginator(Paginator):
    """Counts no further than somebody would page: counting millions takes longer than showing fifty."""

    MOST = 10_000

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: self.MOST].count()


@admin.register(ContactLog)
class ContactLogAdmin(PicturePages, PeopleAdmin):
    picture_model = ContactPhoto
    list_display = ["day", "place", "head", "kind", "short_text", "result", "next_day", "month_link"]
    list_display_links = ["day", "short_text"]
    list_filter = [WorkFilter, "result", "channel", "kind", ("community", ScopedRelatedFilter), "sensitive"]
    list_select_related = ["place__estate", "head", "kind"]
    search_fields = ["text", "head__name", "place__name", "place__estate__name"]
    search_help_text = "按内容、楼长姓名、楼栋或小区查找"
    ordering = ["-on", "-pk"]
    paginator = NewestPaginator
    autocomplete_fields = ["appointment"]
    inlines = [FollowUpInline, ContactPhotoInline]
    actions = ["settle_rows"]
    fieldsets = [
        (None, {"fields": ["appointment", "on", "channel", "contacted", "household"]}),
        ("什么事", {"fields": ["kind", "text", "sensitive"]}),
        ("结果", {"fields": ["result", "reported_to", "follow_up_on", "closed_on"]}),
    ]

    @admin.display(description="日期", ordering="on")
    def day(self, contact: ContactLog) -> str:
        return contact.on.isoformat()

    @admin.display(description="下次跟进", ordering="follow_up_on", empty_value="")
    def next_day(self, contact: ContactLog) -> str | None:
        return contact.follow_up_on.isoformat() if contact.follow_up_on else None

    @admin.display(description="内容", ordering="text")
    def short_text(self, contact: ContactLog) -> str:
        return contact.text if len(contact.text) <= 30 else f"{contact.text[:29]}…"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown and shown["cl"].result_count >= NewestPaginator.MOST:
            hint = f"只列最新的 {NewestPaginator.MOST:,} 条，请筛选"
            shown["title"] = f"{self.opts.verbose_name_plural}（{hint}）"
        return response

    @admin.display(description="打印")
    def month_link(self, contact: ContactLog) -> SafeString:
        address = reverse("admin:volunteers_contactlog_month", args=[contact.appointment_id])
        return format_html('<a href="{}?month={}">本月台账</a>', address, contact.on.strftime("%Y-%m"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.month_view)
        return [path("month/<int:pk>/", view, name="volunteers_contactlog_month"), *super().get_urls()]

    def month_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One head's month on paper."""
        terms = visible_to(Appointment, request.user).select_related(
            "volunteer", "place__estate", "place__community"
        )
        term = terms.filter(pk=pk).first()
        if term is None:
            raise Http404
        today = timezone.localdate()
        first = month_named(request.GET.get("month", ""), today)
        entries = list(entries_of(term, first, request.user))
        following = month_after(first)
        context = {
            "term": term,
            "first": first,
            "entries": entries,
            "settled": sum(not entry.is_open for entry in entries),
            "before": month_after(first, -1),
            "after": following if following <= today else None,
        }
        return render(request, "volunteers/papers/month.html", context)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "text":
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: ContactLog, form: Any, change: bool) -> None:  # noqa: ANN401
        if not change:
            obj.written_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description="标为办结", permissions=["change"])
    def settle_rows(
        self, request: HttpRequest, queryset: models.QuerySet[ContactLog]
    ) -> TemplateResponse | None:
        rows = queryset.open().select_related("place__estate")
        page = self.ask_first(
            request,
            rows,
            title="标为办结",
            text="办结日期记为今天，下次跟进的日期会清空。",
            button="标为办结",
        )
        if page is None:
            changes = {"result": ContactLog.Result.DONE, "follow_up_on": None}
            count = self.change_rows(request, rows, "办结", closed_on=timezone.localdate(), **changes)
            messages.success(request, f"已办结 {count} 条。")
        return page


@admin.register(MatterKind)
class MatterKindAdmin(ScopedModelAdmin):
    list_display = ["name", "sensitive", "order", "retired"]
    search_fields = ["name"]
