"""综合评价: points from records, frozen so that they can be worked out again.

``lines_of`` and ``total_of`` are pure functions of what a result holds; ``volunteers.evaluation_run``
collects the records of all heads, ``volunteers.evaluation_review`` is what people do with the results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from .measures import HAND, Basis, Facts, Raw, measure_of
from .models import Band, Criterion, EvaluationScheme, HeadResult

_TENTH = Decimal("0.1")
_FULL = Decimal(100)
#: How many ended periods of each kind may be chosen.
QUARTERS, YEARS = 8, 3


class CannotEvaluate(ValueError):
    """``str()`` is a Chinese sentence that says what to do."""


def tenth(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_UP)


# --- periods --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Span:
    """A quarter or a year, both days inside it."""

    kind: str
    label: str
    first: date
    last: date

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.first.isoformat()}"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def quarter_of(year: int, quarter: int) -> Span:
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    first = date(year, quarter * 3 - 2, 1)
    return Span("quarter", f"{year} 年 {quarter} 季度", first, following - timedelta(days=1))


def year_of(year: int) -> Span:
    return Span("year", f"{year} 年", date(year, 1, 1), date(year, 12, 31))


def ended_spans(today: date) -> list[Span]:
    """The periods that are over, the newest first, quarters before years."""
    number = today.year * 4 + (today.month - 1) // 3
    quarters = [quarter_of(*_split(number - back)) for back in range(1, QUARTERS + 1)]
    return [*quarters, *(year_of(today.year - back) for back in range(1, YEARS + 1))]


def _split(number: int) -> tuple[int, int]:
    return number // 4, number % 4 + 1


def previous_first(kind: str, first: date) -> date:
    """First day of the period before."""
    if kind == EvaluationScheme.Period.YEAR:
        return date(first.year - 1, 1, 1)
    return quarter_of(*_split(first.year * 4 + (first.month - 1) // 3 - 1)).first


# --- the scheme, frozen -----------------------------------------------------------------------------------
_RULES = (
    "excellent_from",
    "good_from",
    "passed_from",
    "least_contacts",
    "least_days",
    "least_weight",
    "few_contacts",
    "few_households",
    "grace_days",
)


def snapshot_of(scheme: EvaluationScheme, criteria: Iterable[Criterion]) -> dict[str, Any]:
    """The scheme as plain values. Criteria carry their key, by which points given by hand are found again."""
    return {
        "name": scheme.name,
        "period": scheme.period,
        "kinds": scheme.place_kinds,
        **{rule: getattr(scheme, rule) for rule in _RULES},
        "criteria": [
            {
                "id": criterion.pk,
                "name": criterion.name,
                "measure": criterion.measure,
                "weight": criterion.weight,
                "zero_at": str(criterion.zero_at),
                "full_at": str(criterion.full_at),
            }
            for criterion in criteria
        ],
    }


def problems_of(weights: Iterable[int]) -> str:
    """Why criteria with these weights cannot be used, as a sentence; "" where they can."""
    known = list(weights)
    if not known:
        return "这个方案还没有评价标准，请先加上至少一项。"
    if sum(known) != 100:
        return f"各项权重合计是 {sum(known)}，不是 100。请改到合计 100，或者勾选“按比例折算成 100”。"
    return ""


def scaled(weights: list[int]) -> list[int]:
    """``weights`` in proportion, summing to 100, none below 1; the largest remainders get the rest."""
    total = sum(weights)
    exact = [Decimal(weight) * 100 / total for weight in weights]
    whole = [max(1, int(share)) for share in exact]
    order = sorted(range(len(weights)), key=lambda place: (int(exact[place]) - exact[place], place))
    place = 0
    while sum(whole) < 100:
        whole[order[place % len(order)]] += 1
        place += 1
    while sum(whole) > 100:
        whole[whole.index(max(whole))] -= 1
    return whole


# --- one head -----------------------------------------------------------------------------------------
def points(value: Decimal, zero_at: Decimal, full_at: Decimal) -> Decimal:
    """0 to 100 on the straight line from ``zero_at`` to ``full_at``, to a tenth; either may be the larger."""
    part = (value - zero_at) * 100 / (full_at - zero_at)
    return tenth(min(max(part, Decimal(0)), _FULL))


def basis_of(frozen: Mapping[str, Any]) -> Basis:
    return Basis(
        frozen["households"],
        Decimal(frozen["days"]) / frozen["of"],
        frozen["settled_by"],
        frozenset(frozen["known"]),
    )


def lines_of(
    snapshot: Mapping[str, Any],
    basis: Mapping[str, Any],
    evidence: Mapping[str, Facts],
    marks: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Each criterion with raw value and points as texts, or None and why; ``share`` is the weight carried.

    Criteria without data are left out, and the others carry their weight in proportion.
    """
    known = basis_of(basis)
    lines = []
    for criterion in snapshot["criteria"]:
        measure = measure_of(criterion["measure"])
        mark = marks.get(str(criterion["id"]))
        why, raw, given = "", None, None
        if criterion["measure"] == HAND:
            given = Decimal(mark["points"]) if mark else None
            why = mark["reason"] if mark else "社区还没有评分，不计"
        else:
            got = (
                measure.number(evidence.get(measure.source, []), known) if measure else Raw(None, "不再统计")
            )
            raw, why = got.value, got.why
            if raw is not None:
                given = points(raw, Decimal(criterion["zero_at"]), Decimal(criterion["full_at"]))
        lines.append(
            {
                **criterion,
                "unit": measure.unit if measure else "",
                "source": measure.source if measure else "",
                "raw": None if raw is None else str(raw),
                "points": None if given is None else str(tenth(given)),
                "why": why,
            }
        )
    carried = sum(line["weight"] for line in lines if line["points"] is not None)
    for line in lines:
        counts = line["points"] is not None
        line["share"] = str(tenth(Decimal(line["weight"]) * 100 / carried)) if counts else None
    return lines


@dataclass(frozen=True)
class Total:
    """``score`` None: not evaluated, ``why`` says the reason. ``notes``: sentences beside the score."""

    score: Decimal | None
    band: str
    few: bool
    notes: list[str]


def total_of(
    snapshot: Mapping[str, Any],
    basis: Mapping[str, Any],
    evidence: Mapping[str, Facts],
    lines: list[dict[str, Any]],
) -> Total:
    """Weighted mean of the points of criteria with data, and the band that follows from the rules."""
    notes, contacts = [], len(evidence.get("contacts", []))
    if contacts < snapshot["few_contacts"]:
        notes.append(f"这一期只有 {contacts} 次联系，数量少，仅供参考。")
    if basis["households"] is not None and basis["households"] < snapshot["few_households"]:
        notes.append(f"只有 {basis['households']} 户，数量少，仅供参考。")
    few = bool(notes)
    if basis["days"] < basis["of"]:
        notes.append(f"这一期 {basis['of']} 天里在任 {basis['days']} 天，次数按天数折算。")
    if basis["days"] < snapshot["least_days"]:
        notes.append(f"在任不满 {snapshot['least_days']} 天，本期不评。")
        return Total(None, "", few, notes)
    counted = [line for line in lines if line["points"] is not None]
    carried = sum(line["weight"] for line in counted)
    if not carried:
        notes.append("没有可以计算的数据，请社区核实后评定。")
        return Total(None, "", True, notes)
    score = tenth(sum(Decimal(line["points"]) * line["weight"] for line in counted) / carried)
    if carried < sum(line["weight"] for line in lines):
        notes.append(f"有数据的项占权重 {carried}，没有数据的项不计，由这些项分担。")
    if carried < snapshot["least_weight"]:
        notes.append("有数据的项太少，不计算得分，请社区核实后评定。")
        return Total(None, "", True, notes)
    band = band_of(score, snapshot)
    share = Decimal(basis["days"]) / basis["of"]
    least = int((snapshot["least_contacts"] * share).to_integral_value(ROUND_CEILING))
    if band == Band.EXCELLENT and contacts < least:
        notes.append(f"评为优秀至少要联系 {least} 次，所以评为良好。")
        band = Band.GOOD.value
    return Total(score, band, few, notes)


def band_of(score: Decimal, snapshot: Mapping[str, Any]) -> str:
    for band, rule in (
        (Band.EXCELLENT, "excellent_from"),
        (Band.GOOD, "good_from"),
        (Band.PASSED, "passed_from"),
    ):
        if score >= snapshot[rule]:
            return band.value
    return Band.WEAK.value


def reckon(result: HeadResult, snapshot: Mapping[str, Any]) -> HeadResult:
    """Work ``result`` out anew from what it holds; an adjusted score keeps its say. Does not save."""
    lines = lines_of(snapshot, result.basis, result.evidence, result.marks)
    total = total_of(snapshot, result.basis, result.evidence, lines)
    result.lines, result.computed, result.few = lines, total.score, total.few
    result.basis = {**result.basis, "notes": total.notes}
    result.band = total.band if result.adjusted is None else band_of(result.adjusted, snapshot)
    return result
