"""Whether one saved record is the user's to see or to change; asked of the database once a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpRequest

from .scope import editable_by, visible_to


def may_edit_row(request: HttpRequest, row: models.Model) -> bool:
    return _asked_once(request, "edit", row, editable_by)


def may_see_row(request: HttpRequest, row: models.Model) -> bool:
    return _asked_once(request, "see", row, visible_to)


def _asked_once(
    request: HttpRequest, kind: str, row: models.Model, door: Callable[..., models.QuerySet[Any]]
) -> bool:
    memo: dict[Any, bool] = request.__dict__.setdefault("_scope_answers", {})
    key = (kind, type(row), row.pk)
    if key not in memo:
        memo[key] = door(type(row), request.user).filter(pk=row.pk).exists()
    return memo[key]
