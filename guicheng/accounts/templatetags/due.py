"""The admin's home: what is due, where it is due, and what one does often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.apps import apps
from django.contrib import admin
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from ..admin_scope import works_inside
from ..due import Due, counted, dues_for, shortcuts

register = template.Library()

#: Communities that the street sees at once; the others unfold.
TOP = 10


@dataclass(frozen=True)
class Item:
    label: str
    hint: str
    count: int
    address: str


@dataclass(frozen=True)
class Row:
    """A community of the street's table: a number and a link for each item, and all together."""

    name: str
    cells: list[tuple[int, str]]
    total: int


@register.simple_tag(takes_context=True)
def due_items(context: Context) -> dict[str, Any]:
    """``works``: whether the role keeps records at all; ``items`` that wait; the street's table."""
    user = context["request"].user
    if not works_inside(user):
        return {"works": False}
    now = timezone.now()
    parted = counted(dues_for(user), user, now)
    waiting = [(due, counts) for due, counts in parted if sum(counts.values())]
    items = [Item(due.label, due.hint, sum(counts.values()), due.address()) for due, counts in waiting]
    rows = _table(waiting) if user.sees_every_community else []
    return {
        "works": True,
        "items": items,
        "columns": [due.label for due, _ in waiting],
        "top": rows[:TOP],
        "rest": rows[TOP:],
    }


def _table(waiting: list[tuple[Due, dict[tuple[int | None, str], int]]]) -> list[Row]:
    """Communities, those with most to do first."""
    communities = {key for _, counts in waiting for key in counts if key[0] is not None}
    rows = []
    for key, name in communities:
        cells = [(counts.get((key, name), 0), due.address(key)) for due, counts in waiting]
        rows.append(Row(name, cells, sum(n for n, _ in cells)))
    return sorted(rows, key=lambda row: (-row.total, row.name))


@register.simple_tag(takes_context=True)
def often_done(context: Context) -> list[dict[str, str]]:
    """Shortcuts that the user's role allows."""
    request = context["request"]
    found = []
    for item in shortcuts():
        model_admin = admin.site._registry.get(apps.get_model(item.model))
        if model_admin is None or not model_admin.has_view_permission(request):
            continue
        if item.adds and not model_admin.has_add_permission(request):
            continue
        try:
            address = reverse(item.page, args=item.args)
        except NoReverseMatch:
            continue
        found.append({"label": item.label, "hint": item.hint, "address": address})
    return found
