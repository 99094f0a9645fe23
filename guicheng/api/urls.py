"""``/api/v1/``: every route behind the same door, and an answer in the same shape for all the rest."""

from __future__ import annotations

from django.urls import URLPattern, include, path, re_path

from .service import api
from .web import public_endpoint, unknown_address

_routes, _app, _namespace = api.urls

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    URLPattern(route.pattern, public_endpoint(route.callback), route.default_args, route.name)
                    for route in _routes
                ],
                _app,
            ),
            namespace=_namespace,
        ),
    ),
    re_path(r"^(?P<path>[\s\S]*)$", public_endpoint(unknown_address)),
]
