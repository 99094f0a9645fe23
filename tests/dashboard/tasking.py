"""Tasks to be answered, and answers as people send them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from guicheng.dashboard.models import Task, TaskAnswer, TaskField
from guicheng.dashboard.tasks.answering import ask
from tests.factories import make_community

HERE, THERE = "桂雅社区", "桂花社区"
ADD = "/admin/dashboard/task/add/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_task(*names: str, fields: tuple[str, ...] = ("独居长者", "探访"), **values: Any) -> Task:
    """Asked of both communities unless others are named; the last field may be left empty."""
    task = Task.objects.create(**{"title": "冬季探访", "due_on": in_days(5), **values})
    for number, label in enumerate(fields):
        last = number == len(fields) - 1
        TaskField.objects.create(task=task, label=label, unit="名", order=number, may_be_empty=last)
    ask(task, [make_community(name).pk for name in names or (HERE, THERE)])
    return task


def row_of(task: Task, name: str = HERE) -> TaskAnswer:
    return task.answers.get(community=make_community(name))


def sent(task: Task, *numbers: str, version: int = 0, **more: str) -> dict[str, str]:
    """What the form sends."""
    typed = {f"number-{field.pk}": number for field, number in zip(task.fields.all(), numbers, strict=True)}
    return {"version": str(version), "note": "", **typed, **more}


def fill_in(client: Client, task: Task, *numbers: str, name: str = HERE, **more: Any) -> Any:
    return client.post(f"/dashboard/answers/{row_of(task, name).pk}/", sent(task, *numbers, **more))


def values(task: Task, name: str = HERE) -> list[Decimal | None]:
    return [value.value for value in row_of(task, name).values.all()]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def asked(**changes: Any) -> dict[str, Any]:
    """The form of a new task as the street sends it."""
    rows = {
        "fields-TOTAL_FORMS": "1",
        "fields-INITIAL_FORMS": "0",
        "fields-0-label": "独居长者",
        "fields-0-unit": "名",
        "fields-0-order": "10",
    }
    form = {"title": "探访", "kind": "figures", "text": "按台账填", "key": "", "whom": "all"}
    return {**form, "due_on": in_days(3).isoformat(), "ended_on": "", **rows, **changes}
