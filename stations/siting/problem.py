"""What is asked and what is answered: a siting problem, its answer, and the refusals. No database here."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class BadSiting(ValueError):
    """The question cannot be answered as it was put; ``str()`` says why, in Chinese."""


class OutOfReach(BadSiting):
    """The share asked for cannot be reached; ``largest`` is the largest reachable share in percent."""

    def __init__(self, sentence: str, largest: float) -> None:
        super().__init__(sentence)
        self.largest = largest


@dataclass(frozen=True)
class Problem:
    """Where people live, where a station could be, and who would reach which.

    ``weights`` float[n_demand]: households × weight of the audience; 0 for who is covered today.
    ``demand``, ``candidate`` int[n_pairs]: candidate ``candidate[k]`` lies within reach of ``demand[k]``.
    ``costs`` float[n_candidates], in any one unit (万元); ``budget`` in the same unit, None without limit.
    ``fixed`` bool[n_candidates]: always chosen. ``forbidden`` bool[n_candidates]: never chosen.
    ``seconds`` float[n_pairs]: walk of the pair; ``current_seconds`` float[n_demand]: today's walk to the
    nearest station, capped by the caller. Both are needed only by :func:`least_walk`.
    """

    weights: Floats
    demand: Ints
    candidate: Ints
    costs: Floats
    fixed: Flags
    forbidden: Flags
    budget: float | None = None
    seconds: Floats | None = None
    current_seconds: Floats | None = None

    def __post_init__(self) -> None:
        kinds = {"weights": float, "demand": np.int64, "candidate": np.int64, "costs": float}
        kinds |= {"fixed": bool, "forbidden": bool, "seconds": float, "current_seconds": float}
        for name, kind in kinds.items():
            if (value := getattr(self, name)) is not None:
                object.__setattr__(self, name, np.asarray(value, dtype=kind))
        sites, pairs = len(self.costs), len(self.demand)
        if not len(self.fixed) == len(self.forbidden) == sites or len(self.candidate) != pairs:
            raise ValueError(
                "costs, fixed and forbidden are one a candidate, demand and candidate one a pair"
            )
        if self.seconds is not None and len(self.seconds) != pairs:
            raise ValueError("seconds are one a pair")
        if self.current_seconds is not None and len(self.current_seconds) != len(self.weights):
            raise ValueError("current_seconds are one a demand")
        if pairs and not (
            0 <= self.demand.min() <= self.demand.max() < len(self.weights)
            and 0 <= self.candidate.min() <= self.candidate.max() < sites
        ):
            raise ValueError("a pair names a demand or a candidate that is not there")

    @property
    def n_demand(self) -> int:
        return len(self.weights)

    @property
    def n_candidates(self) -> int:
        return len(self.costs)


@dataclass(frozen=True)
class Siting:
    """An answer. ``value`` and ``bound`` are in the unit of the question.

    :func:`best_sites`: weight newly covered, ``bound`` above it. :func:`fewest_sites`: number of sites,
    ``bound`` below it. :func:`least_walk`: weighted mean walk in seconds, ``bound`` below it.

    ``chosen``: indices of candidates, the one to open first in front (largest contribution given those
    before it, ties by lowest index). ``added``: what each contributes in that order – weight, or seconds
    off the mean walk. ``covered``: weight newly covered (least walk: weight that walks less than today).
    ``cost``: of all chosen. ``gap``: how far ``value`` can be from the best at most, relative to ``value``;
    0 when ``proven``. ``fewest_sites`` asks two things: where the count is proven and the least cost is
    not, ``gap`` is that of the cost. ``seconds``: time it took. ``message``: for the page, in Chinese.
    """

    chosen: tuple[int, ...]
    added: tuple[float, ...]
    covered: float
    value: float
    bound: float
    gap: float
    proven: bool
    cost: float
    seconds: float
    message: str


@dataclass
class Gains:
    """The common core of all three questions: choose columns S so that Σ_i max_{j∈S} gain_ij is large.

    For coverage gain_ij is the weight of demand i; for the mean walk weight × seconds saved. Fixed sites are
    taken off: gains are those on top of them, and only positive ones are kept. Pairs are sorted by column,
    then row. ``names`` int[n_cols]: which candidate a column is.
    """

    n_rows: int
    rows: Ints
    cols: Ints
    gain: Floats
    costs: Floats
    names: Ints
    starts: Ints = field(init=False)
    by_row: Ints = field(init=False)
    row_starts: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(self.cols, minlength=len(self.names)))])
        self.by_row = np.argsort(self.rows, kind="stable")
        self.row_starts = np.concatenate([[0], np.cumsum(np.bincount(self.rows, minlength=self.n_rows))])

    @property
    def n_cols(self) -> int:
        return len(self.names)

    def pairs_of(self, columns: Ints) -> Ints:
        """Positions of the pairs of ``columns``, in their order."""
        return spans(self.starts, columns)

    def pairs_at(self, rows: Ints) -> Ints:
        """Positions of the pairs of ``rows``."""
        return self.by_row[spans(self.row_starts, rows)]

    def reached(self, columns: Ints) -> Floats:
        """float[n_rows]: the best gain of each row under ``columns``."""
        best = np.zeros(self.n_rows)
        pairs = self.pairs_of(columns)
        np.maximum.at(best, self.rows[pairs], self.gain[pairs])
        return best

    def only(self, keep: Flags) -> tuple[Gains, Ints]:
        """These gains with some columns (``keep`` bool[n_cols]); second: the rows that are left."""
        pairs = keep[self.cols]
        rows, row_numbers = np.unique(self.rows[pairs], return_inverse=True)
        new = np.cumsum(keep) - 1
        left = Gains(
            len(rows),
            row_numbers,
            new[self.cols[pairs]],
            self.gain[pairs],
            self.costs[keep],
            self.names[keep],
        )
        return left, rows


def spans(starts: Ints, which: Ints) -> Ints:
    """Positions start, start + 1, … of every span in ``which``, one span after another."""
    lengths = starts[which + 1] - starts[which]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts[which] - (ends - lengths), lengths)


def same_sets(rows: Ints, members: Ints, n_rows: int, n_members: int) -> tuple[Ints, Ints]:
    """Rows with the same set of members: (int[n_rows] group of each row, a first row of each group).

    Each member gets two random words of 64 bits, a set the sums of them. Two different sets among a million
    meet with a chance below 1e-26.
    """
    words = np.random.default_rng(2026).integers(0, 2**63, size=(2, n_members), dtype=np.uint64)
    order = np.argsort(rows, kind="stable")
    sums = np.zeros((3, n_rows), dtype=np.uint64)
    sums[2] = np.bincount(rows, minlength=n_rows)
    there = sums[2] > 0
    begins = (np.cumsum(sums[2]) - sums[2]).astype(np.int64)[there]
    for line, word in zip(sums, words, strict=False):
        if len(begins):
            line[there] = np.add.reduceat(word[members[order]], begins)
    ranked = np.lexsort(sums)
    fresh = np.ones(n_rows, dtype=bool)
    fresh[1:] = (sums[:, ranked[1:]] != sums[:, ranked[:-1]]).any(axis=0)
    group = np.empty(n_rows, dtype=np.int64)
    group[ranked] = np.cumsum(fresh) - 1
    return group, ranked[fresh]


def coverage(problem: Problem) -> tuple[Gains, float]:
    """Gains of coverage on top of the fixed sites; second: the weight that the fixed ones add."""
    return _gains(problem, problem.weights[problem.demand], merge=True)


def savings(problem: Problem) -> tuple[Gains, float]:
    """Gains in weight × seconds on top of the fixed sites; second: what the fixed ones save."""
    saved = problem.current_seconds[problem.demand] - problem.seconds
    return _gains(problem, problem.weights[problem.demand] * saved, merge=False)


def _gains(problem: Problem, gain: Floats, *, merge: bool) -> tuple[Gains, float]:
    rows, cols = problem.demand, problem.candidate
    base = np.zeros(problem.n_demand)
    fixed = problem.fixed[cols] & (gain > 0)
    np.maximum.at(base, rows[fixed], gain[fixed])
    gain = gain - base[rows]
    useful = (gain > 1e-12 * base[rows]) & ~problem.fixed[cols] & ~problem.forbidden[cols]
    rows, cols, gain = rows[useful], cols[useful], gain[useful]
    # A pair that is given twice counts with its better gain.
    keys = cols * problem.n_demand + rows
    if (keys[1:] <= keys[:-1]).any():
        order = np.lexsort((-gain, keys))
        rows, cols, gain = rows[order], cols[order], gain[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (cols[1:] != cols[:-1])
    names, cols = np.unique(cols[first], return_inverse=True)
    demand, rows = np.unique(rows[first], return_inverse=True)
    gain, n_rows = gain[first], len(demand)
    if merge and n_rows:
        group, heads = same_sets(rows, cols, n_rows, len(names))
        together = np.bincount(group, problem.weights[demand], minlength=len(heads))
        is_head = np.zeros(n_rows, dtype=bool)
        is_head[heads] = True
        kept = is_head[rows]
        rows, cols, n_rows = group[rows[kept]], cols[kept], len(heads)
        gain = together[rows]
        order = np.lexsort((rows, cols))
        rows, cols, gain = rows[order], cols[order], gain[order]
    return Gains(n_rows, rows, cols, gain, problem.costs[names], names), float(base.sum())
