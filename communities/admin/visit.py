"""走访调研 in the admin, and which communities nobody visited this year."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.exchange.columns import Column
from guicheng.exchange.export_views import workbook_response
from guicheng.exchange.results import make_workbook

from ..models import Visit
from ..visits import AGAIN_DAYS, Visited, overview, years
from .pages import OwnPages, asked_year
from .undertaking import UndertakingInline


class PromiseInline(UndertakingInline):
    verbose_name_plural = "当场答应的事（谁、做什么、什么时候完成）"


@admin.register(Visit)
class VisitAdmin(OwnPages, ScopedModelAdmin):
    list_display = ["when_shown", "community", "by", "topic"]
    list_filter = [("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["topic", "found", "by", "community__name"]
    search_help_text = "按走访内容、情况、单位或社区查找"
    date_hierarchy = "on"
    ordering = ["-on", "-pk"]
    fields = ["community", ("on", "precision"), "by", "topic", "found", "source"]
    inlines = [PromiseInline]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.overview_view)
        return [path("overview/", view, name="communities_visit_overview"), *super().get_urls()]

    @admin.display(description="走访日期", ordering="on")
    def when_shown(self, visit: Visit) -> str:
        return visit.when

    def overview_view(self, request: HttpRequest) -> HttpResponse:
        """Each community with its last visit; those not visited in the year first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        choices = years(request.user, today)
        year = asked_year(request, choices)
        rows = overview(request.user, year)
        if request.GET.get("format") == "xlsx":
            return workbook_response(_workbook(rows, year), f"社区走访情况-{year}年-{today.isoformat()}.xlsx")
        context = {
            "rows": rows,
            "year": year,
            "years": choices,
            "missing": sum(1 for row in rows if not row.count),
            "visited": sum(1 for row in rows if row.count),
            "again_days": AGAIN_DAYS,
        }
        title = "今年还没有走访的社区" if year == today.year else f"{year} 年没有走访的社区"
        return self.own_page(request, "communities/admin/visit_overview.html", title, context)


def _workbook(rows: list[Visited], year: int) -> Any:  # noqa: ANN401
    labels = (("社区", 16), (f"{year} 年走访次数", 14), ("最近一次", 14), ("没有办完的承诺", 14))
    columns = [Column(label, label, width=width) for label, width in labels]
    cells = ([row.community.name, row.count, row.last_words, row.open_promises] for row in rows)
    return make_workbook(columns, cells, f"{year}年走访")
