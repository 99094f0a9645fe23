"""Study visits in the admin: sites with their figures, what follows, one page to print."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin
from guicheng.accounts.scope import visible_to

from ..models import SiteFigure, StudySite, StudyVisit
from .undertaking import UndertakingInline


class SiteInline(ScopedInline):
    model = StudySite
    fields = ["name", "town", "facts", "order"]
    show_change_link = True
    verbose_name_plural = "考察点（数据在考察点自己的页面登记：保存以后点“更改”）"


class FigureInline(ScopedInline):
    model = SiteFigure
    fields = ["label", "qualifier", "value", "unit", "as_of"]


class FollowUpInline(UndertakingInline):
    fields = ["community", *UndertakingInline.fields]
    verbose_name_plural = "后续行动（由谁做、什么时候完成、结果怎样）"


@admin.register(StudyVisit)
class StudyVisitAdmin(ScopedModelAdmin):
    list_display = ["title", "on", "by"]
    search_fields = ["title", "theme", "learnt", "sites__name"]
    date_hierarchy = "on"
    inlines = [SiteInline, FollowUpInline]
    fields = ["on", "title", "by", "theme", "learnt", "source"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.paper_view)
        return [
            path("<int:pk>/paper/", view, name="communities_studyvisit_paper"),
            *super().get_urls(),
        ]

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One page to print: sites with their figures, what was learnt, what came of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = visible_to(StudyVisit, request.user).filter(pk=pk).first()
        if row is None:
            raise Http404
        follow_ups = row.follow_ups.visible_to(request.user).select_related("community")
        context: dict[str, Any] = {
            "row": row,
            "sites": row.sites.prefetch_related("figures"),
            "follow_ups": follow_ups,
        }
        return render(request, "communities/admin/study_paper.html", context)


@admin.register(StudySite)
class StudySiteAdmin(ScopedModelAdmin):
    list_display = ["name", "town", "study_visit"]
    list_select_related = ["study_visit"]
    search_fields = ["name", "town", "facts"]
    inlines = [FigureInline]
    fields = ["study_visit", "name", "town", "facts", "order"]
