"""Filters of the list of organisations."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from guicheng.accounts.admin_input import is_key
from guicheng.accounts.scope import visible_to

from ..models import Community, Estate, Organisation
from ..organisation_gaps import GAPS, term_ending, term_over, without_term
from ..organisations import RED, RED_LABEL, of_kind

Rows = QuerySet[Organisation]
Lookups = list[tuple[str, str]]


class KindFilter(admin.SimpleListFilter):
    title = "类型"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Lookups:
        kinds = [(str(value), str(label)) for value, label in Organisation.Kind.choices]
        place = [value for value, _ in kinds].index(Organisation.Kind.OWNERS_COMMITTEE)
        return [*kinds[: place + 1], (RED, RED_LABEL), *kinds[place + 1 :]]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        return of_kind(queryset, self.value()) if self.value() else queryset


class EstateFilter(admin.SimpleListFilter):
    """The estates of one community, once one is chosen or is the only one: six hundred help nobody."""

    title = "小区（村、园区）"
    parameter_name = "estate"
    WHOLE = "none"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Lookups:
        chosen = request.GET.get("community__id__exact", "")
        communities = visible_to(Community, request.user)
        if is_key(chosen):
            communities = communities.filter(pk=chosen)
        keys = list(communities.values_list("pk", flat=True)[:2])
        estates: Lookups = []
        if len(keys) == 1:
            rows = visible_to(Estate, request.user).filter(community=keys[0])
            estates = [(str(key), name) for key, name in rows.order_by("name").values_list("pk", "name")]
        return [(self.WHOLE, "整个社区的"), *estates]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        value = self.value() or ""
        if value == self.WHOLE:
            return queryset.filter(estate__isnull=True)
        return queryset.filter(estate=value) if is_key(value) else queryset


class TermFilter(admin.SimpleListFilter):
    title = "任期"
    parameter_name = "term"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Lookups:
        return [("over", "已届满"), ("ending", "60 天内届满"), ("none", "没有登记届次")]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        today = timezone.localdate()
        conditions = {"over": term_over(today), "ending": term_ending(today), "none": without_term()}
        condition = conditions.get(self.value() or "")
        return queryset.filter(condition) if condition is not None else queryset


class GapFilter(admin.SimpleListFilter):
    title = "资料缺什么"
    parameter_name = "gap"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Lookups:
        return [(gap.key, gap.label) for gap in GAPS]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        gap = next((gap for gap in GAPS if gap.key == self.value()), None)
        return queryset.filter(gap.condition) if gap else queryset
