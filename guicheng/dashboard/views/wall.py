"""``/dashboard/wall/``: for the street's officials, and by a link for a screen without an account."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from guicheng.accounts.inside import for_who_works_inside
from guicheng.web.errors import too_many
from guicheng.web.protect import flooded

from ..wall import kept
from ..wall.links import CannotOpen, UnknownLink, open_with
from ..wall.passes import new_pass, opens

View = Callable[..., HttpResponse]
#: A screen asks so often.
REFRESH_SECONDS = 60
#: Links that are none, from one address.
_GUESSES = "30/m"


@cache
def version() -> str:
    """Of the page's own script and style: a screen that has others loads the page again."""
    return hashlib.sha256(f"{static('wall.css')} {static('wall.js')}".encode()).hexdigest()[:12]


def _discreet(view: View) -> View:
    """An address that may hold a secret: kept nowhere, found by nobody, given to no other site."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return require_safe(wrapped)


@_discreet
@for_who_works_inside
def wall(request: HttpRequest) -> HttpResponse:
    if not request.user.sees_every_community:
        raise PermissionDenied
    return _page(request, reverse("dashboard-wall-content"), new_pass(request.user))


@_discreet
def wall_content(request: HttpRequest) -> HttpResponse:
    """For the page of an official. Not led to the log-in page, which no screen can fill in."""
    if not opens(request.headers.get("Wall-Pass", "")):
        return _marked(HttpResponse("登录已经结束。", status=403, content_type="text/plain; charset=utf-8"))
    return _content(request)


@_discreet
def wall_by_link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        open_with(token)
    except CannotOpen as exc:
        return _refused(request, exc, "dashboard/wall/closed.html")
    return _page(request, reverse("dashboard-wall-link-content", args=[token]))


@_discreet
def wall_content_by_link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        open_with(token)
    except CannotOpen as exc:
        return _refused(request, exc, "dashboard/wall/reason.html")
    return _content(request)


def _page(request: HttpRequest, address: str, given_pass: str = "") -> HttpResponse:
    now = kept.whole()
    context = {
        "html": mark_safe(now.html),  # noqa: S308  a rendered template of ours
        "mark": now.mark,
        "address": address,
        "given_pass": given_pass,
        "seconds": REFRESH_SECONDS,
        "version": version(),
    }
    return render(request, "dashboard/wall/wall.html", context)


def _content(request: HttpRequest) -> HttpResponse:
    mark = kept.mark()
    response = get_conditional_response(request, etag=mark.etag)
    if response is None:
        now = kept.whole()
        mark, response = now.mark, HttpResponse(now.html)
    response["ETag"] = mark.etag
    response["Figures-At"] = timezone.localtime(mark.at).isoformat(timespec="seconds")
    return _marked(response)


def _refused(request: HttpRequest, why: CannotOpen, template: str) -> HttpResponse:
    if isinstance(why, UnknownLink) and flooded(request, "wall-guesses", _GUESSES):
        return too_many(request)
    return _marked(render(request, template, {"title": why.title, "text": str(why)}, status=why.status))


def _marked(response: HttpResponse) -> HttpResponse:
    """By this the script knows an answer of the site itself."""
    response["Wall-Version"] = version()
    return response
