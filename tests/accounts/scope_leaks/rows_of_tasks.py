"""Rows of what the street watches and asks for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from communities.models import Community
from guicheng.dashboard.models import AttentionRule, Task, TaskAnswer, TaskField, TaskValue

from .rows import STREETS_OWN, Side, makes, numbers

STREETS_OWN[AttentionRule] = "what needs attention is the street's to say"
STREETS_OWN[Task] = "the street asks; staff read what their own community was asked"
STREETS_OWN[TaskField] = "what a task of the street asks for"


@makes(AttentionRule)
def _rule(side: Side) -> AttentionRule:
    return AttentionRule.objects.create(
        kind="late", key="requests_late", threshold=1, sentence=f"演示提示{next(numbers)}"
    )


@makes(Task)
def _task(side: Side) -> Task:
    """Its title is the side's secret: who was not asked must not read it."""
    return Task.objects.create(title=side.text(), due_on=timezone.localdate() + timedelta(days=3))


@makes(TaskField)
def _field(side: Side) -> TaskField:
    return TaskField.objects.create(task=side.of(Task), label=side.text(), unit="名")


@makes(TaskAnswer)
def _answer(side: Side) -> TaskAnswer:
    """Of the first task with its field, then each of a new one: a community is asked once."""
    task = side.of(TaskField).task
    if task.answers.exists():
        task = _task(side)
        side.keep(task)
    return TaskAnswer.objects.create(task=task, community=side.of(Community))


@makes(TaskValue)
def _value(side: Side) -> TaskValue:
    answer = _answer(side)
    side.keep(answer)
    return TaskValue.objects.create(answer=answer, field=_field(side), value=Decimal(7))
