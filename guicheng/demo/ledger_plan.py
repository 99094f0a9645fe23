"""The invented ledger: what the serving heads did for residents in the last year, and how it went on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from volunteers.models import ContactLog, MatterKind

from .chance import chance
from .ledger_words import MATTERS, REPORTED_TO, STEPS

#: So many entries in a year, over all heads.
ENTRIES, DAYS = 30_000, 365
#: Of the heads so many wrote nothing at all.
SILENT = 0.07
#: Places without a known number of households count as middling ones.
_HOUSEHOLDS_UNKNOWN = 120
_SAME_DAY, _OPEN_FOR = 0.76, 45
_ZONE = ZoneInfo("Asia/Shanghai")
_Channel, _With, _Result = ContactLog.Channel, ContactLog.With, ContactLog.Result
_CHANNELS = (_Channel.VISIT, _Channel.PHONE, _Channel.WECHAT, _Channel.MEETING, _Channel.PATROL)
#: How a matter comes up, by kind: weights of the channels above.
_USUAL = (40, 20, 22, 4, 14)
_BY_KIND = {
    "环境": (15, 5, 15, 2, 63),
    "安全": (15, 5, 10, 2, 68),
    "长者关爱": (62, 33, 3, 0, 2),
    "加装电梯": (30, 10, 15, 43, 2),
    "老旧小区改造": (30, 8, 17, 40, 5),
    "邻里纠纷": (68, 18, 6, 8, 0),
    "家庭矛盾": (75, 22, 3, 0, 0),
}
_PEOPLE = (
    (_With.HOUSEHOLD, _With.SEVERAL, _With.ELDER, _With.NEWCOMER, _With.SHOP, _With.CHILD, _With.OTHER),
    (60, 18, 8, 5, 4, 2, 3),
)
_OF_KIND = {
    "长者关爱": _With.ELDER,
    "新市民融合": _With.NEWCOMER,
    "加装电梯": _With.SEVERAL,
    "老旧小区改造": _With.SEVERAL,
}

CONTACT_FIELDS = (
    "id",
    "community",
    "appointment",
    "place",
    "head",
    "on",
    "channel",
    "contacted",
    "household",
    "kind",
    "text",
    "result",
    "reported_to",
    "follow_up_on",
    "closed_on",
    "sensitive",
    "created_at",
    "updated_at",
)
STEP_FIELDS = ("id", "contact", "on", "text", "created_at")


@dataclass(frozen=True)
class Term:
    """What the ledger needs of a serving head's term."""

    pk: int
    place: int
    community: int
    head: int
    households: int | None
    since: date


class LedgerPlanner:
    """``contacts()`` gives rows of :data:`CONTACT_FIELDS`; then ``steps`` are rows of :data:`STEP_FIELDS`."""

    def __init__(
        self, terms: Sequence[Term], kinds: dict[str, MatterKind], shown: set[int], today: date
    ) -> None:
        """``shown``: keys of communities where something is overdue and something escalated on any day."""
        self.terms, self.today = terms, today
        self._due = dict.fromkeys(shown, 2)
        #: The last day on which anything happened: today is not over.
        self._last = today - timedelta(days=1)
        self.kinds = [(name, kinds[name].pk, kinds[name].sensitive) for name in MATTERS]
        self._weights = list(accumulate(weight for weight, _ in MATTERS.values()))
        self._first = today - timedelta(days=DAYS)
        self.steps: list[tuple[Any, ...]] = []

    def contacts(self) -> Iterator[tuple[Any, ...]]:
        wishes = [self._wish(term) for term in self.terms]
        together = sum(wishes)
        number = 0
        for term, wish in zip(self.terms, wishes, strict=True):
            rng = chance("ledger", term.pk)
            days = self._days(term)
            written = sorted(rng.sample(days, min(len(days), round(ENTRIES * wish / together))))
            left = bool(written) and self._due.get(term.community, 0) > 0
            if left:
                self._due[term.community] -= 1
            for on in written:
                number += 1
                yield self._entry(rng, number, term, on, left=left and on == written[-1])

    def _days(self, term: Term) -> Sequence[date]:
        first = max(term.since, self._first)
        return [first + timedelta(days=offset) for offset in range((self._last - first).days + 1)]

    def _wish(self, term: Term) -> float:
        """How much a head writes: more where more people live, less who began lately, some nothing."""
        rng = chance("ledger-wish", term.pk)
        if rng.random() < SILENT:
            return 0
        households = term.households or _HOUSEHOLDS_UNKNOWN
        return (0.3 + (households / 100) ** 0.7) * rng.lognormvariate(0, 0.5) * len(self._days(term)) / DAYS

    def _entry(self, rng: Random, number: int, term: Term, on: date, *, left: bool) -> tuple[Any, ...]:
        name, kind, sensitive = rng.choices(self.kinds, cum_weights=self._weights)[0]
        channel = rng.choices(_CHANNELS, _BY_KIND.get(name, _USUAL))[0]
        contacted = _OF_KIND.get(name) or rng.choices(*_PEOPLE)[0]
        household = ""
        if channel in {_Channel.VISIT, _Channel.PATROL} and rng.random() < 0.4:
            household = f"{rng.randint(1, 3)}单元" if rng.random() < 0.5 else f"{rng.randint(1, 18)}楼"
        text = rng.choice(MATTERS[name][1])
        written = _moment(on, rng.randint(9, 20))
        if left:
            result, reported, following, closed = self._left(on)
        else:
            result, reported, following, closed = self._ending(rng, number, on, sensitive)
        changed = written if closed in (None, on) else _moment(closed, 17)
        return (
            number,
            term.community,
            term.pk,
            term.place,
            term.head,
            on,
            str(channel),
            str(contacted),
            household,
            kind,
            text,
            result,
            reported,
            following,
            closed,
            sensitive,
            written,
            changed,
        )

    def _left(self, on: date) -> tuple[str, str, date | None, date | None]:
        """Escalated, and overdue."""
        following = max(on, self.today - timedelta(days=2))
        return str(_Result.ESCALATED), REPORTED_TO[0], following, None

    def _ending(
        self, rng: Random, number: int, on: date, sensitive: bool
    ) -> tuple[str, str, date | None, date | None]:
        """Result, reported to whom, next step, day of closing; what took longer has steps in between."""
        if rng.random() < (_SAME_DAY - 0.25 * sensitive):
            return str(_Result.DONE), "", None, on
        days = min(1 + int(rng.expovariate(1 / 11)), _OPEN_FOR)
        # A few are left lying: those are what a community has to ask about.
        days += rng.randint(30, 120) if rng.random() < 0.06 else 0
        closed = on + timedelta(days=days)
        escalated = rng.random() < 0.25
        reported = rng.choice(REPORTED_TO) if escalated else ""
        between = min(closed, self._last)
        for offset in sorted(rng.sample(range(1, days + 1), min(days, rng.choice((0, 1, 1, 2))))):
            day = on + timedelta(days=offset)
            if day <= between:
                step = (len(self.steps) + 1, number, day, rng.choice(STEPS), _moment(day, 18))
                self.steps.append(step)
        if closed <= self._last:
            return str(_Result.DONE), reported, None, closed
        result = _Result.ESCALATED if escalated else _Result.FOLLOWING
        following = self.today + timedelta(days=rng.randint(-9, 12))
        return str(result), reported, max(on, following), None


@lru_cache(maxsize=10_000)
def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=_ZONE)
