"""聘书 as Word, for one appointment and for all that are ticked in the list."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from guicheng.accounts import events
from guicheng.accounts.scope import visible_to

from ..letters import DOCX, MOST, letters
from ..models import Appointment


class LetterPages:
    """Mixed into the admin of terms."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.letter_view)
        return [path("<int:pk>/letter/", view, name="volunteers_appointment_letter"), *super().get_urls()]

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = _ready(visible_to(Appointment, request.user).filter(pk=pk))
        if not rows:
            raise Http404
        return self._document(request, rows)

    @admin.action(description="聘书（Word）", permissions=["view"])
    def letters(self, request: HttpRequest, queryset: models.QuerySet[Appointment]) -> HttpResponse | None:
        rows = _ready(visible_to(Appointment, request.user).filter(pk__in=queryset.order_by().values("pk")))
        if not rows:
            messages.warning(request, "所选的任职都没有可以写在聘书上的姓名。")
            return None
        if len(rows) > MOST:
            messages.warning(request, f"一次最多做 {MOST} 份聘书，请先筛选或者少勾几条。")
            return None
        return self._document(request, rows)

    def _document(self, request: HttpRequest, rows: list[Appointment]) -> HttpResponse:
        events.record(events.Kind.EXPORT, request=request, what="letters", count=len(rows))
        today = timezone.localdate()
        answer = HttpResponse(letters(rows, day=today), content_type=DOCX)
        name = (
            f"聘书-{rows[0].place}.docx" if len(rows) == 1 else f"聘书-{len(rows)}份-{today.isoformat()}.docx"
        )
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        answer["Cache-Control"] = "no-store"
        return answer


def _ready(rows: models.QuerySet[Appointment]) -> list[Appointment]:
    """At most one more than fit into a document, with all that a letter needs; of nobody erased."""
    there = rows.filter(volunteer__erased_on__isnull=True).select_related(
        "volunteer", "place__estate", "place__community"
    )
    ordered = there.order_by("place__community__code", "place__estate__name", "place__name", "deputy", "pk")
    return list(ordered[: MOST + 1])
