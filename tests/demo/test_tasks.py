"""The demonstration's tasks and frozen months: in every state, 0 apart from what is not there."""

from __future__ import annotations

from datetime import date

import pytest

from communities.models import Community
from guicheng.accounts.models import Role, User
from guicheng.dashboard.briefs.spans import MONTH, last_whole
from guicheng.dashboard.models import FigureExplanation, FrozenMonth, Task, TaskAnswer
from guicheng.dashboard.months.comparing import compared
from guicheng.dashboard.tasks.board import EMPTY, NOT_ANSWERED, RETURNED, board

pytestmark = pytest.mark.django_db


def test_one_task_of_each_kind_with_answers_in_every_state(demonstration: date) -> None:
    shown = {task.kind: board(task, TaskAnswer.objects.all()) for task in Task.objects.all()}
    assert set(shown) == set(Task.Kind.values)
    figures, check, confirmation = (shown[kind] for kind in Task.Kind)
    words = [cell.words for line in figures.lines for cell in line.cells]
    assert words.count("0") >= 1
    assert {NOT_ANSWERED, RETURNED, EMPTY} <= set(words)
    assert figures.rate.asked == Community.objects.count() > figures.rate.answered > 0
    assert check.rate.late and check.rate.missing
    assert {line.answer.result for line in check.lines} == {"", "right", "differs"}
    assert confirmation.rate.percent == 100 and confirmation.rate.late == 0


def test_two_months_are_frozen_and_of_one_a_figure_differs_and_says_why(demonstration: date) -> None:
    newest = last_whole(MONTH, demonstration)
    older = last_whole(MONTH, newest.first)
    leader = User(role=Role.STREET_LEADER)
    differing = {}
    for span in (newest, older):
        frozen = FrozenMonth.objects.get(month=span.first)
        rows = compared(frozen, span, leader, None)
        assert not any(row.missing == "未冻结" for row in rows)
        differing[span.words] = {row.indicator.key: row for row in rows if row.differs}
    assert differing[newest.words] == {}
    (row,) = differing[older.words].values()
    assert row.indicator.key == "ledger_entries" and row.by == -3
    assert row.explanation is not None and "虚构" in row.explanation.text and row.causes == ()
    assert FigureExplanation.objects.count() == 2
