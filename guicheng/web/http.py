"""How public pages answer: only to GET, the same body each time, cacheable with an ETag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

from .errors import error_page

View = Callable[..., HttpResponseBase]

#: 长者模式 of this browser: "1" or absent.
ELDER_COOKIE = "elder"


def public_page(max_age: int = 60, *, personal: bool = False) -> Callable[[View], View]:
    """A page for everybody: GET and HEAD only, ``max_age`` seconds in caches, varying by 长者模式.

    ``personal``: the address holds where somebody is; only their own browser may keep it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in {"GET", "HEAD"}:
                response = error_page(request, 405, "这一页只能查看", "请用浏览器直接打开网址。")
                response["Allow"] = "GET, HEAD"
                return response
            answer = view(request, *args, **kwargs)
            if answer.status_code in {200, 304} and not answer.has_header("Cache-Control"):
                if personal:
                    patch_cache_control(answer, private=True, max_age=0)
                else:
                    patch_cache_control(answer, public=True, max_age=max_age)
                patch_vary_headers(answer, ["Cookie"])
            return answer

        return wrapped

    return decorate


def ticked(data: Mapping[str, Any], name: str) -> bool:
    """Whether an address ticks a box: ``open=1``; ``open=0`` and nonsense do not."""
    return data.get(name) in {"1", "true", "on"}


def query_with(request: HttpRequest, **changes: str | int | None) -> str:
    """The request's query string with some parameters set or (None) removed; "" or ``?…``."""
    params = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    text = urlencode([(key, value) for key, values in params.lists() for value in values])
    return f"?{text}" if text else "?"


def clean_text(text: str, limit: int) -> str:
    """Typed text without control characters (NUL breaks PostgreSQL) and no longer than ``limit``."""
    return "".join(ch for ch in text if ch.isprintable() or ch == " ").strip()[:limit]


def absolute(request: HttpRequest, path: str) -> str:
    """The address for outside (QR, feeds): under ``SITE_URL`` where set, else as the request came."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def svg_response(svg: str | bytes) -> HttpResponse:
    return HttpResponse(svg, content_type="image/svg+xml")
