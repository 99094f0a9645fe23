"""How few sites are enough? The fewest that cover a share, then the least cost among those."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from .bounding import EPSILON, grain, tighten
from .greedy import greedy
from .model import Core
from .problem import BadSiting, Gains, Ints, OutOfReach, Problem, Siting, coverage
from .solving import LIMIT, PROVEN, in_order, left_of, most, refuse, unproven, with_fixed

#: A share counts as reached where this part of the total is missing: sums in floating point.
MISSING = 1e-9


@dataclass
class Search:
    """``chosen``: names of the best known sites beside the fixed ones, each question's lower bound."""

    gains: Gains
    goal: float
    need: float
    budget: float | None
    chosen: Ints
    least_count: int = 0
    least_cost: float = 0.0

    def columns(self) -> Ints:
        return np.searchsorted(self.gains.names, np.sort(self.chosen))

    def cost(self) -> float:
        return float(self.gains.costs[self.columns()].sum())

    def reached(self, gains: Gains, columns: Ints) -> bool:
        return float(gains.reached(columns).sum()) >= self.goal * (1 - EPSILON)


def fewest_sites(
    problem: Problem, share: float, already: float, total: float, *, limit: float = LIMIT
) -> Siting:
    """The fewest candidates, then the cheapest of as few, with which ``share`` percent of ``total`` is
    covered.

    ``already``: weight that existing stations cover (it is not in ``weights``); ``total``: weight of
    everyone, in the same unit. Fixed sites are in the answer and in its count; a budget is kept. Raises
    :class:`OutOfReach` with the largest reachable share, otherwise :class:`BadSiting`.
    """
    began = time.monotonic()
    if not 0 < share <= 100:
        raise BadSiting("目标比例要大于 0、不超过 100%。")
    refuse(problem)
    if not (np.isfinite(already) and np.isfinite(total) and already >= 0 and total > 0):
        raise BadSiting("住户总数必须大于 0，已覆盖的不能小于 0。")
    gains, base = coverage(problem)
    rest = share / 100 * total - already - base - MISSING * total
    search = Search(gains, max(rest, 0.0), rest, left_of(problem), np.zeros(0, dtype=np.int64))
    if rest > 0:
        if unit := grain(gains):
            # Whole weights reach a whole number or miss it by a whole one: no tolerance can blur that.
            search.goal = math.ceil(rest / unit) * unit
            search.need = search.goal - unit / 2
        deadline = began + limit
        _first(search, share, (already + base) / total, total, deadline)
        costly = len(np.unique(gains.costs)) > 1
        _fewer(search, began + (0.7 * limit if costly else limit))
        if costly:
            _cheaper(search, deadline)
    return _answer(problem, search, began, costly=rest > 0 and costly)


def _first(search: Search, share: float, covered: float, total: float, deadline: float) -> None:
    """Any sites that are enough, or the refusal. ``covered``: share of ``total`` without them."""
    gains = search.gains
    columns, added = greedy(gains, gains.n_cols, None, search.goal * (1 - EPSILON))
    if search.reached(gains, columns) and _within(search, gains, columns):
        search.chosen = gains.names[columns]
        return
    if search.budget is None:
        largest = bound = float(added.sum())
    else:
        search.chosen, largest, bound = most(gains, gains.n_cols, search.budget, deadline, 0.0, 0.0)
    if largest >= search.goal * (1 - EPSILON):
        return
    # Rounded down, so that the share named can be asked for.
    percent = 100 * (covered + largest / total)
    shown = f"{math.floor(percent * 10 + 1e-6) / 10:g}%"
    means = "可选地点全部用上" if search.budget is None else "在预算内"
    if bound >= search.goal:
        raise BadSiting(f"时限内没有找到覆盖 {share:g}% 的办法，{means}目前找到的最多是 {shown}。")
    raise OutOfReach(f"覆盖不到 {share:g}%：{means}，最多也只能覆盖 {shown}。", percent)


def _within(search: Search, gains: Gains, columns: Ints) -> bool:
    return search.budget is None or gains.costs[columns].sum() <= search.budget * (1 + 1e-9)


def _fewer(search: Search, deadline: float) -> None:
    """One site fewer again and again, until that is shown to be impossible or the time is over."""
    gains = search.gains
    search.least_count = 1
    while (count := len(search.chosen) - 1) >= search.least_count:
        columns, value = search.columns(), 0.0
        ceiling = tighten(gains, count, search.budget, columns, value, deadline, goal=search.goal)
        if ceiling.value >= search.goal * (1 - EPSILON):
            search.chosen = ceiling.chosen
            continue
        if ceiling.bound < search.goal * (1 - EPSILON):
            search.least_count = count + 1
            return
        search.least_count = max(search.least_count, min(ceiling.fewest, count + 1))
        core = Core(ceiling.gains, ceiling.must, search.budget)
        ones = np.ones(ceiling.gains.n_cols)
        solved = core.least(ones, (search.least_count, count), search.need, None, deadline)
        if np.isfinite(solved.bound):
            search.least_count = max(search.least_count, math.ceil(solved.bound - 1e-6))
        found = solved.columns
        if found is not None and search.reached(core.gains, found) and _within(search, core.gains, found):
            search.chosen = core.gains.names[found]
            if not solved.closed:
                return
        else:
            if solved.closed and found is None:
                search.least_count = count + 1
            return


def _cheaper(search: Search, deadline: float) -> None:
    """As many sites for less, until that is shown to be impossible or the time is over."""
    gains, count = search.gains, len(search.chosen)
    while (cost := search.cost()) > search.least_cost:
        below = cost * (1 - 1e-9)
        ceiling = tighten(gains, count, below, search.columns(), 0.0, deadline, goal=search.goal)
        if ceiling.value >= search.goal * (1 - EPSILON):
            search.chosen = ceiling.chosen
            continue
        if ceiling.bound < search.goal * (1 - EPSILON):
            search.least_cost = cost
            return
        search.least_cost = min(cost, max(search.least_cost, ceiling.cheapest))
        core = Core(ceiling.gains, ceiling.must, below)
        solved = core.least(core.gains.costs, (0, count), search.need, None, deadline)
        found = solved.columns
        if np.isfinite(solved.bound):
            search.least_cost = min(cost, max(search.least_cost, solved.bound))
        if found is not None and search.reached(core.gains, found) and core.gains.costs[found].sum() < cost:
            search.chosen = core.gains.names[found]
            if solved.closed:
                search.least_cost = search.cost()
        elif solved.closed and found is None:
            search.least_cost = cost
        return


def _answer(problem: Problem, search: Search, began: float, *, costly: bool) -> Siting:
    order, added = in_order(problem, with_fixed(problem, search.chosen))
    fixed, value = int(problem.fixed.sum()), float(len(order))
    bound = min(value, float(fixed + (search.least_count if len(search.chosen) else 0)))
    cost = float(problem.costs[list(order)].sum())
    gap = (value - bound) / value if value else 0.0
    seconds = time.monotonic() - began
    message = "已证明最优" if not gap else unproven(seconds, gap)
    if not gap and costly:
        fixed_cost = float(problem.costs[problem.fixed].sum())
        gap = (cost - fixed_cost - search.least_cost) / cost if cost else 0.0
        if gap > PROVEN:
            message = f"处数已证明最少；费用离最低最多差 {math.ceil(gap * 1000) / 10:g}%"
        else:
            gap = 0.0
    if not order:
        message = "现有站点已经达到，不需要新建"
    return Siting(order, added, float(sum(added)), value, bound, gap, gap == 0, cost, seconds, message)
