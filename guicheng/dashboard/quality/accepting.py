"""已核实无误: records that a check finds and somebody knows to be right, as long as they stay so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max, Model
from django.utils import timezone

from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by

from ..models import AcceptedRecord
from .checks import Check, UnknownCheck, check_of

if TYPE_CHECKING:
    from .moment import Moment


@dataclass(frozen=True)
class Seen:
    """What somebody ticked: one record under one check."""

    check: Check
    row: int


def holding() -> dict[tuple[str, int], AcceptedRecord]:
    """What is accepted now, by check and record: in one query, and one more for each kind of record.

    What changed since is left out, and so are checks that have gone.
    """
    rows = list(AcceptedRecord.objects.select_related("by"))
    models = {row.check_key: model for row in rows if (model := _model_of(row.check_key))}
    keys: dict[type[Model], list[str]] = defaultdict(list)
    for key, model in models.items():
        keys[model].append(key)
    now = {model: _newest_accepted(model, own) for model, own in keys.items()}
    return {
        (row.check_key, row.row): row
        for row in rows
        if row.check_key in models and now[models[row.check_key]].get(row.row) == row.version
    }


def accept(seen: Iterable[Seen], moment: Moment, *, reason: str, by: User) -> int:
    """Keep that these records are right as they are; how many.

    Left out are records that ``by`` may not change, and those that the check does not find.
    """
    parted: dict[Check, set[int]] = defaultdict(set)
    for each in seen:
        parted[each.check].add(each.row)
    kept = 0
    with transaction.atomic():
        for check, keys in parted.items():
            found = check.rows(moment).filter(pk__in=keys).order_by().values("pk")
            own = editable_by(check.model, by).filter(pk__in=found).order_by()
            told = own.annotate(told_community=F(check.source.path))
            communities = dict(told.values_list("pk", "told_community"))
            versions = _newest(check.model, list(communities))
            for key, community in communities.items():
                _keep(check, key, community, versions.get(key), reason, by)
                kept += 1
    return kept


def _keep(check: Check, key: int, community: int | None, version: int | None, reason: str, by: User) -> None:
    AcceptedRecord.objects.update_or_create(
        check_key=check.key,
        row=key,
        defaults={
            "version": version,
            "community_id": community,
            "reason": reason,
            "by": by,
            "at": timezone.now(),
        },
    )


def take_back(seen: Iterable[Seen], *, by: User) -> int:
    """Records that are not right after all; how many were accepted and are the user's to change."""
    taken = 0
    with transaction.atomic():
        for each in seen:
            row = (
                AcceptedRecord.objects.editable_by(by).filter(check_key=each.check.key, row=each.row).first()
            )
            if row is not None:
                row.delete()
                taken += 1
    return taken


def _model_of(key: str) -> type[Model] | None:
    try:
        return check_of(key).model
    except UnknownCheck:
        return None


def _newest_accepted(model: type[Model], checks: list[str]) -> dict[int, int]:
    """The newest version of each record that is accepted under one of ``checks``."""
    accepted = AcceptedRecord.objects.filter(check_key__in=checks).values("row")
    rows = model.history.filter(id__in=accepted).order_by().values("id")
    return dict(rows.annotate(newest=Max("history_id")).values_list("id", "newest"))


def _newest(model: type[Model], keys: list[int]) -> dict[int, int]:
    rows = model.history.filter(id__in=keys).order_by().values("id")
    return dict(rows.annotate(newest=Max("history_id")).values_list("id", "newest"))
