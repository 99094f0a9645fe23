"""A resident's own request behind its secret link: looked at by GET, which changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_ratelimit.core import is_ratelimited

from guicheng.pictures.serving import give_private
from guicheng.web.errors import too_many
from guicheng.web.http import public_page
from guicheng.web.protect import PublicForm, flooded

from .. import requests, tokens
from ..models import HandOver, RequestStep, ResidentRequest
from .forms import ConsentForm, FindForm, RateForm, ReopenForm

What = RequestStep.What
#: Steps that a resident sees; others only where they carry a word for them.
_SHOWN = {
    What.RECEIVED,
    What.ACCEPTED,
    What.ASSIGNED,
    What.PASSED,
    What.ANSWERED,
    What.CLOSED,
    What.REFUSED,
    What.REOPENED,
}
#: Tries an hour: by one address, and at one code from anywhere.
_FIND_RATE, _CODE_RATE, _WORD_RATE = "20/h", "20/h", "30/h"
_NOT_FOUND = "没有找到。请核对查询码；留过电话的，还要填电话后四位。找不到了，可以打电话请社区重新给您链接。"


def private(response: HttpResponse, policy: str = "no-referrer") -> HttpResponse:
    """Kept by no cache, found by no search engine, named to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = policy
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    """Unknown, replaced and erased look the same."""
    return private(render(request, "casework/gone.html", status=404))


@public_page(personal=True)
def follow(request: HttpRequest, token: str) -> HttpResponse:
    row = tokens.by_token(token)
    if row is None:
        return _gone(request)
    steps = [step for step in row.steps.all() if step.what in _SHOWN or step.public_text]
    context = {
        "row": row,
        "token": token,
        "steps": steps,
        "photos": list(row.photos.all()),
        "asked": list(row.handovers.filter(consent=HandOver.Consent.ASKED)) if row.is_open else [],
        "may_reopen": row.may_reopen(timezone.now()),
        "found": token.startswith("f-"),
    }
    return private(render(request, "casework/follow.html", context))


@public_page(personal=True)
def photo(request: HttpRequest, token: str, pk: int, size: str) -> HttpResponseBase:
    row = tokens.by_token(token)
    return give_private(row.photos.filter(pk=pk).first() if row else None, size)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    return _word(
        request,
        token,
        RateForm,
        "对办理结果满意吗？",
        lambda row: row.may_rate,
        lambda row, said: requests.rate(row, rating=said["rating"], comment=said["comment"]),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, token: str) -> HttpResponse:
    return _word(
        request,
        token,
        ReopenForm,
        "没有解决，重新提出",
        lambda row: row.may_reopen(timezone.now()),
        lambda row, said: requests.reopen(row, reason=said["reason"]),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    row = tokens.by_token(token)
    if row is None:
        return _gone(request)
    handover = get_object_or_404(HandOver, pk=pk, request=row)

    def decide(row: ResidentRequest, said: dict[str, Any]) -> object:
        by = requests.By(label=requests.RESIDENT)
        return requests.decide_contact(row, handover, agreed=said["agreed"], by=by, how="本人在网页上答复")

    title = f"把联系方式告诉{handover.name}吗？"
    return _word(
        request, token, ConsentForm, title, lambda row: handover.consent == HandOver.Consent.ASKED, decide
    )


def _word(
    request: HttpRequest,
    token: str,
    form_class: type[PublicForm],
    title: str,
    may: Callable[[ResidentRequest], bool],
    keep: Callable[[ResidentRequest, dict[str, Any]], object],
) -> HttpResponse:
    """A form page of its own: under no-referrer a browser would send no origin, and the post be refused."""
    row = tokens.by_token(token)
    if row is None:
        return _gone(request)
    sent = request.method == "POST"
    if sent and flooded(request, "request-word", _WORD_RATE):
        return private(too_many(request))
    if not sent and not may(row):
        return private(redirect("request", token))
    form = form_class(request.POST if sent else None)
    if sent and form.is_valid():
        try:
            with form.once() as first:
                if first:
                    keep(row, form.cleaned_data)
            return private(redirect("request", token))
        except requests.NotNow as exc:
            form.add_error(None, str(exc))
    context = {"form": form, "title": title, "lead": f"诉求 {row.code}", "back": f"/requests/{token}/"}
    status = 400 if form.errors else 200
    return private(render(request, "components/form_page.html", context, status=status), "same-origin")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """By the short code, with the last digits of the telephone where one was left."""
    sent = request.method == "POST"
    if sent and flooded(request, "request-find", _FIND_RATE):
        return too_many(request)
    form = FindForm(request.POST if sent else None)
    if sent and form.is_valid():
        row = _by_code(request, form.cleaned_data["code"], form.cleaned_data["tail"])
        if row is not None:
            return private(redirect("request", tokens.found_token(row)), "same-origin")
        form.add_error(None, _NOT_FOUND)
    context = {
        "form": form,
        "title": "查进展",
        "lead": "提交以后给您的链接和查询码，都可以查到办理进展。",
        "back": "/requests/new/",
    }
    status = 400 if form.errors else 200
    return private(render(request, "components/form_page.html", context, status=status), "same-origin")


def _by_code(request: HttpRequest, typed: str, tail: str) -> ResidentRequest | None:
    code = tokens.read_code(typed)
    if len(code) != tokens.CODE_LENGTH or is_ratelimited(
        request, group="request-code", key=lambda group, request: code, rate=_CODE_RATE, increment=True
    ):
        return None
    row = ResidentRequest.objects.filter(code=code, erased_on__isnull=True, token_print__isnull=False).first()
    if row is None or (row.phone_tail and row.phone_tail != tail.strip()[-4:]):
        return None
    return row
