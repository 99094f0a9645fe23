"""Pages of one person, which nobody else should come upon."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from .errors import too_many
from .protect import flooded

View = Callable[..., HttpResponse]
#: Looks at these pages from one address. A village of phones may stand behind one address of the network.
_LOOKS = "300/m"


def guarded(view: View) -> View:
    """A page of one person: never kept, never found, its address given to nobody; floods are stopped."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if flooded(request, "sign-up-looks", _LOOKS):
            return too_many(request)
        response = view(request, *args, **kwargs)
        # Not "no-referrer": then a form is sent with the origin "null", which no site may trust.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(wrapped)
