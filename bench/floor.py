"""The floor of "nearest": the same address, view and template over stations whose keys are known.

A request with the header ``Bench-Keys: id:metres,…`` gets its stations by primary key instead of by
searching; ``Bench-At`` sets the moment of "open now"; ``Bench-Count`` asks for the number of queries, and
``Bench-Cold`` forgets what the process remembers first. Without these headers the site is as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from communities.memo import Memo
from stations import nearest

_asked: ContextVar[HttpRequest | None] = ContextVar("asked", default=None)
_find = nearest.find


def _find_or_known(*args: Any, **wanted: Any) -> nearest.Found:
    request = _asked.get()
    headers = request.headers if request is not None else {}
    if at := headers.get("Bench-At"):
        wanted["now"] = datetime.fromisoformat(at)
        wanted["open_at"] = wanted["now"] if wanted.get("open_at") else None
    keys = headers.get("Bench-Keys")
    if keys is None:
        return _find(*args, **wanted)
    pairs = (pair.split(":") for pair in keys.split(",") if pair)
    known = [(int(pk), float(metres)) for pk, metres in pairs]
    return nearest.describe(known, **{key: wanted[key] for key in ("pace", "now") if key in wanted})


nearest.find = _find_or_known


class Instruments:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "Bench-Cold" in request.headers:
            Memo.forget_all()
        token = _asked.set(request)
        try:
            return self._counted(request) if "Bench-Count" in request.headers else self.get_response(request)
        finally:
            _asked.reset(token)

    def _counted(self, request: HttpRequest) -> HttpResponseBase:
        count = 0

        def one_more(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(one_more):
            response = self.get_response(request)
            if response.streaming:
                list(response)
        response.headers["Bench-Queries"] = str(count)
        return response
