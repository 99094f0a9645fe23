"""What can be imported and exported: each app registers its KINDs in ``AppConfig.ready()``.

A KIND knows its columns, takes a row's cells apart, and judges batches of rows against the database. The same
judgement is made twice: for the preview, and again inside the transaction that writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db import models

from guicheng.accounts.models import User

from .cells import BadCell
from .columns import Column

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: column, what stood there, the reason's key, a sentence, a suggestion."""

    column: str
    value: str
    reason: str
    message: str
    suggestion: str = ""


@dataclass
class Parsed:
    """A row taken apart: ``values`` by column key (plain JSON: dates as ISO text), absent where nothing was
    said; ``notes`` for the reader; ``problems`` where it cannot be taken."""

    sheet: str
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Outcome:
    """What a row will do. ``changes``: label → [before, after]; ``creates``: what is made on the way."""

    status: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
    creates: list[str] = field(default_factory=list)
    plan: Any = None

    @classmethod
    def refused(cls, column: str, value: Any, reason: str, message: str, suggestion: str = "") -> Outcome:  # noqa: ANN401
        return cls(REFUSED, [Problem(column, str(value or "")[:80], reason, message, suggestion)])


@dataclass(frozen=True)
class Context:
    """Where a row stands: the sheet's name and the texts above the header, the file's name, today."""

    sheet: str
    above: tuple[str, ...]
    file_name: str
    today: date


class Batch:
    """Judges and writes rows of one KIND for one user; made anew for the check and for the writing.

    ``keep_new``: remember across batches what earlier rows would make (the check, where nothing is written).
    """

    def __init__(self, user: User, today: date, *, keep_new: bool) -> None:
        self.user, self.today, self.keep_new = user, today, keep_new

    def judge(self, rows: Sequence[Parsed]) -> list[Outcome]:
        """What each row would do, against the database and the rows before it; one outcome a row."""
        raise NotImplementedError

    def write(self, outcomes: Sequence[Outcome], reason: str) -> None:
        """Do what was judged just before, in bulk, each change with its history under ``reason``."""
        raise NotImplementedError


class Kind:
    """A kind of record that comes in and goes out in Excel."""

    key: ClassVar[str]
    label: ClassVar[str]
    model: ClassVar[type[models.Model]]
    columns: ClassVar[tuple[Column, ...]]
    batch: ClassVar[type[Batch]]
    #: Models that an import may touch, in the order in which they are made; undone in the reverse order.
    touches: ClassVar[tuple[type[models.Model], ...]]
    #: Further lists from which one imports: where somebody would look for it.
    offered_on: ClassVar[tuple[type[models.Model], ...]] = ()
    #: Columns of which a row must fill at least one to be a row at all and not a note.
    telling: ClassVar[tuple[str, ...]] = ()
    #: Columns whose value, where it is not written, is that of the row above.
    inherited: ClassVar[tuple[str, ...]] = ()

    def parse(self, cells: dict[str, Any], row: Parsed, context: Context) -> None:
        """Fill ``row`` from ``cells`` (column key → raw cell)."""
        raise NotImplementedError

    def inherits(self, key: str, cells: dict[str, Any]) -> bool:
        """Whether a row that leaves an ``inherited`` column empty means the value above."""
        return True

    def export(self, rows: models.QuerySet[Any], *, masked: bool) -> Iterator[list[Any]]:
        """Cells in the order of ``columns``, one list a record."""
        raise NotImplementedError

    def json_row(self, row: Parsed) -> dict[str, Any]:
        """A taken row in the form of ``import_excel --json``."""
        return dict(row.values)

    def title_of(self, values: dict[str, Any]) -> str:
        """A row's name in the preview."""
        return " ".join(str(values[key]) for key in ("community", "name") if values.get(key))

    # --- helpers for subclasses -----------------------------------------------------------------
    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def label_of(self, key: str) -> str:
        return self.column(key).label

    def problem(self, key: str, value: str, reason: str, message: str, suggestion: str = "") -> Problem:
        return Problem(self.label_of(key), value[:80], reason, message, suggestion)

    def missing(self, key: str) -> Problem:
        """A column that must be filled is empty."""
        label = self.label_of(key)
        return Problem(label, "", f"missing_{key}", f"没有写{label}。")

    def take(self, row: Parsed, key: str, read: Any, shown: Any) -> Any:  # noqa: ANN401
        """``read()`` as the value of ``key``; a bad cell becomes a problem. Gives the value or None."""
        try:
            value = read()
        except BadCell as bad:
            row.problems.append(
                Problem(self.label_of(key), str(shown or "")[:80], bad.reason, bad.message, bad.suggestion)
            )
            return None
        if value not in (None, ""):
            row.values[key] = value
        return value


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.key] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(key: str) -> Kind:
    """Raises ``KeyError`` for a kind that nobody registered."""
    return _kinds[key]


def kind_for(model: type[models.Model]) -> Kind | None:
    return next((kind for kind in _kinds.values() if kind.model is model), None)


def kind_offered_on(model: type[models.Model]) -> Kind | None:
    """The KIND that a list of ``model`` offers to import: its own, or one that brings such records along."""
    return kind_for(model) or next((kind for kind in _kinds.values() if model in kind.offered_on), None)


def in_batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most ``size``."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
