"""Who changed what and when: one set-up for all models, and the helper that bulk writes go through.

Every saved version of a record is a row beside it (django-simple-history). ``bulk_create`` and
``update()`` send no signals, so whatever writes many rows at once does it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from .models import User
from .scope import AnyUser, ScopedQuerySet, visible_to

Row = TypeVar("Row", bound=models.Model)
#: Rows written in one statement.
BATCH = 500
#: The reason of a version that only holds what a record was before its first recorded change.
BASELINE = "此前的版本"
#: Characters of a reason that the column holds; PostgreSQL refuses more.
_REASON_LENGTH = 100


@dataclass
class _Change:
    reason: str
    moment: datetime | None = None

    def at(self) -> datetime:
        """The moment of the first version written: whoever waited for a lock wrote later than who held it."""
        if self.moment is None:
            self.moment = timezone.now()
        return self.moment


_current: ContextVar[_Change | None] = ContextVar("current_change", default=None)


@contextmanager
def one_change(reason: str = "") -> Iterator[None]:
    """All versions written inside carry one moment and, unless they bring their own, ``reason``.

    What was saved or deleted at once – a record with the rows of its form – is by that shown and restored
    together. Inside another one its moment stays and the inner reason holds.
    """
    outer = _current.get()
    change = outer or _Change(reason)
    before = change.reason
    change.reason = (reason or before)[:_REASON_LENGTH]
    token = _current.set(change)
    try:
        yield
    finally:
        change.reason = before
        _current.reset(token)


@receiver(pre_create_historical_record)
def _belongs_to_the_change(instance: models.Model, history_instance: Any, **kwargs: Any) -> None:  # noqa: ANN401
    change = _current.get()
    if change is not None:
        if not hasattr(instance, "_history_date"):
            history_instance.history_date = change.at()
        history_instance.history_change_reason = history_instance.history_change_reason or change.reason


def records_history(*, excluded: Sequence[str] = (), m2m: Sequence[Any] = ()) -> HistoricalRecords:
    """The ``history`` of a model. ``excluded``: columns that no version keeps."""
    return HistoricalRecords(
        excluded_fields=list(excluded),
        m2m_fields=list(m2m),
        history_user_id_field=None,
        user_related_name="+",
    )


def has_history(model: type[models.Model]) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def bulk_create(
    rows: Sequence[Row],
    *,
    user: User | None = None,
    reason: str = "",
    date: datetime | None = None,
    tie: Callable[[list[Row]], None] | None = None,
) -> list[Row]:
    """Create ``rows`` of one model with their first version, in batches, all of them or none.

    ``tie``: called between, with the rows that have their keys now, to save what they point at through
    many-to-many fields.
    """
    if not rows:
        return []
    model = type(rows[0])
    with transaction.atomic():
        made = model._default_manager.bulk_create(rows, batch_size=BATCH)
        if tie is not None:
            tie(made)
        _write_versions(made, created=True, user=user, reason=reason, date=date)
    return made


def bulk_update(
    rows: Sequence[Row],
    fields: Sequence[str],
    *,
    user: User | None = None,
    reason: str = "",
    date: datetime | None = None,
) -> int:
    """Save ``fields`` of ``rows`` of one model with a new version each; how many."""
    if not rows:
        return 0
    model = type(rows[0])
    with transaction.atomic():
        keep_baseline(rows)
        count = model._default_manager.bulk_update(rows, fields, batch_size=BATCH)
        _write_versions(rows, created=False, user=user, reason=reason, date=date)
    return count


def delete_rows(rows: Iterable[models.Model], *, user: User | None, reason: str) -> int:
    """Delete rows one by one, so that the last version of each names ``user`` and ``reason``."""
    count = 0
    with transaction.atomic():
        for row in rows:
            row._history_user, row._change_reason = user, reason[:_REASON_LENGTH]
            row.delete()
            count += 1
    return count


def keep_baseline(rows: Sequence[models.Model], *, date: datetime | None = None) -> int:
    """Give rows without any version their first one, as the database holds them now; how many.

    Records older than their history (a demonstration, a database from before) would else lose what they were
    at their first change.
    """
    if not rows or not has_history(type(rows[0])):
        return 0
    model = type(rows[0])
    keys = [row.pk for row in rows]
    count = 0
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        known = set(model.history.filter(id__in=some).values_list("id", flat=True))
        missing = [key for key in some if key not in known]
        found = list(model._base_manager.filter(pk__in=missing)) if missing else []
        for row in found:
            row._history_user = None  # else the library would name whoever asks
        _write_versions(found, created=True, user=None, reason=BASELINE, date=date or _just_before())
        count += len(found)
    return count


def _just_before() -> datetime:
    """A moment before the versions of the change under way."""
    change = _current.get()
    return (change.at() if change else timezone.now()) - timedelta(milliseconds=1)


def _write_versions(
    rows: Sequence[models.Model], *, created: bool, user: User | None, reason: str, date: datetime | None
) -> None:
    if not rows or not has_history(type(rows[0])):
        return
    change = _current.get()
    versions = type(rows[0]).history.bulk_history_create(
        rows,
        batch_size=BATCH,
        update=not created,
        default_user=user,
        default_change_reason=(reason or (change.reason if change else ""))[:_REASON_LENGTH],
        default_date=date or (change.at() if change else None),
    )
    for field in type(rows[0]).history.model._history_m2m_fields:
        _write_related(field, versions)


def _write_related(field: models.ManyToManyField, versions: Sequence[Any]) -> None:
    """What each version's record points at through ``field``: the library's bulk helper leaves it out."""
    through = field.remote_field.through
    mine = through._meta.get_field(field.m2m_field_name()).attname
    version_of = {version.id: version.history_id for version in versions}
    for start in range(0, len(versions), BATCH):
        some = [version.id for version in versions[start : start + BATCH]]
        links = through._default_manager.filter(**{f"{mine}__in": some}).values()
        copied = HistoricalRecords.m2m_models[field]
        copied.objects.bulk_create(copied(history_id=version_of[link[mine]], **link) for link in links)


def versions_visible_to(model: type[models.Model], user: AnyUser) -> models.QuerySet[Any]:
    """Versions that ``user`` may see: those of records that they see, and of deleted ones that were theirs.

    A record that was moved away takes its past with it; of a deleted one its last version says whose it was.
    """
    versions = model.history.all()
    if user.is_authenticated and user.is_active and user.sees_every_community:
        if model is User and not user.is_superuser:
            return versions.exclude(id__in=model.history.filter(is_superuser=True).values("id"))
        return versions
    rows = model._default_manager.get_queryset()
    if not isinstance(rows, ScopedQuerySet) or not works_for_communities(user):
        return versions.none()
    seen = models.Q(id__in=visible_to(model, user).values("pk"))
    path = rows.community_path
    if not path:
        return versions.filter(seen)
    gone = last_of_deleted(model).filter(**{f"{path}__in": user.memberships.values("community_id")})
    return versions.filter(seen | models.Q(id__in=gone.values("id")))


def last_of_deleted(model: type[models.Model]) -> models.QuerySet[Any]:
    """The last version of each record that is deleted now."""
    later = model.history.filter(id=models.OuterRef("id"), history_id__gt=models.OuterRef("history_id"))
    there = model._base_manager.filter(pk=models.OuterRef("id"))
    return model.history.filter(~models.Exists(there), ~models.Exists(later), history_type="-")


def works_for_communities(user: AnyUser) -> bool:
    from .models import COMMUNITY_ROLES

    return bool(user.is_authenticated and user.is_active and user.role in COMMUNITY_ROLES)


def as_of(model: type[models.Model], moment: datetime) -> models.QuerySet[Any]:
    """The rows of ``model`` as they were at ``moment``: one version each, those deleted by then left out."""
    until = model.history.filter(history_date__lte=moment)
    # Not the library's own: it takes two versions of one moment for two records.
    later = until.filter(id=models.OuterRef("id")).filter(
        models.Q(history_date__gt=models.OuterRef("history_date"))
        | models.Q(history_date=models.OuterRef("history_date"), history_id__gt=models.OuterRef("history_id"))
    )
    return until.filter(~models.Exists(later)).as_instances()
