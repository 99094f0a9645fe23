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
        half = min(max(_LINES, -(-(activity.capacity or 0) // 2)), _MOST)
        lines = [(n, n + half) for n in range(1, half + 1)]
        return render(request, "papers/sign_in.html", {"activity": activity, "lines": lines})
