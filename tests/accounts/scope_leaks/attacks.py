"""Everything that can be sent: buttons, actions, quick entry and forms, with another community's keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.db import models
from django.http import HttpResponse
from django.utils import timezone

from communities.models import Deliberation
from tests.stations.admin_pages import read_form

from . import addresses
from .addresses import MISSING, OTHER, OWN
from .town import Town
from .visits import Visitor

#: What presses every button that asks "sure?", in the admin and in its pages.
SURE = {"post": "yes", "confirmed": "yes", "word": "抹去"}


@dataclass(frozen=True)
class Attack:
    """One thing to send. ``about``: whose row the address or the body names."""

    path: str
    data: dict[str, Any] = field(default_factory=dict)
    about: str = OTHER

    def __str__(self) -> str:
        sent = {name: value for name, value in self.data.items() if name not in {"csrfmiddlewaretoken"}}
        return f"POST {self.path} {sent}"[:300]


def at_every_address(town: Town) -> Iterator[Attack]:
    """The buttons of every page, whatever the page is about."""
    for page in addresses.pages(town):
        if not page.inside or page.name in {"login", "logout"}:
            continue
        for about, path in page.paths.items():
            if about == MISSING:
                continue
            yield Attack(path, {**SURE, "_save": "保存"}, about)
            if page.name == "exchange_run":
                yield from (Attack(path, {"action": name}, about) for name in ("confirm", "cancel", "undo"))
            if page.name.endswith(("_phone", "exchange_export")):
                yield Attack(path, {"phones": "whole"}, about)


def actions(town: Town) -> Iterator[Attack]:
    """Every action of every list on the other side's rows: all, two of them, and across all pages."""
    for model, model_admin in admin.site._registry.items():
        keys = [row.pk for row in town.other.made[model]]
        for name in dict.fromkeys([*action_names(model_admin), "delete_selected"]):
            yield Attack(list_of(model), action(town, name, keys))
            if len(keys) > 2:
                yield Attack(list_of(model), action(town, name, keys[:2]))
            # Across all pages is across all that one sees: own rows may well be written.
            yield Attack(list_of(model), action(town, name, keys, across="1"), OWN)


def action(town: Town, name: str, keys: list[Any], across: str = "0") -> dict[str, Any]:
    """An action with whatever any action asks for answered; a day that suits those that ask for one."""
    today = timezone.localdate()
    later = today + timedelta(days=300)
    answers = {
        "day": later if name == "renew" else today,
        "reason": "再核对",
        "answer": "不属于社区事务",
        "into": town.other.of(Deliberation).pk,
        "certified_on": today,
        "expires_on": later,
        "on": today,
        "subject": "调解基础培训",
    }
    chosen = {helpers.ACTION_CHECKBOX_NAME: keys, "select_across": across, "index": "0"}
    return {**SURE, "action": name, **answers, **chosen}


def action_names(model_admin: admin.ModelAdmin) -> list[str]:
    """Actions as declared, whoever may see them."""
    return [entry if isinstance(entry, str) else entry.__name__ for entry in model_admin.actions or []]


def quick_entries(town: Town) -> Iterator[Attack]:
    """Cells of lists, sent for the other side's rows."""
    for model, model_admin in admin.site._registry.items():
        if not model_admin.list_editable:
            continue
        row = {f"form-0-{name}": "99" for name in model_admin.list_editable}
        data = {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-MIN_NUM_FORMS": "0",
            "form-MAX_NUM_FORMS": "1000",
            "form-0-id": town.other.of(model).pk,
            "_save": "保存",
            **row,
        }
        yield Attack(list_of(model), data)


def merges(town: Town) -> Iterator[Attack]:
    """Two people made one, of whom one is or both are the other side's."""
    from volunteers.models import Volunteer

    mine, theirs = (side.made[Volunteer] for side in (town.own, town.other))
    for a, b in ((mine[0], theirs[0]), (theirs[0], mine[0]), (theirs[0], theirs[1]), (mine[0], town.shared)):
        yield Attack("/admin/volunteers/volunteer/merge/", {"a": a.pk, "b": b.pk})


def forms_of(town: Town, look: Visitor) -> Iterator[Attack]:
    """Every form that the visitor can open on an own row or for a new one, each choice made elsewhere.

    The choices are read from the form itself: a field that offers rows of a model gets the other side's.
    """
    for page in addresses.pages(town):
        paths = [path for about, path in page.paths.items() if about in {OWN, ""}]
        for path in paths if page.inside else []:
            seen = look.get(path)
            if seen.status == 200 and "<form" in seen.text:
                yield from in_one_form(path, seen.response, seen.text, town)


def in_one_form(path: str, response: HttpResponse, text: str, town: Town) -> Iterator[Attack]:
    sent = {**filled(text), "_save": "保存"}
    if response.context is None:
        return
    for name, choice in choices(response):
        target = choice.queryset.model
        if target not in town.other.made:
            continue
        key = town.other.of(target).pk
        yield Attack(path, {**sent, name: [key] if is_many(choice) else key}, OWN)
    yield from in_inlines(path, response, sent, town)


def is_many(choice: forms.ModelChoiceField) -> bool:
    return isinstance(choice, forms.ModelMultipleChoiceField)


def filled(text: str) -> dict[str, Any]:
    """What the page's forms would send unchanged."""
    return {name: value for name, value in read_form(text).items() if value is not None}


def choices(response: HttpResponse) -> Iterator[tuple[str, forms.ModelChoiceField]]:
    """Fields of the page's form, and of its inlines' rows, that point at rows."""
    found = [response.context.get(name) for name in ("adminform", "form")]
    for held in filter(None, found):
        form = getattr(held, "form", held)
        for name, choice in getattr(form, "fields", {}).items():
            if isinstance(choice, forms.ModelChoiceField):
                yield form.add_prefix(name), choice
    for inline in response.context.get("inline_admin_formsets") or []:
        for form in inline.formset.forms:
            for name, choice in form.fields.items():
                plain = isinstance(choice, forms.ModelChoiceField)
                if plain and not isinstance(choice, forms.models.InlineForeignKeyField):
                    yield form.add_prefix(name), choice


def in_inlines(path: str, response: HttpResponse, sent: dict[str, Any], town: Town) -> Iterator[Attack]:
    """Rows of the other side smuggled into an own record's form: changed, or deleted."""
    for inline in response.context.get("inline_admin_formsets") or []:
        formset = inline.formset
        if formset.model not in town.other.made:
            continue
        theirs = town.other.of(formset.model)
        prefix, number = formset.prefix, formset.initial_form_count()
        columns = {
            f"{prefix}-{number}-{column.name}": getattr(theirs, column.attname)
            for column in formset.model._meta.concrete_fields
            if getattr(theirs, column.attname) is not None
        }
        columns |= {
            f"{prefix}-{number}-{column.name}": "改掉"
            for column in formset.model._meta.concrete_fields
            if isinstance(column, models.CharField) and not column.choices
        }
        rows = {
            f"{prefix}-TOTAL_FORMS": number + 1,
            f"{prefix}-INITIAL_FORMS": number + 1,
            f"{prefix}-{number}-id": theirs.pk,
        }
        yield Attack(path, {**sent, **rows, **columns}, OWN)
        yield Attack(path, {**sent, **rows, **columns, f"{prefix}-{number}-DELETE": "on"}, OWN)
        # In place of an own row that the form holds.
        if number:
            yield Attack(path, {**sent, f"{prefix}-0-id": theirs.pk, f"{prefix}-0-DELETE": "on"}, OWN)


def list_of(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
