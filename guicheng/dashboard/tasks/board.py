"""A task seen by the street: who has answered what, how many have not, and the numbers together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from ..models import Task, TaskAnswer, TaskField, TaskValue
from ..models.task import told
from ..told import plain, rounded

#: In place of a number that is not there, and never 0.
NOT_ANSWERED, RETURNED, EMPTY = "未填报", "退回补正", "空着"


@dataclass(frozen=True)
class Cell:
    """One number of one community. ``value``: None where there is none, ``missing`` says why."""

    value: Decimal | None
    missing: str = ""

    @property
    def words(self) -> str:
        return self.missing or told(self.value)

    @property
    def in_a_sheet(self) -> int | float | str:
        return self.missing or plain(self.value)


@dataclass(frozen=True)
class Line:
    answer: TaskAnswer
    cells: list[Cell]
    words: str


@dataclass(frozen=True)
class Total:
    """The sum of one field. ``communities``: how many gave a number; without any there is no sum."""

    field: TaskField
    value: Decimal | None
    communities: int


@dataclass(frozen=True)
class Rate:
    """填报率: how many of those asked have answered."""

    asked: int
    answered: int
    late: int

    @property
    def missing(self) -> int:
        return self.asked - self.answered

    @property
    def percent(self) -> Decimal | None:
        """None where nobody was asked."""
        return rounded(Decimal(100 * self.answered) / self.asked, 1) if self.asked else None


@dataclass(frozen=True)
class Board:
    task: Task
    fields: list[TaskField]
    lines: list[Line]
    totals: list[Total]
    rate: Rate

    @property
    def missing(self) -> list[TaskAnswer]:
        """Those that have not answered, or were given back."""
        return [line.answer for line in self.lines if not line.answer.is_answered]


def board(task: Task, answers: QuerySet[TaskAnswer]) -> Board:
    """``answers``: those that the user may see."""
    today = timezone.localdate()
    fields = list(task.fields.all())
    rows = list(
        answers.filter(task=task).select_related("community", "answered_by").order_by("community__code")
    )
    values: dict[tuple[int, int], Decimal | None] = {
        (answer, field): value
        for answer, field, value in TaskValue.objects.filter(answer__in=rows).values_list(
            "answer", "field", "value"
        )
    }
    for row in rows:
        row.task = task
    lines = [Line(row, [_cell(row, each, values) for each in fields], row.words(today)) for row in rows]
    totals = [_total(each, [line.cells[place] for line in lines]) for place, each in enumerate(fields)]
    return Board(task, fields, lines, totals, _rate(rows))


def _cell(row: TaskAnswer, field: TaskField, values: dict[tuple[int, int], Decimal | None]) -> Cell:
    if not row.is_answered:
        return Cell(None, RETURNED if row.state == TaskAnswer.State.RETURNED else NOT_ANSWERED)
    value = values.get((row.pk, field.pk))
    return Cell(value, EMPTY if value is None else "")


def _total(field: TaskField, cells: Sequence[Cell]) -> Total:
    numbers = [cell.value for cell in cells if cell.value is not None]
    return Total(field, sum(numbers, Decimal(0)) if numbers else None, len(numbers))


def _rate(rows: Sequence[TaskAnswer]) -> Rate:
    answered = [row for row in rows if row.is_answered]
    return Rate(len(rows), len(answered), sum(1 for row in answered if row.was_late))


def with_rates(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """``asked`` and ``answered`` beside each task, in the same query."""
    done = Q(answers__state=TaskAnswer.State.ANSWERED)
    return tasks.annotate(asked=Count("answers"), answered=Count("answers", filter=done)).annotate(
        lacking=F("asked") - F("answered")
    )


# --- as a sheet ------------------------------------------------------------------------------------
def heads(shown: Board) -> list[str]:
    own = [f"{field.label}（{field.unit}）" for field in shown.fields]
    check = ["核对结果"] if shown.task.kind == Task.Kind.CHECK else []
    return ["社区", "状态", *own, *check, "说明", "填报时间", "填报人"]


def sheet_rows(shown: Board) -> list[list[Any]]:
    """A row a community and one of sums; 0 is a number, what is not there is a word."""
    rows = [_sheet_row(shown, line) for line in shown.lines]
    if shown.totals:
        sums = [EMPTY if total.value is None else plain(total.value) for total in shown.totals]
        rows.append([f"合计（已填报 {shown.rate.answered} 个社区）", "", *sums])
    return rows


def _sheet_row(shown: Board, line: Line) -> list[Any]:
    row = line.answer
    check = [row.get_result_display() if row.is_answered else line.words]
    return [
        row.community.name,
        line.words,
        *(cell.in_a_sheet for cell in line.cells),
        *(check if shown.task.kind == Task.Kind.CHECK else []),
        row.note if row.is_answered else row.return_reason,
        f"{timezone.localtime(row.answered_at):%Y-%m-%d %H:%M}" if row.answered_at else "",
        str(row.answered_by or "") if row.answered_at else "",
    ]


# --- words to forward --------------------------------------------------------------------------------
def reminder(shown: Board, address: str, today: date) -> str:
    """A text for the group: what, until when, who has not; nobody's name."""
    task, rate = shown.task, shown.rate
    names = "、".join(row.community.short_name for row in shown.missing)
    when = f"{task.due_on.year}年{task.due_on.month}月{task.due_on.day}日"
    late = "（已过期限，仍可补报）" if task.due_on < today else ""
    lines = [
        f"【填报提醒】{task.title}",
        f"期限：{when}{late}",
        f"已填报 {rate.answered} 个社区，还有 {rate.missing} 个没有填：{names}。",
        "没有的请填 0，空着不等于 0。",
    ]
    return "\n".join([*lines, f"填报：{address}"] if address else lines)
