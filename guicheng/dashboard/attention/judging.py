"""Rules held against figures: of each community now, and on the earlier days that the rules look back to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.utils import timezone

from communities.models import Community

from ..indicators import Figure, Good, Indicator, Kind
from ..models import AttentionRule
from ..snapshot import Snapshot, snapshot, snapshot_of
from ..told import rounded

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Finding:
    """One community that a rule speaks of. ``value``: None where there is nothing to count, unlike 0."""

    community: Community
    value: Decimal | None
    unit: str
    why: str
    #: Query of the address of the records behind ``value``.
    query: str
    #: How bad it is among the findings of its rule, the largest first.
    weight: Decimal


@dataclass(frozen=True)
class Found:
    """A rule and all communities that it speaks of, the worst first."""

    rule: AttentionRule
    indicator: Indicator
    findings: list[Finding]


@dataclass(frozen=True)
class Moment:
    """What a rule compares in one community: a figure now and the one before it."""

    now: Figure
    before: Figure


def attention(day: date, communities: Sequence[Community]) -> list[Found]:
    """What the active rules find among ``communities`` as of ``day``; rules that find nothing left out.

    A rule on an indicator whose past is unknown says nothing of an earlier day.
    """
    rules = [rule for rule in AttentionRule.objects.filter(active=True) if _can_judge(rule, day)]
    shown = _snapshots(rules, day)
    found = [_judged(rule, day, shown, communities) for rule in rules]
    return [each for each in found if each.findings]


def _can_judge(rule: AttentionRule, day: date) -> bool:
    indicator = rule.indicator
    return indicator is not None and indicator.known_on(day) and (indicator.has_past or not rule.span)


def _days(rule: AttentionRule, day: date) -> list[date]:
    """The earlier days that the rule needs."""
    if not rule.span:
        return []
    one, two = day - timedelta(days=rule.span), day - timedelta(days=2 * rule.span)
    return [one, two] if rule.is_flow and rule.kind in rule.BACKWARD else [one]


def _snapshots(rules: Iterable[AttentionRule], day: date) -> dict[date, Snapshot]:
    """The whole one of ``day``; of earlier days only what is looked at."""
    wanted: dict[date, list[Indicator]] = {}
    for rule in rules:
        for each in _days(rule, day):
            wanted.setdefault(each, []).append(rule.indicator)
    return {day: snapshot(day)} | {each: snapshot_of(some, each) for each, some in wanted.items()}


def _judged(
    rule: AttentionRule, day: date, shown: dict[date, Snapshot], communities: Sequence[Community]
) -> Found:
    judge = _JUDGES[AttentionRule.Kind(rule.kind)]
    findings = []
    for community in communities:
        moment = _moment(rule, [shown[each] for each in (day, *_days(rule, day))], community.pk)
        said = judge(rule, moment)
        if said is not None:
            why, weight = said
            value = rounded(moment.now.value, rule.indicator.decimals)
            query = _query(rule, day, community)
            findings.append(Finding(community, value, rule.indicator.unit, why, query, weight))
    findings.sort(key=lambda finding: (-finding.weight, finding.community.code))
    return Found(rule, rule.indicator, findings)


def _moment(rule: AttentionRule, shown: list[Snapshot], community: int) -> Moment:
    figures = [each.figure(rule.key, community) for each in shown]
    if not rule.is_flow:
        return Moment(figures[0], figures[-1])
    added = [Figure(later.n - earlier.n) for later, earlier in zip(figures, figures[1:], strict=False)]
    return Moment(added[0], added[-1])


def _query(rule: AttentionRule, day: date, community: Community) -> str:
    query = {"community": community.code}
    if day != timezone.localdate():
        query["as_of"] = day.isoformat()
    if rule.is_flow:
        query["since"] = (day - timedelta(days=rule.span)).isoformat()
    return f"?{urlencode(query)}"


# --- the kinds -----------------------------------------------------------------------------------
#: Why, in words with numbers, and how bad; None where all is well.
Said = tuple[str, Decimal] | None


def _late(rule: AttentionRule, moment: Moment) -> Said:
    """Not as it should be now and, where the rule looks back, not then either."""
    now = moment.now.value
    if now is None or _too_few(rule, moment.now):
        return None
    worse = _beyond(rule, now)
    if worse is None or (rule.span and not rule.is_flow and _beyond(rule, moment.before.value) is None):
        return None
    limit = f"{rule.threshold.normalize():f}"
    limit += "%" if rule.indicator.unit == "%" else ""
    ought = f"应当少于 {limit}" if rule.indicator.good is Good.DOWN else f"应当不低于 {limit}"
    lasting = f"，{rule.span} 天以前已经这样" if rule.span and not rule.is_flow else ""
    return f"{_recent(rule)}{ought}{lasting}", worse


def _beyond(rule: AttentionRule, value: Decimal | None) -> Decimal | None:
    """How far ``value`` is beyond the limit; None where it is not."""
    if value is None:
        return None
    if rule.indicator.good is Good.DOWN:
        return value - rule.threshold if value >= rule.threshold else None
    return rule.threshold - value if value < rule.threshold else None


def _empty(rule: AttentionRule, moment: Moment) -> Said:
    if moment.now.value or (rule.span and not rule.is_flow and moment.before.value):
        return None
    if rule.is_flow:
        return f"近 {rule.span} 天没有新增", _ZERO
    lasting = f"，{rule.span} 天以前也没有" if rule.span else ""
    return f"{'没有可以算的记录' if moment.now.value is None else '一个也没有'}{lasting}", _ZERO


def _falling(rule: AttentionRule, moment: Moment) -> Said:
    now, before = moment.now.value, moment.before.value
    if now is None or before is None or _too_few(rule, moment.before, moment.now):
        return None
    worse = now - before if rule.indicator.good is Good.DOWN else before - now
    by = worse if rule.indicator.unit == "%" else 100 * worse / before if before else None
    if by is None or by < rule.threshold:
        return None
    way = "多" if rule.indicator.good is Good.DOWN else "少"
    much = f" {rounded(by, 1)} 个百分点" if rule.indicator.unit == "%" else f" {rounded(by)}%"
    return f"{_compared(rule, before)}，{way}了{much}", by


def _improbable(rule: AttentionRule, moment: Moment) -> Said:
    """So many times what it was, or a share that jumped either way: often a slip of the hand."""
    now, before = moment.now.value, moment.before.value
    if now is None or before is None or _too_few(rule, moment.before, moment.now):
        return None
    said = _compared(rule, before)
    if rule.indicator.unit == "%":
        by = abs(now - before)
        return (f"{said}，变动 {rounded(by, 1)} 个百分点", by) if by >= rule.threshold else None
    if now < rule.threshold * before or not now:
        return None
    times = now / before if before else now
    return (f"{said}，是它的 {rounded(times, 1)} 倍" if before else said), times


_JUDGES: dict[AttentionRule.Kind, Callable[[AttentionRule, Moment], Said]] = {
    AttentionRule.Kind.LATE: _late,
    AttentionRule.Kind.EMPTY: _empty,
    AttentionRule.Kind.FALLING: _falling,
    AttentionRule.Kind.IMPROBABLE: _improbable,
}


def _too_few(rule: AttentionRule, *figures: Figure) -> bool:
    """Whether all of ``figures`` rest on less than the rule asks for."""
    return max(_rests_on(rule.indicator, figure) for figure in figures) < rule.base


def _rests_on(indicator: Indicator, figure: Figure) -> Decimal:
    divided = indicator.kind in (Kind.SHARE, Kind.MEAN)
    return (figure.whole if divided else figure.n) or _ZERO


# --- words ---------------------------------------------------------------------------------------
def _told(rule: AttentionRule, value: Decimal) -> str:
    unit = rule.indicator.unit
    return f"{rounded(value, rule.indicator.decimals):,}{'' if unit == '%' else ' '}{unit}"


def _recent(rule: AttentionRule) -> str:
    return f"近 {rule.span} 天" if rule.is_flow else ""


def _compared(rule: AttentionRule, before: Decimal) -> str:
    recent = f"近 {rule.span} 天的数，" if rule.is_flow else ""
    return f"{recent}{rule.before.strip()}是 {_told(rule, before)}"
