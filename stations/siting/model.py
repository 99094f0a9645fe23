"""The exact part: what the ceiling left over, as a mixed-integer programme for HiGHS.

Coverage is the model of Church & ReVelle (1974): y_i ≤ Σ_{j reaches i} x_j. The mean walk becomes the same
model with several demands in place of one (the radius formulation of García, Labbé & Marín 2011): one for
each step of the gain, reached by all sites that are at least as good. It is as tight as the classical
p-median model and has far fewer rows once equal sets are put together.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from .problem import Flags, Floats, Gains, Ints, same_sets, spans

#: Entries of the matrix above which a model would not be solved in a minute anyway.
LARGEST = 12_000_000


@dataclass(frozen=True)
class Sets:
    """Demands to be covered: set ``sets[k]`` is reached by column ``cols[k]``; ``weights`` one a set."""

    sets: Ints
    cols: Ints
    weights: Floats

    @classmethod
    def of(cls, gains: Gains) -> Sets | None:
        """One set for each step of each row's gain, equal ones together; None where they are too many."""
        order = np.lexsort((gains.cols, -gains.gain, gains.rows))
        rows, cols, gain = gains.rows[order], gains.cols[order], gains.gain[order]
        worse = np.zeros(len(rows))
        worse[:-1] = np.where(rows[:-1] == rows[1:], gain[1:], 0.0)
        steps = np.flatnonzero(gain - worse > 1e-12 * gain)
        begins = gains.row_starts[rows[steps]]
        if (steps + 1 - begins).sum() > LARGEST:
            return None
        members = spans_between(begins, steps + 1)
        owner = np.repeat(np.arange(len(steps)), steps + 1 - begins)
        cols = cols[members]
        group, heads = same_sets(owner, cols, len(steps), gains.n_cols)
        weights = np.bincount(group, (gain - worse)[steps], minlength=len(heads))
        is_head = np.zeros(len(steps), dtype=bool)
        is_head[heads] = True
        kept = is_head[owner]
        return cls(group[owner[kept]], cols[kept], weights)


def spans_between(begins: Ints, ends: Ints) -> Ints:
    """Positions of all half-open spans ``begins[k]`` … ``ends[k]``, one span after another."""
    edges = np.ravel(np.column_stack([begins, ends]))
    return spans(edges, 2 * np.arange(len(begins)))


@dataclass(frozen=True)
class Solved:
    """``columns``: the best found, None where none was; ``bound`` on the objective; ``closed``: proven."""

    columns: Ints | None
    bound: float
    closed: bool


class Quiet(highspy.Highs):
    """HiGHS without its banner on standard output, where a command may be writing JSON."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Core:
    """The model over the columns of ``gains``; solved for the most gain or for the least cost."""

    def __init__(self, gains: Gains, must: Flags, budget: float | None) -> None:
        self.gains, self.must, self.budget = gains, must, budget
        self.sets: Sets | None = None

    def most(self, n: int, start: Ints | None, deadline: float, gap: float) -> Solved:
        """At most ``n`` columns with the largest gain. ``start``: columns of a known choice."""
        return self._solve(np.zeros(self.gains.n_cols), (0, n), None, start, deadline, gap)

    def least(
        self, prices: Floats, count: tuple[int, int], need: float, start: Ints | None, deadline: float
    ) -> Solved:
        """The cheapest columns (``prices`` one a column) worth ``need``, between ``count`` many."""
        return self._solve(prices, count, need, start, deadline, 0.0)

    def _solve(
        self,
        prices: Floats,
        count: tuple[int, int],
        need: float | None,
        start: Ints | None,
        deadline: float,
        gap: float,
    ) -> Solved:
        unknown = Solved(None, np.inf if need is None else -np.inf, False)
        if deadline - time.monotonic() > 0.05:
            self.sets = Sets.of(self.gains)
        if self.sets is None:
            return unknown
        lp, scale, many = self._programme(prices, count, need)
        left = max(0.0, deadline - time.monotonic())
        highs = Quiet()
        options = {"time_limit": left, "mip_rel_gap": gap, "mip_abs_gap": 0.0}
        # Not "threads": the pool belongs to the process, and HiGHS fails where another caller sized it.
        options |= {"parallel": "off", "random_seed": 2026, "mip_feasibility_tolerance": 1e-9}
        for name, value in options.items():
            highs.setOptionValue(name, value)
        highs.passModel(lp)
        if start is not None:
            reached = np.zeros(len(self.sets.weights), dtype=bool)
            chosen = np.zeros(self.gains.n_cols, dtype=bool)
            chosen[start] = True
            reached[self.sets.sets[chosen[self.sets.cols]]] = True
            known = np.concatenate([chosen, reached[many]]).astype(float)
            highs.setSolution(len(known), np.arange(len(known), dtype=np.int32), known)
        if highs.run() == highspy.HighsStatus.kError:
            return unknown
        status, info = highs.getModelStatus(), highs.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Solved(None, -np.inf if need is None else np.inf, True)
        if not info.valid:
            return unknown
        bound = float(info.mip_dual_bound) * scale
        columns = None
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            values = np.array(highs.getSolution().col_value[: self.gains.n_cols])
            columns = np.flatnonzero(values > 0.5)
        closed = status == highspy.HighsModelStatus.kOptimal and gap == 0
        return Solved(columns, bound, closed)

    def _programme(
        self, prices: Floats, count: tuple[int, int], need: float | None
    ) -> tuple[highspy.HighsLp, float, Flags]:
        """(the programme, its objective's unit, bool for each set: has a variable)."""
        sets, m = self.sets, self.gains.n_cols
        size = np.bincount(sets.sets, minlength=len(sets.weights))
        many = size > 1
        # A set that one column reaches needs no variable of its own.
        single = ~many[sets.sets]
        alone = np.bincount(sets.cols[single], sets.weights[sets.sets[single]], minlength=m)
        number = np.cumsum(many) - 1
        pairs = np.flatnonzero(~single)
        pairs = pairs[np.argsort(sets.sets[pairs], kind="stable")]
        covers, weights = int(many.sum()), sets.weights[many]
        worth = np.concatenate([alone, weights])
        scale = float(worth.max(initial=1.0)) or 1.0
        # Rows: y − Σ x ≤ 0 for each set, number of sites, cost, gain.
        owners = np.concatenate([number[sets.sets[pairs]], np.arange(covers), np.full(m, covers)])
        columns = np.concatenate([sets.cols[pairs], m + np.arange(covers), np.arange(m)])
        values = np.concatenate([np.full(len(pairs), -1.0), np.ones(covers), np.ones(m)])
        lower, upper = np.full(covers + 1, -np.inf), np.zeros(covers + 1)
        lower[covers], upper[covers] = count
        rows = covers + 1
        if self.budget is not None:
            owners = np.concatenate([owners, np.full(m, rows)])
            columns = np.concatenate([columns, np.arange(m)])
            values = np.concatenate([values, self.gains.costs])
            lower, upper, rows = np.append(lower, -np.inf), np.append(upper, self.budget), rows + 1
        if need is not None:
            owners = np.concatenate([owners, np.full(m + covers, rows)])
            columns = np.concatenate([columns, np.arange(m + covers)])
            values = np.concatenate([values, worth / scale])
            lower, upper, rows = np.append(lower, need / scale), np.append(upper, np.inf), rows + 1
        order = np.lexsort((columns, owners))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = m + covers, rows
        if need is None:
            lp.sense_ = highspy.ObjSense.kMaximize
            lp.col_cost_ = worth / scale
        else:
            scale = float(prices.max(initial=1.0)) or 1.0
            lp.col_cost_ = np.concatenate([prices / scale, np.zeros(covers)])
        lp.col_lower_ = np.concatenate([self.must.astype(float), np.zeros(covers)])
        lp.col_upper_ = np.ones(m + covers)
        lp.row_lower_, lp.row_upper_ = lower, upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = m + covers, rows
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=rows))])
        lp.a_matrix_.index_ = columns[order]
        lp.a_matrix_.value_ = values[order]
        whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [whole] * m + [free] * covers
        return lp, scale, many
