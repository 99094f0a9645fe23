"""Where should the next stations be? Each question with its best answer and a proof of how good it is.

Every question becomes :class:`.problem.Gains`; a greedy choice with exchanges starts, :mod:`.bounding`
lowers a ceiling over all choices and drops what cannot matter, :mod:`.model` settles the rest exactly.
Whatever the time limit, ``bound`` is a true bound, for each of the three parts gives one.
"""

from __future__ import annotations

import time

import numpy as np

from .bounding import EPSILON, tighten
from .greedy import greedy, start
from .model import Core
from .problem import BadSiting, Flags, Floats, Gains, Ints, Problem, Siting, coverage, savings

#: Seconds after which the best so far is given, unless asked otherwise.
LIMIT = 60.0
#: Relative gap below which a value counts as proven: sums in floating point differ by as much.
PROVEN = 1e-7


def best_sites(problem: Problem, n: int, *, limit: float = LIMIT, gap: float = 0.0) -> Siting:
    """Which ``n`` candidates add the most weight (maximal covering location, Church & ReVelle 1974).

    Fixed candidates count among the ``n``. Fewer than ``n`` come back where no further one adds anything or
    is within the budget. ``limit`` in seconds; it stops early where the relative ``gap`` is reached. Raises
    :class:`BadSiting`.
    """
    began = time.monotonic()
    _refuse(problem, n)
    gains, base = coverage(problem)
    chosen, value, bound = most(gains, n - _fixed(problem), left_of(problem), began + limit, gap, base)
    sites = with_fixed(problem, chosen)
    order, added = in_order(problem, sites)
    value = float(sum(added))
    return _answer(problem, order, added, value, value, max(bound, value), began, short=n)


def least_walk(problem: Problem, n: int, *, limit: float = LIMIT, gap: float = 0.0) -> Siting:
    """Which ``n`` candidates leave the shortest weighted mean walk beside the existing stations (p-median).

    Needs ``seconds`` and ``current_seconds``. A pair matters only where it is shorter than today's walk.
    Otherwise as :func:`best_sites`; ``gap`` is relative to the mean walk.
    """
    began = time.monotonic()
    if problem.seconds is None or problem.current_seconds is None:
        raise ValueError("least_walk needs seconds and current_seconds")
    _refuse(problem, n)
    gains, base = savings(problem)
    today, people = float(problem.weights @ problem.current_seconds), float(problem.weights.sum())
    chosen, _, bound = most(gains, n - _fixed(problem), left_of(problem), began + limit, gap, base, today)
    sites = with_fixed(problem, chosen)
    order, saved = in_order(problem, sites, walk=True)
    total = float(sum(saved))
    mean, floor = (today - total) / people, (today - max(bound, total)) / people
    walk_less = np.zeros(problem.n_demand, dtype=bool)
    shorter = np.isin(problem.candidate, sites) & (problem.seconds < problem.current_seconds[problem.demand])
    walk_less[problem.demand[shorter]] = True
    covered = float(problem.weights[walk_less].sum())
    added = tuple(part / people for part in saved)
    return _answer(problem, order, added, covered, mean, max(0.0, floor), began, short=n)


def most(
    gains: Gains, n: int, budget: float | None, deadline: float, gap: float, base: float, today: float = 0.0
) -> tuple[Ints, float, float]:
    """(candidates besides the fixed ones, value, bound), both with ``base``.

    The gap is relative to the value or, for walks, to what is left of ``today``.
    """
    chosen, value = start(gains, n, budget, deadline)
    names, bound = gains.names[chosen], value
    if n and gains.n_cols:
        whole = (today - base - value) if today else base + value
        loose = gap * whole / value if value else 0.0
        ceiling = tighten(gains, n, budget, chosen, value, deadline, gap=loose)
        names, value, bound = ceiling.chosen, ceiling.value, ceiling.bound
        if bound - value > max(loose, EPSILON) * value and ceiling.gains.n_cols:
            core = Core(ceiling.gains, ceiling.must, budget)
            inside = np.flatnonzero(np.isin(ceiling.gains.names, names))
            known = inside if len(inside) == len(names) else None
            solved = core.most(n, known, deadline, loose)
            if solved.columns is not None:
                here = float(ceiling.gains.reached(solved.columns).sum())
                if here > value and _affordable(ceiling.gains, solved.columns, n, budget):
                    names, value = ceiling.gains.names[solved.columns], here
            # No choice that the core left out is better than the one known before.
            bound = max(value, min(bound, solved.bound))
        elif not ceiling.gains.n_cols:
            bound = value
    return names, base + value, base + bound


def _affordable(gains: Gains, columns: Ints, n: int, budget: float | None) -> bool:
    # The solver keeps a row to within its tolerance only.
    return len(columns) <= n and (budget is None or gains.costs[columns].sum() <= budget + 1e-9 * abs(budget))


def _fixed(problem: Problem) -> int:
    return int(problem.fixed.sum())


def left_of(problem: Problem) -> float | None:
    """What the fixed sites leave of the budget."""
    if problem.budget is None:
        return None
    return max(0.0, problem.budget - float(problem.costs[problem.fixed].sum()))


def with_fixed(problem: Problem, chosen: Ints) -> Ints:
    return np.union1d(np.flatnonzero(problem.fixed), chosen).astype(np.int64)


def in_order(
    problem: Problem, sites: Ints, *, walk: bool = False
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The sites by what each adds to those before it, and that; fixed ones that add nothing come last."""
    only = Problem(
        problem.weights,
        problem.demand,
        problem.candidate,
        problem.costs,
        np.zeros_like(problem.fixed),
        ~np.isin(np.arange(problem.n_candidates), sites),
        None,
        problem.seconds,
        problem.current_seconds,
    )
    gains, _ = (savings if walk else coverage)(only)
    columns, added = greedy(gains, len(sites))
    named = gains.names[columns].tolist()
    idle = [int(site) for site in np.flatnonzero(problem.fixed) if site not in set(named)]
    return tuple(named + idle), tuple(added.tolist() + [0.0] * len(idle))


def _answer(
    problem: Problem,
    order: tuple[int, ...],
    added: tuple[float, ...],
    covered: float,
    value: float,
    bound: float,
    began: float,
    *,
    short: int,
) -> Siting:
    gap = abs(value - bound) / value if value else float(bound > 0)
    proven = gap <= PROVEN
    if proven:
        gap, bound = 0.0, value
    seconds = time.monotonic() - began
    message = "已证明最优" if proven else unproven(seconds, gap)
    if proven and len(order) < short:
        message += f"；只用 {len(order)} 处，再多也不增加" if problem.budget is None else ""
    cost = float(problem.costs[list(order)].sum())
    return Siting(order, added, covered, value, bound, gap, proven, cost, seconds, message)


def unproven(seconds: float, gap: float) -> str:
    # Rounded up: what is printed must be true.
    percent = np.ceil(gap * 1000) / 10
    return f"在 {max(1, round(seconds))} 秒内找到，离最优最多差 {percent:g}%"


def _refuse(problem: Problem, n: int) -> None:
    refuse(problem)
    usable = int((~problem.forbidden).sum())
    if n < 1:
        raise BadSiting("选址的处数至少是 1。")
    if n > usable:
        raise BadSiting(f"可用的地点只有 {usable} 个，选不出 {n} 处。")
    if (fixed := _fixed(problem)) > n:
        raise BadSiting(f"必选的地点有 {fixed} 个，比要选的 {n} 处还多。")


def refuse(problem: Problem) -> None:
    """Raise :class:`BadSiting` for what no question can be asked of."""
    numbers: list[tuple[str, Floats | None]] = [("权重", problem.weights), ("费用", problem.costs)]
    numbers += [("步行时间", problem.seconds), ("步行时间", problem.current_seconds)]
    for name, values in numbers:
        if values is not None and not (np.isfinite(values).all() and (values >= 0).all()):
            raise BadSiting(f"{name}必须是不小于 0 的数。")
    if not problem.n_candidates or problem.forbidden.all():
        raise BadSiting("没有可选的地点。")
    both: Flags = problem.fixed & problem.forbidden
    if both.any():
        raise BadSiting(f"有 {int(both.sum())} 个地点既是必选又是不选。")
    if not problem.weights.sum() > 0:
        raise BadSiting("没有还没覆盖的住户。")
    if problem.budget is not None:
        if not problem.budget >= 0:
            raise BadSiting("预算必须是不小于 0 的数。")
        if (cost := float(problem.costs[problem.fixed].sum())) > problem.budget * (1 + 1e-9):
            raise BadSiting(f"必选的地点要花 {cost:g}，超过预算 {problem.budget:g}。")
