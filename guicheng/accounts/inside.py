"""Which addresses are for who works here: there a session is watched, elsewhere nobody is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from .admin_scope import works_inside

#: Beside the admin.
_ALSO_INSIDE = "/dashboard/"
#: What a screen asks for by itself, or by a secret link instead of an account, is left out: it neither keeps
#: a session awake nor is stopped by one that fell asleep. The wall's own page is inside.
_BY_ITSELF = "/dashboard/wall/"

View = Callable[..., HttpResponseBase]


def is_inside(path: str) -> bool:
    own = path.startswith(_ALSO_INSIDE) and (path == _BY_ITSELF or not path.startswith(_BY_ITSELF))
    return own or path.startswith(reverse("admin:index"))


def for_who_works_inside(view: View) -> View:
    """``view`` for accounts whose role looks at records; others are sent to the log-in or refused."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not works_inside(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped
