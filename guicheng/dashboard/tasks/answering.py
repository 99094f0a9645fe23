"""Answers to tasks: one at a time for each community, and nobody's work is written over unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from guicheng.accounts import history
from guicheng.accounts.models import User

from ..models import Task, TaskAnswer, TaskValue

#: Whoever presses 提醒 again so soon reminds nobody twice.
_AGAIN = timedelta(minutes=1)
_ANSWERED = ("state", "result", "note", "first_answered_at", "answered_at", "answered_by", "version")


@dataclass(frozen=True)
class Said:
    """What somebody answers. ``values``: key of the field → number, None for what was left empty."""

    values: dict[int, Decimal | None] = field(default_factory=dict)
    result: str = ""
    note: str = ""


class Overtaken(Exception):
    """Somebody else saved meanwhile; ``row`` is the answer as it is now, nothing was written."""

    def __init__(self, row: TaskAnswer) -> None:
        super().__init__("overtaken")
        self.row = row


class Ended(Exception):
    """The task takes no answers any more."""


class NotAnswered(Exception):
    """There is no answer to give back."""


def values_of(row: TaskAnswer) -> dict[int, Decimal | None]:
    return dict(row.values.values_list("field", "value"))


def answer(row: TaskAnswer, version: int, said: Said, *, by: User) -> TaskAnswer:
    """Save an answer that was begun at ``version``; the same again is one.

    Raises :class:`Overtaken` and :class:`Ended`.
    """
    with transaction.atomic(), history.one_change("填报"):
        now = _locked(row)
        before = values_of(now)
        if not now.task.takes_answers(timezone.localdate()):
            raise Ended
        if now.is_answered and said == Said(before, now.result, now.note):
            return now
        if now.version != version:
            raise Overtaken(now)
        moment = timezone.now()
        now.state, now.result, now.note = TaskAnswer.State.ANSWERED, said.result, said.note
        now.first_answered_at = now.first_answered_at or moment
        now.answered_at, now.answered_by, now.version = moment, by, now.version + 1
        now.save(update_fields=_ANSWERED)
        _save_values(now, before, said.values)
    return now


def _save_values(
    row: TaskAnswer, before: dict[int, Decimal | None], values: dict[int, Decimal | None]
) -> None:
    known = {value.field_id: value for value in row.values.all()}
    for key, number in values.items():
        if key not in known:
            TaskValue.objects.create(answer=row, field_id=key, value=number)
        elif before[key] != number:
            known[key].value = number
            known[key].save(update_fields=["value"])


def give_back(row: TaskAnswer, version: int, reason: str) -> TaskAnswer:
    """Ask the community to mend its answer. Raises :class:`Overtaken` and :class:`NotAnswered`."""
    with transaction.atomic(), history.one_change("退回补正"):
        now = _locked(row)
        if now.state == TaskAnswer.State.RETURNED and now.return_reason == reason:
            return now
        if now.version != version:
            raise Overtaken(now)
        if not now.is_answered:
            raise NotAnswered
        now.state, now.return_reason, now.returned_at = TaskAnswer.State.RETURNED, reason, timezone.now()
        now.version += 1
        now.save(update_fields=["state", "return_reason", "returned_at", "version"])
    return now


def _locked(row: TaskAnswer) -> TaskAnswer:
    """The answer as it is now, held until the end of the transaction."""
    found = TaskAnswer.objects.select_for_update(of=("self",)).select_related("task", "community")
    return found.get(pk=row.pk)


def remind(task: Task) -> int:
    """Bring the task to mind where nobody has answered it; of how many communities."""
    moment = timezone.now()
    with transaction.atomic():
        rows = task.answers.waiting().exclude(reminded_at__gt=moment - _AGAIN)
        reminded = list(rows.select_for_update(of=("self",)))
        for row in reminded:
            row.reminded_at = moment
        history.bulk_update(reminded, ["reminded_at"], reason="提醒填报")
    return len(reminded)


def ask(task: Task, communities: Sequence[int], *, by: User | None = None) -> None:
    """Let ``task`` be asked of just these communities, by key; of those that answered it stays asked."""
    with transaction.atomic():
        asked = {row.community_id: row for row in task.answers.all()}
        fresh = [TaskAnswer(task=task, community_id=key) for key in communities if key not in asked]
        history.bulk_create(fresh, user=by, reason="布置任务")
        gone = [row for key, row in asked.items() if key not in communities and row.answered_at is None]
        history.delete_rows(gone, user=by, reason="不再要求填报")
