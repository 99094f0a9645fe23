"""服务时长: entered beside the person or in a list of its own, summed by person and community."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedInline
from guicheng.accounts.admin_forms import FIRST_YEAR, LAST_YEAR, ScopedModelForm, plain_text
from guicheng.accounts.admin_input import ScopedRelatedFilter
from guicheng.accounts.scope import visible_to
from guicheng.exchange.columns import Column
from guicheng.exchange.export_views import workbook_response
from guicheng.exchange.results import make_workbook

from ..models import ServiceHours, Volunteer
from .base import PeopleAdmin

#: People listed on the page of sums; all of them stand in the Excel file.
_SHOWN = 50
_MEMBER = Q(volunteer__political_status__in=Volunteer.PARTY)


class ServiceHoursForm(ScopedModelForm):
    class Meta:
        model = ServiceHours
        fields = ["volunteer", "date", "hours", "what", "activity"]

    def clean_what(self) -> str:
        return plain_text(self.cleaned_data["what"])


class ServiceHoursInline(ScopedInline):
    model = ServiceHours
    form = ServiceHoursForm
    fields = ["date", "hours", "what", "activity"]
    autocomplete_fields = ["activity"]
    verbose_name_plural = "服务时长"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ServiceHours]:
        return super().get_queryset(request).select_related("activity")


class PartyHoursFilter(admin.SimpleListFilter):
    title = "党员"
    parameter_name = "party"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "党员志愿者（含预备党员）"), ("no", "不是党员或没有登记")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ServiceHours]
    ) -> models.QuerySet[ServiceHours]:
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(_MEMBER if self.value() == "yes" else ~_MEMBER)


@admin.register(ServiceHours)
class ServiceHoursAdmin(PeopleAdmin):
    form = ServiceHoursForm
    list_display = ["date", "volunteer", "hours", "what", "activity", "community"]
    list_display_links = ["date"]
    list_filter = [PartyHoursFilter, "date", ("volunteer__community", ScopedRelatedFilter)]
    list_select_related = ["volunteer__community", "activity"]
    search_fields = ["volunteer__name", "what", "activity__title"]
    search_help_text = "按姓名、做了什么或活动名称查找"
    autocomplete_fields = ["volunteer", "activity"]
    date_hierarchy = "date"

    @admin.display(description="社区", ordering="volunteer__community__code")
    def community(self, row: ServiceHours) -> str:
        return row.volunteer.community.name

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.totals_view)
        return [path("totals/", view, name="volunteers_servicehours_totals"), *super().get_urls()]

    def totals_view(self, request: HttpRequest) -> HttpResponse:
        """Sums of a year by community and by person."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        this_year = timezone.localdate().year
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
        year = year if FIRST_YEAR <= year <= LAST_YEAR else this_year
        rows = visible_to(ServiceHours, request.user).filter(date__year=year)
        people = people_sums(rows)
        if request.GET.get("format") == "xlsx":
            return workbook_response(_workbook(people), f"服务时长-{year}.xlsx")
        communities = community_sums(rows)
        context = {
            "year": year,
            "years": range(this_year, this_year - 5, -1),
            "communities": communities,
            "total": sum((row["total"] for row in communities), 0),
            "members": sum((row["members"] or 0 for row in communities), 0),
            "people": people[:_SHOWN],
        }
        return self.own_page(request, "volunteers/hours.html", f"{year} 年服务时长", context)


def community_sums(rows: models.QuerySet[ServiceHours]) -> list[dict[str, Any]]:
    """Hours, hours of party members and people of each community, in the order of their codes."""
    parted = rows.order_by().values("volunteer__community", "volunteer__community__name")
    summed = parted.annotate(
        total=Sum("hours"),
        members=Sum("hours", filter=_MEMBER),
        people=Count("volunteer", distinct=True),
    )
    return list(summed.order_by("volunteer__community__code"))


def people_sums(rows: models.QuerySet[ServiceHours]) -> models.QuerySet:
    """Hours and times of each person, the most first."""
    columns = ("volunteer", "volunteer__name", "volunteer__community__name", "volunteer__political_status")
    summed = rows.order_by().values(*columns).annotate(total=Sum("hours"), times=Count("pk"))
    return summed.order_by("-total", "volunteer")


def _workbook(people: models.QuerySet) -> Any:  # noqa: ANN401
    labels = ("社区", "姓名", "政治面貌", "次数", "小时")
    known = dict(Volunteer.PoliticalStatus.choices)
    cells = (
        [
            row["volunteer__community__name"],
            row["volunteer__name"],
            known.get(row["volunteer__political_status"], ""),
            row["times"],
            float(row["total"]),
        ]
        for row in people
    )
    return make_workbook([Column(label, label) for label in labels], cells, "服务时长")
