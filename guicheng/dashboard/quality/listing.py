"""The list to work through: a line for each record that a check finds, over records of every kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict

from communities.models import Community
from guicheng.accounts.admin_input import is_key
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by, visible_to

from ..asked import communities_for, community_for
from ..describing import Described, describe
from ..indicators import Indicator, Source, UnknownIndicator, indicator_of
from ..models import AcceptedRecord
from .checks import Check, UnknownCheck, Weakness, check_of, checks, weakening
from .counting import count
from .moment import Moment

ACCEPTED = "accepted"


@dataclass(frozen=True)
class Line:
    check: Check
    row: Model
    said: Described
    #: What exactly is wrong, "" where the name of the check says it.
    found: str
    editable: bool
    accepted: AcceptedRecord | None

    @property
    def community(self) -> str:
        """Its community by name; the street's name for what is the street's own."""
        found: Any = self.row
        for step in self.check.source.path.split("__"):
            found = getattr(found, step) if found is not None else None
        return str(found or settings.STREET_NAME)

    @property
    def where(self) -> str:
        """Its place inside the community."""
        return "" if self.said.where == self.community else self.said.where

    @property
    def note(self) -> str:
        return self.found or ("" if self.said.note == self.community else self.said.note)

    @property
    def asked(self) -> str:
        """What stands for it in a form."""
        return f"{self.check.key}:{self.row.pk}"


@dataclass(frozen=True)
class Wanted:
    """What of the list is asked for; unknown words of an address ask for nothing in particular."""

    community: Community | None = None
    #: Key of a station of the community.
    station: int | None = None
    check: Check | None = None
    kind: Weakness | None = None
    indicator: Indicator | None = None
    accepted: bool = False

    def moment(self) -> Moment:
        return Moment(within=self.community.pk if self.community else None)

    def checks(self) -> list[Check]:
        some = weakening(self.indicator.key) if self.indicator else checks()
        if self.kind:
            some = [check for check in some if check.kind is self.kind]
        if self.station is not None:
            some = [check for check in some if check.source.station]
        return [check for check in some if self.check is None or check.key == self.check.key]


def wanted(asked: QueryDict, user: User) -> Wanted:
    """``?community=&station=&check=&kind=&figure=&state=accepted``.

    Raises 404 for a community or station that is not there or not theirs.
    """
    community = community_for(user, asked["community"]) if asked.get("community") else None
    station = None
    if text := asked.get("station"):
        if community is None or not is_key(text):
            raise Http404
        station = int(text)
        if not community.stations.filter(pk=station).exists():
            raise Http404
    return Wanted(
        community,
        station,
        _check(asked.get("check", "")),
        next((kind for kind in Weakness if kind.value == asked.get("kind")), None),
        _indicator(asked.get("figure", "")),
        asked.get("state") == ACCEPTED,
    )


def _check(key: str) -> Check | None:
    try:
        return check_of(key)
    except UnknownCheck:
        return None


def _indicator(key: str) -> Indicator | None:
    try:
        return indicator_of(key)
    except UnknownIndicator:
        return None


class WorkList(Sequence[Line]):
    """The lines that ``user`` may look at, for a page at a time: check by check in their order.

    ``total``: how many there are within what is asked for; ``hidden``: those that the user may not read.
    """

    def __init__(self, what: Wanted, user: User, moment: Moment) -> None:
        self._what, self._user, self._moment = what, user, moment
        self._checks = what.checks()
        numbers = self._numbers(seen=False)
        # Whoever handles records sees all of them; who only looks is spared what is sensitive.
        seen = numbers if user.may_write else self._numbers(seen=True)
        self.parts = [(check, numbers[check.key]) for check in self._checks if numbers[check.key]]
        self._seen = [(check, seen[check.key]) for check in self._checks if seen[check.key]]
        self.total = sum(number for _, number in self.parts)
        self.hidden = self.total - len(self)

    def __len__(self) -> int:
        return sum(number for _, number in self._seen)

    def __getitem__(self, piece: Any) -> Any:  # noqa: ANN401
        """A slice of lines, as a paginator asks for."""
        start, stop = piece.start or 0, len(self) if piece.stop is None else piece.stop
        return list(self._lines(start, stop))

    def _numbers(self, *, seen: bool) -> dict[str, int]:
        if len(self._checks) == 1:
            return {check.key: self._rows(check, seen).count() for check in self._checks}
        found = count(self._moment, self._checks, lambda rows, source: self._within(rows, source, seen))
        if self._what.accepted:
            return {key: number.accepted for key, number in found.numbers().items()}
        if self._what.indicator:
            parts = found.weakened.get(self._what.indicator.key, {})
            return {key: sum(where.values()) for key, where in parts.items()}
        return {key: number.weak for key, number in found.numbers().items()}

    def _within(self, rows: QuerySet[Any], source: Source, seen: bool) -> QuerySet[Any]:
        what = self._what
        if what.community:
            rows = rows.filter(**{source.path: what.community.pk})
        elif not self._user.sees_every_community:
            rows = rows.filter(**{f"{source.path}__in": communities_for(self._user).values("pk")})
        if what.station is not None:
            rows = rows.filter(**{source.station: what.station})
        if not seen or (self._user.sees_every_community and self._user.may_write):
            return rows
        return rows.filter(pk__in=visible_to(rows.model, self._user).values("pk"))

    def _lines(self, start: int, stop: int) -> Iterator[Line]:
        passed = 0
        for check, number in self._seen:
            first, last = max(start - passed, 0), min(stop - passed, number)
            if first < last:
                yield from self._some(check, first, last)
            passed += number

    def _some(self, check: Check, first: int, last: int) -> Iterator[Line]:
        rows = (
            self._rows(check, seen=True)
            .select_related(*check.source.related)
            .order_by(*check.order)[first:last]
        )
        found = list(rows)
        own = editable_by(check.model, self._user).filter(pk__in=[row.pk for row in found])
        editable = set(own.values_list("pk", flat=True))
        for row in found:
            yield Line(
                check,
                row,
                describe(row, self._user),
                check.tells(self._moment, row) if check.tells else "",
                row.pk in editable,
                self._moment.acceptances.get((check.key, row.pk)),
            )

    def _rows(self, check: Check, seen: bool) -> QuerySet[Any]:
        rows = self._within(check.source.rows(self._moment.day), check.source, seen)
        if self._what.accepted:
            return rows.filter(check.failing(self._moment) & check.accepted(self._moment))
        rows = rows.filter(check.weak(self._moment))
        if self._what.indicator:
            rows = rows.filter(check.counted_by(self._what.indicator, self._moment))
        return rows
