"""Pages of an admin beside Django's own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse


class OwnPages(admin.ModelAdmin):
    """Mixed into an admin that has pages of its own."""

    def own_page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, shown)


def asked_year(request: HttpRequest, years: list[int]) -> int:
    """The year that an address asks for among ``years``, the first where it asks for none. Raises 404."""
    asked = request.GET.get("year", "")
    if not asked:
        return years[0]
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4) or int(asked) not in years:
        raise Http404
    return int(asked)
