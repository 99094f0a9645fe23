"""Whatever the time allowed: a valid answer, a true bound, and the same one again."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from stations.siting import Problem, best_sites, fewest_sites, least_walk


def town(size: int, *, seed: int = 7, reach: float = 0.11) -> Problem:
    """Homes and candidates at random in a unit square, each within reach of about 4 % of the homes."""
    chance = np.random.default_rng(seed)
    homes, sites = chance.random((size, 2)), chance.random((size, 2))
    far = np.hypot(*(homes[:, None] - sites[None]).T).T
    demand, candidate = np.nonzero(far < reach)
    none = np.zeros(size, dtype=bool)
    seconds = far[demand, candidate] / reach * 600
    weights, costs = chance.random(size) * 3000, chance.integers(1, 20, size)
    return Problem(weights, demand, candidate, costs, none, none, None, seconds, np.full(size, 900.0))


@pytest.fixture(scope="module")
def asked() -> Problem:
    return town(220)


def test_with_no_time_the_bound_is_still_true(asked):
    for n in (3, 8, 20):
        best, quick = best_sites(asked, n), best_sites(asked, n, limit=0)
        assert best.proven and len(quick.chosen) <= n
        assert quick.value <= best.value * (1 + 1e-9) <= quick.bound * (1 + 1e-9)
        assert quick.gap == pytest.approx((quick.bound - quick.value) / quick.value)
        # Greedy alone promises this much (Nemhauser, Wolsey & Fisher 1978).
        assert quick.value >= (1 - 1 / math.e) * best.value


def test_with_no_time_the_bound_on_the_walk_is_still_true(asked):
    best, quick = least_walk(asked, 8), least_walk(asked, 8, limit=0)
    assert best.proven and quick.bound <= best.value * (1 + 1e-9) <= quick.value * (1 + 2e-9)


def test_with_no_time_the_bound_on_a_budget_is_still_true(asked):
    tight = replace(asked, budget=30.0)
    best, quick = best_sites(tight, 8), best_sites(tight, 8, limit=0)
    assert best.proven and best.cost <= 30 and quick.cost <= 30
    assert quick.value <= best.value * (1 + 1e-9) <= quick.bound * (1 + 1e-9)


def test_with_no_time_the_bound_on_the_count_is_still_true(asked):
    total = float(asked.weights.sum())
    best, quick = fewest_sites(asked, 70, 0, total), fewest_sites(asked, 70, 0, total, limit=0)
    assert best.value == best.bound and best.proven
    assert quick.bound <= best.value <= quick.value
    assert quick.covered >= 0.7 * total * (1 - 1e-9)


def test_the_percentage_on_the_page_is_never_below_the_gap(asked):
    quick = best_sites(asked, 20, limit=0)
    assert not quick.proven
    printed = re.fullmatch(r"在 \d+ 秒内找到，离最优最多差 ([\d.]+)%", quick.message)
    assert 100 * quick.gap <= float(printed[1]) < 100 * quick.gap + 0.1001


def test_a_gap_that_will_do_ends_it_early(asked):
    loose = best_sites(asked, 8, gap=0.2)
    assert loose.gap <= 0.2 and loose.bound >= best_sites(asked, 8).value * (1 - 1e-9)


@pytest.mark.parametrize("solve", [best_sites, least_walk])
def test_the_same_question_has_the_same_answer(asked, solve):
    first, second = solve(asked, 9), solve(asked, 9)
    assert (first.chosen, first.added, first.value, first.bound) == (
        second.chosen, second.added, second.value, second.bound,
    )  # fmt: skip


def test_the_order_of_pairs_is_of_no_account(asked):
    order = np.random.default_rng(1).permutation(len(asked.demand))
    mixed = replace(
        asked, demand=asked.demand[order], candidate=asked.candidate[order], seconds=asked.seconds[order]
    )
    assert best_sites(mixed, 9).chosen == best_sites(asked, 9).chosen


def test_homes_with_the_same_candidates_count_together(asked):
    """Each home as two halves of its weight is the same question."""
    halves = replace(
        asked,
        weights=np.concatenate([asked.weights, asked.weights]) / 2,
        demand=np.concatenate([asked.demand, asked.demand + asked.n_demand]),
        candidate=np.tile(asked.candidate, 2),
        seconds=None,
        current_seconds=None,
    )
    whole, split = best_sites(asked, 9), best_sites(halves, 9)
    assert split.chosen == whole.chosen and split.value == pytest.approx(whole.value)


def test_nothing_is_written_to_standard_output(asked, capfd):
    best_sites(asked, 9)
    assert capfd.readouterr().out == ""
