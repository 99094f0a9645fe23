"""Where to open next, beside a plain model of the same question given to HiGHS as it is.

``python bench/siting.py [--sizes 400,2000,20000] [--limit 60]``: homes and candidates are random points of a
square, as many candidates as homes, each within reach of 10 to 40 homes of weight 50 to 3,000 (a street's
density); then harder ones: homes in clusters, 100 to 300 in reach. Seconds include building the model. The
ratio is the plain model's time to ours, "≥" where it was stopped at the limit.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench.table import Table  # noqa: E402
from stations.siting import Problem, Siting, best_sites, fewest_sites, least_walk  # noqa: E402
from stations.siting.model import Quiet  # noqa: E402

#: Seconds, by size; at 20,000 a gap of 1 % will do where the time is over.
AIMS = {400: 0.5, 2000: 2.0, 20_000: 60.0}
NUMBERS = {400: (10, 30), 2000: (10, 50), 20_000: (10, 50, 200)}


@dataclass(frozen=True)
class Town:
    """Homes and candidates of one random town; ``seconds`` of 900 at most."""

    problem: Problem
    reach: float

    @classmethod
    def random(cls, size: int, reach: int, *, clusters: bool = False) -> Town:
        """``size`` homes and candidates in a unit square, each candidate within reach of ``reach`` homes."""
        chance = np.random.default_rng(2026)
        homes, sites = chance.random((size, 2)), chance.random((size, 2))
        if clusters:
            centres = chance.random((max(4, size // 500), 2))
            homes, sites = (
                centres[chance.integers(len(centres), size=size)] + chance.normal(0, 0.02, (size, 2))
                for _ in range(2)
            )
        radius = _radius(homes, sites, reach)
        demand, candidate, metres = _pairs(homes, sites, radius)
        none = np.zeros(size, dtype=bool)
        problem = Problem(
            weights=chance.integers(50, 3001, size),
            demand=demand,
            candidate=candidate,
            costs=np.ones(size),
            fixed=none,
            forbidden=none,
            seconds=np.round(600 * metres / radius),
            current_seconds=np.full(size, 900.0),
        )
        return cls(problem, len(demand) / size)


def _pairs(homes: np.ndarray, sites: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All pairs no farther than ``radius``: (homes, candidates, distance)."""
    order = np.argsort(homes[:, 0])
    edges = np.searchsorted(homes[order, 0], [sites[:, 0] - radius, sites[:, 0] + radius])
    found = []
    for site, (low, high) in enumerate(edges.T):
        near = order[low:high]
        far = np.hypot(*(homes[near] - sites[site]).T)
        inside = far <= radius
        found.append((near[inside], np.full(int(inside.sum()), site), far[inside]))
    demand, candidate, metres = (np.concatenate(part) for part in zip(*found, strict=True))
    return demand, candidate, metres


def _radius(homes: np.ndarray, sites: np.ndarray, reach: int) -> float:
    """The radius within which a candidate has ``reach`` homes on average."""
    few = sites[:: max(1, len(sites) // 200)]
    far = np.sort(np.hypot(*(homes[:, None, :] - few[None, :, :]).T), axis=None)
    return float(far[reach * len(few)])


def plain(problem: Problem, n: int, limit: float, *, walk: bool) -> tuple[float, float]:
    """(seconds, best objective) of the textbook model with HiGHS's own settings.

    Coverage: y_i ≤ Σ x_j. Walk: p-median by assignment, y_ij ≤ x_j and Σ_j y_ij ≤ 1.
    """
    began = time.perf_counter()
    sites, pairs, homes = problem.n_candidates, len(problem.demand), problem.n_demand
    every = np.arange(pairs)
    if walk:
        worth = problem.weights[problem.demand] * (900.0 - problem.seconds)
        rows = np.concatenate([every, every, pairs + problem.demand])
        cols = np.concatenate([sites + every, problem.candidate, sites + every])
        values = np.concatenate([np.ones(pairs), -np.ones(pairs), np.ones(pairs)])
        upper = np.concatenate([np.zeros(pairs), np.ones(homes)])
    else:
        worth = problem.weights
        rows = np.concatenate([problem.demand, np.arange(homes)])
        cols = np.concatenate([problem.candidate, sites + np.arange(homes)])
        values = np.concatenate([-np.ones(pairs), np.ones(homes)])
        upper = np.zeros(homes)
    rows = np.concatenate([rows, np.full(sites, len(upper))])
    cols = np.concatenate([cols, np.arange(sites)])
    values = np.concatenate([values, np.ones(sites)])
    upper = np.append(upper, n)
    order = np.argsort(rows, kind="stable")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = sites + len(worth), len(upper)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate([np.zeros(sites), worth])
    lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.ones(lp.num_col_)
    lp.row_lower_, lp.row_upper_ = np.full(lp.num_row_, -np.inf), upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(rows))])
    lp.a_matrix_.index_, lp.a_matrix_.value_ = cols[order], values[order]
    whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole] * sites + [free] * len(worth)
    highs = Quiet()
    highs.setOptionValue("time_limit", limit)
    highs.passModel(lp)
    highs.run()
    return time.perf_counter() - began, float(highs.getInfo().objective_function_value)


def report(table: Table, what: str, found: Siting, size: int, limit: float, plainly: float | None) -> None:
    text = f"{found.seconds:.2f} s  gap {100 * found.gap:.3f} %  {'proven' if found.proven else 'not proven'}"
    if plainly is not None:
        text += f"  {'≥ ' if plainly >= limit else ''}{plainly / found.seconds:.1f}×"
    aim = AIMS.get(size)
    reached = None if aim is None else found.seconds <= aim or (size > 2000 and found.gap <= 0.01)
    table.line(what, text, aim="" if aim is None else f"≤ {aim:g} s", reached=reached)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="400,2000,20000", help="homes, as many candidates")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each solution, ours and plain")
    parser.add_argument(
        "--plain-up-to", type=int, default=2000, help="the largest size given to the plain model"
    )
    asked = parser.parse_args()
    table = Table()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for size in (int(size) for size in asked.sizes.split(",")):
        for reach, clusters in ((10, False), (25, False), (40, False), (150, True)):
            if clusters and size < 2000:
                continue
            town = Town.random(size, reach, clusters=clusters)
            table.title(f"{size:,} homes, {town.reach:.0f} in reach{', in clusters' if clusters else ''}")
            questions(table, town, size, asked.limit, compare=size <= asked.plain_up_to, hard=clusters)
    print("\n" + (f"Above the aim: {'; '.join(table.missed)}" if table.missed else "Every aim was reached."))


def questions(table: Table, town: Town, size: int, limit: float, *, compare: bool, hard: bool) -> None:
    problem, aimed = town.problem, 0 if hard else size
    for n in NUMBERS.get(size, (10, 50)):
        for solve in (best_sites, least_walk):
            found, plainly = solve(problem, n, limit=limit), None
            if compare:
                plainly, _ = plain(problem, n, limit, walk=solve is least_walk)
            report(table, f"{solve.__name__}, n = {n}", found, aimed, limit, plainly)
    share, total = 30, float(problem.weights.sum())
    found = fewest_sites(problem, share, 0, total, limit=limit)
    report(table, f"fewest_sites, {share} % → {found.value:.0f} sites", found, aimed, limit, None)


if __name__ == "__main__":
    main()
