"""Mediators in the admin: who they are, what they learnt, their certificates, how busy they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.accounts.admin_input import is_key
from guicheng.accounts.history import bulk_create
from guicheng.accounts.scope import visible_to
from guicheng.web.paging import page_of

from ..mediators import LOAD_DAYS, find, progress, with_workload
from ..models import MediationField, Mediator, MediatorTraining
from ..models.mediator import CERTIFICATE_NOTICE_DAYS
from .appointment import PersonField
from .base import PeopleAdmin
from .dates import day_field, sane

#: Years for which a certificate holds unless somebody says otherwise.
_YEARS = 3


class CertificateFilter(admin.SimpleListFilter):
    title = "证书"
    parameter_name = "certificate"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("valid", "在任，证书有效"),
            ("expiring", f"{CERTIFICATE_NOTICE_DAYS} 天内到期"),
            ("expired", "已经过期"),
            ("none", "在任，没有证书"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Mediator]
    ) -> models.QuerySet[Mediator]:
        today = timezone.localdate()
        if self.value() == "valid":
            return queryset.counted_on(today)
        if self.value() == "expiring":
            return queryset.expiring(today)
        if self.value() == "expired":
            return queryset.expired(today)
        return queryset.serving().filter(certified_on__isnull=True) if self.value() == "none" else queryset


class MediatorForm(ScopedModelForm):
    class Meta:
        model = Mediator
        fields = [
            "volunteer",
            "community",
            "fields",
            "status",
            "certificate_no",
            "certified_on",
            "expires_on",
            "started_on",
            "ended_on",
            "note",
            "source",
        ]
        widgets = {"fields": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "fields" in self.fields:
            offered = models.Q(retired=False)
            if self.instance.pk:
                offered |= models.Q(mediators=self.instance.pk)
            self.fields["fields"].queryset = MediationField.objects.filter(offered).distinct()

    def clean_certificate_no(self) -> str:
        return plain_text(self.cleaned_data["certificate_no"])


class CertifyForm(forms.Form):
    """What a class of trainees got on one day."""

    certified_on = day_field("发证日期")
    expires_on = day_field("有效期至")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["certified_on"].initial = today
        self.fields["expires_on"].initial = _years_after(today, _YEARS)

    def clean_certified_on(self) -> date:
        day = sane(self.cleaned_data["certified_on"])
        if day > timezone.localdate():
            raise ValidationError("这个日期还没有到。")
        return day

    def clean_expires_on(self) -> date:
        day = sane(self.cleaned_data["expires_on"])
        begins = self.cleaned_data.get("certified_on")
        if begins and day <= begins:
            raise ValidationError("有效期必须晚于发证日期。")
        return day


class TrainForm(forms.Form):
    on = day_field("培训日期")
    subject = forms.CharField(label="内容", max_length=80, initial=MediatorTraining.DEFAULT_SUBJECT)
    hours = forms.DecimalField(label="学时", min_value=0.5, max_value=200, decimal_places=1, required=False)

    def clean_on(self) -> date:
        day = sane(self.cleaned_data["on"])
        if day > timezone.localdate():
            raise ValidationError("这个日期还没有到。")
        return day

    def clean_subject(self) -> str:
        return plain_text(self.cleaned_data["subject"]) or MediatorTraining.DEFAULT_SUBJECT


class TrainingInline(ScopedInline):
    model = MediatorTraining
    fields = ["on", "subject", "hours"]
    verbose_name_plural = "培训（一行一次）"


@admin.register(Mediator)
class MediatorAdmin(PersonField, PeopleAdmin):
    form = MediatorForm
    list_display = ["person", "community", "of_fields", "status", "certificate", "expires_on", "load"]
    list_filter = [
        CertificateFilter,
        "status",
        ("fields", ScopedRelatedFilter),
        ("community", ScopedRelatedFilter),
    ]
    list_select_related = ["volunteer", "community"]
    search_fields = ["volunteer__name", "=volunteer__phone_tail", "certificate_no"]
    search_help_text = "按姓名、电话后四位或证书编号查找"
    pinyin_field = "volunteer__name"
    inlines = [TrainingInline]
    related_add = ("volunteer",)
    readonly_fields = ["load", "updated_at"]
    actions = ["certify", "train"]
    fieldsets = [
        (
            None,
            {
                "fields": ["volunteer", "community", "fields", "status"],
                "description": "先登记人员（姓名、电话），再在这里选。楼长也可以同时是调解员。",
            },
        ),
        (
            "证书",
            {
                "fields": ["certificate_no", "certified_on", "expires_on"],
                "description": "培训合格、发了证书的，状态选“在任”。证书在有效期内的才计入人数。",
            },
        ),
        ("任职", {"fields": ["started_on", "ended_on", "load"]}),
        ("说明", {"fields": ["note", "source", "updated_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Mediator]:
        rows = super().get_queryset(request).select_related("volunteer", "community")
        return with_workload(rows, timezone.localdate()).prefetch_related("fields")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in {"fields__id__exact", "fields__isnull"} or super().lookup_allowed(
            lookup, value, request
        )

    # --- the list -------------------------------------------------------------------------------
    @admin.display(description="姓名", ordering="volunteer__name")
    def person(self, row: Mediator) -> str:
        return row.volunteer.name

    @admin.display(description="领域")
    def of_fields(self, row: Mediator) -> str:
        return "、".join(field.name for field in row.fields.all())

    @admin.display(description="证书", ordering="certified_on")
    def certificate(self, row: Mediator) -> str:
        if row.status != Mediator.Status.SERVING:
            return row.certificate_no
        return row.certificate_state(timezone.localdate()) or row.certificate_no or "有效"

    @admin.display(description=f"工作量（近 {LOAD_DAYS} 天）", ordering="late_cases")
    def load(self, row: Mediator) -> str:
        if not hasattr(row, "open_cases"):
            return ""
        hours = f"，{row.late_hours:g} 小时" if row.late_hours else ""
        return f"{row.late_cases} 件{hours}；正在调解 {row.open_cases} 件"

    # --- actions --------------------------------------------------------------------------------
    @admin.action(description="登记证书（培训合格）", permissions=["change"])
    def certify(self, request: HttpRequest, queryset: models.QuerySet[Mediator]) -> TemplateResponse | None:
        rows = queryset.exclude(status=Mediator.Status.LEFT).select_related("volunteer", "community")
        confirmed = request.POST.get("confirmed") == "yes"
        form = CertifyForm(request.POST if confirmed else None)
        if not confirmed or not form.is_valid():
            return self.ask_with_form(
                request,
                rows,
                form,
                title="登记证书",
                text="这些人的证书从发证那天起有效。培训中的改为在任；原来有证书的换成新的日期。",
                button="登记证书",
                said=_said,
            )
        days = form.cleaned_data
        reason = f"登记证书：{days['certified_on']:%Y-%m-%d}"
        with transaction.atomic():
            fresh = rows.filter(started_on__isnull=True)
            keys = list(rows.values_list("pk", flat=True))
            self.change_rows(request, fresh, reason, started_on=days["certified_on"])
            chosen = queryset.model.objects.filter(pk__in=keys)
            count = self.change_rows(request, chosen, reason, status=Mediator.Status.SERVING, **days)
        messages.success(request, f"已登记 {count} 人的证书。证书编号请打开各人的记录填写，或用 Excel 导入。")
        return None

    @admin.action(description="登记培训", permissions=["change"])
    def train(self, request: HttpRequest, queryset: models.QuerySet[Mediator]) -> TemplateResponse | None:
        rows = queryset.exclude(status=Mediator.Status.LEFT).select_related("volunteer", "community")
        confirmed = request.POST.get("confirmed") == "yes"
        form = TrainForm(request.POST if confirmed else None)
        if not confirmed or not form.is_valid():
            text = "为这些人各登记一次培训。同一天同一项已经登记过的不重复登记。"
            return self.ask_with_form(
                request, rows, form, title="登记培训", text=text, button="登记培训", said=_said
            )
        said = form.cleaned_data
        had = MediatorTraining.objects.filter(on=said["on"], subject=said["subject"])
        new = [
            MediatorTraining(mediator=row, **said)
            for row in rows.exclude(pk__in=had.values("mediator")).order_by("pk")
        ]
        bulk_create(new, user=request.user, reason="登记培训")
        messages.success(request, f"已为 {len(new)} 人登记培训。")
        return None

    # --- pages ----------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("find/", wrap(self.find_view), name="volunteers_mediator_find"),
            path("progress/", wrap(self.progress_view), name="volunteers_mediator_progress"),
            *super().get_urls(),
        ]

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Who may take up a quarrel: by field and community, the least busy first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        communities = visible_to(Community, request.user)
        community = _chosen(communities, request.GET.get("community", ""))
        field = _chosen(MediationField.objects.offered(), request.GET.get("field", ""))
        rows = find(request.user, today, field=field, community=community.pk if community else None)
        page = page_of(request, rows)
        for row in page.object_list:
            row.state = row.certificate_state(today) or "证书有效"
        context = {
            "page": page,
            "fields": MediationField.objects.offered(),
            "communities": communities,
            "field": field,
            "community": community,
            "load_days": LOAD_DAYS,
            "query": _query(field, community),
            "may_write": request.user.may_write,
        }
        return self.own_page(request, "volunteers/mediators/find.html", "找调解员", context)

    def progress_view(self, request: HttpRequest) -> HttpResponse:
        """How far the street is with its 200 mediators."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shown = progress(timezone.localdate())
        return self.own_page(
            request, "volunteers/mediators/progress.html", "调解员队伍进度", {"progress": shown}
        )


def _said(row: Mediator) -> str:
    return f"{row.volunteer} · {row.community}（{row.get_status_display()}）"


def _chosen(rows: models.QuerySet[Any], key: str) -> Any:  # noqa: ANN401
    return rows.filter(pk=key).first() if is_key(key) else None


def _query(field: MediationField | None, community: Community | None) -> str:
    parts = [("field", field), ("community", community)]
    chosen = "&".join(f"{name}={row.pk}" for name, row in parts if row is not None)
    return f"?{chosen}" if chosen else "?"


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@admin.register(MediationField)
class MediationFieldAdmin(ScopedModelAdmin):
    list_display = ["name", "sensitive", "order", "retired"]
    list_filter = ["retired", "sensitive"]
    search_fields = ["name"]
