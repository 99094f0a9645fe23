"""Questions about scope that the admin asks: who works inside, what may be chosen, where a record may lie."""

from __future__ import annotations

from typing import Any

from django.db import models

from .models import COMMUNITY_ROLES
from .scope import AnyUser, ScopedQuerySet, editable_by, visible_to


def works_inside(user: AnyUser) -> bool:
    """Whether the user's role looks at records of communities at all."""
    return bool(
        user.is_authenticated
        and user.is_active
        and (user.sees_every_community or user.role in COMMUNITY_ROLES)
    )


def is_shared(model: type[models.Model]) -> bool:
    """Whether the rows of ``model`` belong to no community (services, audiences)."""
    rows = model._default_manager.get_queryset()
    return isinstance(rows, ScopedQuerySet) and rows.community_path is None


def may_add(model: type[models.Model], user: AnyUser) -> bool:
    """Whether the user may make new rows: lists shared by all are the street's."""
    if not works_inside(user) or not user.may_write:
        return False
    return user.sees_every_community or not is_shared(model)


def choices_for(model: type[models.Model], user: AnyUser) -> models.QuerySet[Any]:
    """What the user may point a record at: own records, and everything on lists shared by all."""
    return visible_to(model, user) if is_shared(model) else editable_by(model, user)


def community_of(record: models.Model) -> Any:
    """The key of the community that ``record`` (saved or not) hangs on, or None."""
    path = type(record)._default_manager.get_queryset().community_path
    if not path:
        return record.pk
    *steps, last = path.split("__")
    owner: Any = record
    for step in steps:
        owner = getattr(owner, step, None)
    return getattr(owner, f"{last}_id", None)


def may_hold(user: AnyUser, record: models.Model) -> bool:
    """Whether the user may leave ``record`` in the community where it now lies.

    Asked after a form filled the record and before it is saved, so it looks at the record in memory.
    """
    if not works_inside(user) or not user.may_write:
        return False
    if user.sees_every_community:
        return True
    if is_shared(type(record)):
        return False
    return user.memberships.filter(community_id=community_of(record)).exists()
