"""Sizes that nobody can try out: the same values as the textbook model, solved as it stands."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import pytest

from stations.siting import Problem, best_sites, fewest_sites, least_walk
from stations.siting.model import Quiet

from .test_limits import town

SEEDS = range(2)


def plain(asked: Problem, *, n: int | None = None, need: float = 0, walk: bool = False) -> float:
    """Most weight with ``n`` sites (or weight × seconds saved), or without ``n`` the fewest for ``need``."""
    highs = Quiet()
    highs.setOptionValue("mip_rel_gap", 0.0)
    pairs = list(zip(asked.demand.tolist(), asked.candidate.tolist(), strict=True))
    sites = [highs.addBinary() for _ in range(asked.n_candidates)]
    if walk:
        saved = (asked.current_seconds[asked.demand] - asked.seconds) * asked.weights[asked.demand]
        served = [highs.addVariable(0, 1) for _ in pairs]
        for home in range(asked.n_demand):
            here = [served[k] for k, (demand, _) in enumerate(pairs) if demand == home]
            if here:
                highs.addConstr(highs.qsum(here) <= 1)
        for k, (_, site) in enumerate(pairs):
            highs.addConstr(served[k] <= sites[site])
        worth = highs.qsum(served[k] * float(saved[k]) for k in range(len(pairs)))
    else:
        served = [highs.addVariable(0, 1) for _ in range(asked.n_demand)]
        for home in range(asked.n_demand):
            near = [sites[site] for demand, site in pairs if demand == home]
            highs.addConstr(served[home] <= highs.qsum(near) if near else served[home] <= 0)
        worth = highs.qsum(served[home] * float(asked.weights[home]) for home in range(asked.n_demand))
    if asked.budget is not None:
        highs.addConstr(
            highs.qsum(s * float(c) for s, c in zip(sites, asked.costs, strict=True)) <= asked.budget
        )
    if n is None:
        highs.addConstr(worth >= need)
        highs.minimize(highs.qsum(sites))
    else:
        highs.addConstr(highs.qsum(sites) <= n)
        highs.maximize(worth)
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return highs.getInfo().objective_function_value


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("n", [4, 9, 16])
@pytest.mark.parametrize("budget", [None, 40.0])
def test_best_sites(seed, n, budget):
    asked = replace(town(120, seed=seed), budget=budget)
    found = best_sites(asked, n)
    assert found.proven and found.value == pytest.approx(plain(asked, n=n), rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("budget", [None, 40.0])
def test_least_walk(seed, budget):
    asked = replace(town(90, seed=seed), budget=budget)
    found, total = least_walk(asked, 8), float(asked.weights.sum())
    assert found.proven and (900 - found.value) * total == pytest.approx(
        plain(asked, n=8, walk=True), rel=1e-7
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("share", [40, 75, 92])
@pytest.mark.parametrize("whole", [True, False])
def test_fewest_sites(seed, share, whole):
    asked = town(120, seed=seed)
    if whole:
        asked = replace(asked, weights=np.round(asked.weights))
    total = float(asked.weights.sum())
    found = fewest_sites(asked, share, 0, total)
    assert found.proven and found.value == round(plain(asked, need=share / 100 * total))
