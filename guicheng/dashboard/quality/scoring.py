"""A score of 0 to 100 for a community or a station, and what lowers it.

Each check that is about at least one record has a share of sound records: 1 minus the weak ones over all that
it is about, a weak one of a kind that leads sums astray (improbable, twin) counting tenfold. The score is the
mean of these shares by the weights of the checks, rounded down: 100 means that nothing is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .checks import Check, Weakness, checks
from .counting import Number


@dataclass(frozen=True)
class Lowered:
    """One check that finds something. ``points``: how many of the 100 it takes away."""

    check: Check
    number: Number
    points: Fraction

    @property
    def shown_points(self) -> str:
        """``1.5``, and ``＜0.1`` for what would be rounded to nothing."""
        return f"{float(self.points):.1f}" if self.points >= Fraction(1, 20) else "＜0.1"


@dataclass(frozen=True)
class Score:
    """``value``: None where there is no record that a check is about, which is neither 100 nor 0."""

    value: int | None
    lowered: list[Lowered]
    kinds: dict[Weakness, int]
    accepted: int

    @property
    def weak(self) -> int:
        """Weak records: one that two checks find counts twice, as in the list."""
        return sum(self.kinds.values())


def unsound(check: Check, number: Number) -> Fraction:
    """The share of a check's records that is lost, 0 to 1."""
    return min(Fraction(1), Fraction(check.kind.counts * number.weak, number.total))


def score(numbers: Mapping[str, Number]) -> Score:
    """Of what the checks found in one place."""
    about = [(check, numbers[check.key]) for check in checks() if check.key in numbers]
    about = [(check, number) for check, number in about if number.total]
    whole = sum(check.weight for check, _ in about)
    lowered = [
        Lowered(check, number, 100 * check.weight * unsound(check, number) / whole)
        for check, number in about
        if number.weak
    ]
    lowered.sort(key=lambda row: -row.points)
    lost = sum((row.points for row in lowered), Fraction(0))
    return Score(
        int(100 - lost) if about else None,
        lowered,
        {kind: sum(number.weak for check, number in about if check.kind is kind) for kind in Weakness},
        sum(number.accepted for _, number in about),
    )
