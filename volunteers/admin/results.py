"""The results of an evaluation: reviewed head by head, adjusted with a reason, published, taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.accounts.scope import visible_to

from .. import evaluation_review as review
from ..evaluation import reckon
from ..evaluation_export import export_results
from ..measures import source_of
from ..models import HeadResult
from .base import PeopleAdmin


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("waiting", "待发布"),
            ("none", "没有等次，待评定"),
            ("published", "已发布"),
            ("withdrawn", "已撤回"),
            ("commented", "本人有话说"),
            ("adjusted", "有人工调整"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[HeadResult]
    ) -> models.QuerySet[HeadResult]:
        chosen = {
            "waiting": models.Q(published_at__isnull=True) & ~models.Q(band=""),
            "none": models.Q(band=""),
            "published": models.Q(published_at__isnull=False),
            "withdrawn": models.Q(published_at__isnull=True, withdrawn_on__isnull=False),
            "commented": ~models.Q(comment=""),
            "adjusted": models.Q(adjusted__isnull=False),
        }
        return queryset.filter(chosen[self.value()]) if self.value() in chosen else queryset


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="撤回的原因",
        max_length=80,
        help_text="本人会看到，例如：漏记了两次走访，重新核对。",
        error_messages={"required": "请写一句原因，本人会看到。"},
    )

    def clean_reason(self) -> str:
        return plain_text(self.cleaned_data["reason"])


class ResultForm(ScopedModelForm):
    """Adjusted points, and ``mark_<key>`` with ``why_<key>`` for each criterion by hand."""

    class Meta:
        model = HeadResult
        fields = ["adjusted", "adjusted_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in self._keys():
            given = (self.instance.marks or {}).get(key)
            if given:
                self.initial.setdefault(f"mark_{key}", Decimal(given["points"]))
                self.initial.setdefault(f"why_{key}", given["reason"])

    def _keys(self) -> list[str]:
        return [name.removeprefix("mark_") for name in self.fields if name.startswith("mark_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("adjusted_reason", *(f"why_{key}" for key in self._keys())):
            cleaned[name] = plain_text(cleaned.get(name) or "")
        for key in self._keys():
            if cleaned.get(f"mark_{key}") is not None and not cleaned[f"why_{key}"]:
                self.add_error(f"why_{key}", "评了分，请写明理由。")
            elif cleaned.get(f"mark_{key}") is None and cleaned[f"why_{key}"] and not self.errors:
                self.add_error(f"mark_{key}", "写了理由，还要写评多少分。")
        return cleaned

    def marked(self, result: HeadResult) -> bool:
        """Put the points by hand into ``result``; whether any differ from what was there."""
        before = dict(result.marks)
        for key in self._keys():
            given, reason = self.cleaned_data[f"mark_{key}"], self.cleaned_data[f"why_{key}"]
            was = before.get(key)
            same = was is not None and given is not None
            if same and (Decimal(was["points"]), was["reason"]) == (given, reason):
                continue
            review.mark(result, int(key), given, reason, self.user)
        return result.marks != before


@admin.register(HeadResult)
class HeadResultAdmin(PeopleAdmin):
    form = ResultForm

    class Media:
        css = {"all": ["admin-tools/evaluation.css"]}

    list_display = ["head", "place", "score_said", "band_said", "earlier", "state_said"]
    list_display_links = ["head"]
    list_filter = [
        StateFilter,
        "band",
        ("evaluation", ScopedRelatedFilter),
        ("community", ScopedRelatedFilter),
        "few",
    ]
    list_select_related = [
        "evaluation__scheme",
        "community",
        "appointment__volunteer",
        "appointment__place__estate",
    ]
    search_fields = [
        "appointment__volunteer__name",
        "appointment__place__name",
        "appointment__place__estate__name",
    ]
    search_help_text = "按姓名、楼栋或小区查找"
    actions = ["publish_rows", "withdraw_rows", "export_xlsx"]
    reading_actions = ("export_xlsx",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[HeadResult]:
        return super().get_queryset(request).defer("evidence").select_related(*self.list_select_related)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: HeadResult | None = None) -> bool:
        return False

    def may_restore(self, request: HttpRequest, obj: models.Model) -> bool:
        return False  # a version's numbers belong to its own records; adjusting says why

    def may_bring_back(self, request: HttpRequest) -> bool:
        return False

    # --- the list -------------------------------------------------------------------------------
    def get_changelist_instance(self, request: HttpRequest) -> Any:  # noqa: ANN401
        changes = super().get_changelist_instance(request)
        request.before = review.before(list(changes.result_list), request.user)
        for row in changes.result_list:
            row.earlier_result = request.before.get(row.appointment_id)
        return changes

    @admin.display(description="姓名")
    def head(self, result: HeadResult) -> str:
        return f"{result.appointment.volunteer}（{result.appointment.title}）"

    @admin.display(description="楼巷街")
    def place(self, result: HeadResult) -> str:
        return f"{result.community} {result.appointment.place}"

    @admin.display(description="得分")
    def score_said(self, result: HeadResult) -> str:
        if result.score is None:
            return "–"
        return (
            f"{result.score}（原为 {result.computed or '–'}）"
            if result.adjusted is not None
            else f"{result.score}"
        )

    @admin.display(description="等次")
    def band_said(self, result: HeadResult) -> SafeString | str:
        said = result.get_band_display() if result.band else "未评"
        return format_html('{}<br><span class="quiet">数量少，仅供参考</span>', said) if result.few else said

    @admin.display(description="上一期")
    def earlier(self, result: HeadResult) -> str:
        was = getattr(result, "earlier_result", None)
        if was is None:
            return "–"
        return f"{'–' if was.score is None else was.score} {was.get_band_display() if was.band else '未评'}"

    @admin.display(description="状态")
    def state_said(self, result: HeadResult) -> str:
        said = "已发布" if result.is_published else "已撤回" if result.withdrawn_on else "待发布"
        return f"{said}，本人有话说" if result.comment else said

    # --- one result -------------------------------------------------------------------------------
    def get_form(
        self, request: HttpRequest, obj: HeadResult | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        fields: dict[str, forms.Field] = {}
        for criterion in self._by_hand(request, obj):
            fields[f"mark_{criterion['id']}"] = forms.DecimalField(
                label=f"{criterion['name']}：得分",
                required=False,
                min_value=0,
                max_value=100,
                max_digits=4,
                decimal_places=1,
                help_text="0 到 100 分；不评就空着，这一项不计。",
            )
            fields[f"why_{criterion['id']}"] = forms.CharField(
                label=f"{criterion['name']}：理由",
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"class": "vTextField"}),
                help_text="本人会看到。",
            )
        kwargs["form"] = type("ResultForm", (ResultForm,), {"Meta": ResultForm.Meta, **fields})
        return super().get_form(request, obj, change=change, **kwargs)

    def _by_hand(self, request: HttpRequest, obj: HeadResult | None) -> list[dict[str, Any]]:
        if obj is None or obj.is_published or not self.has_change_permission(request, obj):
            return []
        return review.by_hand(obj.evaluation.snapshot)

    def get_fieldsets(self, request: HttpRequest, obj: HeadResult | None = None) -> list[Any]:
        shown = [(None, {"fields": ["account"]})]
        marks = [
            name for row in self._by_hand(request, obj) for name in (f"mark_{row['id']}", f"why_{row['id']}")
        ]
        if marks:
            shown.append(("社区评分", {"fields": marks}))
        text = "已发布的要先在列表里撤回，才能调整。" if obj is not None and obj.is_published else ""
        fields = ["adjusted", "adjusted_reason"]
        return [*shown, ("调整", {"fields": fields, "description": text})]

    def get_readonly_fields(self, request: HttpRequest, obj: HeadResult | None = None) -> list[str]:
        fixed = ["account"]
        return [*fixed, "adjusted", "adjusted_reason"] if obj is not None and obj.is_published else fixed

    @admin.display(description="结果")
    def account(self, result: HeadResult) -> SafeString:
        lines = [
            {
                **line,
                "count": len(result.evidence.get(line["source"], [])),
                "records": reverse("admin:volunteers_headresult_records", args=[result.pk, line["source"]])
                if line["source"]
                else "",
            }
            for line in result.lines
        ]
        context = {
            "result": result,
            "lines": lines,
            "earlier": getattr(result, "earlier_result", None),
            "reproduced": review.reproduced(result),
            "overview": reverse("admin:volunteers_evaluation_overview", args=[result.evaluation_id]),
        }
        return render_to_string("volunteers/evaluation/account.html", context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:  # noqa: ANN401
        result = super().get_object(request, object_id, from_field)
        if result is not None:
            result.earlier_result = review.before([result], request.user).get(result.appointment_id)
        return result

    def save_model(self, request: HttpRequest, obj: HeadResult, form: Any, change: bool) -> None:  # noqa: ANN401
        if HeadResult.objects.select_for_update().order_by().filter(pk=obj.pk).published().exists():
            messages.error(request, "这个结果刚刚发布了，没有改动。要调整请先撤回。")
            raise PermissionDenied
        if "adjusted" in form.changed_data or "adjusted_reason" in form.changed_data:
            obj.adjusted_by = request.user if obj.adjusted is not None else None
        form.marked(obj)
        reckon(obj, obj.evaluation.snapshot)
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.records_view)
        own = path("<int:pk>/records/<slug:source>/", view, name="volunteers_headresult_records")
        return [own, *super().get_urls()]

    def records_view(self, request: HttpRequest, pk: int, source: str) -> HttpResponse:
        """What was counted of one source, as it was then, and what became of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = visible_to(HeadResult, request.user).select_related(*self.list_select_related)
        result = rows.filter(pk=pk).first() if len(str(pk)) <= 18 else None
        known = source_of(source)
        if result is None or known is None:
            raise Http404
        app, model = known.model.lower().split(".")
        ledger = ""
        if source == "contacts":
            ledger = (
                f"{reverse('admin:volunteers_contactlog_changelist')}?appointment__id__exact={result.appointment_id}"
                f"&on__gte={result.evaluation.first}&on__lte={result.evaluation.last}"
            )
        context = {
            "result": result,
            "source": known,
            "rows": review.behind(result, source, request.user),
            "ledger": ledger,
            "page": f"admin:{app}_{model}_change",
        }
        title = f"{known.label}：{result.appointment}，{result.evaluation.label}"
        return self.own_page(request, "volunteers/evaluation/records.html", title, context)

    # --- actions ----------------------------------------------------------------------------------
    @admin.action(description="发布（本人可以看到）", permissions=["change"])
    def publish_rows(
        self, request: HttpRequest, queryset: models.QuerySet[HeadResult]
    ) -> TemplateResponse | None:
        rows = queryset.filter(published_at__isnull=True).exclude(band="")
        page = self.ask_first(
            request,
            rows,
            title="发布评价结果",
            text="发布以后，本人在自己的手机页面上看到自己的结果，别人看不到；不排名、不公开。"
            "没有等次的不会发布。要改的请先改好：发布以后要撤回才能改。",
            button="发布",
        )
        if page is None:
            found = list(rows)
            count, _ = review.publish(rows, request.user)
            self._log(request, found, "发布评价结果")
            left = queryset.filter(published_at__isnull=True).count()
            messages.success(
                request, f"已发布 {count} 位。" + (f"还有 {left} 位没有等次，没有发布。" if left else "")
            )
        return page

    @admin.action(description="撤回已发布的（写原因）", permissions=["change"])
    def withdraw_rows(
        self, request: HttpRequest, queryset: models.QuerySet[HeadResult]
    ) -> TemplateResponse | None:
        rows = queryset.filter(published_at__isnull=False).select_related("appointment__place__estate")
        form = ReasonForm(request.POST if request.POST.get("confirmed") == "yes" else None)
        if not form.is_valid():
            return self.ask_with_form(
                request,
                rows,
                form,
                title="撤回评价结果",
                text="撤回以后本人看不到结果，只看到已撤回、日期和您写的原因。修改记录里也会留下。",
                button="撤回",
            )
        found = list(rows)
        count = review.withdraw(rows, request.user, form.cleaned_data["reason"])
        self._log(request, found, "撤回评价结果")
        messages.success(request, f"已撤回 {count} 位，现在可以调整或重新计算。")
        return None

    def _log(self, request: HttpRequest, rows: list[HeadResult], message: str) -> None:
        if rows:
            LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, message)

    @admin.action(description="导出 Excel", permissions=["view"])
    def export_xlsx(self, request: HttpRequest, queryset: models.QuerySet[HeadResult]) -> HttpResponse:
        return export_results(request, queryset)
