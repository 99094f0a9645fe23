"""One door to every record: which rows a user may see and which they may change.

A model says once how it hangs on a community (``community_path``); every view, admin, export and
API gets its objects through :meth:`ScopedQuerySet.public`, :meth:`~ScopedQuerySet.visible_to` or
:meth:`~ScopedQuerySet.editable_by`, never around them.
"""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from .models import COMMUNITY_ROLES, User

AnyUser = User | AnonymousUser


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a community, to the whole street (community empty), or to nobody.

    ``community_path``: look-up from this model to ``Community`` ("" is the community itself,
    ``None`` a list shared by all, such as services). ``street_rows_visible``: rows without a community
    are the street's; staff of a community may read them, the street changes them.
    """

    community_path: str | None = "community"
    street_rows_visible = False

    def public(self) -> Self:
        """What anyone may see. A model without a public face shows nothing."""
        return self.none()

    def visible_to(self, user: AnyUser) -> Self:
        """What this user may see inside."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_every_community:
            return self.all()
        if user.role not in COMMUNITY_ROLES:
            return self.none()
        if self.community_path is None:
            return self.all()
        rows = self._seen(user)
        if self.street_rows_visible:
            rows |= models.Q(**{f"{self.community_path}__isnull": True})
        return self.filter(rows)

    def editable_by(self, user: AnyUser) -> Self:
        """What this user may change."""
        if not user.is_authenticated or not user.is_active or not user.may_write:
            return self.none()
        if user.sees_every_community:
            return self.all()
        if self.community_path is None:
            return self.none()
        return self.filter(self._own(user))

    def _seen(self, user: User) -> models.Q:
        """Which rows staff of a community see; more than their own where a model says so."""
        return self._own(user)

    def _own(self, user: User) -> models.Q:
        path = f"{self.community_path}__in" if self.community_path else "pk__in"
        return models.Q(**{path: user.memberships.values("community_id")})


def visible_to(model: type[models.Model], user: AnyUser) -> models.QuerySet[Any]:
    """Rows of any model for choices and autocompletes; a model without a scope shows nothing."""
    rows = model._default_manager.get_queryset()
    return rows.visible_to(user) if isinstance(rows, ScopedQuerySet) else rows.none()


def editable_by(model: type[models.Model], user: AnyUser) -> models.QuerySet[Any]:
    rows = model._default_manager.get_queryset()
    return rows.editable_by(user) if isinstance(rows, ScopedQuerySet) else rows.none()
