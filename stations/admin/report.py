"""What residents wrote, waiting for staff: read only, to be marked as dealt with."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from ..models import ServiceWish, StationReport


class HandledAdmin(ScopedModelAdmin):
    """The oldest that nobody has dealt with stands first; the resident's words stay as they came."""

    list_filter: list = ["handled"]
    ordering = ["handled", "created_at"]
    actions = ["mark_handled"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What residents wrote is not the staff's to throw away; the street removes abuse."""
        return request.user.sees_every_community and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return [field.name for field in self.model._meta.fields if field.name not in {"handled", "answer"}]

    @admin.action(description="标为已处理", permissions=["change"])
    def mark_handled(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        count = self.change_rows(request, queryset.filter(handled=False), "标为已处理", handled=True)
        messages.success(request, f"{count} 条已标为已处理。")


@admin.register(StationReport)
class StationReportAdmin(HandledAdmin):
    list_display = ["created_at", "station_link", "kind", "text", "handled", "answer"]
    list_display_links = ["created_at"]
    list_filter = ["handled", "kind", ("station__community", ScopedRelatedFilter)]
    list_select_related = ["station"]
    search_fields = ["text", "station__name", "station__community__name"]
    fieldsets = [
        ("居民反映", {"fields": ["created_at", "station", "kind", "text"]}),
        ("处理", {"fields": ["handled", "answer"]}),
    ]

    @admin.display(description="站点", ordering="station__name")
    def station_link(self, report: StationReport) -> SafeString:
        """Straight to the record that may be wrong."""
        address = reverse("admin:stations_station_change", args=[report.station_id])
        return format_html('<a href="{}">{}</a>', address, report.station)


@admin.register(ServiceWish)
class ServiceWishAdmin(HandledAdmin):
    list_display = ["created_at", "community", "station", "service", "text", "handled", "answer"]
    list_display_links = ["created_at"]
    list_filter = ["handled", "service", ("community", ScopedRelatedFilter)]
    list_select_related = ["community", "station", "service"]
    search_fields = ["text", "service__name", "station__name", "community__name"]
    fieldsets = [
        ("居民希望", {"fields": ["created_at", "community", "station", "service", "text"]}),
        ("处理", {"fields": ["handled", "answer"]}),
    ]
