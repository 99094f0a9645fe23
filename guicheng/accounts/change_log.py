"""All changes of all records as one list, newest first, as far as the reader may see them.

Each history is a table of its own with an index on its date. One query asks all of them for their newest
change; then the newest rows are merged, and a table is only read from once its turn comes, so that a page
costs a small query for each table that stands on it, however many there are and however much was recorded.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.utils import quote
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from .admin_names import Names, name_of
from .admin_versions import ACTIONS, how
from .history import BASELINE, has_history, versions_visible_to
from .models import COMMUNITY_ROLES, Role, User
from .scope import AnyUser

#: Days that are shown where nothing else is asked for.
DAYS = 7


@dataclass(frozen=True)
class Asked:
    """What to list: days in Shanghai, both included; "" is any."""

    since: date
    until: date
    kind: str = ""
    action: str = ""
    person: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Change:
    at: datetime
    model: type[models.Model]
    version: int
    key: Any


@dataclass(frozen=True)
class _Next:
    """What a table has next; without a change, only when its newest one was."""

    at: datetime
    label: str
    change: Change | None = None

    def __lt__(self, other: _Next) -> bool:
        # The newer first; at the same moment a table whose rows are not known yet, so that they become known.
        return self._order() > other._order()

    def _order(self) -> tuple[datetime, bool, str, int]:
        return self.at, self.change is None, self.label, self.change.version if self.change else 0


@dataclass(frozen=True)
class LogLine:
    at: datetime
    who: str
    action: str
    kind: str
    name: str
    reason: str
    address: str


def may_read_log(user: AnyUser) -> bool:
    """Administrators read all, who works for a community what was done to its records."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.role == Role.STREET_ADMIN or user.role in COMMUNITY_ROLES


def recorded_models(user: AnyUser) -> list[type[models.Model]]:
    """Models with a history, by name; of accounts only administrators hear."""
    found = [model for model in apps.get_models() if has_history(model)]
    if not user.sees_every_community:
        found = [model for model in found if model is not User]
    return sorted(found, key=lambda model: str(model._meta.verbose_name))


def changes(user: AnyUser, asked: Asked) -> Iterator[Change]:
    """The changes that ``asked`` describes, newest first; read from the database as far as they are taken."""
    models_ = [model for model in recorded_models(user) if asked.kind in ("", model._meta.label_lower)]
    rows = {model._meta.label_lower: _versions(model, user, asked) for model in models_}
    streams = {model._meta.label_lower: _stream(model, rows[model._meta.label_lower]) for model in models_}
    # What comes next, newest first: of a table that was not read from yet its newest moment.
    coming: list[_Next] = [_Next(newest, label) for label, newest in _newest(rows)]
    heapq.heapify(coming)
    while coming:
        first = coming[0]
        if first.change is not None:
            yield first.change
        if (change := next(streams[first.label], None)) is None:
            heapq.heappop(coming)
        else:
            heapq.heapreplace(coming, _Next(change.at, first.label, change))


def _newest(rows: Mapping[str, models.QuerySet[Any]]) -> Iterator[tuple[str, datetime]]:
    """Which tables have changes at all, each with the moment of its newest one."""
    told = models.CharField()
    asked = [
        some.order_by()
        .values(log_kind=models.Value(label, output_field=told))
        .annotate(log_newest=models.Max("history_date"))
        .values_list("log_kind", "log_newest")
        for label, some in rows.items()
    ]
    if asked:
        found = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
        yield from ((label, newest) for label, newest in found if newest)


def _stream(model: type[models.Model], rows: models.QuerySet[Any]) -> Iterator[Change]:
    rows = rows.order_by("-history_date", "-history_id")
    start, size = 0, 100
    while True:
        some = list(rows.values_list("history_date", "history_id", "id")[start : start + size])
        for at, version, key in some:
            yield Change(at, model, version, key)
        if len(some) < size:
            return
        start, size = start + size, min(size * 4, 10_000)


def _versions(model: type[models.Model], user: AnyUser, asked: Asked) -> models.QuerySet[Any]:
    zone = timezone.get_current_timezone()
    rows = versions_visible_to(model, user).filter(
        history_date__gte=datetime.combine(asked.since, time.min, zone),
        history_date__lt=datetime.combine(asked.until + timedelta(days=1), time.min, zone),
    )
    # What a record was before its first recorded change is nobody's doing.
    rows = rows.exclude(history_change_reason=BASELINE)
    if asked.action:
        rows = rows.filter(history_type=asked.action)
    if asked.reason:
        rows = rows.filter(history_change_reason__icontains=asked.reason)
    if asked.person:
        people = User.objects.filter(
            models.Q(username__icontains=asked.person) | models.Q(name__icontains=asked.person)
        )
        rows = rows.filter(history_user__in=people.values("pk"))
    return rows


class Wording:
    """Changes as lines of the log, a few queries for all of them."""

    def __init__(self, request: HttpRequest, site: AdminSite) -> None:
        self._user = request.user
        self._pages = _pages(site, request)

    def lines(self, some: Sequence[Change]) -> list[LogLine]:
        names = Names(self._user)
        found: dict[tuple[type[models.Model], int], Any] = {}
        for model in {change.model for change in some}:
            wanted = [change.version for change in some if change.model is model]
            versions = model.history.filter(history_id__in=wanted).select_related("history_user")
            found.update({(model, version.history_id): version for version in versions})
        names.want_related(found.values())
        return [self._line(found[change.model, change.version], change.model, names) for change in some]

    def _line(self, version: Any, model: type[models.Model], names: Names) -> LogLine:  # noqa: ANN401
        return LogLine(
            version.history_date,
            str(version.history_user) if version.history_user_id else "系统",
            ACTIONS[version.history_type],
            str(model._meta.verbose_name),
            name_of(names.record(version)),
            how(version),
            self._address(version, model, names),
        )

    def _address(self, version: Any, model: type[models.Model], names: Names) -> str:  # noqa: ANN401
        """The page of the record's history; a row inside a form is told by its parent's, if that is seen."""
        if model not in self._pages:
            return ""
        parent, attname = self._pages[model]
        key = getattr(version, attname)
        if parent is not model and names.row(parent, key) is None:
            return ""
        return _history(parent, key)


def _history(model: type[models.Model], key: Any) -> str:  # noqa: ANN401
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[quote(key)])


def _pages(site: AdminSite, request: HttpRequest) -> dict[type[models.Model], tuple[type[models.Model], str]]:
    """On which record's page the history of a model's rows stands, and in which column is its key."""
    open_to_user = [row for row in site._registry.values() if row.has_view_permission(request)]
    found: dict[type[models.Model], tuple[type[models.Model], str]] = {}
    for model_admin in open_to_user:
        for inline in model_admin.inlines:
            key = _get_foreign_key(model_admin.model, inline.model, fk_name=inline.fk_name)
            found[inline.model] = (model_admin.model, key.attname)
    return found | {row.model: (row.model, "id") for row in open_to_user}
