"""What hangs on records: what would go with them, what keeps them from being deleted, what would lose sight.

Counts and names are only of what the user may see; that there is something else is said, not how much.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .admin_names import name_of, with_related
from .scope import AnyUser, visible_to

#: Names listed of one kind.
NAMED = 20
#: Cascades of cascades; nothing here lies deeper.
_DEEPEST = 4


@dataclass(frozen=True)
class Kind:
    """Records of one kind that hang on what is to be deleted."""

    model: type[models.Model]
    count: int
    names: list[str]
    #: There are others that the user does not see.
    others: bool

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass
class Hanging:
    goes_too: list[Kind] = field(default_factory=list)
    prevents: list[Kind] = field(default_factory=list)
    lets_go: list[Kind] = field(default_factory=list)

    @property
    def deletable(self) -> bool:
        """Nothing points at it that must stay, and nothing unseen would go with it or be changed by it."""
        return not self.prevents and not any(kind.others for kind in (*self.goes_too, *self.lets_go))


def hanging_on(rows: models.QuerySet[Any], user: AnyUser) -> Hanging:
    """What hangs on ``rows`` of one model, directly and through what would be deleted with them."""
    found = Hanging()
    _walk(rows, user, found, 0)
    return found


def _walk(rows: models.QuerySet[Any], user: AnyUser, found: Hanging, depth: int) -> None:
    keys = rows.order_by().values("pk")
    for relation in rows.model._meta.related_objects:
        model = relation.related_model
        if relation.many_to_many or relation.on_delete is models.DO_NOTHING:
            continue
        hanging = model._base_manager.filter(**{f"{relation.field.name}__in": keys})
        kind = _kind(hanging, user)
        if kind is None:
            continue
        if relation.on_delete is models.CASCADE:
            found.goes_too.append(kind)
            if depth < _DEEPEST:
                _walk(hanging, user, found, depth + 1)
        elif relation.on_delete in (models.PROTECT, models.RESTRICT):
            found.prevents.append(kind)
        else:
            found.lets_go.append(kind)


def _kind(hanging: models.QuerySet[Any], user: AnyUser) -> Kind | None:
    if not hanging.exists():
        return None
    seen = visible_to(hanging.model, user).filter(pk__in=hanging.order_by().values("pk"))
    count = seen.count()
    names = [name_of(row) for row in with_related(seen)[:NAMED]]
    others = hanging.exclude(pk__in=seen.order_by().values("pk")).exists()
    return Kind(hanging.model, count, names, others)
