"""Bringing back what a record was, or a record that was deleted: what can come back, and the doing of it.

Everything goes through the record's own checks and the user's scope; what cannot be raises
:class:`CannotRestore` with a Chinese sentence and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from simple_history.models import HistoricalRecords

from .admin_forms import OUT_OF_SCOPE
from .admin_names import foreign_keys
from .admin_scope import may_hold
from .history import has_history, keep_baseline, last_of_deleted
from .models import User
from .scope import visible_to

ERASED = "这个人的个人信息已按要求抹去，不能恢复。"
#: Rows deleted together with their record, but outside a change of the admin, lie this far apart at most.
_TOGETHER = timedelta(seconds=2)


class CannotRestore(Exception):
    """Why something cannot come back, as a sentence."""


def can_come_back(model: type[models.Model]) -> bool:
    """Not accounts, whose rank must not return by the back door, and not rows whose files are gone."""
    return (
        has_history(model)
        and not issubclass(model, AbstractBaseUser)
        and not any(isinstance(field, models.FileField) for field in model._meta.concrete_fields)
    )


def is_erased(row: Any) -> bool:  # noqa: ANN401
    """Whether a record, or a version of one, is of a person whose data were erased for good."""
    personal = getattr(getattr(row, "instance_type", type(row)), "PERSONAL", None)
    if not personal:
        return False
    return getattr(row, "erased_on", None) is not None or row.name == personal["name"]


def columns_given_back(model: type[models.Model], kept: Collection[str]) -> list[models.Field]:
    """Columns that a version gives back: not the key, not time stamps, not what the user may not change."""
    tracked = {column.name for column in model.history.model.tracked_fields}
    return [
        column
        for column in model._meta.concrete_fields
        if column.name in tracked - set(kept)
        and not column.primary_key
        and not getattr(column, "auto_now", False)
        and not getattr(column, "auto_now_add", False)
    ]


def restore_version(row: models.Model, version: Any, user: User, *, kept: Collection[str] = ()) -> None:  # noqa: ANN401
    """Make ``row`` what it was in ``version``, the columns ``kept`` excepted."""
    if is_erased(row) or is_erased(version):
        raise CannotRestore(ERASED)
    before = {field.attname: getattr(row, field.attname) for field in foreign_keys(type(row))}
    with transaction.atomic():
        keep_baseline([row])
        for column in columns_given_back(type(row), kept):
            setattr(row, column.attname, getattr(version, column.attname))
            if column.is_relation and column.is_cached(row):
                column.delete_cached_value(row)
        _check_targets(row, user, before)
        _check(row, user)
        _save(row)
        for m2m in type(row).history.model._history_m2m_fields:
            if m2m.name not in kept:
                getattr(row, m2m.name).set(_links(m2m, version))


def restore_deleted(version: Any, user: User) -> tuple[models.Model, int]:  # noqa: ANN401
    """The record whose last version is ``version`` with its old key, and how many of its rows came too."""
    if is_erased(version):
        raise CannotRestore(ERASED)
    with transaction.atomic():
        row = _insert(version, user)
        return row, _bring_children(row, version, user)


def _insert(version: Any, user: User) -> models.Model:  # noqa: ANN401
    row = version.history_object
    stamped = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if getattr(column, "auto_now_add", False)
    }
    if type(row)._base_manager.filter(pk=row.pk).exists():
        raise CannotRestore("这条记录已经恢复过了。")
    _check_targets(row, user, {})
    _check(row, user)
    _save(row, force_insert=True)
    if stamped:
        type(row)._base_manager.filter(pk=row.pk).update(**stamped)
    for m2m in type(row).history.model._history_m2m_fields:
        getattr(row, m2m.name).set(_links(m2m, version))
    return row


def _bring_children(row: models.Model, version: Any, user: User) -> int:  # noqa: ANN401
    """Rows that were deleted with their record, where they can still stand; those that cannot stay away."""
    count = 0
    for relation in type(row)._meta.related_objects:
        model = relation.related_model
        if relation.on_delete is not models.CASCADE or not can_come_back(model):
            continue
        together = last_of_deleted(model).filter(
            **{relation.field.attname: row.pk},
            history_date__gte=version.history_date - _TOGETHER,
            history_date__lte=version.history_date + _TOGETHER,
        )
        for child in together.order_by("history_id"):
            try:
                with transaction.atomic():
                    _insert(child, user)
            except CannotRestore:
                continue
            count += 1
    return count


def _check_targets(row: models.Model, user: User, before: dict[str, Any]) -> None:
    """What the record would point at must be there, and in sight unless the record points at it already."""
    for field in foreign_keys(type(row)):
        key = getattr(row, field.attname)
        if key is None or before.get(field.attname) == key:
            continue
        target = field.related_model
        if not target._base_manager.filter(pk=key).exists():
            raise CannotRestore(f"原来的“{field.verbose_name}”已经不在了，不能恢复。")
        if not issubclass(target, AbstractBaseUser) and not visible_to(target, user).filter(pk=key).exists():
            raise CannotRestore(f"原来的“{field.verbose_name}”不在您能选择的范围里，不能恢复。")


def _check(row: models.Model, user: User) -> None:
    try:
        row.full_clean()
    except ValidationError as exc:
        raise CannotRestore(f"不能恢复：{'；'.join(dict.fromkeys(exc.messages))}") from exc
    if not may_hold(user, row):
        raise CannotRestore(OUT_OF_SCOPE)


def _save(row: models.Model, **how: Any) -> None:
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as exc:
        raise CannotRestore("恢复后会和现有的记录冲突，没有恢复。") from exc


def _links(m2m: models.ManyToManyField, version: Any) -> list[Any]:  # noqa: ANN401
    """The keys that ``version`` pointed at through ``m2m`` and that are still there."""
    if version.history_type == "-":
        # The links went before the record did: the version before the last still has them.
        earlier = version.instance_type.history.filter(id=version.id, history_id__lt=version.history_id)
        version = earlier.order_by("-history_id").first() or version
    target = m2m.m2m_reverse_field_name()
    copied = HistoricalRecords.m2m_models[m2m].objects.filter(history_id=version.history_id)
    keys = copied.values_list(f"{target}_id", flat=True)
    return list(m2m.related_model._base_manager.filter(pk__in=list(keys)).values_list("pk", flat=True))
