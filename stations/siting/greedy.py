"""Good answers at once: the best next site again and again, then exchanges of one for one."""

from __future__ import annotations

import time

import numpy as np

from .problem import Floats, Gains, Ints

#: Below this share of the largest gain a gain is noise of floating-point sums.
NOISE = 1e-11
#: Exchanges weighed at once, and newcomers among them at least.
CELLS, NEWCOMERS = 8_000_000, 400
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
    """Exchange chosen columns for others until no exchange of one for one helps; (columns, value).

    All exchanges are weighed at once: gain of the newcomer − loss of the leaver + what the newcomer saves of
    that loss (Resende & Werneck 2004, "On the implementation of a swap-based local search procedure for the
    p-median problem"); of those, the best ones that touch different rows are made together. Where fewer than
    ``n`` are chosen, the best affordable newcomer comes in for nobody. ``work``: pairs that may be looked at.
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
        slack = np.inf if budget is None else budget - gains.costs[chosen].sum()
        if len(chosen) < n:
            alone = np.where(gains.costs <= slack, comes, -np.inf)
            if alone[column := int(alone.argmax())] > 1e-9 * value:
                chosen = np.append(chosen, column)
                value = float(gains.reached(chosen).sum())
                continue
        profit, newcomer = _exchanges(gains, chosen, comes, (best, second, holder), slack)
        before = chosen.copy()
        touched = np.zeros(gains.n_rows, dtype=bool)
        for leaver in np.argsort(-profit, kind="stable"):
            if profit[leaver] <= 1e-9 * value:
                break
            pair = np.array([newcomer[leaver], chosen[leaver]])
            extra = float(gains.costs[pair[0]] - gains.costs[pair[1]])
            rows = gains.rows[gains.pairs_of(pair)]
            if extra <= slack and not touched[rows].any():
                touched[rows] = True
                chosen[leaver] = pair[0]
                slack -= extra
        now = float(gains.reached(chosen).sum())
        if now <= value * (1 + 1e-12):
            return before, value
        value = now
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


def _exchanges(
    gains: Gains, chosen: Ints, comes: Floats, state: tuple[Floats, Floats, Ints], slack: float
) -> tuple[Floats, Ints]:
    """For each of ``chosen``: (profit of its best exchange, the column that comes for it).

    ``comes`` float[n_cols]: what a newcomer adds, −∞ for the chosen; ``state`` of :func:`_two_best`.
    """
    best, second, holder = state
    n = len(chosen)
    held = holder >= 0
    leaves = np.bincount(holder[held], (best - second)[held], minlength=n)
    soft = np.minimum(gains.gain, best[gains.rows]) - second[gains.rows]
    softer = np.flatnonzero((soft > 0) & held[gains.rows] & np.isfinite(comes[gains.cols]))
    cols, soft = gains.cols[softer], soft[softer]
    # A table of newcomers × leavers, of the most promising newcomers where it would be large.
    likely = np.flatnonzero(np.isfinite(comes))
    room = max(NEWCOMERS, CELLS // n)
    if len(likely) > room:
        promise = comes[likely] + np.bincount(cols, soft, minlength=gains.n_cols)[likely]
        likely = np.sort(likely[np.argpartition(-promise, room)[:room]])
    if not len(likely):
        return np.zeros(n), np.zeros(n, dtype=np.int64)
    line = np.full(gains.n_cols, -1)
    line[likely] = np.arange(len(likely))
    inside = line[cols] >= 0
    keys = line[cols[inside]] * n + holder[gains.rows[softer[inside]]]
    table = np.bincount(keys, soft[inside], minlength=len(likely) * n).reshape(len(likely), n)
    table = table + comes[likely][:, None]
    if np.isfinite(slack):
        table[gains.costs[likely][:, None] - gains.costs[chosen][None, :] > slack] = -np.inf
    line = table.argmax(axis=0)
    return table[line, np.arange(n)] - leaves, likely[line]
