"""Two records of one person become one: nothing that hangs on either is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest

from guicheng.accounts.events import Kind, record
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by

from .mediators import join_twice_registered
from .models import PhoneClash, Volunteer

#: Columns between which whoever merges may choose. What belongs together goes together.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "community": ("community_id",),
    # Consent to show a number is for that number.
    "phone": ("phone", "number_shared_on", "number_shared_wording", "number_shared_print"),
    "gender": ("gender",),
    "birth_year": ("birth_year",),
    "political_status": ("political_status",),
    "party_since": ("party_since",),
    "skills": ("skills",),
    "told_on": ("told_on", "told_wording"),
    "undertaking_on": ("undertaking_on",),
    "source": ("source",),
}
#: What the last version of a merged record says; whoever erases a person finds the merged ones by it.
_INTO = "合并到人员 {}"


class CannotMerge(ValueError):
    """``str()`` is a Chinese sentence that says what to do first."""


def merge(
    kept: Volunteer,
    gone: Volunteer,
    *,
    from_gone: Iterable[str] = (),
    user: User,
    request: HttpRequest | None = None,
) -> Volunteer:
    """Move all that hangs on ``gone`` to ``kept``, with the values of ``from_gone`` (keys of ``CHOICES``).

    Both must be the user's to change. All of it or, with :class:`CannotMerge`, nothing.
    """
    try:
        with transaction.atomic():
            pair = _locked(kept.pk, gone.pk, user)
            kept, gone = pair[kept.pk], pair[gone.pk]
            join_twice_registered(kept, gone)
            _move_all(kept, gone)
            _settle_doubled_clashes(kept)
            _take_over(kept, gone, from_gone)
            record(Kind.MERGE, request=request, user=user, what=f"volunteer {gone.pk} -> {kept.pk}")
    except IntegrityError as exc:
        raise CannotMerge("两条资料里有合不到一起的任职，请先改好其中一条再合并。") from exc
    return kept


def merged_into(pk: int) -> set[int]:
    """Keys of the records that were merged into this one, directly or by way of others."""
    found: set[int] = set()
    waiting = [pk]
    while waiting:
        reason = _INTO.format(waiting.pop())
        gone = Volunteer.history.filter(history_type="-", history_change_reason=reason)
        for key in gone.values_list("id", flat=True):
            if key not in found and key != pk:
                found.add(key)
                waiting.append(key)
    return found


def _locked(kept: int, gone: int, user: User) -> dict[int, Volunteer]:
    if kept == gone:
        raise CannotMerge("请选择两条不同的资料。")
    keys = editable_by(Volunteer, user).present().filter(pk__in=[kept, gone]).values("pk")
    rows = Volunteer.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    pair = {row.pk: row for row in rows}
    if len(pair) != 2:
        raise CannotMerge("其中一条资料不归您管理，或者已经不在了，没有合并。")
    return pair


def _move_all(kept: Volunteer, gone: Volunteer) -> None:
    """Every row of whatever points at a person, row by row, so that each gets its version."""
    for relation in Volunteer._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: gone})
        for row in rows:
            setattr(row, relation.field.name, kept)
            _refuse_what_collides(row)
            row._change_reason = "合并重复的人员"
            row.save(update_fields=[relation.field.name])


def _refuse_what_collides(row: models.Model) -> None:
    if isinstance(row, PhoneClash):
        # Two open cases of one community become one below; only for a moment would they collide.
        twin = PhoneClash.objects.filter(volunteer=row.volunteer, community=row.community, settled=False)
        if not row.settled and twin.exists():
            row.settled, row.answer = True, "合并重复的人员时并入另一条"
            row.save(update_fields=["settled", "answer"])
        return
    try:
        row.validate_constraints()
    except ValidationError as exc:
        raise CannotMerge(f"{row}：{' '.join(exc.messages)}请先改好其中一条再合并。") from exc


def _settle_doubled_clashes(kept: Volunteer) -> None:
    """A community that claimed the kept record's own number needs no case when it was the same person."""
    PhoneClash.objects.filter(volunteer=kept, community=kept.community, settled=False).update(
        settled=True, answer="合并重复的人员后不再需要"
    )


def _take_over(kept: Volunteer, gone: Volunteer, from_gone: Iterable[str]) -> None:
    values: dict[str, Any] = {
        column: getattr(gone, column) for key in from_gone if key in CHOICES for column in CHOICES[key]
    }
    old_key = gone.pk
    gone._change_reason = _INTO.format(kept.pk)
    gone.delete()
    gone.pk = old_key
    for column, value in values.items():
        setattr(kept, column, value)
    kept._change_reason = f"并入人员 {old_key}"
    try:
        kept.full_clean()
    except ValidationError as exc:
        raise CannotMerge(" ".join(exc.messages)) from exc
    kept.save()
