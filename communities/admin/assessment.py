"""创熟自评 in the admin: one line a criterion, handed in to the street, which may give it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.accounts.history import one_change

from ..familiar import previous, submit
from ..models import AssessmentLine, SelfAssessment


class SubmittedFilter(admin.SimpleListFilter):
    title = "提交"
    parameter_name = "submitted"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "已提交"), ("no", "还在填")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[SelfAssessment]
    ) -> models.QuerySet[SelfAssessment]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(submitted_on__isnull=self.value() == "no")
        return queryset


class SelfAssessmentForm(ScopedModelForm):
    submit_now = forms.BooleanField(
        label="填完了，提交给街道",
        required=False,
        help_text="提交以后社区不能再改；要改请街道退回。每条都填了“做到了吗”才能提交。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "year" in self.fields:
            self.initial.setdefault("year", timezone.localdate().year)


class LineInline(ScopedInline):
    model = AssessmentLine
    fields = ["criterion", "explanation", "weight", "met", "evidence", "last_time"]
    readonly_fields = ["criterion", "explanation", "weight", "last_time"]
    can_delete = False
    verbose_name_plural = "逐条自评"

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The lines follow the street's list."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AssessmentLine]:
        before = AssessmentLine.objects.filter(
            criterion=models.OuterRef("criterion"),
            assessment__community=models.OuterRef("assessment__community"),
            assessment__year__lt=models.OuterRef("assessment__year"),
            assessment__submitted_on__isnull=False,
        ).order_by("-assessment__year")
        rows = super().get_queryset(request).select_related("criterion")
        return rows.annotate(met_before=models.Subquery(before.values("met")[:1]))

    @admin.display(description="怎样算做到")
    def explanation(self, line: AssessmentLine) -> str:
        return line.criterion.explanation

    @admin.display(description="上次")
    def last_time(self, line: AssessmentLine) -> str:
        return dict(AssessmentLine.Met.choices).get(getattr(line, "met_before", None), "–")


@admin.register(SelfAssessment)
class SelfAssessmentAdmin(ScopedModelAdmin):
    form = SelfAssessmentForm
    list_display = ["community", "year", "points", "open_lines", "submitted_on"]
    list_filter = [SubmittedFilter, "year", ("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["community__name", "note"]
    ordering = ["-year", "community__code"]
    inlines = [LineInline]
    readonly_fields = ["result", "submitted_on"]
    actions = ["give_back"]

    class Media:
        css = {"all": ["admin-tools/governance.css"]}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[SelfAssessment]:
        return super().get_queryset(request).with_score()

    def get_fields(self, request: HttpRequest, obj: SelfAssessment | None = None) -> list[str]:
        if obj is None:
            return ["community", "year", "note"]
        ended = (
            ["submit_now"] if obj.submitted_on is None and self.has_change_permission(request, obj) else []
        )
        return ["community", "year", "result", "submitted_on", "note", *ended]

    def get_inlines(self, request: HttpRequest, obj: SelfAssessment | None) -> list[type[LineInline]]:
        return [] if obj is None else list(self.inlines)

    def get_readonly_fields(self, request: HttpRequest, obj: SelfAssessment | None = None) -> list[str]:
        """Whose it is and of which year stays: the lines hang on it."""
        return [*self.readonly_fields, *(["community", "year"] if obj else [])]

    @admin.display(description="得分", ordering="score")
    def points(self, row: SelfAssessment) -> str:
        return "" if row.score is None else f"{row.score:.1f}"

    @admin.display(description="没有填的条数", ordering="unanswered")
    def open_lines(self, row: SelfAssessment) -> int:
        return row.unanswered

    @admin.display(description="得分")
    def result(self, row: SelfAssessment) -> str:
        if row.pk is None or row.score is None:
            return "填好以后自动计算。"
        said = f"{row.score:.1f} 分（满分 100）"
        if row.unanswered:
            said += f"，还有 {row.unanswered} 条没有填"
        before = previous(row)
        if before is None or before.score is None:
            return f"{said}。"
        gained = row.score - before.score
        compared = "多" if gained >= 0 else "少"
        return f"{said}。上一次（{before.year} 年）{before.score:.1f} 分，{compared} {abs(gained):.1f} 分。"

    # --- saving ---------------------------------------------------------------------------------
    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:  # noqa: ANN401
        super().save_related(request, form, formsets, change)
        row: SelfAssessment = form.instance
        if row.submitted_on is None:
            row.make_lines()
        if form.cleaned_data.get("submit_now"):
            if problem := submit(row, timezone.localdate()):
                messages.warning(request, f"已保存，但没有提交：{problem}")
            else:
                messages.success(request, "已提交给街道。")

    def response_add(
        self, request: HttpRequest, obj: SelfAssessment, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Straight on to its lines."""
        response = super().response_add(request, obj, *args, **kwargs)
        if "_addanother" in request.POST or "_popup" in request.POST:
            return response
        count = obj.lines.count()
        if count:
            messages.info(request, f"已列出 {count} 条标准，请逐条填写。")
        else:
            messages.warning(request, "街道还没有登记创熟标准，现在没有内容可填。")
        return HttpResponseRedirect(reverse("admin:communities_selfassessment_change", args=[obj.pk]))

    @admin.action(description="退回修改（街道）", permissions=["change"])
    def give_back(
        self, request: HttpRequest, queryset: models.QuerySet[SelfAssessment]
    ) -> TemplateResponse | None:
        rows = SelfAssessment.objects.filter(pk__in=queryset.values("pk"), submitted_on__isnull=False)
        asked = self.ask_first(
            request, rows, title="退回修改", text="退回以后，社区可以继续修改，再重新提交。", button="退回"
        )
        if asked is not None:
            return asked
        with one_change("退回修改"):
            count = self.change_rows(request, rows.select_related("community"), "退回修改", submitted_on=None)
        messages.success(request, f"已退回 {count} 份。")
        return None

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not request.user.sees_every_community:
            actions.pop("give_back", None)
        return actions
