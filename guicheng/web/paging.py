"""Pages of a list; a page number that makes no sense shows the nearest page that does."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int = 20, count: int | None = None) -> Page:
    """``count``: how many rows there are, where the caller has counted them already."""
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
