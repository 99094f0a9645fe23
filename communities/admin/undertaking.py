"""要落实的事 in the admin: one list for all who promised, and rows inside what they came out of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.accounts.admin_years import years_of
from guicheng.accounts.history import bulk_update
from guicheng.accounts.models import User

from ..models import ProgressNote, Undertaking
from ..models.undertaking import PARENTS, SOON_DAYS
from ..undertakings import handlers_for


class StandingFilter(admin.SimpleListFilter):
    title = "进度"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("overdue", "已超期"),
            ("soon", f"{SOON_DAYS} 天内到期"),
            ("open", "全部进行中"),
            ("done", "已完成"),
            ("failed", "没有做到"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Undertaking]
    ) -> models.QuerySet[Undertaking]:
        today = timezone.localdate()
        if self.value() == "overdue":
            return queryset.overdue(today)
        if self.value() == "soon":
            return queryset.due_soon(today)
        return queryset.filter(state=self.value()) if self.value() else queryset


class ParentFilter(admin.SimpleListFilter):
    title = "出自"
    parameter_name = "from"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(PARENTS.items())

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Undertaking]
    ) -> models.QuerySet[Undertaking]:
        return queryset.filter(**{f"{self.value()}__isnull": False}) if self.value() else queryset


class MineFilter(admin.SimpleListFilter):
    title = "谁跟进"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("mine", "我跟进的"), ("nobody", "没有指定账号")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Undertaking]
    ) -> models.QuerySet[Undertaking]:
        if self.value() == "mine":
            return queryset.filter(handler=request.user)
        return queryset.filter(handler__isnull=True) if self.value() == "nobody" else queryset


class UndertakingForm(ScopedModelForm):
    """Only who may see an undertaking can be asked to follow it up."""

    class Meta:
        model = Undertaking
        fields = [
            "community",
            "text",
            "owner",
            "handler",
            "due_on",
            "state",
            "closed_on",
            "outcome",
            "indicator",
            "target",
            "internal",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("handler")
        if field is not None:
            field.queryset = handlers_for(self.user, self.instance)

    def clean(self) -> dict[str, Any]:
        """Done today unless said otherwise; one that goes on has no day of its end."""
        cleaned = super().clean()
        state = cleaned.get("state")
        if state == Undertaking.State.OPEN:
            cleaned["closed_on"] = None
        elif state and not cleaned.get("closed_on") and "closed_on" not in self.errors:
            cleaned["closed_on"] = timezone.localdate()
        if state == Undertaking.State.FAILED and not cleaned.get("outcome"):
            self.add_error("outcome", "没有做到的，请写清原因。")
        return cleaned


class UndertakingRows(forms.models.BaseInlineFormSet):
    """Rows under a parent that may itself be new: their days are held against its day."""

    def clean(self) -> None:
        super().clean()
        first = self._first_day()
        for form in self.forms:
            if first is None or not form.has_changed() or form.errors or self._should_delete_form(form):
                continue
            for name, sentence in form.instance.too_early(first).items():
                form.add_error(name if name in form.fields else None, sentence)

    def _first_day(self) -> Any:  # noqa: ANN401
        try:
            return self.instance.first_day
        except (TypeError, ValueError, AttributeError):
            # Its own day is missing or wrong, which its own form says.
            return None


class UndertakingInline(ScopedInline):
    """Mixed into the admin of each kind of parent; ``fk_name`` is found by Django."""

    model = Undertaking
    form = UndertakingForm
    formset = UndertakingRows
    fields = ["text", "owner", "handler", "due_on", "state", "closed_on", "outcome", "internal"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Undertaking]:
        return super().get_queryset(request).select_related("handler")


class ProgressInline(ScopedInline):
    model = ProgressNote
    fields = ["on", "text", "internal"]
    verbose_name_plural = "进展（一行一次）"


@admin.register(Undertaking)
class UndertakingAdmin(ScopedModelAdmin):
    form = UndertakingForm
    list_display = ["text", "came_from", "community", "owner", "due_on", "standing", "handler"]
    list_filter = [
        StandingFilter,
        ParentFilter,
        MineFilter,
        years_of("due_on", "完成期限"),
        ("community", ScopedRelatedFilter),
    ]
    list_select_related = ["community", "handler", *PARENTS, "visit__community", "project__community"]
    search_fields = ["text", "owner", "outcome", "deliberation__topic", "project__title"]
    search_help_text = "按事项、责任单位、结果、议题或项目查找"
    ordering = ["state", "due_on", "pk"]
    readonly_fields = ["came_from"]
    inlines = [ProgressInline]
    actions = ["mark_done"]
    fieldsets = [
        (None, {"fields": ["came_from", "community", "text", "owner", "handler", "due_on"]}),
        ("结果", {"fields": ["state", "closed_on", "outcome"]}),
        (
            "其他",
            {"fields": ["indicator", "target", "internal"], "classes": ["collapse"]},
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are entered where they were promised."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Undertaking | None = None) -> list[str]:
        handed_down = obj is not None and getattr(obj.parent, "community_id", None) is not None
        return [*self.readonly_fields, "community"] if handed_down else list(self.readonly_fields)

    @admin.display(description="出自")
    def came_from(self, row: Undertaking) -> str | SafeString:
        if row.pk is None:
            return ""
        parent = row.parent
        address = reverse(
            f"admin:{parent._meta.app_label}_{parent._meta.model_name}_change", args=[parent.pk]
        )
        return format_html('{}：<a href="{}">{}</a>', row.kind_name, address, parent)

    @admin.display(description="进度", ordering="state")
    def standing(self, row: Undertaking) -> str:
        return row.standing(timezone.localdate())

    @admin.action(description="标为已完成（今天）")
    def mark_done(
        self, request: HttpRequest, queryset: models.QuerySet[Undertaking]
    ) -> TemplateResponse | None:
        rows = queryset.open()
        asked = self.ask_first(
            request,
            rows,
            title="标为已完成",
            text="这些事会记为今天完成。做成了什么，可以随后逐条补写“结果”。",
            button="标为已完成",
        )
        if asked is not None:
            return asked
        done = list(rows.select_related("community"))
        for row in done:
            row.state, row.closed_on = Undertaking.State.DONE, timezone.localdate()
        user = request.user if isinstance(request.user, User) else None
        bulk_update(done, ["state", "closed_on"], user=user, reason="标为已完成")
        messages.success(request, f"已标为完成 {len(done)} 件。")
        return None
