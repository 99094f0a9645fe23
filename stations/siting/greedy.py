"""Good answers at once: the best next site again and again, then exchanges of one for one."""

from __future__ import annotations

import time

import numpy as np

from .problem import Floats, Gains, Ints

#: Below this share of the largest gain a gain is noise of floating-point sums.
NOISE = 1e-11
#: Newcomers weighed in an exchange: those that add most. All of them on the size of a street.
NEWCOMERS = 400
#: Pairs looked at by all rounds of exchanges together, so that large problems get fewer rounds.
WORK = 100_000_000


def greedy(
    gains: Gains, n: int, budget: float | None = None, goal: float = np.inf, *, by_cost: bool = False
) -> tuple[Ints, Floats]:
    """(columns in the order chosen, what each added); stops at ``n``, at ``goal`` or when nothing adds.

    At least 1 − 1/e of the best without a budget (Nemhauser, Wolsey & Fisher 1978). ``by_cost`` ranks by
    gain for each unit of cost. Ties go to the lowest column.
    """
    best = np.zeros(gains.n_rows)
    more = np.bincount(gains.cols, gains.gain, minlength=gains.n_cols)
    least = NOISE * more.max(initial=0.0)
    left = np.inf if budget is None else budget
    per = np.maximum(gains.costs, 1e-9) if by_cost else 1.0
    open_ = np.ones(gains.n_cols, dtype=bool)
    chosen: list[int] = []
    added: list[float] = []
    reached = 0.0
    while len(chosen) < n and reached < goal:
        ranked = np.where(open_ & (gains.costs <= left) & (more > least), more / per, -1.0)
        column = int(ranked.argmax()) if len(ranked) else 0
        if not len(ranked) or ranked[column] < 0:
            break
        pairs = slice(gains.starts[column], gains.starts[column + 1])
        rows, gain = gains.rows[pairs], gains.gain[pairs]
        better = gain > best[rows]
        rows, gain = rows[better], gain[better]
        old = best[rows]
        near = gains.pairs_at(rows)
        many = gains.row_starts[rows + 1] - gains.row_starts[rows]
        theirs = gains.gain[near]
        loss = np.maximum(theirs - np.repeat(old, many), 0) - np.maximum(theirs - np.repeat(gain, many), 0)
        more -= np.bincount(gains.cols[near], loss, minlength=gains.n_cols)
        best[rows] = gain
        open_[column] = False
        left -= gains.costs[column]
        chosen.append(column)
        added.append(float((gain - old).sum()))
        reached += added[-1]
    return np.array(chosen, dtype=np.int64), np.array(added)


def start(gains: Gains, n: int, budget: float | None, deadline: float) -> tuple[Ints, float]:
    """(columns, value) of the better greedy, improved by exchanges."""
    found = [greedy(gains, n, budget)]
    if budget is not None:
        found.append(greedy(gains, n, budget, by_cost=True))
    chosen = max(found, key=lambda answer: answer[1].sum())[0]
    return swap(gains, chosen, n, budget, deadline)


def swap(
    gains: Gains, chosen: Ints, n: int, budget: float | None, deadline: float, work: int = WORK
) -> tuple[Ints, float]:
    """The best exchange of a chosen column for another, until none helps; (columns, value).

    All exchanges are weighed at once: gain of the newcomer − loss of the leaver + what the newcomer saves
    of that loss (Resende & Werneck 2004, "On the implementation of a swap-based local search procedure for
    the p-median problem"). ``work``: pairs that may be looked at, one pass over all for each round. Where
    fewer than ``n`` are chosen, the best affordable newcomer comes in for nobody.
    """
    chosen = np.array(chosen, dtype=np.int64)
    value = float(gains.reached(chosen).sum())
    for _ in range(5 + work // (1 + len(gains.gain))):
        if not len(chosen) or time.monotonic() > deadline:
            break
        best, second, holder = _two_best(gains, chosen)
        over = np.maximum(gains.gain - best[gains.rows], 0)
        comes = np.bincount(gains.cols, over, minlength=gains.n_cols)
        comes[chosen] = -np.inf
        held = holder >= 0
        leaves = np.bincount(holder[held], (best - second)[held], minlength=len(chosen))
        slack = np.inf if budget is None else budget - gains.costs[chosen].sum()
        move = _best_exchange(gains, chosen, comes, leaves, (best, second, holder), slack)
        if len(chosen) < n:
            alone = np.where(gains.costs <= slack, comes, -np.inf)
            if (column := int(alone.argmax())) >= 0 and alone[column] > move[0]:
                move = (float(alone[column]), column, -1)
        if move[0] <= 1e-9 * value:
            break
        _, newcomer, leaver = move
        chosen = np.append(chosen, newcomer) if leaver < 0 else np.where(chosen == leaver, newcomer, chosen)
        value = float(gains.reached(chosen).sum())
    return chosen, value


def _two_best(gains: Gains, chosen: Ints) -> tuple[Floats, Floats, Ints]:
    """float[n_rows] best and second-best gain under ``chosen``, int[n_rows] whose the best is (or −1)."""
    best, second = np.zeros(gains.n_rows), np.zeros(gains.n_rows)
    holder = np.full(gains.n_rows, -1)
    pairs = gains.pairs_of(chosen)
    owner = np.repeat(np.arange(len(chosen)), gains.starts[chosen + 1] - gains.starts[chosen])
    order = np.lexsort((owner, -gains.gain[pairs], gains.rows[pairs]))
    rows, gain, owner = gains.rows[pairs][order], gains.gain[pairs][order], owner[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = rows[1:] != rows[:-1]
    best[rows[first]], holder[rows[first]] = gain[first], owner[first]
    next_ = np.flatnonzero(first[:-1] & ~first[1:]) + 1
    second[rows[next_]] = gain[next_]
    return best, second, holder


def _best_exchange(
    gains: Gains,
    chosen: Ints,
    comes: Floats,
    leaves: Floats,
    state: tuple[Floats, Floats, Ints],
    slack: float,
) -> tuple[float, int, int]:
    """(profit, newcomer, leaver) as columns; (0, −1, −1) where nothing is affordable."""
    best, second, holder = state
    costs = gains.costs
    # Exchanges of columns that share a row: only there a newcomer softens the leaver's loss.
    likely = np.arange(len(comes))
    if len(comes) > NEWCOMERS:
        likely = np.sort(np.argpartition(-comes, NEWCOMERS)[:NEWCOMERS])
    pairs = gains.pairs_of(likely[np.isfinite(comes[likely])])
    rows, cols, gain = gains.rows[pairs], gains.cols[pairs], gains.gain[pairs]
    softer = (gain > second[rows]) & (holder[rows] >= 0)
    rows, cols, gain = rows[softer], cols[softer], gain[softer]
    keys, place = np.unique(cols * len(chosen) + holder[rows], return_inverse=True)
    saved = np.bincount(place, np.minimum(gain, best[rows]) - second[rows], minlength=len(keys))
    newcomer, leaver = keys // len(chosen), keys % len(chosen)
    profit = comes[newcomer] - leaves[leaver] + saved
    profit[costs[newcomer] - costs[chosen[leaver]] > slack] = -np.inf
    found = (0.0, -1, -1)
    if len(profit) and profit[k := int(profit.argmax())] > 0:
        found = (float(profit[k]), int(newcomer[k]), int(chosen[leaver[k]]))
    # And those that share none: the cheapest leaver for which the newcomer is affordable.
    far = comes - leaves.min()
    leaver_far = int(leaves.argmin())
    far[costs - costs[chosen[leaver_far]] > slack] = -np.inf
    if far[k := int(far.argmax())] > found[0]:
        found = (float(far[k]), k, int(chosen[leaver_far]))
    return found
