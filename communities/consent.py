"""Whether a vote carries: held against the rule of its kind and day, in whole numbers, never in floats.

民法典第二百七十八条: so many owners must take part, by number and by exclusive area; of those who take
part so many must agree. “以上” holds the number itself, “过半数” does not (第一千二百五十九条).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from django.db import transaction

from .models import ConsentRule, ConsentVote, Works

_CIVIL_CODE = "《中华人民共和国民法典》第二百七十八条"
_BASIS = f"{_CIVIL_CODE}：由专有部分面积占比三分之二以上且人数占比三分之二以上的业主参与表决；"
_THREE_QUARTERS = (
    f"{_BASIS}改建、重建等第六项至第八项，经参与表决专有部分面积四分之三以上且人数四分之三以上的业主同意。"
)
_HALF = f"{_BASIS}其他事项，经参与表决专有部分面积过半数且人数过半数的业主同意。"
_IN_FORCE = date(2021, 1, 1)
#: What a street starts with: matter, scope, who must agree, more than that?, legal basis.
_DEFAULTS = (
    (Works.Kind.LIFT, "unit", "3/4", False, _THREE_QUARTERS),
    (Works.Kind.RENOVATION, "estate", "3/4", False, _THREE_QUARTERS),
    (Works.Kind.PROPERTY, "estate", "1/2", True, _HALF),
    (Works.Kind.FUND, "estate", "1/2", True, _HALF),
)


def load_consent_rules() -> int:
    """The rules of the Civil Code for kinds of which the street has none yet; how many were new."""
    with transaction.atomic():
        known = set(ConsentRule.objects.values_list("matter", flat=True))
        new = [
            ConsentRule(
                matter=matter,
                effective_from=_IN_FORCE,
                scope=scope,
                taking_households="2/3",
                taking_area="2/3",
                agreeing_households=agreeing,
                agreeing_area=agreeing,
                agreeing_more_than=more_than,
                basis=basis,
                note="地方另有规定的，请按当地规定修改。",
            )
            for matter, scope, agreeing, more_than, basis in _DEFAULTS
            if matter not in known
        ]
        for rule in new:
            rule.save()
    return len(new)


@dataclass(frozen=True)
class Part:
    """``part`` of ``whole`` (households, or hundredths of a square metre) against the share needed."""

    label: str
    part: int
    whole: int
    needed: Fraction
    more_than: bool = False

    @property
    def least(self) -> int:
        """The smallest ``part`` that is enough."""
        exact = self.needed * self.whole
        return floor(exact) + 1 if self.more_than else ceil(exact)

    @property
    def missing(self) -> int:
        return max(0, self.least - self.part)

    @property
    def percent(self) -> str:
        """``66.6%``: cut off, not rounded, so that what is not reached does not look as if it were."""
        if not self.whole:
            return "–"
        tenths = self.part * 1000 // self.whole
        return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"

    @property
    def needed_words(self) -> str:
        return f"{'超过' if self.more_than else '不少于'} {self.needed.numerator}/{self.needed.denominator}"

    @property
    def enough(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Result:
    """A vote against its rule."""

    vote: ConsentVote
    rule: ConsentRule

    @cached_property
    def parts(self) -> list[Part]:
        vote, rule = self.vote, self.rule
        took = vote.taking_households
        more = rule.agreeing_more_than
        return [
            Part(
                "参与户数", vote.taking_households, vote.eligible_households, rule.share("taking_households")
            ),
            Part("参与面积", _cents(vote.taking_area), _cents(vote.eligible_area), rule.share("taking_area")),
            Part("同意户数", vote.agreeing_households, took, rule.share("agreeing_households"), more),
            Part(
                "同意面积",
                _cents(vote.agreeing_area),
                _cents(vote.taking_area),
                rule.share("agreeing_area"),
                more,
            ),
        ]

    @property
    def passed(self) -> bool:
        return all(part.enough for part in self.parts)

    @property
    def verdict(self) -> str:
        return "达到要求" if self.passed else "还没有达到要求"

    @property
    def words(self) -> str:
        """For the staff: 够了, or how many households and square metres are missing."""
        if self.passed:
            return "够了：参与表决和同意都达到要求。"
        said = []
        for what, (households, area) in (("参与表决", self.parts[:2]), ("同意", self.parts[2:])):
            lacking = []
            if households.missing:
                lacking.append(f"{households.missing} 户")
            if area.missing:
                lacking.append(f"{Decimal(area.missing) / 100:.2f} 平方米")
            if lacking:
                said.append(f"{what}还差 {'、'.join(lacking)}")
        return f"{'；'.join(said)}（同意的按现在参与表决的算）。"


def _cents(area: Decimal) -> int:
    """Hundredths of a square metre."""
    return int((Decimal(area) * 100).to_integral_value(ROUND_DOWN))


class RuleBook:
    """All rules, read once, for many votes."""

    def __init__(self) -> None:
        self._rules = list(ConsentRule.objects.order_by("-effective_from"))

    def rule(self, kind: str, on: date) -> ConsentRule | None:
        """The rule for a kind of matter on a day."""
        return next((rule for rule in self._rules if rule.matter == kind and rule.effective_from <= on), None)

    def judge(self, vote: ConsentVote) -> Result | None:
        """None where the street has no rule for such a matter."""
        rule = self.rule(vote.works.kind, vote.asked_on)
        return Result(vote, rule) if rule else None


def results_of(votes: Iterable[ConsentVote]) -> list[tuple[ConsentVote, Result | None]]:
    """Each vote (its works at hand) with what it comes to."""
    book = RuleBook()
    return [(vote, book.judge(vote)) for vote in votes]
