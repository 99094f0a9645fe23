"""KINDs of one model: a row is one record, known by its own key; what differs is changed, the rest is new."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone

from guicheng import search
from guicheng.accounts.history import bulk_create, bulk_update

from .cells import BadCell, text
from .kinds import CHANGED, NEW, UNCHANGED, Batch, Kind, Outcome, Parsed


@dataclass
class Settled:
    """A row whose references are found. ``key``: which record; ``wanted``: field → value, where said."""

    row: Parsed
    key: Hashable
    wanted: dict[str, Any]
    notes: list[str] = field(default_factory=list)


@dataclass
class Plan:
    wanted: dict[str, Any]
    changed: list[str]
    known: models.Model | None
    key: Hashable


class Refused(Exception):
    """Raised by ``settle``: why a row cannot be taken."""

    def __init__(self, column: str, value: Any, bad: BadCell) -> None:  # noqa: ANN401
        self.outcome = Outcome.refused(column, value, bad.reason, bad.message, bad.suggestion)
        super().__init__(bad.message)


class SimpleBatch(Batch):
    """Subclasses say how a row is settled and which records have its key."""

    model: ClassVar[type[models.Model]]
    #: Name of the search's kind whose entries follow, or "".
    searched_as: ClassVar[str] = ""
    #: Fields in whose changes the words of the column are shown: field → label.
    labels: ClassVar[dict[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen: set[int] = set()

    def settle(self, row: Parsed) -> Settled:
        """Find what the row refers to. Raises :class:`Refused`."""
        raise NotImplementedError

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        """Records that the rows mean, by key, in few queries."""
        raise NotImplementedError

    def judge(self, rows: Sequence[Parsed]) -> list[Outcome]:
        settled: list[Settled | Outcome] = []
        for row in rows:
            try:
                settled.append(self.settle(row))
            except Refused as refused:
                settled.append(refused.outcome)
        known = self.existing([item for item in settled if isinstance(item, Settled)])
        return [item if isinstance(item, Outcome) else self._judge(item, known) for item in settled]

    def _judge(self, item: Settled, known: dict[Hashable, models.Model]) -> Outcome:
        if (mark := hash(item.key)) in self._seen:
            return Outcome.refused(
                "", "", "duplicate", "这条记录在这个文件里已经出现过。", "删去重复的一行。"
            )
        self._seen.add(mark)
        record = known.get(item.key)
        changed = [
            name for name, value in item.wanted.items() if record is None or self.differs(record, name, value)
        ]
        plan = Plan(item.wanted, changed, record, item.key)
        if record is None:
            problem = self.new_problem(item)
            return problem or Outcome(NEW, notes=item.notes, plan=plan)
        changes = {
            self.labels[name]: [self.words(name, getattr(record, name)), self.words(name, item.wanted[name])]
            for name in changed
            if name in self.labels
        }
        return Outcome(CHANGED if changes else UNCHANGED, notes=item.notes, changes=changes, plan=plan)

    def differs(self, record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
        now = getattr(record, name)
        # What was typed elsewhere may have blanks that no cell is read with.
        return (as_read(now) if isinstance(now, str) else now) != value

    def words(self, name: str, value: Any) -> str:  # noqa: ANN401
        """A field's value as a reader is shown it."""
        field = next((column for column in self.model._meta.concrete_fields if column.name == name), None)
        return show(dict(field.flatchoices).get(value, value) if field and field.choices else value)

    def new_problem(self, item: Settled) -> Outcome | None:
        """Why a new record cannot be made of the row, or None."""
        return None

    def value_for(self, record: models.Model | None, name: str, value: Any) -> Any:  # noqa: ANN401
        """What is saved for a wanted value; ``record`` is None for a new one."""
        return value

    def make(self, plan: Plan) -> models.Model:
        columns = {column.name for column in self.model._meta.concrete_fields}
        values = {name: self.value_for(None, name, value) for name, value in plan.wanted.items()}
        return self.model(**{name: value for name, value in values.items() if name in columns})

    def write(self, outcomes: Sequence[Outcome], reason: str) -> None:
        plans: list[Plan] = [outcome.plan for outcome in outcomes]
        mark: dict[str, Any] = {"user": self.user, "reason": reason}
        fresh = [plan for plan in plans if plan.known is None]
        new = bulk_create(
            [self.make(plan) for plan in fresh],
            tie=lambda made: self.tie([(row, plan.wanted) for row, plan in zip(made, fresh, strict=True)]),
            **mark,
        )
        changed, fields = [], set()
        for plan in plans:
            if plan.known is not None:
                for name in plan.changed:
                    setattr(plan.known, name, self.value_for(plan.known, name, plan.wanted[name]))
                changed.append(plan.known)
                fields |= set(plan.changed)
        columns = {column.name for column in self.model._meta.concrete_fields}
        fields &= columns
        if fields and "updated_at" in columns:
            for record in changed:
                record.updated_at = timezone.now()  # type: ignore[attr-defined]
            fields.add("updated_at")
        bulk_update(changed if fields else [], sorted(fields), **mark)
        self.after(plans, new, mark)
        if self.searched_as:
            keys = [row.pk for row in (*new, *changed)]
            transaction.on_commit(lambda: search.sync(self.searched_as, keys))

    def tie(self, pairs: Sequence[tuple[models.Model, dict[str, Any]]]) -> None:
        """What new records point at through many-to-many fields, saved before their first version is written."""

    def after(self, plans: Sequence[Plan], new: Sequence[models.Model], mark: dict[str, Any]) -> None:
        """What hangs on the records, once they are saved; ``new`` in the order of the new plans."""


class SimpleKind(Kind):
    """Parses each column by the reader registered for it: column key → function of the raw cell."""

    readers: ClassVar[dict[str, Callable[[Any], Any]]]

    def parse(self, cells: dict[str, Any], row: Parsed, context: Any) -> None:  # noqa: ANN401
        for column in self.columns:
            if column.key in self.readers:
                cell = cells.get(column.key)
                reader = self.readers[column.key]
                value = self.take(row, column.key, lambda: reader(cell), show(cell))  # noqa: B023
                if value in (None, "") and column.required and not self.complained(row, column.label):
                    row.problems.append(self.missing(column.key))
        if not row.values.get("community") and any(column.key == "community" for column in self.columns):
            row.values["around"] = [*context.above[:1], context.sheet, *context.above, context.file_name]

    def complained(self, row: Parsed, label: str) -> bool:
        return any(problem.column == label for problem in row.problems)


def as_read(written: str) -> str:
    """A text that is kept, as it would be read from a cell."""
    return text(written, 1_000_000, "", lines=True)


def show(value: Any) -> str:  # noqa: ANN401
    """A value in words."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return "、".join(sorted(value))
    return f"{value:.6f}" if isinstance(value, float) else str(value)
