"""The telephone of somebody in the records of people, behind its mask."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest

from guicheng.accounts import admin_reveal
from guicheng.accounts.admin_reveal import answer, shown_masked

from ..models import Volunteer

__all__ = ["answer", "read_phone", "shown_masked", "visible_person"]


def visible_person(request: HttpRequest, pk: int, model: type[models.Model] = Volunteer) -> Any:  # noqa: ANN401
    return admin_reveal.visible_row(request, pk, model)


def read_phone(request: HttpRequest, pk: int, model: type[models.Model] = Volunteer) -> tuple[Any, str, str]:
    return admin_reveal.read_phone(request, pk, model)
