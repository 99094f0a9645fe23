"""People in the admin: masked telephones, what they serve as, what their record lacks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedRelatedFilter
from guicheng.accounts.scope import visible_to

from ..forms import VolunteerForm
from ..gaps import PERSON_GAPS, kept_long_enough
from ..identity import namesakes_without_phone
from ..models import Appointment, Mediator, Volunteer
from . import reveal
from .appointment import AppointmentInline
from .base import PeopleAdmin
from .chooser import PersonChoices
from .hours import ServiceHoursInline
from .person_pages import PersonPages


class ServingFilter(admin.SimpleListFilter):
    title = "任职"
    parameter_name = "serving"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "在任"), ("no", "没有在任")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Volunteer]
    ) -> models.QuerySet[Volunteer]:
        if self.value() not in {"yes", "no"}:
            return queryset
        here = visible_to(Appointment, request.user).serving().filter(volunteer=models.OuterRef("pk"))
        mediating = visible_to(Mediator, request.user).exclude(status=Mediator.Status.LEFT)
        serves = models.Q(models.Exists(here.order_by())) | models.Q(
            models.Exists(mediating.filter(volunteer=models.OuterRef("pk")).order_by())
        )
        return queryset.filter(serves if self.value() == "yes" else ~serves)


class PersonGapFilter(admin.SimpleListFilter):
    title = "资料缺什么"
    parameter_name = "gap"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*((gap.key, gap.label) for gap in PERSON_GAPS), ("kept", "过了保存期限")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Volunteer]
    ) -> models.QuerySet[Volunteer]:
        if self.value() == "kept":
            return queryset.filter(kept_long_enough(timezone.localdate()))
        gap = next((gap for gap in PERSON_GAPS if gap.key == self.value()), None)
        return queryset.filter(gap.condition) if gap else queryset


class ErasedFilter(admin.SimpleListFilter):
    title = "个人信息"
    parameter_name = "erased"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("no", "保存着"), ("yes", "已抹去")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Volunteer]
    ) -> models.QuerySet[Volunteer]:
        if self.value() == "yes":
            return queryset.filter(erased_on__isnull=False)
        return queryset.present() if self.value() == "no" else queryset


@admin.register(Volunteer)
class VolunteerAdmin(PersonPages, PeopleAdmin):
    form = VolunteerForm
    inlines = [AppointmentInline, ServiceHoursInline]
    list_display = ["name", "masked", "community", "serves_as", "political_status", "lacks"]
    list_filter = [
        ("community", ScopedRelatedFilter),
        ServingFilter,
        PersonGapFilter,
        "political_status",
        ErasedFilter,
    ]
    list_select_related = ["community"]
    search_fields = ["name", "=phone_tail"]
    search_help_text = "按姓名或电话后四位查找；按楼巷街查找请到“任职”"
    readonly_fields = ["masked", "shown_now", "erased_on", "updated_at"]
    actions = ["merge_two"]
    fieldsets = [
        (
            "基本信息",
            {
                "fields": [
                    "community",
                    "name",
                    "gender",
                    "birth_year",
                    "political_status",
                    "party_since",
                    "skills",
                ],
                "description": "只登记工作需要的内容。不要填写身份证号、详细住址、健康和家庭情况。",
            },
        ),
        (
            "电话",
            {
                "fields": ["masked", "new_phone", "remove_phone"],
                "description": "平时只显示一部分，点“显示”看完整号码，每次查看都会记录。"
                "一个手机号就是一个人。",
            },
        ),
        (
            "告知与承诺",
            {
                "fields": ["told_on", "told_wording", "undertaking_on"],
                "description": "告知的内容不填，就保存现行的《个人信息告知书》。"
                "两份文书都可以从本页右上角打印。",
            },
        ),
        (
            "在“找楼长”里公开号码",
            {
                "fields": ["shown_now", "number_shared_on", "number_shared_wording"],
                "description": "不公开时，居民打社区的电话或者留言。"
                "只有本人签字同意的才可以公开，随时可以收回。"
                "同意书可以从本页右上角打印。",
            },
        ),
        ("来源", {"fields": ["source", "updated_at"]}),
    ]

    class Media:
        js = ["admin-tools/people.js"]

    # --- who may what ---------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Volunteer | None = None) -> bool:
        """Whose data were erased stays as an empty row that is only counted."""
        return not (obj and obj.erased_on) and super().has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Volunteer]:
        serving = visible_to(Appointment, request.user).serving().select_related("place__estate")
        here = models.Prefetch("appointments", serving.order_by("deputy", "pk"), to_attr="serving_here")
        mediating = models.Prefetch(
            "mediators",
            visible_to(Mediator, request.user).exclude(status=Mediator.Status.LEFT),
            to_attr="mediating_here",
        )
        return super().get_queryset(request).prefetch_related(here, mediating)

    # --- the form -------------------------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: Volunteer | None = None) -> list[Any]:
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        left_out = set() if may else {"new_phone", "remove_phone"}
        if obj is None:
            left_out |= {"masked", "shown_now", "remove_phone", "updated_at"}
        elif not obj.phone:
            left_out |= {"remove_phone"}
        sections = [
            (title, {**parts, "fields": [name for name in parts["fields"] if name not in left_out]})
            for title, parts in self.fieldsets
        ]
        if obj is not None and obj.erased_on:
            sections.append(("抹去", {"fields": ["erased_on"]}))
        return sections

    def save_model(self, request: HttpRequest, obj: Volunteer, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or "name" in form.changed_data:
            self._warn_of_namesake(request, obj)

    def _warn_of_namesake(self, request: HttpRequest, person: Volunteer) -> None:
        other = namesakes_without_phone(request.user, person.community, person.name, keep=person.pk).first()
        if other is None:
            return
        text = format_html(
            '同一社区还有一位没有登记电话的“{}”。如果是同一个人，请<a href="{}?a={}&b={}">合并</a>。',
            other.name,
            reverse("admin:volunteers_volunteer_merge"),
            other.pk,
            person.pk,
        )
        messages.warning(request, text)

    # --- the list -------------------------------------------------------------------------------
    @admin.display(description="电话")
    def masked(self, person: Volunteer) -> str | SafeString:
        return reveal.shown_masked(person)

    @admin.display(description="现在公开吗")
    def shown_now(self, person: Volunteer) -> str:
        if person.shared_phone:
            return "公开（有人在任的地方查得到）"
        return "不公开：号码换过，请重新签字同意" if person.number_shared_on else "不公开"

    @admin.display(description="在任职务")
    def serves_as(self, person: Volunteer) -> str:
        roles = [str(term) for term in person.serving_here]
        roles += [f"调解员（{row.get_status_display()}）" for row in person.mediating_here]
        return "、".join(roles)

    @admin.display(description="资料缺什么")
    def lacks(self, person: Volunteer) -> str:
        return "" if person.erased_on else "、".join(gap.label for gap in PERSON_GAPS if gap.of(person))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Volunteer], search_term: str
    ) -> tuple[models.QuerySet[Volunteer], bool]:
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name in _CHOOSERS:
            rows = rows.present()
        return rows, duplicates

    # --- actions and pages ----------------------------------------------------------------------
    @admin.action(description="合并所选的两个人", permissions=["change"])
    def merge_two(
        self, request: HttpRequest, queryset: models.QuerySet[Volunteer]
    ) -> HttpResponseRedirect | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            messages.warning(request, "请正好勾选两个人。")
            return None
        return redirect(f"{reverse('admin:volunteers_volunteer_merge')}?a={keys[0]}&b={keys[1]}")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = [("choose/", PersonChoices.as_view(admin_site=self.admin_site), "choose"), *self.pages()]
        own = [path(route, wrap(view), name=f"volunteers_volunteer_{name}") for route, view, name in pages]
        return [*own, *super().get_urls()]


_CHOOSERS = {"autocomplete", "volunteers_volunteer_choose"}
