"""Imports in the admin: one list of runs, and the pages of a run's life."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tasks_db.models import DBTaskResult

from guicheng.accounts.admin_base import ScopedModelAdmin

from . import export_views, run_views
from .kinds import kind_of
from .models import ImportRun

# The queue's own rows are for the page 系统状态, which counts them.
admin.site.unregister(DBTaskResult)


@admin.register(ImportRun)
class ImportRunAdmin(ScopedModelAdmin):
    list_display = ["started", "kind_label", "file_name", "user", "status", "result"]
    list_display_links = None
    list_filter = ["status", "kind"]
    list_select_related = ["user"]
    search_fields = ["file_name", "user__username", "user__name"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    @admin.display(description="时间", ordering="created_at")
    def started(self, run: ImportRun) -> SafeString:
        address = reverse("admin:exchange_run", args=[run.pk])
        when = run.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        return format_html('<a href="{}">{}　#{}</a>', address, when, run.pk)

    @admin.display(description="种类")
    def kind_label(self, run: ImportRun) -> str:
        try:
            return kind_of(run.kind).label
        except KeyError:
            return run.kind

    @admin.display(description="结果")
    def result(self, run: ImportRun) -> str:
        return run_views.summary(run)

    def get_urls(self) -> list[URLPattern]:
        def wrapped(view: Any) -> Any:  # noqa: ANN401
            return self.admin_site.admin_view(view)

        return [
            path("new/<slug:kind>/", wrapped(run_views.upload), name="exchange_upload"),
            path("template/<slug:kind>.xlsx", wrapped(export_views.blank), name="exchange_template"),
            path("export/<slug:kind>/", wrapped(export_views.export), name="exchange_export"),
            path("<int:pk>/", wrapped(run_views.run_page), name="exchange_run"),
            path("<int:pk>/columns/", wrapped(run_views.columns), name="exchange_columns"),
            path("<int:pk>/progress/", wrapped(run_views.progress), name="exchange_progress"),
            path("<int:pk>/refused.xlsx", wrapped(run_views.refused), name="exchange_refused"),
            *super().get_urls(),
        ]
