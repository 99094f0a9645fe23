"""The admin's site. The list of all lists stands beside every page of it and was a third of a page's time."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.text import capfirst


@dataclass(frozen=True)
class _Entry:
    """What is the same for everybody about one list."""

    model: type[models.Model]
    name: str
    address: str
    add_address: str


@dataclass(frozen=True)
class _Section:
    label: str
    name: str
    address: str
    entries: tuple[_Entry, ...]


class HouseAdminSite(AdminSite):
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The lists that this user may open, by app: the same that Django makes.

        Every list is asked anew what the user may do; addresses and order, which never change, are kept.
        """
        lazy = request.user
        # Each list reads the user some thirty times, and a look through Django's lazy object costs ten times
        # the look itself. It has to be loaded first: the copy of an unloaded one is as lazy.
        request.user = copy(lazy) if lazy.is_authenticated else lazy
        try:
            found = [
                self._section(request, section)
                for section in _sections(
                    tuple(self._registry),
                    self.name,
                    get_urlconf() or settings.ROOT_URLCONF,
                    get_script_prefix(),
                )
                if app_label in (None, section.label)
            ]
        finally:
            request.user = lazy
        return [section for section in found if section["models"]]

    def _section(self, request: HttpRequest, section: _Section) -> dict[str, Any]:
        return {
            "name": section.name,
            "app_label": section.label,
            "app_url": section.address,
            "has_module_perms": True,
            "models": [shown for entry in section.entries if (shown := self._entry(request, entry))],
        }

    def _entry(self, request: HttpRequest, entry: _Entry) -> dict[str, Any] | None:
        """What the templates show of a list, or None where the user has no business with it."""
        model_admin = self._registry[entry.model]
        if not model_admin.has_module_permission(request):
            return None
        perms = model_admin.get_model_perms(request)
        if True not in perms.values():
            return None
        opens = perms["change"] or perms["view"]
        return {
            "model": entry.model,
            "name": entry.name,
            "object_name": entry.model._meta.object_name,
            "perms": perms,
            "admin_url": entry.address if opens else None,
            "add_url": entry.add_address if perms["add"] else None,
            "view_only": not perms["change"],
        }


@lru_cache(maxsize=8)
def _sections(
    registered: tuple[type[models.Model], ...], site: str, urlconf: str, prefix: str
) -> tuple[_Section, ...]:
    """The lists by app, both by name. ``urlconf`` and ``prefix`` are what the addresses hang on."""
    by_app: dict[str, list[_Entry]] = {}
    for model in registered:
        info = f"{model._meta.app_label}_{model._meta.model_name}"
        entry = _Entry(
            model,
            capfirst(str(model._meta.verbose_name_plural)),
            reverse(f"admin:{info}_changelist", current_app=site),
            reverse(f"admin:{info}_add", current_app=site),
        )
        by_app.setdefault(model._meta.app_label, []).append(entry)
    sections = [
        _Section(
            label,
            str(apps.get_app_config(label).verbose_name),
            reverse("admin:app_list", kwargs={"app_label": label}, current_app=site),
            tuple(sorted(entries, key=lambda entry: entry.name)),
        )
        for label, entries in by_app.items()
    ]
    return tuple(sorted(sections, key=lambda section: section.name.lower()))
