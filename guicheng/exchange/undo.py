"""An import taken back, as long as nobody changed what it made or changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.db.models.deletion import ProtectedError
from simple_history.models import HistoricalRecords

from guicheng import search
from guicheng.accounts.history import BATCH, bulk_update, delete_rows, one_change
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by
from guicheng.search.registry import sources

from .kinds import Kind, kind_of
from .models import ImportRun

_SHOWN = 20


@dataclass(frozen=True)
class Held:
    """A record that stands in the way: what it is, and why."""

    what: str
    why: str


class CannotUndo(Exception):
    def __init__(self, held: list[Held]) -> None:
        self.held = held
        super().__init__("这次导入写下的记录后来又有改动，不能整批撤销。")


def undo(run: ImportRun, user: User) -> int:
    """Delete what the import made and give back what it changed, all or nothing; how many records.

    Raises :class:`CannotUndo` with up to twenty records that were touched since.
    """
    kind = kind_of(run.kind)
    reason = f"撤销导入 #{run.pk}"
    try:
        with transaction.atomic(), one_change(reason):
            locked = ImportRun.objects.select_for_update().get(pk=run.pk)
            if locked.status != ImportRun.Status.DONE:
                return 0
            if held := [*_of_others(run, kind, user), *touched_since(run, kind)]:
                raise CannotUndo(held)
            count = sum(_take_back(model, run, user, reason) for model in reversed(kind.touches))
            ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.UNDONE)
    except ProtectedError as exc:
        held = [
            Held(str(row._meta.verbose_name), "后来登记的，还用着这次导入的记录")
            for row in exc.protected_objects
        ]
        raise CannotUndo(held[:_SHOWN]) from exc
    run.refresh_from_db()
    return count


def _of_others(run: ImportRun, kind: Kind, user: User) -> list[Held]:
    """What is not the user's to change any more: who moved to another community takes nothing back here."""
    held = []
    for model in kind.touches:
        rows = model._default_manager.filter(pk__in=versions_of(model, run).values("id"))
        if rows.exclude(pk__in=editable_by(model, user).values("pk")).exists():
            held.append(Held(str(model._meta.verbose_name), "已经不归您管理"))
    return held


def touched_since(run: ImportRun, kind: Kind) -> list[Held]:
    """Records of the import with a newer version than the import's own."""
    held: list[Held] = []
    for model in kind.touches:
        own = versions_of(model, run)
        latest = own.values("id").annotate(last=Max("history_id")).values("last")
        newer = (
            model.history.filter(id__in=own.values("id"))
            .values("id")
            .annotate(last=Max("history_id"))
            .exclude(last__in=latest)
            .values_list("last", flat=True)
        )
        for version in model.history.filter(history_id__in=list(newer[:_SHOWN])).select_related(
            "history_user"
        ):
            who = version.history_user or "系统"
            when = version.history_date.astimezone().strftime("%Y-%m-%d %H:%M")
            held.append(Held(f"{model._meta.verbose_name}“{_named(version)}”", f"{who} {when} 改过"))
    return held[:_SHOWN]


def versions_of(model: type[models.Model], run: ImportRun) -> models.QuerySet[Any]:
    return model.history.filter(history_change_reason=run.reason)


def _named(version: Any) -> str:  # noqa: ANN401
    return str(getattr(version, "name", "") or f"编号 {version.id}")


def _take_back(model: type[models.Model], run: ImportRun, user: User, reason: str) -> int:
    """Deletes the rows that the import made, restores those that it changed."""
    versions = versions_of(model, run)
    made = set(versions.filter(history_type="+").values_list("id", flat=True))
    changed = sorted(set(versions.filter(history_type="~").values_list("id", flat=True)) - made)
    count = delete_rows(model._default_manager.filter(pk__in=made).order_by("-pk"), user=user, reason=reason)
    for start in range(0, len(changed), BATCH):
        count += _restore(model, run, changed[start : start + BATCH], user, reason)
    return count


def _restore(model: type[models.Model], run: ImportRun, keys: list[int], user: User, reason: str) -> int:
    """The values that the rows had before their first change by the import."""
    first = versions_of(model, run).filter(id__in=keys).values("id").annotate(first=Max("history_id"))
    before: dict[int, Any] = {}
    versions: dict[int, int] = {}
    limits = {row["id"]: row["first"] for row in first}
    for version in model.history.filter(id__in=keys).order_by("history_id"):
        if version.history_id < limits[version.id] and version.history_change_reason != run.reason:
            before[version.id] = version.instance
            versions[version.id] = version.history_id
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    rows = [before[key] for key in keys if key in before]
    for field in model.history.model._history_m2m_fields:
        _restore_related(field, versions, rows)
    count = bulk_update(rows, fields, user=user, reason=reason)
    done = [row.pk for row in rows]
    for source in sources():
        if source.model is model:
            transaction.on_commit(partial(search.sync, source.kind, done))
    return count


def _restore_related(field: models.ManyToManyField, versions: dict[int, int], rows: list[Any]) -> None:
    """What the rows pointed at through ``field`` in their versions (key → version's key)."""
    through = field.remote_field.through
    copied = HistoricalRecords.m2m_models[field]
    columns = [column.attname for column in through._meta.concrete_fields if not column.primary_key]
    mine = through._meta.get_field(field.m2m_field_name()).attname
    through._default_manager.filter(**{f"{mine}__in": [row.pk for row in rows]}).delete()
    links = copied.objects.filter(history_id__in=[versions[row.pk] for row in rows]).values(*columns)
    through._default_manager.bulk_create(through(**link) for link in links)
