"""综合评价 for the street and the communities: schemes, and each period's evaluation on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.accounts.history import one_change
from guicheng.accounts.scope import editable_by, visible_to

from .. import evaluation_review as review
from ..evaluation import CannotEvaluate, Span, ended_spans, problems_of, scaled, snapshot_of
from ..evaluation_figures import figures_of
from ..evaluation_run import Ran, check, run
from ..measures import HAND, measure_choices, measure_of, measures
from ..models import Band, Criterion, Evaluation, EvaluationScheme, HeadResult
from .base import PeopleAdmin

_RESULTS = "admin:volunteers_headresult_changelist"


# --- schemes --------------------------------------------------------------------------------------------
class CriterionForm(ScopedModelForm):
    measure = forms.ChoiceField(label="怎么算", choices=measure_choices)

    class Meta:
        model = Criterion
        fields = ["name", "measure", "weight", "zero_at", "full_at", "order"]

    #: Set by the set of forms where weights were scaled: an untouched row is saved too.
    rescaled = False

    def has_changed(self) -> bool:
        return self.rescaled or super().has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        measure, zero, full = (cleaned.get(name) for name in ("measure", "zero_at", "full_at"))
        if measure == HAND:
            cleaned["zero_at"], cleaned["full_at"] = 0, 100
        elif measure and zero is not None and full is not None:
            known = measure_of(measure)
            if known and known.lower_is_better and zero <= full:
                self.add_error("zero_at", "这一项越少越好：“0 分”的数要比“满分”的大。")
            elif known and not known.lower_is_better and zero >= full:
                self.add_error("full_at", "这一项越多越好：“满分”的数要比“0 分”的大。")
        return cleaned


class CriterionFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [
            form
            for form in self.forms
            if form not in self.deleted_forms and form.cleaned_data.get("weight") is not None
        ]
        weights = [form.cleaned_data["weight"] for form in rows]
        if weights and sum(weights) != 100 and self.data.get("scale_weights"):
            for form, weight in zip(rows, scaled(weights), strict=True):
                form.rescaled = weight != form.cleaned_data["weight"] or form.rescaled
                form.cleaned_data["weight"] = form.instance.weight = weight
            weights = [form.cleaned_data["weight"] for form in rows]
        if self.instance.status == EvaluationScheme.Status.IN_USE and (problem := problems_of(weights)):
            raise ValidationError(problem)


class CriterionInline(ScopedInline):
    model = Criterion
    form = CriterionForm
    formset = CriterionFormSet
    fields = ["name", "measure", "weight", "zero_at", "full_at", "order"]
    verbose_name_plural = "评价标准（权重合计 100；没有数据的项不计，由其他项分担）"


class SchemeForm(ScopedModelForm):
    scale_weights = forms.BooleanField(
        label="按比例折算成 100",
        required=False,
        help_text="权重合计不是 100 时勾选：保存时各项按比例折算。",
    )

    class Meta:
        model = EvaluationScheme
        fields = "__all__"


@admin.register(EvaluationScheme)
class EvaluationSchemeAdmin(ScopedModelAdmin):
    form = SchemeForm
    list_display = ["name", "period", "status", "weights"]
    list_filter = ["status", "period"]
    search_fields = ["name"]
    ordering = ["name"]  # asked with a sum, rows are not in the model's own order
    inlines = [CriterionInline]
    fieldsets = [
        (None, {"fields": ["name", "period", "status", ("buildings", "lanes", "streets"), "note"]}),
        ("等次", {"fields": [("excellent_from", "good_from", "passed_from"), "least_contacts"]}),
        (
            "公平",
            {"fields": ["least_days", "least_weight", ("few_contacts", "few_households"), "grace_days"]},
        ),
        ("权重", {"fields": ["scale_weights", "explained"]}),
    ]
    readonly_fields = ["explained"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[EvaluationScheme]:
        return super().get_queryset(request).annotate(weight_sum=models.Sum("criteria__weight"))

    @admin.display(description="权重合计")
    def weights(self, scheme: EvaluationScheme) -> str:
        total = scheme.weight_sum or 0
        return "100" if total == 100 else f"{total}（还不能用）"

    @admin.display(description="可以算什么")
    def explained(self, scheme: EvaluationScheme) -> SafeString:
        lines = ((f"{measure.label}（{measure.unit}）：{measure.hint}",) for measure in measures())
        return format_html_join(mark_safe("<br>"), "{}", lines)


# --- one evaluation a period --------------------------------------------------------------------------------
def _spans() -> list[tuple[str, str]]:
    return [(span.key, span.label) for span in ended_spans(timezone.localdate())]


class EvaluationForm(ScopedModelForm):
    span = forms.ChoiceField(
        label="哪一期",
        choices=_spans,
        help_text="只列已经结束的。",
        error_messages={"invalid_choice": "请选列表里的一期：没有结束的不能评价。"},
    )

    class Meta:
        model = Evaluation
        fields = ["scheme"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        scheme, key = cleaned.get("scheme"), cleaned.get("span")
        today = timezone.localdate()
        self.chosen: Span | None = next((span for span in ended_spans(today) if span.key == key), None)
        if scheme and self.chosen:
            try:
                check(scheme, self.chosen, today)
            except CannotEvaluate as exc:
                raise ValidationError(str(exc)) from exc
            if Evaluation.objects.filter(scheme=scheme, first=self.chosen.first).exists():
                raise ValidationError("这一期已经评价过。请在列表里打开它，重新计算。")
        return cleaned

    def fill_in(self) -> None:
        chosen = getattr(self, "chosen", None)
        if chosen is not None:
            self.instance.first, self.instance.last = chosen.first, chosen.last
            self.instance.label = chosen.label


@admin.register(Evaluation)
class EvaluationAdmin(PeopleAdmin):
    form = EvaluationForm
    list_display = ["label", "scheme", "computed_at", "results_link"]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    search_fields = ["label", "scheme__name"]
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Evaluation | None = None) -> list[Any]:
        if obj is not None:
            return [(None, {"fields": ["scheme", "label", "first", "last", "rules"]})]
        text = "保存以后马上计算，全街道的楼长、巷长、街长要几秒钟。算好以后由各社区核对、发布。"
        return [(None, {"fields": ["scheme", "span"], "description": text})]

    def get_readonly_fields(self, request: HttpRequest, obj: Evaluation | None = None) -> list[str]:
        return [] if obj is None else ["rules"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401
        if db_field.name == "scheme":
            in_use = visible_to(EvaluationScheme, request.user).filter(status="in_use")
            kwargs["queryset"] = in_use
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Evaluation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Evaluation | None = None) -> bool:
        return False

    def may_bring_back(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="情况")
    def results_link(self, evaluation: Evaluation) -> SafeString:
        address = reverse("admin:volunteers_evaluation_overview", args=[evaluation.pk])
        return format_html('<a href="{}">各社区情况和结果</a>', address)

    @admin.display(description="当时的方案")
    def rules(self, evaluation: Evaluation) -> SafeString:
        return render_rules(evaluation.snapshot)

    def save_model(self, request: HttpRequest, obj: Evaluation, form: Any, change: bool) -> None:  # noqa: ANN401
        obj.snapshot = snapshot_of(obj.scheme, obj.scheme.criteria.all())
        super().save_model(request, obj, form, change)
        request.ran = run(obj, request.user)

    def response_add(self, request: HttpRequest, obj: Evaluation, *args: Any, **kwargs: Any) -> HttpResponse:
        super().response_add(request, obj, *args, **kwargs)
        list(messages.get_messages(request))  # Django's own sentence says less than ours
        messages.success(request, told(request.ran))
        return redirect("admin:volunteers_evaluation_overview", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = (("overview", self.overview_view), ("again", self.again_view), ("honours", self.honours_view))
        own = [
            path(f"<int:pk>/{name}/", wrap(view), name=f"volunteers_evaluation_{name}")
            for name, view in pages
        ]
        return [*own, *super().get_urls()]

    def _one(self, request: HttpRequest, pk: int) -> Evaluation:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = visible_to(Evaluation, request.user).select_related("scheme", "computed_by").filter(pk=pk)
        evaluation = found.first() if len(str(pk)) <= 18 else None
        if evaluation is None:
            raise Http404
        return evaluation

    def overview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Each community's heads by band, beside the period before."""
        evaluation = self._one(request, pk)
        rows, total, earlier = figures_of(evaluation, request.user)
        context = {
            "evaluation": evaluation,
            "rows": rows,
            "total": total,
            "earlier": earlier,
            "bands": Band.choices,
            "rules": render_rules(evaluation.snapshot),
            "list": f"{reverse(_RESULTS)}?evaluation__id__exact={evaluation.pk}",
            "may_run": request.user.may_write and bool(rows or request.user.sees_every_community),
        }
        return self.own_page(request, "volunteers/evaluation/overview.html", str(evaluation), context)

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Work out what is not published yet once more: a page that asks, then the doing."""
        evaluation = self._one(request, pk)
        own = editable_by(HeadResult, request.user).filter(evaluation=evaluation)
        if not request.user.may_write or not (request.user.sees_every_community or own.exists()):
            raise PermissionDenied
        if request.method == "POST":
            with one_change("重新计算评价"):
                ran = run(evaluation, request.user)
            messages.success(request, told(ran))
            return redirect("admin:volunteers_evaluation_overview", evaluation.pk)
        _, total, _ = figures_of(evaluation, request.user)
        context = {"evaluation": evaluation, "total": total}
        return self.own_page(request, "volunteers/evaluation/again.html", f"重新计算：{evaluation}", context)

    def honours_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """优秀 among the published, for the wall of the community's own office; on paper."""
        evaluation = self._one(request, pk)
        rows = list(review.honours(evaluation, request.user))
        return render(request, "volunteers/evaluation/honours.html", {"evaluation": evaluation, "rows": rows})


def told(ran: Ran) -> str:
    """What a run did, as a sentence for whoever started it."""
    parts = [f"已计算 {ran.made + ran.renewed} 位"]
    if ran.kept:
        parts.append(f"已发布的 {ran.kept} 位保持不变，要重算请先撤回")
    if ran.adjusted:
        parts.append(f"其中 {ran.adjusted} 位有人工调整，调整保留，请再核对一次")
    if ran.removed:
        parts.append(f"{ran.removed} 位这一期不再评价，结果已去掉")
    waiting = ran.bands.get("", 0)
    if waiting:
        parts.append(f"{waiting} 位数据不足或任职太短，没有自动评等次")
    return "；".join(parts) + "。"


def render_rules(snapshot: dict[str, Any]) -> SafeString:
    from django.template.loader import render_to_string

    named = dict(measure_choices())
    criteria = [{**row, "how": named.get(row["measure"], "")} for row in snapshot.get("criteria", [])]
    return render_to_string("volunteers/evaluation/rules.html", {"rules": snapshot, "criteria": criteria})
