"""What the street of the demonstration asks its communities for, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from communities.models import Community
from guicheng.accounts import history
from guicheng.dashboard.models import Task, TaskAnswer, TaskField, TaskValue

from . import words
from .chance import chance
from .versions import moment_of_entry

State, Result = TaskAnswer.State, TaskAnswer.Result
_FIGURES = (("独居长者", "名", False), ("本月上门探访", "人次", False), ("申请助餐的长者", "名", True))
_RETURNED = "探访人次比上月多了十倍，请核对是不是多写了一个 0。"
_DIFFERS = "有两名楼长已经搬走，正在办理接任（虚构）。"


def save_tasks(today: date) -> dict[str, int]:
    """One under way, one past its day, one that all have answered; how many answers."""
    communities = list(Community.objects.order_by("code"))
    plan = _Plan(today)
    with transaction.atomic():
        plan.figures(communities)
        plan.check(communities)
        plan.confirmation([row for row in communities if row.kind == Community.Kind.URBAN])
    return {"任务": Task.objects.count(), "任务填报": plan.answered}


class _Plan:
    def __init__(self, today: date) -> None:
        self.today, self.answered = today, 0
        self.entered = moment_of_entry(today)
        self.mark = {"reason": words.SOURCE, "date": self.entered}

    def task(self, title: str, kind: str, text: str, made: int, due: int, **more: object) -> Task:
        """``made``, ``due``: days from today."""
        row = Task(
            title=title,
            kind=kind,
            text=text,
            made_at=self.entered + timedelta(days=made),
            due_on=self.today + timedelta(days=due),
            **more,
        )
        return history.bulk_create([row], **self.mark)[0]

    def answers(self, rows: Iterator[TaskAnswer]) -> list[TaskAnswer]:
        made = history.bulk_create(list(rows), **self.mark)
        self.answered += sum(1 for row in made if row.answered_at)
        return made

    # --- 报数 -----------------------------------------------------------------------------------
    def figures(self, communities: list[Community]) -> None:
        task = self.task(
            "独居长者冬季探访情况",
            Task.Kind.FIGURES,
            "演示：请按本社区台账填报，数字为虚构。没有的填 0；助餐人数不掌握的可以空着。",
            -8,
            6,
        )
        fields = [
            TaskField(task=task, label=label, unit=unit, may_be_empty=empty, order=10 * number)
            for number, (label, unit, empty) in enumerate(_FIGURES, start=1)
        ]
        history.bulk_create(fields, **self.mark)
        rows = self.answers(self._answered_in_part(task, communities))
        values = [
            TaskValue(answer=row, field=field, value=value)
            for number, row in enumerate(rows)
            if row.answered_at
            for field, value in zip(fields, self._numbers(number), strict=True)
        ]
        history.bulk_create(values, **self.mark)

    def _answered_in_part(self, task: Task, communities: list[Community]) -> Iterator[TaskAnswer]:
        """Of each ten seven have answered, one of all was given back; some of the others were reminded."""
        for number, community in enumerate(communities):
            row = TaskAnswer(task=task, community=community)
            if number % 10 in (3, 6, 9):
                row.reminded_at = self.entered if number % 10 == 9 else None
            else:
                self._answer(row, self.entered - timedelta(days=number % 6))
            if number == 20:
                row.state, row.return_reason = State.RETURNED, _RETURNED
                row.returned_at, row.version = self.entered, 2
            yield row

    def _numbers(self, number: int) -> list[Decimal | None]:
        rng = chance("tasks", number)
        living_alone = 0 if number == 4 else rng.randrange(20, 120)
        visited = living_alone * rng.randrange(1, 4)
        return [
            Decimal(living_alone),
            Decimal(visited * (10 if number == 20 else 1)),
            None if number % 10 == 5 else Decimal(rng.randrange(0, 30)),
        ]

    # --- 核对, 确认 -------------------------------------------------------------------------------
    def check(self, communities: list[Community]) -> None:
        task = self.task(
            "核对楼长名册",
            Task.Kind.CHECK,
            "演示：请看系统里本社区的楼长人数和名单，与实际是否一致。",
            -20,
            -4,
            key="building_heads",
        )
        self.answers(self._checked(task, communities))

    def _checked(self, task: Task, communities: list[Community]) -> Iterator[TaskAnswer]:
        for number, community in enumerate(communities):
            row = TaskAnswer(task=task, community=community)
            if number % 11 != 7:
                self._answer(row, self.entered - timedelta(days=2 if number % 9 == 5 else 6 + number % 9))
                row.result = Result.DIFFERS if number % 15 == 2 else Result.RIGHT
                row.note = _DIFFERS if row.result == Result.DIFFERS else ""
            yield row

    def confirmation(self, communities: list[Community]) -> None:
        task = self.task(
            "确认防台风通知已经张贴",
            Task.Kind.CONFIRMATION,
            "演示：楼道和站点门口都贴好以后再确认。",
            -40,
            -30,
            ended_on=self.today - timedelta(days=25),
        )
        rows = (TaskAnswer(task=task, community=row) for row in communities)
        self.answers(self._answer(row, self.entered - timedelta(days=33)) for row in rows)

    def _answer(self, row: TaskAnswer, at: datetime) -> TaskAnswer:
        row.state, row.version = State.ANSWERED, 1
        row.first_answered_at = row.answered_at = at
        return row
