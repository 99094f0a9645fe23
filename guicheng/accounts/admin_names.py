"""What records are called in histories and lists of what hangs on them, many at once and within the scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from .history import has_history, last_of_deleted, versions_visible_to
from .models import User
from .scope import AnyUser, visible_to

#: Stands for a record that the reader may not see, or that is gone without a trace.
UNSEEN = "（看不到的记录）"


def foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def with_related(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """``rows`` with what their names are made of, so that naming them asks nothing more."""
    return rows.select_related(*(field.name for field in foreign_keys(rows.model)))


def name_of(row: models.Model) -> str:
    """``str(row)``, also where what it is made of is gone."""
    try:
        return str(row)
    except ObjectDoesNotExist:
        return f"{row._meta.verbose_name} {row.pk}"


def _unseen(model: type[models.Model]) -> models.Model:
    """Stands beside a record for what it points at and the reader may not see."""
    stub = model()
    for name in ("name", "title", "username"):
        if hasattr(stub, name):
            setattr(stub, name, UNSEEN)
    return stub


class Names:
    """Names of records by model and key: say which are wanted, then ask; one or two queries a model."""

    def __init__(self, user: AnyUser) -> None:
        self._user = user
        self._wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        self._rows: dict[tuple[type[models.Model], Any], models.Model] = {}
        self._gone: set[tuple[type[models.Model], Any]] = set()

    def want(self, model: type[models.Model], keys: Iterable[Any]) -> None:
        self._wanted[model].update(key for key in keys if key is not None)

    def want_related(self, versions: Iterable[Any]) -> None:
        """What the foreign keys of ``versions`` (of any models) point at."""
        for version in versions:
            for field in foreign_keys(version.instance_type):
                if hasattr(version, field.attname):
                    self.want(field.related_model, [getattr(version, field.attname)])

    def of(self, model: type[models.Model], key: Any) -> str:  # noqa: ANN401
        row = self.row(model, key)
        if row is None:
            return UNSEEN
        return name_of(row) + ("（已删除）" if (model, key) in self._gone else "")

    def row(self, model: type[models.Model], key: Any) -> models.Model | None:  # noqa: ANN401
        if self._wanted:
            self._load()
        return self._rows.get((model, key))

    def record(self, version: Any) -> models.Model:  # noqa: ANN401
        """The record as it was in ``version``, with what it points at beside it."""
        record = version.history_object
        for field in foreign_keys(version.instance_type):
            key = getattr(record, field.attname, None)
            if key is not None:
                # Left out, its name would be fetched past the scope as soon as the record is named.
                row = self.row(field.related_model, key)
                field.set_cached_value(record, _unseen(field.related_model) if row is None else row)
        return record

    def _load(self) -> None:
        wanted, self._wanted = self._wanted, defaultdict(set)
        for model, keys in wanted.items():
            keys = {key for key in keys if (model, key) not in self._rows}
            rows = User.objects.all() if model is User else with_related(visible_to(model, self._user))
            found = rows.in_bulk(keys) if keys else {}
            self._rows.update({(model, key): row for key, row in found.items()})
            missing = keys - found.keys()
            if missing and model is not User and has_history(model):
                self._load_deleted(model, missing)

    def _load_deleted(self, model: type[models.Model], keys: set[Any]) -> None:
        last = last_of_deleted(model).filter(id__in=keys)
        seen = versions_visible_to(model, self._user).filter(history_id__in=last.values("history_id"))
        for version in seen:
            self._rows[model, version.id] = version.history_object
            self._gone.add((model, version.id))
