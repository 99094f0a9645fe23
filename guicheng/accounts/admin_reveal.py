"""A telephone behind its mask: shown one at a time, on a button, with a line in the security log."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .reveal import refused
from .scope import visible_to


def shown_masked(row: Any) -> str | SafeString:  # noqa: ANN401
    """The mask with a link that shows the number; the script beside it makes the link a button."""
    if not row.phone:
        return ""
    opts = row._meta
    return format_html(
        '<span class="masked-phone"><span class="phone-said">{}</span> <a href="{}" data-reveal'
        ' aria-label="显示{}的电话">显示</a></span>',
        row.masked_phone,
        reverse(f"admin:{opts.app_label}_{opts.model_name}_phone", args=[row.pk]),
        row,
    )


def visible_row(request: HttpRequest, pk: int, model: type[models.Model]) -> Any:  # noqa: ANN401
    row = visible_to(model, request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def read_phone(request: HttpRequest, pk: int, model: type[models.Model]) -> tuple[Any, str, str]:
    """The record (of ``model``, with ``phone`` and ``masked_phone``), and the number or a sentence why not.

    Writes the line before the number goes out.
    """
    row = visible_row(request, pk, model)
    if request.method != "POST":
        return row, "", ""
    problem = refused(request, f"{model._meta.model_name} {row.pk}")
    return (row, "", f"{problem}需要整批号码时，请用导出。") if problem else (row, row.phone, "")


def answer(request: HttpRequest, phone: str, problem: str) -> HttpResponse:
    """For the script: ``{"phone": …}`` or ``{"problem": …}``."""
    if request.method != "POST":
        raise PermissionDenied
    return JsonResponse({"problem": problem} if problem else {"phone": phone}, status=429 if problem else 200)


class RevealMixin(admin.ModelAdmin):
    """The admin of records with a ``phone`` and a ``masked_phone``: the column ``masked`` and its page."""

    class Media:
        css = {"all": ["admin-tools/people.css"]}
        js = ["admin-tools/people.js"]

    @admin.display(description="电话")
    def masked(self, row: models.Model) -> str | SafeString:
        return shown_masked(row)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_phone"
        view = self.admin_site.admin_view(self.phone_view)
        return [path("<int:pk>/phone/", view, name=name), *super().get_urls()]

    def phone_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One number: a button that posts, for whoever has no script; JSON for the script."""
        row, phone, problem = read_phone(request, pk, self.model)
        if "application/json" in request.headers.get("Accept", ""):
            return answer(request, phone, problem)
        context: dict[str, Any] = {"person": row, "phone": phone, "problem": problem}
        return self.own_page(
            request, "admin/phone.html", f"{row}：电话", context, status=429 if problem else 200
        )
