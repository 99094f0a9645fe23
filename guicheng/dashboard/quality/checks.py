"""Checks: each is declared once, and the scores, the list, the hints beside figures and the file read that.

A check is a condition on the rows of a source. All checks of a source are counted in one query, parted by
community and station (see :mod:`.counting`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from ..indicators import Indicator, Kind, Source, indicator_of

if TYPE_CHECKING:
    from .moment import Moment

#: So many keys at most stand in a condition, which a database takes only so many values in. Whoever has more
#: records of one fault has one cause for it.
MOST = 2_000
#: A condition on the rows of a source, at a moment.
Condition = Callable[["Moment"], Q]


class Weakness(Enum):
    """What is wrong with a record. ``counts``: how many sound records a weak one outweighs in the score."""

    MISSING = "missing", "缺内容", 1
    STALE = "stale", "过时", 1
    IMPROBABLE = "improbable", "不合常理", 10
    TWIN = "twin", "重复", 10

    def __new__(cls, value: str, label: str, counts: int) -> Weakness:
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        member.counts = counts
        return member

    label: str
    counts: int


@dataclass(frozen=True)
class Check:
    key: str
    name: str
    kind: Weakness
    source: Source
    #: Which rows fail. Without joins to many rows, so that none is counted twice.
    fails: Condition
    #: Why it matters and what to do, in plain words.
    why: str
    #: 1 (of little use) to 3 (residents or figures suffer).
    weight: int = 2
    #: Which rows it is about; None: all of the source. The score looks at the share of them that fail.
    among: Condition | None = None
    #: Indicators that would be another number if the record was right.
    weakens: tuple[str, ...] = ()
    #: Whether only the rows that such an indicator counts weaken it: not so where the fault keeps them out.
    narrowed: bool = True
    #: What exactly is wrong with a row, where the name of the check does not say it.
    tells: Callable[[Moment, Any], str] | None = None
    #: Name of the page where it is settled, where that is not the record's own.
    page: str = ""
    #: Order of the list: what belongs together stands together.
    order: tuple[str, ...] = ("pk",)

    @property
    def model(self) -> type[Model]:
        return self.source.rows(timezone.localdate()).model

    def rows(self, moment: Moment) -> QuerySet[Any]:
        """All rows that fail, those that somebody accepted too."""
        return self.source.rows(moment.day).filter(self.failing(moment))

    def failing(self, moment: Moment) -> Q:
        return moment.once(self.key, self._failing)

    def _failing(self, moment: Moment) -> Q:
        failing = self.fails(moment)
        return self.among(moment) & failing if self.among else failing

    def accepted(self, moment: Moment) -> Q:
        """Rows of which somebody said, of the version that they have now, that they are right."""
        return Q(pk__in=moment.accepted.get(self.key, ()))

    def weak(self, moment: Moment) -> Q:
        """Rows that fail and that nobody accepted."""
        failing = self.failing(moment)
        return failing & ~self.accepted(moment) if self.key in moment.accepted else failing

    def counted_by(self, indicator: Indicator, moment: Moment) -> Q:
        """Which rows of the source weaken ``indicator``."""
        if not self.narrowed or indicator.source.key != self.source.key:
            return Q()
        whole = indicator.whole_condition(moment.day)
        return whole if indicator.kind is Kind.SHARE else whole & indicator.condition(moment.day)


def these(keys: Iterable[int]) -> Q:
    """Rows by their keys, for what no condition of the database finds: the first :data:`MOST` of them."""
    return Q(pk__in=sorted(keys)[:MOST])


_checks: dict[str, Check] = {}


class UnknownCheck(KeyError):
    """There is no check of this key."""


def register(*checks: Check) -> None:
    """Raises ``ValueError`` for a key that is taken, ``UnknownIndicator`` for one that weakens nothing."""
    for check in checks:
        if check.key in _checks:
            raise ValueError(f"Two checks are called {check.key}.")
        for key in check.weakens:
            indicator_of(key)
        _checks[check.key] = check


def checks() -> list[Check]:
    """All of them, in the order in which they were registered."""
    return list(_checks.values())


def check_of(key: str) -> Check:
    """Raises :class:`UnknownCheck`."""
    try:
        return _checks[key]
    except KeyError as exc:
        raise UnknownCheck(key) from exc


def weakening(indicator: str) -> list[Check]:
    return [check for check in checks() if indicator in check.weakens]
