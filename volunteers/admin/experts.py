"""创熟智库 in the admin: experts found by field and by when they are free, and what they were asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.accounts.scope import visible_to
from guicheng.privacy.phones import normalise_phone

from ..erasure import erase_expert
from ..forms import phone_field
from ..models import Consultation, Expert
from .offers import WithPhone


class ExpertForm(ScopedModelForm):
    new_phone = phone_field()

    class Meta:
        model = Expert
        fields = [
            "community",
            "name",
            "field",
            "speciality",
            "organisation",
            "free",
            "availability",
            "status",
            "note",
            "source",
        ]

    def clean_name(self) -> str:
        name = plain_text(self.cleaned_data["name"])
        if not name or name == Expert.ERASED_NAME:
            raise ValidationError("请填写姓名。")
        return name

    def clean_new_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["new_phone"])
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc

    def fill_in(self) -> None:
        if phone := self.cleaned_data.get("new_phone"):
            self.instance.phone = phone


@admin.register(Expert)
class ExpertAdmin(WithPhone):
    form = ExpertForm
    list_display = ["name", "field", "speciality", "organisation", "when", "masked", "status", "whose"]
    list_filter = ["status", "field", "free", ("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["name", "speciality", "organisation", "availability"]
    search_help_text = "按姓名、专长、单位或时间查找"
    readonly_fields = ["masked", "updated_at"]
    actions = ["erase_chosen"]
    fieldsets = [
        (None, {"fields": ["community", "name", "field", "speciality", "organisation", "status"]}),
        ("什么时候能请到", {"fields": ["free", "availability"]}),
        (
            "电话",
            {"fields": ["masked", "new_phone"], "description": "点“显示”看完整号码，每次查看都会记录。"},
        ),
        ("说明", {"fields": ["note", "source", "updated_at"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Expert | None = None) -> list[Any]:
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        left_out = (set() if may else {"new_phone"}) | ({"masked", "updated_at"} if obj is None else set())
        return [
            (title, {**parts, "fields": [name for name in parts["fields"] if name not in left_out]})
            for title, parts in self.fieldsets
        ]

    def has_change_permission(self, request: HttpRequest, obj: Expert | None = None) -> bool:
        return not (obj and obj.erased_on) and super().has_change_permission(request, obj)

    @admin.display(description="什么时候有空", ordering="free")
    def when(self, expert: Expert) -> str:
        return "，".join(filter(None, (expert.get_free_display(), expert.availability)))

    @admin.display(description="谁聘的", ordering="community")
    def whose(self, expert: Expert) -> str:
        return str(expert.community or "街道")

    @admin.action(description="抹去个人信息", permissions=["change"])
    def erase_chosen(
        self, request: HttpRequest, queryset: models.QuerySet[Expert]
    ) -> TemplateResponse | None:
        rows = queryset.filter(erased_on__isnull=True)
        page = self.ask_first(
            request,
            rows,
            title="抹去个人信息",
            text="姓名、单位、专长和电话会彻底抹去，不能恢复；咨询的记录保留。",
            button="抹去",
        )
        if page is None:
            for row in list(rows):
                erase_expert(row, user=request.user, request=request)
            messages.success(request, "已抹去。")
        return page


class OverdueFilter(admin.SimpleListFilter):
    title = "要办"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("unanswered", "日子过了，没记建议")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Consultation]
    ) -> models.QuerySet[Consultation]:
        return queryset.unanswered(timezone.localdate()) if self.value() == "unanswered" else queryset


@admin.register(Consultation)
class ConsultationAdmin(ScopedModelAdmin):
    list_display = ["on", "expert", "short_question", "whose", "about", "status"]
    list_display_links = ["on", "short_question"]
    list_filter = [OverdueFilter, "status", "expert__field", ("community", ScopedRelatedFilter)]
    list_select_related = ["expert", "community", "deliberation", "project"]
    search_fields = ["question", "advice", "expert__name", "deliberation__topic", "project__title"]
    search_help_text = "按问题、建议、专家、议题或项目查找"
    autocomplete_fields = ["expert", "deliberation", "project"]
    date_hierarchy = "on"
    fieldsets = [
        (None, {"fields": ["community", "expert", "on", "question"]}),
        ("为了哪件事", {"fields": ["deliberation", "project"], "description": "可以都不选。"}),
        ("建议", {"fields": ["status", "advice"]}),
    ]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in {"expert", "deliberation"}:
            # The street's experts and deliberations are there for every community.
            kwargs["queryset"] = visible_to(db_field.remote_field.model, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="问题", ordering="question")
    def short_question(self, row: Consultation) -> str:
        return row.question if len(row.question) <= 30 else f"{row.question[:29]}…"

    @admin.display(description="谁来问", ordering="community")
    def whose(self, row: Consultation) -> str:
        return str(row.community or "街道")

    @admin.display(description="为了哪件事")
    def about(self, row: Consultation) -> str:
        return "；".join(str(linked) for linked in (row.deliberation, row.project) if linked)
