"""Rows of what the street watches and asks for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from communities.models import Community
from guicheng.dashboard.indicators import indicators
from guicheng.dashboard.models import (
    AttentionRule,
    FigureExplanation,
    FrozenFigure,
    FrozenMonth,
    Task,
    TaskAnswer,
    TaskField,
    TaskValue,
)

from .rows import STREETS_OWN, Side, makes, numbers

STREETS_OWN[AttentionRule] = "what needs attention is the street's to say"
STREETS_OWN[Task] = "the street asks; staff read what their own community was asked"
STREETS_OWN[TaskField] = "what a task of the street asks for"
STREETS_OWN[FrozenMonth] = "which months the street has frozen"


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


@makes(FrozenMonth)
def _month(side: Side) -> FrozenMonth:
    """One for both sides, which have their own figures in it."""
    known = FrozenMonth.objects.first()
    return known or FrozenMonth.objects.create(month=date(2026, 5, 1))


@makes(FrozenFigure)
def _frozen_figure(side: Side) -> FrozenFigure:
    frozen, community = side.of(FrozenMonth), side.of(Community)
    used = set(FrozenFigure.objects.filter(frozen=frozen, community=community).values_list("key", flat=True))
    key = next(each.key for each in indicators() if each.has_past and each.key not in used)
    return FrozenFigure.objects.create(frozen=frozen, key=key, community=community, value=Decimal(77))


@makes(FigureExplanation)
def _explanation(side: Side) -> FigureExplanation:
    figure = _frozen_figure(side)
    side.keep(figure)
    return FigureExplanation.objects.create(figure=figure, text=side.text())
