"""What an evaluation can measure, and from which records; higher apps register their own.

A *source* collects the records of all heads in one query and turns each into a short list of plain values
(a fact): ``[key, day, …, digest]``. A *measure* makes a number of one head's facts. It asks no database, so
that it gives the same number from the facts frozen in a result however the records changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from django.db import models

from guicheng.privacy.cipher import fingerprint

from .models import Appointment, ContactLog, ServiceHours

#: ``[key of the record, day as text, …what is counted…, digest of the record]``
Fact = list[Any]
Facts = list[Fact]
#: Heads' terms, first and last day → facts by key of the term.
Collect = Callable[[models.QuerySet[Appointment], date, date], dict[int, Facts]]
#: Points are given by hand: no source, no number.
HAND = "hand"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Source:
    key: str
    label: str
    #: ``app_label.Model`` behind the facts; the admin's list of it is the way down.
    model: str
    collect: Collect
    #: Digests of records as they are now, by key: what differs from a fact's was changed since.
    digests: Callable[[Iterable[int]], dict[int, str]]


@dataclass(frozen=True)
class Basis:
    """Of one head, what normalises the numbers. ``served`` is the part of the period, above 0 up to 1."""

    households: int | None
    served: Decimal
    #: Last day on which what was settled counts.
    settled_by: str
    #: Keys of sources of which anybody in the community has records in the period.
    known: frozenset[str]


@dataclass(frozen=True)
class Raw:
    """A number rounded to cents, or None with the reason in Chinese."""

    value: Decimal | None
    why: str = ""


@dataclass(frozen=True)
class Measure:
    key: str
    label: str
    unit: str
    hint: str
    source: str
    number: Callable[[Facts, Basis], Raw]
    lower_is_better: bool = False


_sources: dict[str, Source] = {}
_measures: dict[str, Measure] = {}


def register(source: Source, *measures: Measure) -> None:
    """Called from ``AppConfig.ready()``."""
    _sources[source.key] = source
    for measure in measures:
        _measures[measure.key] = measure


def sources() -> list[Source]:
    return list(_sources.values())


def source_of(key: str) -> Source | None:
    return _sources.get(key)


def measures() -> list[Measure]:
    return list(_measures.values())


def measure_of(key: str) -> Measure | None:
    return _measures.get(key)


def measure_choices() -> list[tuple[str, str]]:
    return [*((measure.key, measure.label) for measure in measures()), (HAND, "社区评分（写理由）")]


def cents(value: Decimal | float | int) -> Decimal:
    return Decimal(value).quantize(_CENT, ROUND_HALF_UP)


def digest(*parts: object) -> str:
    """A keyed hash that tells whether a record changed and nothing else."""
    return fingerprint("\x1f".join("" if part is None else str(part) for part in parts))[:16]


# --- the ledger ---------------------------------------------------------------------------------------
#: Columns of a contact that a digest stands for.
_CONTACT = ("pk", "on", "channel", "kind_id", "text", "result", "closed_on", "sensitive")


def _contacts(terms: models.QuerySet[Appointment], first: date, last: date) -> dict[int, Facts]:
    """``[key, day, settled on or "", 1 where reported upwards, digest]``"""
    rows = ContactLog.objects.filter(appointment__in=terms.order_by().values("pk"), on__range=(first, last))
    found: dict[int, Facts] = defaultdict(list)
    for term, *row in rows.order_by("on", "pk").values_list("appointment_id", *_CONTACT).iterator():
        key, on, _, _, _, result, closed, _ = row
        reported = int(result == ContactLog.Result.ESCALATED)
        settled = closed.isoformat() if closed else ""
        found[term].append([key, on.isoformat(), settled, reported, digest(*row)])
    return found


def _contact_digests(keys: Iterable[int]) -> dict[int, str]:
    rows = ContactLog.objects.filter(pk__in=list(keys)).values_list(*_CONTACT)
    return {row[0]: digest(*row) for row in rows}


def _contacts_per_hundred(facts: Facts, basis: Basis) -> Raw:
    if not basis.households:
        return Raw(None, "没有登记户数，不计")
    return Raw(cents(Decimal(len(facts)) * 100 / basis.households / basis.served))


def _share_settled(facts: Facts, basis: Basis) -> Raw:
    """Percent settled in time; what was reported upwards and lies with others is left out."""
    own = [fact for fact in facts if fact[2] or not fact[3]]
    if not own:
        return Raw(None, "没有可以算办结率的事项，不计")
    settled = sum(bool(fact[2]) and fact[2] <= basis.settled_by for fact in own)
    return Raw(cents(Decimal(settled) * 100 / len(own)))


def _days_to_settle(facts: Facts, basis: Basis) -> Raw:
    days = [
        (date.fromisoformat(fact[2]) - date.fromisoformat(fact[1])).days
        for fact in facts
        if fact[2] and fact[2] <= basis.settled_by
    ]
    return Raw(cents(Decimal(str(median(days))))) if days else Raw(None, "没有办结的事项，不计")


# --- activities ---------------------------------------------------------------------------------------
_HOURS = ("pk", "date", "hours", "what", "activity_id")


def _hours(terms: models.QuerySet[Appointment], first: date, last: date) -> dict[int, Facts]:
    """``[key, day, activity or 0, digest]``, for each term within its own dates."""
    served: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    for pk, person, start, end in terms.order_by().values_list("pk", "volunteer", "started_on", "ended_on"):
        served[person].append((pk, start, end))
    people = terms.order_by().values("volunteer")
    rows = ServiceHours.objects.filter(volunteer__in=people, date__range=(first, last)).order_by("date", "pk")
    found: dict[int, Facts] = defaultdict(list)
    for person, *row in rows.values_list("volunteer_id", *_HOURS).iterator():
        for pk, start, end in served[person]:
            if (start is None or start <= row[1]) and (end is None or row[1] <= end):
                found[pk].append([row[0], row[1].isoformat(), row[4] or 0, digest(*row)])
    return found


def _hours_digests(keys: Iterable[int]) -> dict[int, str]:
    rows = ServiceHours.objects.filter(pk__in=list(keys)).values_list(*_HOURS)
    return {row[0]: digest(*row) for row in rows}


def _activities(facts: Facts, basis: Basis) -> Raw:
    """Each activity once; service without an activity once a day."""
    if "hours" not in basis.known:
        return Raw(None, "本社区这一期没有登记服务时长，不计")
    times = len({("activity", fact[2]) if fact[2] else ("day", fact[1]) for fact in facts})
    return Raw(cents(Decimal(times) / basis.served))


def register_own() -> None:
    """Called once at start."""
    register(
        Source("contacts", "台账记录", "volunteers.ContactLog", _contacts, _contact_digests),
        Measure(
            "contacts",
            "每百户联系次数",
            "次/百户",
            "台账里这一期的联系次数，按户数和在任天数折算。",
            "contacts",
            _contacts_per_hundred,
        ),
        Measure(
            "settled",
            "办结率",
            "%",
            "期末后的宽限日以前办结的占几成；已上报、不由本人办结的不计。",
            "contacts",
            _share_settled,
        ),
        Measure(
            "days",
            "办结用时（中位数）",
            "天",
            "一半的事在几天内办结。越少越好。",
            "contacts",
            _days_to_settle,
            lower_is_better=True,
        ),
    )
    register(
        Source("hours", "服务时长", "volunteers.ServiceHours", _hours, _hours_digests),
        Measure(
            "activities",
            "参加活动和服务",
            "次",
            "服务时长里登记的活动，同一场只算一次，按在任天数折算。",
            "hours",
            _activities,
        ),
    )
