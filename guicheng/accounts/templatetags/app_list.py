"""The rows of the list of all lists, which stands beside every page of the admin."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def app_rows(app: dict[str, Any], path: str, show_changelinks: bool) -> SafeString:
    """The rows of one app's lists; ``path``: the page that is open, whose list is marked."""
    here = quote(path)
    rows = (
        _row(
            app["app_label"],
            model["object_name"].lower(),
            model["name"],
            model["admin_url"],
            model["add_url"],
            model["view_only"],
            bool(show_changelinks),
            bool(model["admin_url"]) and model["admin_url"] in here,
        )
        for model in app["models"]
    )
    return mark_safe("".join(rows))  # noqa: S308  each was escaped by its template


@lru_cache(maxsize=2_000)
def _row(
    app_label: str,
    key: str,
    name: str,
    address: str | None,
    add_address: str | None,
    view_only: bool,
    show_changelinks: bool,
    current: bool,
) -> SafeString:
    """One list's row. Seventy on every page, and few different ones: drawn once."""
    shown = {
        "id": f"{app_label}-{key}",
        "key": key,
        "name": name,
        "address": address,
        "add_address": add_address,
        "view_only": view_only,
        "show_changelinks": show_changelinks,
        "current": current,
    }
    return render_to_string("admin/includes/app_row.html", shown)
