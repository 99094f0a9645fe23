"""Terms in the admin: who serves where from when to when, ended and renewed in one go."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.models import Estate
from guicheng.accounts.admin_base import ScopedInline, ScopedRelatedFilter
from guicheng.accounts.scope import visible_to

from ..forms import AppointmentForm, AppointmentFormSet
from ..gaps import TERM_NOTICE_DAYS, term_ending, term_over
from ..models import Appointment, Volunteer
from .base import PeopleAdmin
from .chooser import PersonSelect
from .dates import EndForm, RenewForm
from .letter_pages import LetterPages


def _named(term: Appointment) -> str:
    """陈少珍 · 俊雅花园3栋楼长（2021-03-01 任职）."""
    since = f"（{term.started_on:%Y-%m-%d} 任职）" if term.started_on else ""
    return f"{term.volunteer} · {term}{since}"


class TermFilter(admin.SimpleListFilter):
    title = "任期"
    parameter_name = "term"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("serving", "在任"),
            ("ending", f"{TERM_NOTICE_DAYS} 天内到期"),
            ("over", "已过任期，还没处理"),
            ("ended", "已离任"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Appointment]
    ) -> models.QuerySet[Appointment]:
        today = timezone.localdate()
        if self.value() == "serving":
            return queryset.serving()
        if self.value() == "ending":
            return queryset.filter(term_ending(today))
        if self.value() == "over":
            return queryset.filter(term_over(today))
        return queryset.filter(ended_on__isnull=False) if self.value() == "ended" else queryset


class PartyFilter(admin.SimpleListFilter):
    title = "党员"
    parameter_name = "party"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "党员（含预备党员）"), ("no", "不是党员或没有登记")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Appointment]
    ) -> models.QuerySet[Appointment]:
        if self.value() not in {"yes", "no"}:
            return queryset
        members = models.Q(volunteer__political_status__in=Volunteer.PARTY)
        return queryset.filter(members if self.value() == "yes" else ~members)


class EstateFilter(admin.SimpleListFilter):
    """Only shown where a link from another page has chosen one: a community may have a hundred."""

    title = "小区"
    parameter_name = "estate"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        asked = request.GET.get(self.parameter_name, "")
        if asked == "none":
            return [("none", "不属于小区的巷和街")]
        if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
            return []
        return [(str(row.pk), row.name) for row in visible_to(Estate, request.user).filter(pk=asked)]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Appointment]
    ) -> models.QuerySet[Appointment]:
        chosen = self.value()
        if chosen == "none":
            return queryset.filter(place__estate__isnull=True)
        if chosen and chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
            return queryset.filter(place__estate=chosen)
        return queryset


class PersonField:
    """A field that points at a person offers everyone whom the user sees, told apart by mask and place."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "volunteer":
            # Whoever serves here may take on another place here, though another community keeps the record.
            kwargs["queryset"] = visible_to(Volunteer, request.user)
            kwargs["widget"] = PersonSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AppointmentInline(ScopedInline):
    """In a person's form: where they serve and served, as far as the user sees those places."""

    model = Appointment
    form = AppointmentForm
    formset = AppointmentFormSet
    fields = ["place", "deputy", "started_on", "ends_on", "ended_on", "chosen", "note"]
    autocomplete_fields = ["place"]
    verbose_name_plural = "任职（一行一个；离任时填写离任日期，不要删除）"


class HeadInline(ScopedInline):
    """In a place's form: who serves and who served before, to be read and followed."""

    model = Appointment
    fields = ["who", "serves_as", "started_on", "ends_on", "ended_on", "successor_of"]
    readonly_fields = fields
    verbose_name_plural = "在任和以前的楼长（巷长、街长）"
    ordering = ["-ended_on", "deputy", "-started_on"]
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Appointment]:
        rows = (
            super()
            .get_queryset(request)
            .select_related("volunteer", "predecessor__volunteer", "predecessor__place", "place")
        )
        # Who serves stands first; the two databases sort an empty date differently.
        return rows.order_by(models.F("ended_on").desc(nulls_first=True), "deputy", "-started_on")

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="姓名")
    def who(self, term: Appointment) -> SafeString:
        address = reverse("admin:volunteers_volunteer_change", args=[term.volunteer_id])
        return format_html('<a href="{}">{}</a>', address, term.volunteer)

    @admin.display(description="职务")
    def serves_as(self, term: Appointment) -> str:
        return term.title

    @admin.display(description="前任")
    def successor_of(self, term: Appointment) -> str:
        return str(term.predecessor_here or "")


@admin.register(Appointment)
class AppointmentAdmin(LetterPages, PersonField, PeopleAdmin):
    form = AppointmentForm
    list_display = ["person", "place", "serves_as", "started_on", "ends_on", "ended_on", "chosen"]
    list_filter = [
        TermFilter,
        PartyFilter,
        "deputy",
        "place__kind",
        EstateFilter,
        ("place__community", ScopedRelatedFilter),
    ]
    list_select_related = ["volunteer", "place__estate", "place__community"]
    search_fields = ["volunteer__name", "=volunteer__phone_tail", "whole_place", "place__community__name"]
    search_help_text = "按姓名、电话后四位、楼巷街（如：俊雅花园3栋）或社区查找"
    autocomplete_fields = ["place"]
    readonly_fields = ["before", "updated_at"]
    actions = ["end_terms", "renew", "letters"]
    reading_actions = ("letters",)
    fieldsets = [
        (
            None,
            {
                "fields": ["volunteer", "place", "deputy"],
                "description": "一个地方只有一位在任的正职。换届请到楼巷街的页面用“接任”，前任会同时离任。",
            },
        ),
        ("任期", {"fields": ["started_on", "ends_on", "ended_on"]}),
        ("说明", {"fields": ["chosen", "before", "note", "source", "updated_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Appointment]:
        whole = Concat(Coalesce("place__estate__name", Value("")), "place__name")
        return super().get_queryset(request).annotate(whole_place=whole)

    @admin.display(description="姓名", ordering="volunteer__name")
    def person(self, term: Appointment) -> str:
        return term.volunteer.name

    @admin.display(description="职务")
    def serves_as(self, term: Appointment) -> str:
        return term.title

    @admin.display(description="前任")
    def before(self, term: Appointment) -> str:
        return str(term.predecessor_here or "")

    # --- actions --------------------------------------------------------------------------------
    @admin.action(description="结束任期", permissions=["change"])
    def end_terms(
        self, request: HttpRequest, queryset: models.QuerySet[Appointment]
    ) -> TemplateResponse | None:
        return self._set_date(
            request,
            queryset.serving(),
            EndForm,
            field="ended_on",
            title="结束任期",
            text="这些人从这一天起不再任职。任职记录都会保留；以后重新任职，请另外登记一条。",
            done="已结束 {} 个任期。",
        )

    @admin.action(description="续任", permissions=["change"])
    def renew(self, request: HttpRequest, queryset: models.QuerySet[Appointment]) -> TemplateResponse | None:
        return self._set_date(
            request,
            queryset.serving(),
            RenewForm,
            field="ends_on",
            title="续任",
            text="这些人继续任职，任期改到下面这一天。",
            done="已续任 {} 个任期。",
        )

    def _set_date(
        self,
        request: HttpRequest,
        rows: models.QuerySet[Appointment],
        form_class: type[EndForm | RenewForm],
        *,
        field: str,
        title: str,
        text: str,
        done: str,
    ) -> TemplateResponse | None:
        rows = rows.select_related("volunteer", "place__estate")
        confirmed = request.POST.get("confirmed") == "yes"
        form = form_class(request.POST if confirmed else None, rows=rows)
        if not confirmed or not form.is_valid():
            return self.ask_with_form(request, rows, form, title=title, text=text, button=title, said=_named)
        day: date = form.cleaned_data["day"]
        count = self.change_rows(request, rows, f"{title}：{day:%Y-%m-%d}", **{field: day})
        messages.success(request, done.format(count))
        return None


def log_change(request: HttpRequest, row: models.Model, message: str) -> None:
    """A line of the record's log for what was done outside its form."""
    with transaction.atomic():
        LogEntry.objects.log_actions(request.user.pk, [row], CHANGE, message, single_object=True)
