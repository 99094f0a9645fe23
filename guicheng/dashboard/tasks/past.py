"""What an answer was before: each time it was sent or given back, from its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ..models import TaskAnswer, TaskField, TaskValue
from ..models.task import told


@dataclass(frozen=True)
class Step:
    at: datetime
    by: str
    what: str
    #: Number of each field with its label and unit, then what was said.
    words: list[str]


def steps(row: TaskAnswer, fields: list[TaskField]) -> list[Step]:
    """The latest first. Three queries, however many there were."""
    names = {field.pk: field for field in fields}
    changes = list(TaskValue.history.filter(answer_id=row.pk).order_by("history_date", "history_id"))
    numbers: dict[int, Decimal | None] = {}
    found, done, known = [], 0, -1
    for version in row.history.select_related("history_user").order_by("history_date", "history_id"):
        while done < len(changes) and changes[done].history_date <= version.history_date:
            numbers[changes[done].field_id] = changes[done].value
            done += 1
        if version.version > max(known, 0):
            found.append(_step(version, numbers, names))
        known = version.version
    return found[::-1]


def _step(version: TaskAnswer, numbers: dict[int, Decimal | None], names: dict[int, TaskField]) -> Step:
    by = str(version.history_user or "")
    if version.state == TaskAnswer.State.RETURNED:
        return Step(version.history_date, by, "退回补正", [version.return_reason])
    words = [
        f"{names[key].label} {told(value)} {names[key].unit if value is not None else ''}".strip()
        for key, value in numbers.items()
        if key in names
    ]
    words += [text for text in (version.get_result_display(), version.note) if text]
    return Step(version.history_date, by, "填报", words)
