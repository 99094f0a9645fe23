"""The most weight from n sites: against every choice, and what a reader would expect of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.siting import Problem, best_sites

from .cases import choices, covered, problem, problems

EXAMPLES = settings(max_examples=60, deadline=None)


def sizes(asked: Problem) -> range:
    return range(max(1, int(asked.fixed.sum())), int((~asked.forbidden).sum()) + 1)


@EXAMPLES
@given(problems(), st.data())
def test_no_choice_adds_more(asked, data):
    n = data.draw(st.sampled_from(sizes(asked)))
    found = best_sites(asked, n)
    best = max(covered(asked, sites) for sites in choices(asked, n))
    assert found.value == pytest.approx(best) == pytest.approx(covered(asked, found.chosen))
    assert found.proven and found.gap == 0 and found.bound == found.value
    assert found.message.startswith("已证明最优")


@EXAMPLES
@given(problems(), st.data())
def test_the_choice_keeps_to_what_was_asked(asked, data):
    n = data.draw(st.sampled_from(sizes(asked)))
    found = best_sites(asked, n)
    assert len(set(found.chosen)) == len(found.chosen) <= n
    assert not asked.forbidden[list(found.chosen)].any()
    assert set(np.flatnonzero(asked.fixed)) <= set(found.chosen)
    assert found.cost == pytest.approx(asked.costs[list(found.chosen)].sum())
    if asked.budget is not None:
        assert found.cost <= asked.budget + 1e-9
    # The order is that of the largest contribution first, and each says what it adds.
    for number, more in enumerate(found.added, 1):
        before = covered(asked, found.chosen[: number - 1])
        assert more == pytest.approx(covered(asked, found.chosen[:number]) - before)
        assert all(covered(asked, (*found.chosen[: number - 1], other)) - before <= more + 1e-6
                   for other in found.chosen[number:])  # fmt: skip


@EXAMPLES
@given(problems())
def test_one_more_site_never_covers_less(asked):
    values = [best_sites(asked, n).value for n in sizes(asked)]
    assert all(later >= earlier - 1e-9 for earlier, later in zip(values, values[1:], strict=False))


@EXAMPLES
@given(problems(), st.integers(0, 2**32 - 1))
def test_one_more_candidate_never_hurts(asked, seed):
    chance = np.random.default_rng(seed)
    near = np.flatnonzero(chance.random(asked.n_demand) < 0.5)
    wider = Problem(
        asked.weights,
        np.append(asked.demand, near),
        np.append(asked.candidate, np.full(len(near), asked.n_candidates)),
        np.append(asked.costs, 1.0),
        np.append(asked.fixed, False),
        np.append(asked.forbidden, False),
        asked.budget,
    )
    n = sizes(asked)[-1]
    assert best_sites(wider, n).value >= best_sites(asked, n).value - 1e-9


def test_what_is_covered_already_counts_for_nothing():
    asked = problem([0, 10, 5], [(0, 0), (1, 1), (2, 1)], 2)
    found = best_sites(asked, 1)
    assert found.chosen == (1,) and found.value == 15


def test_ties_go_to_the_first_candidate():
    asked = problem([10, 10, 10], [(0, 0), (1, 1), (2, 2)], 3)
    assert best_sites(asked, 2).chosen == (0, 1)


def test_sites_that_add_nothing_are_left_out_and_it_is_said():
    asked = problem([10, 20], [(0, 0), (1, 1), (1, 2)], 3)
    found = best_sites(asked, 3)
    assert found.chosen == (1, 0) and found.message == "已证明最优；只用 2 处，再多也不增加"


def test_fixed_sites_that_add_nothing_come_last():
    asked = problem([10, 20], [(0, 0), (1, 1)], 4, fixed=[False, False, True, True])
    found = best_sites(asked, 3)
    assert found.chosen == (1, 2, 3) and found.added == (20, 0, 0)


def test_a_pair_given_twice_counts_once():
    asked = problem([10, 15], [(0, 0), (0, 0), (1, 1)], 2)
    assert best_sites(asked, 1).value == 15


def test_nothing_within_reach_adds_nothing():
    found = best_sites(problem([10], [], 2), 1)
    assert (found.chosen, found.value, found.proven) == ((), 0, True)
