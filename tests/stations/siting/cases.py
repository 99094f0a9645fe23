"""Small siting problems, and their answers by trying every choice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from stations.siting import Problem


def problem(weights, pairs, sites, **more) -> Problem:
    """``pairs``: (demand, candidate) or (demand, candidate, seconds)."""
    columns = list(zip(*pairs, strict=True)) if pairs else [(), ()]
    given = {"costs": np.ones(sites), "fixed": np.zeros(sites), "forbidden": np.zeros(sites)}
    if len(columns) == 3:
        given |= {"seconds": columns[2], "current_seconds": np.full(len(weights), 900.0)}
    return Problem(weights, columns[0], columns[1], **{**given, **more})


@st.composite
def problems(draw, *, budget: bool = True) -> Problem:
    """Up to nine candidates, among them fixed, forbidden and costly ones; whole weights and others."""
    seed = draw(st.integers(0, 2**32 - 1))
    chance = np.random.default_rng(seed)
    demands, sites = draw(st.integers(1, 14)), draw(st.integers(1, 9))
    near = chance.random((demands, sites)) < draw(st.sampled_from([0.15, 0.35, 0.7]))
    whole = draw(st.booleans())
    weights = chance.integers(0, 6, demands) * 50.0 if whole else chance.random(demands) * 3000
    weights[0] = 100.0
    demand, candidate = np.nonzero(near)
    state = chance.random(sites)
    costs = chance.integers(0, 5, sites).astype(float) if draw(st.booleans()) else np.ones(sites)
    fixed, forbidden = state < 0.12, state > 0.8
    forbidden[int(chance.integers(sites))] = False
    forbidden &= ~fixed
    limit = None
    if budget and draw(st.booleans()):
        limit = float(costs[fixed].sum() + chance.integers(0, 8))
    seconds = chance.integers(0, 1000, len(demand)).astype(float)
    current = chance.integers(0, 900, demands).astype(float)
    current[0] = 600.0
    return Problem(weights, demand, candidate, costs, fixed, forbidden, limit, seconds, current)


def choices(asked: Problem, most: int) -> Iterator[tuple[int, ...]]:
    """Every allowed choice of up to ``most`` sites."""
    fixed = tuple(np.flatnonzero(asked.fixed).tolist())
    free = np.flatnonzero(~asked.fixed & ~asked.forbidden).tolist()
    for more in range(most - len(fixed) + 1):
        for some in combinations(free, more):
            sites = fixed + some
            if asked.budget is None or asked.costs[list(sites)].sum() <= asked.budget + 1e-9:
                yield sites


def covered(asked: Problem, sites: tuple[int, ...]) -> float:
    reached = np.zeros(asked.n_demand, dtype=bool)
    reached[asked.demand[np.isin(asked.candidate, list(sites))]] = True
    return float(asked.weights[reached].sum())


def mean_walk(asked: Problem, sites: tuple[int, ...]) -> float:
    walk = asked.current_seconds.copy()
    pairs = np.isin(asked.candidate, list(sites))
    np.minimum.at(walk, asked.demand[pairs], asked.seconds[pairs])
    return float(asked.weights @ walk / asked.weights.sum())
