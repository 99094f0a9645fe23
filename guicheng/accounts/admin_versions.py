"""Versions of records in words: who changed what, from what to what; what was done at once is one entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from guicheng.privacy.fields import SealedField

from .admin_names import Names, name_of
from .history import BASELINE

EMPTY = "（空）"
SEALED = "（加密保存，不显示）"
CHANGED = "已修改（加密保存，不显示）"
ACTIONS = {"+": "新增", "~": "修改", "-": "删除"}
_LONGEST = 500


def how(version: Any) -> str:  # noqa: ANN401
    """The way in which a version came about."""
    return version.history_change_reason or ("在页面上" if version.history_user_id else "由程序写入")


@dataclass(frozen=True)
class Line:
    """One field: what it was and what it became."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Part:
    """What happened to one record."""

    action: str
    kind: str
    name: str
    lines: Sequence[Line]
    own: bool

    @property
    def word(self) -> str:
        return ACTIONS[self.action]


@dataclass
class Entry:
    """All that was done at one moment."""

    at: datetime
    who: str
    reason: str
    parts: list[Part] = field(default_factory=list)
    #: The record's own version of this moment, to go back to.
    version: int | None = None

    @property
    def baseline(self) -> bool:
        return self.reason == BASELINE


def shown_columns(model: type[models.Model]) -> list[models.Field]:
    """Columns that people fill in; keys, time stamps and helpers are nobody's change."""
    tracked = {column.name for column in model.history.model.tracked_fields}
    return [
        column
        for column in model._meta.concrete_fields
        if column.name in tracked and column.editable and not column.primary_key
    ]


def in_words(column: models.Field, value: Any, names: Names) -> str:  # noqa: ANN401
    """A column's value as people read it."""
    if value is None or value == "":
        return EMPTY
    if isinstance(column, SealedField):
        return SEALED
    if isinstance(column, models.ForeignKey):
        return names.of(column.related_model, value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    return plain(value)


def plain(value: Any) -> str:  # noqa: ANN401
    """A value of a form or a column without choices."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


class Compared:
    """Differences between versions, worded with as few queries as there are models that they point at."""

    def __init__(self, names: Names, versions: Iterable[Any]) -> None:
        self.names = names
        versions = list(versions)
        names.want_related(versions)
        self._links: dict[tuple[int | None, str], set[Any]] = {}
        for model in {version.instance_type for version in versions}:
            mine = [row.history_id for row in versions if row.instance_type is model and row.history_id]
            self._load_links(model, mine)

    def _load_links(self, model: type[models.Model], history_ids: list[int]) -> None:
        for m2m in model.history.model._history_m2m_fields:
            copied = HistoricalRecords.m2m_models[m2m]
            target = copied._meta.get_field(m2m.m2m_reverse_field_name()).attname
            for version in history_ids:
                self._links[version, m2m.name] = set()
            pairs = copied.objects.filter(history_id__in=history_ids).values_list("history_id", target)
            for version, key in pairs:
                self._links[version, m2m.name].add(key)
                self.names.want(m2m.related_model, [key])

    def say_links(self, version: Any, m2m: models.ManyToManyField, keys: Iterable[Any]) -> None:  # noqa: ANN401
        """For a version that is not saved: what its record points at through ``m2m``."""
        self._links[version.history_id, m2m.name] = set(keys)
        self.names.want(m2m.related_model, keys)

    def links(self, version: Any, m2m: str) -> set[Any]:  # noqa: ANN401
        return self._links.get((version.history_id, m2m), set()) if version is not None else set()

    def lines(self, old: Any, new: Any) -> list[Line]:  # noqa: ANN401
        """What differs between two versions of a record; without ``old`` what it began with."""
        model = new.instance_type
        found = []
        for column in shown_columns(model):
            before = getattr(old, column.attname) if old is not None else None
            after = getattr(new, column.attname)
            if old is None and after in (None, "", False):
                continue
            if before != after:
                was, became = (in_words(column, value, self.names) for value in (before, after))
                # Two sealed values look the same: what is left to say is that it changed.
                line = Line(str(column.verbose_name), was, CHANGED if was == became == SEALED else became)
                found.append(line)
        for m2m in model.history.model._history_m2m_fields:
            before, after = self.links(old, m2m.name), self.links(new, m2m.name)
            if before != after:
                found.append(Line(str(m2m.verbose_name), self._listed(m2m, before), self._listed(m2m, after)))
        if not found and old is not None:
            # A column that no form shows as such, for example a day's hours kept as minutes.
            before, after = (name_of(self.names.record(version)) for version in (old, new))
            if before != after:
                found.append(Line("内容", before, after))
        return found

    def _listed(self, m2m: models.ManyToManyField, keys: set[Any]) -> str:
        return "、".join(sorted(self.names.of(m2m.related_model, key) for key in keys)) or EMPTY

    def part(self, versions: Sequence[Any], before: Any, *, own: bool = False) -> Part:  # noqa: ANN401
        """What the ``versions`` of one record at one moment (oldest first) made of ``before``."""
        last = versions[-1]
        gone = last.history_type == "-"
        action = "-" if gone else ("+" if before is None or versions[0].history_type == "+" else "~")
        lines = [] if gone else self.lines(None if action == "+" else before, last)
        record = self.names.record(last)
        return Part(action, str(last.instance_type._meta.verbose_name), name_of(record), lines, own)


@dataclass(frozen=True)
class Source:
    """Where versions of one history come from: the record's own, or those of rows inside its form."""

    versions: models.QuerySet[Any]
    own: bool = False

    @property
    def model(self) -> type[models.Model]:
        return self.versions.model.instance_type


def versions_before(source: Source, ids: Iterable[Any], **limit: Any) -> dict[Any, Any]:  # noqa: ANN401
    """The newest version of each of ``ids`` under ``limit`` (``history_date__lt=…``), by id."""
    history = source.model.history.filter(**limit)
    newest = history.filter(id=models.OuterRef("id")).order_by("-history_date", "-history_id")
    rows = history.filter(id__in=set(ids), history_id=models.Subquery(newest.values("history_id")[:1]))
    return {row.id: row for row in rows}


def entries(found: Sequence[tuple[Source, Sequence[Any], dict[Any, Any]]], names: Names) -> list[Entry]:
    """Versions in words, newest first. For each source its versions, and by id what stood before them."""
    every = [row for _, rows, before in found for row in (*rows, *before.values())]
    compared = Compared(names, every)
    made: dict[datetime, Entry] = {}
    for source, rows, before in found:
        state = dict(before)
        at_once: dict[tuple[datetime, Any], list[Any]] = {}
        for row in sorted(rows, key=lambda row: (row.history_date, row.history_id)):
            at_once.setdefault((row.history_date, row.id), []).append(row)
        for (moment, key), versions in at_once.items():
            last = versions[-1]
            part = compared.part(versions, state.get(key), own=source.own)
            state[key] = last
            entry = made.get(moment)
            if entry is None:
                who = str(last.history_user) if last.history_user_id else "系统"
                entry = made[moment] = Entry(moment, who, how(last))
            if source.own:
                entry.version = last.history_id
            if part.lines or part.action != "~":
                entry.parts.append(part)
    return sorted(made.values(), key=lambda entry: entry.at, reverse=True)
