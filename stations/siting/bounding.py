"""How good can any answer be? A ceiling over all choices, and with it the candidates that cannot matter.

Lagrangian relaxation of "each demand counts once" (Cornuéjols, Fisher & Nemhauser 1977): for any λ ≥ 0

    Σ_i max_{j∈S} g_ij ≤ Σ_i λ_i + Σ_{j∈S} p_j,   p_j = Σ_i max(0, g_ij − λ_i),

so the ``n`` largest prices p_j bound every choice of ``n``. With λ from the greedy choice this is the bound
of submodularity; going down a subgradient brings it to that of the linear relaxation, for the price of a
few passes over the pairs. Every λ gives a true bound, so it may be left at any time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from .greedy import WORK, swap
from .problem import Flags, Floats, Gains, Ints

#: Relative slack of sums in floating point.
EPSILON = 1e-10
#: Exchanges start anew from the relaxation's choice each so many passes.
EXCHANGE_EVERY = 40


@dataclass
class Pick:
    """The best choice for given prices: its bound, its columns, and the price a column has to beat."""

    bound: float
    columns: Ints
    prices: Floats
    threshold: float
    runner_up: float


@dataclass
class Ceiling:
    """``gains``: the columns that a better choice may contain; ``must``: those that it has to contain.

    ``bound``: no choice is worth more. ``chosen``: names of the best choice met, worth ``value``.
    With a goal: fewer columns than ``fewest``, or for less than ``cheapest``, cannot be worth it.
    """

    gains: Gains
    must: Flags
    bound: float
    chosen: Ints
    value: float
    fewest: int = 0
    cheapest: float = 0.0


def pick(prices: Floats, constant: float, n: int, costs: Floats, budget: float | None) -> Pick:
    """At most ``n`` columns of the largest price; a budget is priced in by its own multiplier, bisected."""
    found = _pick(prices, constant, n)
    if budget is None or costs[found.columns].sum() <= budget or not costs.any():
        return found
    low, high = 0.0, float((prices[costs > 0] / costs[costs > 0]).max())
    for _ in range(25):
        rate = (low + high) / 2
        here = _pick(prices - rate * costs, constant + rate * budget, n)
        if here.bound < found.bound:
            found = here
        if costs[here.columns].sum() > budget:
            low = rate
        else:
            high = rate
    return found


def _pick(prices: Floats, constant: float, n: int) -> Pick:
    if n < len(prices):
        order = np.argpartition(-prices, [n - 1, n] if n else [0])
        columns, rest = order[:n], prices[order[n]]
    else:
        columns, rest = np.arange(len(prices)), 0.0
    threshold = max(0.0, float(prices[columns].min())) if len(columns) == n and n else 0.0
    columns = columns[prices[columns] > 0]
    bound = constant + float(prices[columns].sum())
    return Pick(bound, columns, prices, threshold, max(0.0, float(rest)))


def price(gains: Gains, multipliers: Floats) -> Floats:
    """float[n_cols]: p_j of the module's formula."""
    over = gains.gain - multipliers[gains.rows]
    np.maximum(over, 0, out=over)
    return np.bincount(gains.cols, over, minlength=gains.n_cols)


def grain(gains: Gains) -> float:
    """The largest number of which every gain is a multiple where all are whole, otherwise 0."""
    if not len(gains.gain) or gains.gain.max() > 2**50 or (gains.gain != np.round(gains.gain)).any():
        return 0.0
    return float(np.gcd.reduce(gains.gain.astype(np.int64)))


def tighten(
    gains: Gains,
    n: int,
    budget: float | None,
    chosen: Ints,
    value: float,
    deadline: float,
    *,
    goal: float | None = None,
    gap: float = 0.0,
    passes: int = 600,
) -> Ceiling:
    """Lower the ceiling over all choices of ``n`` columns and drop columns that no better choice contains.

    ``chosen`` (columns) worth ``value`` is where it starts. With a ``goal`` the question is only whether some
    choice is worth that much: it ends as soon as one is met or the ceiling lies below it.
    """
    unit = grain(gains)
    names, multipliers = gains.names[chosen], gains.reached(chosen)
    lowest, bests = np.inf, (multipliers, None)
    direction = np.zeros(gains.n_rows)
    pace, idle = 1.0, 0
    must = np.zeros(gains.n_cols, dtype=bool)
    for turn in range(passes):
        found = pick(price(gains, multipliers), float(multipliers.sum()), n, gains.costs, budget)
        pairs = gains.pairs_of(found.columns)
        rows = gains.rows[pairs]
        counted = gains.gain[pairs] > multipliers[rows]
        if budget is None or gains.costs[found.columns].sum() <= budget:
            here, worth = found.columns, float(gains.reached(found.columns).sum())
            if turn % EXCHANGE_EVERY == EXCHANGE_EVERY - 1:
                here, worth = swap(gains, here, n, budget, deadline, work=WORK // 20)
            if worth > value * (1 + EPSILON):
                value, names = worth, gains.names[here]
        idle += 1
        if found.bound < lowest:
            if found.bound < lowest - 1e-4 * (lowest - value):
                idle = 0
            lowest, bests = found.bound, (multipliers, found)
        wanted = _wanted(value, goal, unit)
        if lowest < wanted or (goal is not None and value >= goal) or lowest - value <= gap * value:
            break
        if idle >= 12:
            pace, idle = pace / 2, 0
            multipliers, found = bests
            direction[:] = 0
            if pace < 2e-3:
                break
            continue
        if time.monotonic() > deadline:
            break
        if turn % 20 == 19 and bests[1] is not None:
            stay = _staying(bests[1], wanted)
            if stay.sum() < 0.8 * gains.n_cols:
                gains, left = gains.only(stay)
                multipliers, direction = multipliers[left], direction[left]
                lowest, bests, idle = lowest, (bests[0][left], None), 0
                continue
        slope = 1.0 - np.bincount(rows[counted], minlength=gains.n_rows)
        slope[(multipliers <= 0) & (slope > 0)] = 0
        direction = slope + 0.6 * direction
        length = float(direction @ direction)
        if length == 0:
            break
        target = max(value, 0.0) if goal is None else min(goal, found.bound)
        step = pace * max(found.bound - target, 1e-6 * found.bound) / length
        multipliers = np.maximum(multipliers - step * direction, 0)
    multipliers = bests[0]
    final = pick(price(gains, multipliers), float(multipliers.sum()), n, gains.costs, budget)
    lowest = min(lowest, final.bound)
    wanted = _wanted(value, goal, unit)
    stay = _staying(final, wanted)
    must = _needed(final, wanted)[stay]
    fewest, cheapest = 0, 0.0
    if goal is not None:
        prices, constant = price(gains, multipliers), float(multipliers.sum())
        # Prices without the budget's part: what k columns could be worth at most, for each k.
        steps = constant + np.cumsum(-np.sort(-prices))
        fewest = 1 + int(np.searchsorted(steps, wanted))
        if budget is not None:
            cheapest = _cheapest(prices, constant, n, gains.costs, (0.0, budget), wanted)
    gains, _ = gains.only(stay)
    return Ceiling(gains, must, max(lowest, value), names, value, fewest, cheapest)


def _cheapest(
    prices: Floats, constant: float, n: int, costs: Floats, between: tuple[float, float], wanted: float
) -> float:
    """A budget with which the bound still stays below ``wanted``, bisected ``between`` two."""
    low, high = between
    for _ in range(15):
        middle = (low + high) / 2
        if pick(prices, constant, n, costs, middle).bound < wanted:
            low = middle
        else:
            high = middle
    return low


def _wanted(value: float, goal: float | None, unit: float) -> float:
    """What a choice must be worth to be of interest, a little below for sums in floating point."""
    if goal is not None:
        return goal * (1 - EPSILON)
    return value + max(unit * (1 - 1e-6), EPSILON * value) - EPSILON * value


def _staying(found: Pick, wanted: float) -> Flags:
    """Columns that a choice worth ``wanted`` can contain: the bound with the column forced in."""
    chosen = np.zeros(len(found.prices), dtype=bool)
    chosen[found.columns] = True
    return chosen | (found.bound - found.threshold + found.prices >= wanted)


def _needed(found: Pick, wanted: float) -> Flags:
    """Columns that a choice worth ``wanted`` has to contain: the bound with the column forced out."""
    needed = np.zeros(len(found.prices), dtype=bool)
    needed[found.columns] = found.bound - found.prices[found.columns] + found.runner_up < wanted
    return needed
