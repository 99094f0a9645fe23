"""任务 in the admin: the street asks; what communities answered is read here and filled in under 数据看板."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from communities.models import Community
from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm

from .admin_attention import IndicatorField
from .indicators import indicator_choices
from .models import Task, TaskAnswer, TaskField
from .models.task import STANDINGS
from .tasks.answering import ask
from .tasks.board import with_rates

#: Fields that a task may ask for.
MOST_FIELDS = 20


class TaskForm(ScopedModelForm):
    """Whom to ask is chosen here; each gets its answer to fill in."""

    CHOSEN = "chosen"
    WHOM = [
        ("all", "全部社区"),
        (Community.Kind.URBAN, "全部城市社区"),
        (Community.Kind.RURAL, "全部农村社区"),
        (CHOSEN, "下面勾选的社区"),
    ]

    key = IndicatorField(label="对照的指标", required=False)
    whom = forms.ChoiceField(label="请谁填报", choices=WHOM, widget=forms.RadioSelect, initial="all")
    communities = forms.ModelMultipleChoiceField(
        Community.objects.order_by("code"),
        label="社区",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选“下面勾选的社区”时才看这里。已经填报的社区不能去掉。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answered: set[int] = set()
        if "key" in self.fields:
            self.fields["key"].choices = [("", "没有"), *indicator_choices()]
            self.fields["key"].help_text = self._meta.model._meta.get_field("key").help_text
        if self.instance.pk and "whom" in self.fields:
            asked = dict(self.instance.answers.values_list("community", "answered_at"))
            self.answered = {key for key, at in asked.items() if at}
            self.initial |= {"whom": self.CHOSEN, "communities": list(asked)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.asked_of(cleaned) == [] and "communities" not in self.errors:
            self.add_error("communities", "请至少勾选一个社区。")
        elif lost := self.answered - set(self.asked_of(cleaned)):
            names = "、".join(Community.objects.filter(pk__in=lost).values_list("name", flat=True))
            self.add_error("communities", f"{names}已经填报，不能去掉。")
        if not self.instance.pk and (due := cleaned.get("due_on")) and due < timezone.localdate():
            self.add_error("due_on", "期限已经过去了，请填今天或以后的日期。")
        return cleaned

    def asked_of(self, cleaned: dict[str, Any]) -> list[int]:
        if cleaned.get("whom") == self.CHOSEN:
            return [row.pk for row in cleaned.get("communities") or []]
        rows = Community.objects.order_by("code")
        kind = cleaned.get("whom")
        return list((rows if kind == "all" else rows.filter(kind=kind)).values_list("pk", flat=True))


class FieldRows(forms.models.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [
            form
            for form in self.forms
            if (form.has_changed() or form.instance.pk) and not self._should_delete_form(form)
        ]
        if not kept and self.instance.kind == Task.Kind.FIGURES and not any(self.errors):
            raise forms.ValidationError("报数要写清填什么数：至少加一行。")


class TaskFieldInline(ScopedInline):
    model = TaskField
    formset = FieldRows
    fields = ["label", "unit", "may_be_empty", "order"]
    extra = 1
    max_num = MOST_FIELDS
    validate_max = True

    def has_add_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        """Once somebody has answered, a new field would be one that they were never asked."""
        return super().has_add_permission(request, obj) and not _is_answered(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_answered(obj)


def _is_answered(task: Task | None) -> bool:
    return bool(task and task.pk and task.answers.filter(answered_at__isnull=False).exists())


@admin.register(Task)
class TaskAdmin(ScopedModelAdmin):
    form = TaskForm
    list_display = ["title", "kind", "due_on", "rate", "ended_on", "opens"]
    list_filter = ["kind"]
    search_fields = ["title", "text"]
    ordering = ["-due_on", "-pk"]
    date_hierarchy = "due_on"
    inlines = [TaskFieldInline]
    fieldsets = [
        (None, {"fields": ["title", "kind", "text", "key", "due_on", "ended_on"]}),
        ("请谁填报", {"fields": ["whom", "communities"]}),
    ]

    class Media:
        css = {"all": ["admin-tools/tasks.css"]}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Task]:
        return with_rates(super().get_queryset(request))

    def get_fieldsets(self, request: HttpRequest, obj: Task | None = None) -> Any:  # noqa: ANN401
        """Whom it asks is chosen by who may change it; others read it under 数据看板."""
        return self.fieldsets if self.has_change_permission(request, obj) else self.fieldsets[:1]

    def has_delete_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_answered(obj)

    def save_model(self, request: HttpRequest, obj: Task, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:  # noqa: ANN401
        super().save_related(request, form, formsets, change)
        ask(form.instance, form.asked_of(form.cleaned_data), by=request.user)

    @admin.display(description="填报")
    def rate(self, row: Task) -> str:
        return f"{row.answered} / {row.asked}"

    @admin.display(description="打开")
    def opens(self, row: Task) -> str:
        return format_html('<a href="{}">看填报</a>', row.get_absolute_url())


class StandingFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(STANDINGS.items())

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[TaskAnswer]
    ) -> models.QuerySet[TaskAnswer]:
        known = self.value() in STANDINGS
        return queryset.standing(self.value(), timezone.localdate()) if known else queryset


@admin.register(TaskAnswer)
class TaskAnswerAdmin(ScopedModelAdmin):
    """Which tasks wait for whom. They are made with their task and answered on their own page."""

    list_display = ["opens", "community", "due", "standing", "answered_at"]
    list_display_links = None
    list_filter = [StandingFilter, ("community", ScopedRelatedFilter)]
    list_select_related = ["task", "community"]
    search_fields = ["task__title", "note"]
    ordering = ["-task__due_on", "task", "community__code"]
    fields = ["task", "community", "state", "result", "note", "answered_at", "returned_at", "return_reason"]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TaskAnswer | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TaskAnswer | None = None) -> bool:
        """They go with their task alone."""
        return obj is None and request.user.may_write and request.user.sees_every_community

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    @admin.display(description="任务", ordering="task__title")
    def opens(self, row: TaskAnswer) -> str:
        return format_html('<a href="{}">{}</a>', reverse("dashboard-answer", args=[row.pk]), row.task)

    @admin.display(description="期限", ordering="task__due_on")
    def due(self, row: TaskAnswer) -> Any:  # noqa: ANN401
        return row.task.due_on

    @admin.display(description="状态", ordering="state")
    def standing(self, row: TaskAnswer) -> str:
        return row.words(timezone.localdate())
