"""What people do with results: points by hand, publish, withdraw, compare, look behind a number, comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from guicheng.accounts.history import bulk_update, keep_baseline
from guicheng.accounts.models import User
from guicheng.accounts.scope import AnyUser, editable_by, visible_to

from .evaluation import previous_first, reckon
from .measures import HAND, source_of
from .models import Band, Evaluation, HeadResult
from .models.evaluation import HeadResultQuerySet


def by_hand(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    """The criteria of a frozen scheme whose points people give."""
    return [criterion for criterion in snapshot.get("criteria", []) if criterion["measure"] == HAND]


def mark(result: HeadResult, criterion: int, given: Decimal | None, reason: str, user: User) -> None:
    """Give points by hand for a criterion, or take them back with None. Does not save; ``reckon`` counts."""
    marks = dict(result.marks)
    if given is None:
        marks.pop(str(criterion), None)
    else:
        today = timezone.localdate().isoformat()
        marks[str(criterion)] = {"points": str(given), "reason": reason, "by": user.username, "on": today}
    result.marks = marks


def reproduced(result: HeadResult) -> bool:
    """Whether the stored points follow from the facts frozen in the result: worked out again, compared."""
    again = HeadResult(
        basis=dict(result.basis), evidence=result.evidence, marks=result.marks, adjusted=result.adjusted
    )
    reckon(again, result.evaluation.snapshot)
    return (again.lines, again.computed, again.band) == (result.lines, result.computed, result.band)


def publish(rows: models.QuerySet[HeadResult], user: User) -> tuple[int, int]:
    """Let the heads see their results; how many now, and how many could not be for want of a band."""
    with transaction.atomic():
        own = editable_by(HeadResult, user).filter(pk__in=rows.order_by().values("pk")).waiting()
        waiting = list(own.order_by("pk").select_for_update())
        ready = [row for row in waiting if row.band]
        now = timezone.now()
        for row in ready:
            row.published_at, row.withdrawn_on, row.withdrawn_reason = now, None, ""
        columns = ["published_at", "withdrawn_on", "withdrawn_reason"]
        bulk_update(ready, columns, user=user, reason="发布评价结果")
    return len(ready), len(waiting) - len(ready)


def withdraw(rows: models.QuerySet[HeadResult], user: User, reason: str) -> int:
    """Take published results back for another look; the heads are told so, with the reason. How many."""
    with transaction.atomic():
        own = editable_by(HeadResult, user).filter(pk__in=rows.order_by().values("pk")).published()
        found = list(own.order_by("pk").select_for_update())
        for row in found:
            row.published_at = None
            row.withdrawn_on, row.withdrawn_reason = timezone.localdate(), reason
        columns = ["published_at", "withdrawn_on", "withdrawn_reason"]
        bulk_update(found, columns, user=user, reason=f"撤回评价结果：{reason}")
    return len(found)


def before(results: Iterable[HeadResult], user: AnyUser) -> dict[int, HeadResult]:
    """Of the same heads the results of the period before, by key of the term. One query."""
    there = list(results)
    if not there:
        return {}
    wanted = {
        (row.evaluation.scheme_id, previous_first(row.evaluation.period, row.evaluation.first))
        for row in there
    }
    asked = models.Q()
    for scheme, first in wanted:
        asked |= models.Q(evaluation__scheme=scheme, evaluation__first=first)
    terms = [row.appointment_id for row in there]
    rows = visible_to(HeadResult, user).filter(asked, appointment__in=terms).defer("evidence")
    return {row.appointment_id: row for row in rows}


def honours(evaluation: Evaluation, user: AnyUser) -> HeadResultQuerySet:
    """优秀 and published, by community and place; not in the order of points."""
    rows = visible_to(HeadResult, user).published().filter(evaluation=evaluation, band=Band.EXCELLENT)
    return rows.defer("evidence").select_related(
        "community", "appointment__volunteer", "appointment__place__estate"
    )


# --- the records behind a number --------------------------------------------------------------------------
@dataclass(frozen=True)
class Behind:
    """One record that was counted: as it was, and what became of it."""

    key: int
    day: date
    facts: list[Any]
    #: The record now, where the user may read it.
    record: models.Model | None
    state: str

    @property
    def settled(self) -> str:
        """Of a contact: the day on which it was settled, or what else it was then."""
        return self.facts[2] or ("上报" if self.facts[3] else "没有办结")


def behind(result: HeadResult, source: str, user: AnyUser) -> list[Behind]:
    """What was counted of a source, the newest first. Two queries.

    ``state`` says whether a record was changed or deleted since, or may not be read by this user.
    """
    from django.apps import apps

    known = source_of(source)
    facts = result.evidence.get(source, [])
    if known is None or not facts:
        return []
    keys = [fact[0] for fact in facts]
    now = known.digests(keys)
    readable = visible_to(apps.get_model(known.model), user).in_bulk(keys)
    rows = []
    for fact in facts:
        record = readable.get(fact[0])
        if fact[0] not in now:
            state = "后来删除了"
        elif record is None:
            state = "您看不到内容，只计数"
        else:
            state = "" if now[fact[0]] == fact[-1] else "后来改过"
        rows.append(Behind(fact[0], date.fromisoformat(fact[1]), fact, record, state))
    return rows[::-1]


# --- the head -------------------------------------------------------------------------------------------
def say(result: HeadResult, text: str) -> bool:
    """The head's comment, once a result; False where one stands there already or it is not published."""
    with transaction.atomic():
        row = HeadResult.objects.select_for_update().filter(pk=result.pk).published().order_by("pk").first()
        if row is None or row.comment:
            return False
        keep_baseline([row])
        row.comment, row.commented_at = text, timezone.now()
        row._change_reason = "本人说明"
        row.save(update_fields=["comment", "commented_at", "updated_at"])
    return True


def forget_person(keys: Iterable[int], names: Iterable[str]) -> None:
    """Where a person is erased: what they said goes, and their name in what others wrote."""
    people, named = list(keys), list(names)
    HeadResult.objects.filter(appointment__volunteer__in=people).exclude(comment="").update(
        comment="（已抹去）"
    )
    now = HeadResult.objects.filter(appointment__volunteer__in=people).defer("evidence")
    for rows in (now, HeadResult.history.filter(appointment__volunteer__in=people)):
        for row in rows:
            if _blank_names(row, named):
                # No new version: it would say once more what goes.
                columns = ["adjusted_reason", "withdrawn_reason", "marks", "lines"]
                columns += ["history_change_reason"] if rows is not now else []
                rows.model._base_manager.filter(pk=row.pk).update(
                    **{column: getattr(row, column) for column in columns}
                )


def _blank_names(row: Any, names: list[str]) -> bool:  # noqa: ANN401
    """Take ``names`` out of what staff wrote in a result, or in a version of one; whether any was there."""
    found = False
    for name in names:
        if name in f"{row.adjusted_reason}{row.withdrawn_reason}{row.marks}{row.lines}":
            found = True
            row.adjusted_reason = row.adjusted_reason.replace(name, "本人")
            row.withdrawn_reason = row.withdrawn_reason.replace(name, "本人")
            row.marks = _without(row.marks, name)
            if said := getattr(row, "history_change_reason", ""):
                row.history_change_reason = said.replace(name, "本人")
            row.lines = [{**line, "why": line["why"].replace(name, "本人")} for line in row.lines]
    return found


def _without(marks: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: {**given, "reason": given["reason"].replace(name, "本人")} for key, given in marks.items()}
