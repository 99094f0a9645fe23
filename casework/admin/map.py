"""Open requests on a map with its list, and how many there are by age against their due date."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.scope import visible_to
from stations.maps import map_allowed, map_data

from ..due import in_queue
from ..models import ResidentRequest
from .filters import AGES, DUES, of_age, of_due

MOST = 200


class MapPage(admin.ModelAdmin):
    def map_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        rows = visible_to(ResidentRequest, request.user).open()
        with_point = in_queue(rows, "open", now).filter(lat__isnull=False)
        shown = list(with_point.select_related("community", "estate").order_by("due_on", "created_at")[:MOST])
        context: dict[str, Any] = {
            "rows": list(enumerate(shown, start=1)),
            "without_point": rows.filter(lat__isnull=True).count(),
            "map_allowed": map_allowed(),
            "table": _table(rows),
            "dues": DUES,
            "list_address": reverse("admin:casework_residentrequest_changelist"),
        }
        if map_allowed():
            context["map_data"] = map_data([_point(number, row) for number, row in context["rows"]])
        return self.own_page(request, "casework/admin/map.html", "没办完的诉求：地图和期限", context)


def _point(number: int, row: ResidentRequest) -> dict[str, Any]:
    return {
        "lat": row.lat,
        "lon": row.lon,
        "n": number,
        "open": row.is_overdue(),
        "label": row.summary or f"诉求 {row.code}",
        "state": row.get_status_display() + ("，已超期" if row.is_overdue() else ""),
        "url": reverse("admin:casework_residentrequest_handle", args=[row.pk]),
    }


def _table(rows: Any) -> list[tuple[str, str, list[tuple[str, int]]]]:  # noqa: ANN401
    """One row an age: key, label, and for each kind of due date its key and number. One query."""
    now, today = timezone.now(), timezone.localdate()
    counts = {
        f"n{a}_{d}": Count("pk", filter=of_age(age[0], now) & of_due(due[0], today))
        for a, age in enumerate(AGES)
        for d, due in enumerate(DUES)
    }
    found = rows.order_by().aggregate(**counts)
    return [
        (age[0], age[1], [(due[0], found[f"n{a}_{d}"]) for d, due in enumerate(DUES)])
        for a, age in enumerate(AGES)
    ]
