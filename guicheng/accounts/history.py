"""Who changed what and when: one set-up for all models, and the helper that bulk writes go through.

Every saved version of a record is a row beside it (django-simple-history). ``bulk_create`` and
``update()`` send no signals, so whatever writes many rows at once does it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from simple_history.models import HistoricalRecords

from .models import User
from .scope import AnyUser, ScopedQuerySet, visible_to

Row = TypeVar("Row", bound=models.Model)
#: Rows written in one statement.
BATCH = 500


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
) -> list[Row]:
    """Create ``rows`` of one model with their first version, in batches, all of them or none."""
    if not rows:
        return []
    model = type(rows[0])
    with transaction.atomic():
        made = model._default_manager.bulk_create(rows, batch_size=BATCH)
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
            row._history_user, row._change_reason = user, reason
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
        found = list(model._default_manager.filter(pk__in=missing)) if missing else []
        _write_versions(found, created=True, user=None, reason="此前的版本", date=date)
        count += len(found)
    return count


def _write_versions(
    rows: Sequence[models.Model], *, created: bool, user: User | None, reason: str, date: datetime | None
) -> None:
    if not rows or not has_history(type(rows[0])):
        return
    type(rows[0]).history.bulk_history_create(
        rows,
        batch_size=BATCH,
        update=not created,
        default_user=user,
        default_change_reason=reason,
        default_date=date,
    )


def versions_visible_to(model: type[models.Model], user: AnyUser) -> models.QuerySet[Any]:
    """Versions that ``user`` may see: those of records that they see, and of deleted ones that were theirs.

    A record that was moved away takes its past with it; of a deleted one its last version says whose it was.
    """
    versions = model.history.all()
    if user.is_authenticated and user.is_active and user.sees_every_community:
        return versions
    rows = model._default_manager.get_queryset()
    if not isinstance(rows, ScopedQuerySet) or not works_for_communities(user):
        return versions.none()
    seen = models.Q(id__in=visible_to(model, user).values("pk"))
    path = rows.community_path
    if not path:
        return versions.filter(seen)
    gone = model.history.filter(
        history_type="-", **{f"{path}__in": user.memberships.values("community_id")}
    ).exclude(id__in=model._base_manager.values("pk"))
    return versions.filter(seen | models.Q(id__in=gone.values("id")))


def works_for_communities(user: AnyUser) -> bool:
    from .models import COMMUNITY_ROLES

    return bool(user.is_authenticated and user.is_active and user.role in COMMUNITY_ROLES)


def as_of(model: type[models.Model], moment: datetime) -> models.QuerySet[Any]:
    """The rows of ``model`` as they were at ``moment``: one version each, those deleted by then left out."""
    return model.history.as_of(moment)
