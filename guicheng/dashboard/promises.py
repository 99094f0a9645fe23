"""What was promised: where it should be by now, where it is, and how it went quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Undertaking
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .briefs.spans import QUARTER, span_around
from .indicators import Indicator, UnknownIndicator, indicator_of
from .models import PublishedFigure
from .snapshot import snapshot_of
from .told import live, rounded

#: Quarters that are shown of one promise at most, the latest.
MOST_QUARTERS = 12
_ZERO = Decimal(0)
#: What the figure of a promise was on a day.
ValueOn = Callable[["Promise", date], Decimal | None]


@dataclass(frozen=True)
class Quarter:
    """How it stood at the end of a quarter. ``expected``: on the straight line; None without a target."""

    label: str
    day: date
    actual: Decimal | None
    expected: Decimal | None


@dataclass(frozen=True)
class Promise:
    """Something promised by a day; with a figure and a target where a number was said."""

    text: str
    came_from: str
    start: date
    due: date
    indicator: Indicator | None = None
    target: Decimal | None = None
    #: As it was said in public, "" where nobody wrote it down.
    quote: str = ""
    owner: str = ""
    outcome: str = ""
    url: str = ""
    #: Whose figure it is: the community that is to keep it, or that is looked at; None: the street's.
    community: Community | None = None
    #: Since when it is kept or given up, and which of both; "" while it goes on.
    closed_on: date | None = None
    ended: str = ""
    #: Filled in by :func:`promises`.
    standing: str = ""
    value: Decimal | None = None
    first: Decimal | None = None
    expected: Decimal | None = None
    state: str = ""
    #: Whether it is where it should be; None where that cannot be said.
    well: bool | None = None
    quarters: list[Quarter] = field(default_factory=list)

    @property
    def percent(self) -> int | None:
        """How far to the target, for a bar; at most 100."""
        if self.value is None or not self.target:
            return None
        return max(0, min(100, round(100 * self.value / self.target)))


def expected_on(day: date, promise: Promise, first: Decimal | None) -> Decimal | None:
    """Where it should be on ``day``: from the number of its first day to the target, the same each day.

    Without a number on the first day the line starts from 0; what was there already stays at the target.
    """
    if promise.target is None:
        return None
    begin = first or _ZERO
    if begin >= promise.target or day >= promise.due or promise.due <= promise.start:
        return rounded(promise.target, promise.indicator.decimals)
    if day <= promise.start:
        return begin
    gone = Decimal((day - promise.start).days) / (promise.due - promise.start).days
    return rounded(begin + (promise.target - begin) * gone, promise.indicator.decimals)


def promises(user: User, day: date, community: Community | None = None) -> list[Promise]:
    """All that ``user`` may read, as of ``day``; those with a number first.

    ``community``: its part of the street's figures; a target is the street's, so nothing is said then of
    where it should be. What a community itself is to keep is always held against its own figure.
    """
    found = [each for each in _all(user) if each.start <= day]
    whole = [each if each.community else replace(each, community=community) for each in found]
    value_on = _values(whole, day)
    filled = [
        _filled(each, day, value_on, compare=community is None or own.community is not None)
        for each, own in zip(whole, found, strict=True)
    ]
    return sorted(filled, key=lambda each: (each.indicator is None, each.target is None, each.due, each.text))


# --- where they come from ------------------------------------------------------------------------
def _all(user: User) -> list[Promise]:
    """Commitments of conferences, and published targets that are none of them."""
    targets = {
        (row.key, row.as_of): row
        for row in visible_to(PublishedFigure, user).filter(kind=PublishedFigure.Kind.TARGET)
    }
    rows = visible_to(Undertaking, user).filter(conference__isnull=False)
    found = []
    for row in rows.select_related("conference", "community").order_by("due_on", "pk"):
        found.append(_commitment(row, targets.pop((row.indicator, row.due_on), None)))
    return found + [promise for row in targets.values() if (promise := _target(row)) is not None]


def _commitment(row: Undertaking, said: PublishedFigure | None) -> Promise:
    indicator = _indicator(row.indicator)
    target = row.target if row.target is not None else said.value if said else None
    return Promise(
        text=row.text,
        came_from=f"{row.conference}（{row.conference.on:%Y-%m-%d}）",
        start=row.conference.on,
        due=row.due_on,
        indicator=indicator,
        target=target if indicator else None,
        quote=said.quote if said else "",
        owner=row.owner,
        outcome=row.outcome,
        community=row.community,
        closed_on=row.closed_on,
        ended=row.get_state_display(),
        url=reverse("admin:communities_undertaking_change", args=[row.pk]),
    )


def _target(row: PublishedFigure) -> Promise | None:
    indicator = _indicator(row.key)
    if indicator is None:
        return None
    return Promise(
        text=f"{row.label}{'' if row.qualifier == row.Qualifier.EXACT else row.get_qualifier_display()}"
        f" {row.value.normalize():f} {indicator.unit}",
        came_from=row.source,
        start=row.start_on or row.as_of.replace(month=1, day=1),
        due=row.as_of,
        indicator=indicator,
        target=row.value,
        quote=row.quote,
        url=reverse("admin:dashboard_publishedfigure_change", args=[row.pk]),
    )


def _indicator(key: str) -> Indicator | None:
    try:
        return indicator_of(key)
    except UnknownIndicator:
        return None


# --- numbers ---------------------------------------------------------------------------------------
def _days(promise: Promise, day: date) -> list[date]:
    """Ends of the quarters from its start to its day, as far as they have come; then ``day`` itself."""
    days, end = [], span_around(QUARTER, promise.start).last
    while end < day:
        days.append(end)
        if end >= promise.due:
            break
        end = span_around(QUARTER, end + timedelta(days=1)).last
    return [*days[-MOST_QUARTERS:], day]


def _values(found: Iterable[Promise], day: date) -> ValueOn:
    """Counted a day at a time, all indicators of a source together."""
    wanted: dict[date, dict[str, Indicator]] = {}
    for promise in found:
        if promise.indicator is not None:
            for each in (promise.start, *_days(promise, day)):
                wanted.setdefault(each, {})[promise.indicator.key] = promise.indicator
    shown = {each: snapshot_of(some.values(), each) for each, some in wanted.items()}

    def value_on(promise: Promise, each: date) -> Decimal | None:
        return live(shown[each], promise.indicator, promise.community.pk if promise.community else None)

    return value_on


def _filled(promise: Promise, day: date, value_on: ValueOn, *, compare: bool) -> Promise:
    """``compare``: say where it should be."""
    standing = _standing(promise, day)
    if promise.indicator is None:
        return replace(promise, standing=standing)
    value, first = value_on(promise, day), value_on(promise, promise.start)
    compare = compare and promise.target is not None
    expected = expected_on(day, promise, first) if compare else None
    state, well = _judged(promise, day, value, expected) if compare else ("", None)
    quarters = [
        Quarter(
            _label(each, day),
            each,
            value_on(promise, each),
            expected_on(each, promise, first) if compare else None,
        )
        for each in _days(promise, day)
    ]
    return replace(
        promise,
        standing=standing,
        value=value,
        first=first,
        expected=expected,
        state=state,
        well=well,
        quarters=quarters,
    )


def _standing(promise: Promise, day: date) -> str:
    """As it was on ``day``; "" for a target, which nobody closes."""
    if promise.closed_on is not None and promise.closed_on <= day:
        return promise.ended
    if not promise.ended:
        return ""
    return "已超期" if promise.due < day else Undertaking.State.OPEN.label


def _judged(
    promise: Promise, day: date, value: Decimal | None, expected: Decimal | None
) -> tuple[str, bool | None]:
    unit = promise.indicator.unit
    if value is None:
        return "还没有数", None
    if value >= promise.target:
        return "已达到" if day >= promise.due else "已提前达到", True
    if day >= promise.due:
        return (
            f"到期没有达到，差 {rounded(promise.target - value, promise.indicator.decimals):,} {unit}",
            False,
        )
    ahead = value - expected
    if ahead < 0:
        return f"落后 {-ahead:,} {unit}", False
    return f"超前 {ahead:,} {unit}" if ahead else "正合进度", True


def _label(end: date, day: date) -> str:
    if end != day:
        return f"{end.year}年{'一二三四'[(end.month - 1) // 3]}季度末"
    return "现在" if day == timezone.localdate() else f"{day.year}年{day.month}月{day.day}日"
