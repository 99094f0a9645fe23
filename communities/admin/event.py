"""Turning points of estates that no other record holds, and the page of all that happened."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.web.http import query_with
from guicheng.web.paging import page_of

from ..chronicle import Subject, chosen_from, chronicle
from ..models import Community, EstateEvent
from .pages import OwnPages


@admin.register(EstateEvent)
class EstateEventAdmin(ScopedModelAdmin):
    list_display = ["title", "kind", "estate", "of_community", "when", "public"]
    list_filter = ["kind", "public", ("estate__community", ScopedRelatedFilter)]
    list_select_related = ["estate__community"]
    search_fields = ["title", "text", "estate__name"]
    search_help_text = "按事件、经过或小区查找"
    date_hierarchy = "on"
    autocomplete_fields = ["estate"]
    fields = ["estate", "kind", "title", ("on", "precision"), "text", "public", "source"]

    @admin.display(description="社区", ordering="estate__community__code")
    def of_community(self, row: EstateEvent) -> str:
        return row.estate.community.name

    @admin.display(description="日期", ordering="on")
    def when(self, row: EstateEvent) -> str:
        return row.when


class ChroniclePages(OwnPages):
    """Mixed into the admins of communities and estates: 大事记 with what only staff may see."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.chronicle_view)
        name = f"communities_{self.opts.model_name}_chronicle"
        return [path("<int:pk>/chronicle/", view, name=name), *super().get_urls()]

    def chronicle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        if isinstance(row, Community):
            subject = Subject(row, public=False)
        else:
            subject = Subject(row.community, row, public=False)
        choice = chosen_from(chronicle(subject), request.GET)
        context = {
            "original": row,
            "choice": choice,
            "page": page_of(request, choice.moments, 50),
            "query": query_with(request, page=None),
        }
        return self.own_page(request, "communities/admin/chronicle.html", f"{row}大事记", context)
