"""How the API meets the web: read only, readable from other sites, cacheable, one error shape."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.csrf import csrf_exempt

from .errors import ApiError, from_exception, method_not_allowed

View = Callable[..., HttpResponseBase]

_METHODS = "GET, HEAD, OPTIONS"
#: Seconds that shared caches may keep an answer.
MAX_AGE = 60


def absolute(request: HttpRequest, path: str) -> str:
    """The full address of ``path``: under ``SITE_URL`` where it is set, else under the request's host."""
    return settings.SITE_URL + path if settings.SITE_URL else request.build_absolute_uri(path)


def keep_private(response: HttpResponse) -> None:
    """For answers to where somebody is or what they look for: only their own browser may keep them."""
    patch_cache_control(response, private=True, max_age=0)


def public_endpoint(view: View) -> View:
    """Read only, open to scripts of any site, without cookies, cached for a minute with an ETag."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            answer: HttpResponseBase = _preflight()
        elif request.method in {"GET", "HEAD"}:
            answer = _read(view, request, *args, **kwargs)
        else:
            answer = method_not_allowed(request.method).response()
        if answer.status_code == 405:
            answer["Allow"] = _METHODS
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = "ETag"
        return answer

    return wrapped


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    method, request.method = request.method, "GET"
    try:
        answer = view(request, *args, **kwargs)
    except Exception as exc:
        answer = from_exception(exc).response()
    finally:
        request.method = method
    if answer.status_code != 200:
        return answer
    if not answer.has_header("Cache-Control"):
        patch_cache_control(answer, public=True, max_age=MAX_AGE)
    set_response_etag(answer)
    # Answered here and not in the middleware, whose bare 304 scripts of other sites may not read.
    answer = get_conditional_response(request, etag=answer["ETag"], response=answer)
    request.META.pop("HTTP_IF_NONE_MATCH", None)
    return answer


def _preflight() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Allow"] = answer["Access-Control-Allow-Methods"] = _METHODS
    answer["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, If-Modified-Since"
    answer["Access-Control-Max-Age"] = "86400"
    return answer


def unknown_address(request: HttpRequest, path: str = "") -> HttpResponse:
    """Whatever lies under the API's address and is not there."""
    if path.endswith("/"):
        raise ApiError("not_found", "没有这个地址：末尾不要加斜线 /。可用的地址见 /api/v1/docs。", status=404)
    raise ApiError("not_found", "没有这个地址，可用的地址见 /api/v1/docs。", status=404)
