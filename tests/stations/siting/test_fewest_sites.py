"""The fewest sites for a share: against every choice, and the refusal with the largest reachable share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.siting import OutOfReach, fewest_sites

from .cases import choices, covered, problem, problems

EXAMPLES = settings(max_examples=60, deadline=None)
SHARES = st.sampled_from([1, 20, 45.5, 60, 80, 95, 100])


@EXAMPLES
@given(problems(), SHARES, st.floats(0, 5000))
def test_no_choice_does_with_fewer_or_for_less(asked, share, already):
    total = already + float(asked.weights.sum())
    reaching = [
        (len(sites), asked.costs[list(sites)].sum())
        for sites in choices(asked, asked.n_candidates)
        if already + covered(asked, sites) >= share / 100 * total - 1e-9 * total
    ]
    if not reaching:
        largest = max(covered(asked, sites) for sites in choices(asked, asked.n_candidates))
        with pytest.raises(OutOfReach) as refused:
            fewest_sites(asked, share, already, total)
        assert refused.value.largest == pytest.approx(100 * (already + largest) / total)
        return
    found = fewest_sites(asked, share, already, total)
    assert (found.value, found.cost) == pytest.approx(min(reaching))
    assert found.value == found.bound == len(found.chosen) and found.proven and found.gap == 0
    assert already + covered(asked, found.chosen) >= share / 100 * total - 1e-8 * total
    assert found.covered == pytest.approx(covered(asked, found.chosen))
    assert set(np.flatnonzero(asked.fixed)) <= set(found.chosen)
    assert not asked.forbidden[list(found.chosen)].any()


def test_the_refusal_names_the_largest_share_rounded_down():
    asked = problem([10, 20, 1], [(0, 0), (1, 1)], 2)
    with pytest.raises(OutOfReach, match="^覆盖不到 100%：可选地点全部用上，最多也只能覆盖 96.7%。$"):
        fewest_sites(asked, 100, 0, 31)
    asked = problem([10, 20], [(0, 0), (1, 1)], 2, budget=1)
    with pytest.raises(OutOfReach, match="^覆盖不到 70%：在预算内，最多也只能覆盖 66.6%。$"):
        fewest_sites(asked, 70, 0, 30)


def test_the_share_that_a_refusal_names_can_be_had():
    asked = problem([10, 20, 1], [(0, 0), (1, 1)], 2)
    assert fewest_sites(asked, 96.7, 0, 31).value == 2


def test_nothing_is_to_be_opened_where_today_is_enough():
    found = fewest_sites(problem([10], [(0, 0)], 1), 80, 90, 100)
    assert (found.chosen, found.value, found.message) == ((), 0, "现有站点已经达到，不需要新建")


def test_of_as_few_sites_the_cheapest():
    pairs = [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 3)]
    asked = problem([10, 20], pairs, 4, costs=[9.0, 7.0, 1.0, 1.0])
    found = fewest_sites(asked, 100, 0, 30)
    assert (found.chosen, found.cost) == ((1,), 7)
