"""Where the improbable begins, the street's to change; and what was accepted as right, to look up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from communities.models import Community
from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter

from .models import AcceptedRecord, QualityLimits
from .quality.checks import UnknownCheck, check_of
from .quality.counting import forget


@admin.register(QualityLimits)
class QualityLimitsAdmin(ScopedModelAdmin):
    """One row; until the street saves its own, what the form begins with is in force."""

    list_display = ["__str__", "attendance", "places_per_head", "stale_days"]
    fields = ["attendance", "places_per_head", "entries_per_day", "members", "households", "stale_days"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        # The list of all that can be added, on every page, is not worth a query for what is added once.
        here = request.path.startswith(reverse("admin:dashboard_qualitylimits_changelist"))
        return here and super().has_add_permission(request) and not QualityLimits.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: QualityLimits | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: QualityLimits, form: Any, change: bool) -> None:  # noqa: ANN401
        super().save_model(request, obj, form, change)
        forget(Community.objects.values_list("pk", flat=True))


@admin.register(AcceptedRecord)
class AcceptedRecordAdmin(ScopedModelAdmin):
    """What was accepted under 数据质量, and taken back there."""

    list_display = ["name", "community", "reason", "by", "at"]
    list_filter = [("community", ScopedRelatedFilter)]
    list_select_related = ["community", "by"]
    search_fields = ["check_key", "reason"]
    fields = ["name", "row", "community", "reason", "by", "at"]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AcceptedRecord | None = None) -> bool:
        return False

    @admin.display(description="检查项目", ordering="check_key")
    def name(self, row: AcceptedRecord) -> str:
        try:
            return check_of(row.check_key).name
        except UnknownCheck:
            return row.check_key
