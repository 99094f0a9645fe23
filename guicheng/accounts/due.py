"""What is due and what is missing: each app registers what it knows, the admin's home counts and links.

An item is a list of the admin under a filter. The number and the list ask the same question, so that the
number on the page is the number of rows behind its link.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from .admin_scope import works_inside
from .models import User

#: Key and name of a community → how many of its rows are due.
ByCommunity = dict[tuple[int | None, str], int]


@dataclass(frozen=True)
class Tally:
    """Rows to be counted by community. ``path``: look-up from a row to its community."""

    rows: QuerySet[Any]
    path: str

    def parted(self, mark: str) -> QuerySet[Any]:
        """(``mark``, key of a community, its name, number) for each community."""
        named = self.rows.order_by().annotate(
            told_mark=Cast(Value(mark), CharField()),
            told_key=F(self.path),
            told_name=F(f"{self.path}__name"),
        )
        columns = ("told_mark", "told_key", "told_name")
        return named.values_list(*columns).annotate(told_number=Count("pk"))


@dataclass(frozen=True)
class Due:
    """One kind of thing that waits."""

    key: str
    label: str
    hint: str
    #: Name of the list's page, such as ``admin:stations_station_changelist``, and its filter.
    page: str
    query: str
    #: What the user sees at a moment, by community: counted already, or asked together with the others.
    tally: Callable[[User, datetime], ByCommunity | Tally]
    #: How the list hangs on a community: its filter by one is ``<path>__id__exact``; "" is the list of
    #: communities itself.
    path: str = "community"
    #: Only the street's own staff can do something about it.
    street_only: bool = False
    #: Smaller stands first; in the order of registration where equal.
    order: int = 100

    def concerns(self, user: User) -> bool:
        return works_inside(user) and (user.sees_every_community or not self.street_only)

    def by_community(self, user: User, now: datetime) -> ByCommunity:
        return counted([self], user, now)[0][1]

    def count(self, user: User, now: datetime) -> int:
        return sum(self.by_community(user, now).values())

    def address(self, community: int | None = None) -> str:
        """The list behind the number, of one community where its key is given."""
        own = f"{self.path}__id__exact" if self.path else "id__exact"
        chosen = f"{own}={community}" if community is not None else ""
        query = "&".join(part for part in (self.query, chosen) if part)
        return f"{reverse(self.page)}?{query}" if query else reverse(self.page)


@dataclass(frozen=True)
class Shortcut:
    """Something that one does often, offered to whoever sees ``model`` or, with ``adds``, may add to it."""

    label: str
    hint: str
    page: str
    #: ``app_label.ModelName``
    model: str
    adds: bool = False
    args: tuple[str, ...] = ()
    #: Smaller stands first.
    order: int = 100


_dues: dict[str, Due] = {}
_shortcuts: dict[str, Shortcut] = {}


def counted(dues: Sequence[Due], user: User, now: datetime) -> list[tuple[Due, ByCommunity]]:
    """What waits for ``user``, each parted by community; all tallies are asked in one query."""
    found = {due.key: due.tally(user, now) if due.concerns(user) else {} for due in dues}
    asked = [tally.parted(key) for key, tally in found.items() if isinstance(tally, Tally)]
    answers: dict[str, ByCommunity] = {
        key: {} if isinstance(tally, Tally) else tally for key, tally in found.items()
    }
    if asked:
        first, *others = asked
        for key, community, name, number in first.union(*others, all=True) if others else first:
            answers[key][community, name or ""] = number
    return [(due, answers[due.key]) for due in dues]


def register(*items: Due) -> None:
    for item in items:
        _dues[item.key] = item


def register_shortcut(*items: Shortcut) -> None:
    for item in items:
        _shortcuts[item.page] = item


def dues_for(user: User) -> list[Due]:
    """What may wait for this user, in its order."""
    found = [item for item in _dues.values() if item.concerns(user)]
    return sorted(found, key=lambda item: item.order)


def shortcuts() -> list[Shortcut]:
    return sorted(_shortcuts.values(), key=lambda item: item.order)
