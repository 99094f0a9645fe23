"""A telephone behind its mask: shown one at a time, on a button, with a line in the security log."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts import reveal
from guicheng.accounts.scope import visible_to

from ..models import Volunteer


def shown_masked(person: Any) -> str | SafeString:  # noqa: ANN401
    """The mask with a link that shows the number; the script beside it makes the link a button."""
    if not person.phone:
        return ""
    opts = person._meta
    return format_html(
        '<span class="masked-phone"><span class="phone-said">{}</span> <a href="{}" data-reveal'
        ' aria-label="显示{}的电话">显示</a></span>',
        person.masked_phone,
        reverse(f"admin:{opts.app_label}_{opts.model_name}_phone", args=[person.pk]),
        person,
    )


def visible_person(request: HttpRequest, pk: int, model: type[models.Model] = Volunteer) -> Any:  # noqa: ANN401
    person = visible_to(model, request.user).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def read_phone(request: HttpRequest, pk: int, model: type[models.Model] = Volunteer) -> tuple[Any, str, str]:
    """The record (of ``model``, with a ``phone``), and the number or a sentence why not.

    Writes the line before the number goes out.
    """
    person = visible_person(request, pk, model)
    if request.method != "POST":
        return person, "", ""
    problem = reveal.refused(request, f"{model._meta.model_name} {person.pk}")
    return (person, "", f"{problem}需要整批号码时，请用导出。") if problem else (person, person.phone, "")


def answer(request: HttpRequest, phone: str, problem: str) -> HttpResponse:
    """For the script: ``{"phone": …}`` or ``{"problem": …}``."""
    if request.method != "POST":
        raise PermissionDenied
    return JsonResponse({"problem": problem} if problem else {"phone": phone}, status=429 if problem else 200)
