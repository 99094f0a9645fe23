"""The sheet on which those who come to an activity sign their names, to be printed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from guicheng.accounts.scope import visible_to

from ..models import Activity

#: Lines of one page in each of its two columns; a larger activity gets as many pages as it has places.
_LINES = 18
_MOST = 10 * _LINES


class SheetPage:
    """Mixed into the admin of activities."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.sheet_view)
        return [path("<int:pk>/sheet/", view, name="stations_activity_sheet"), *super().get_urls()]

    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = visible_to(Activity, request.user).select_related("station", "audience")
        activity = rows.filter(pk=pk).first()
        if activity is None:
            raise Http404
        signed = list(activity.sign_ups.booked().order_by("pk"))
        lines_needed = max(activity.capacity or 0, len(signed))
        half = min(max(_LINES, -(-lines_needed // 2)), _MOST)
        numbered = [*enumerate(signed, 1), *((n, None) for n in range(len(signed) + 1, 2 * half + 1))]
        lines = list(zip(numbered[:half], numbered[half : 2 * half], strict=True))
        return render(request, "papers/sign_in.html", {"activity": activity, "lines": lines})
