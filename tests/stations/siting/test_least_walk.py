"""The shortest mean walk with n more sites: against every choice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.siting import least_walk

from .cases import choices, mean_walk, problem, problems
from .test_best_sites import sizes

EXAMPLES = settings(max_examples=60, deadline=None)


@EXAMPLES
@given(problems(), st.data())
def test_no_choice_leaves_a_shorter_walk(asked, data):
    n = data.draw(st.sampled_from(sizes(asked)))
    found = least_walk(asked, n)
    best = min(mean_walk(asked, sites) for sites in choices(asked, n))
    assert found.value == pytest.approx(best) == pytest.approx(mean_walk(asked, found.chosen))
    assert found.proven and found.gap == 0 and found.bound == found.value
    assert len(found.chosen) <= n and not asked.forbidden[list(found.chosen)].any()
    assert set(np.flatnonzero(asked.fixed)) <= set(found.chosen)
    assert asked.budget is None or found.cost <= asked.budget + 1e-9
    for number, saved in enumerate(found.added, 1):
        before = mean_walk(asked, found.chosen[: number - 1])
        assert saved == pytest.approx(before - mean_walk(asked, found.chosen[:number]), abs=1e-6)


@EXAMPLES
@given(problems())
def test_one_more_site_never_makes_the_walk_longer(asked):
    walks = [least_walk(asked, n).value for n in sizes(asked)]
    assert all(later <= earlier + 1e-9 for earlier, later in zip(walks, walks[1:], strict=False))


def test_a_site_farther_than_the_station_of_today_is_of_no_use():
    asked = problem([10, 30], [(0, 0, 1000), (1, 1, 300)], 2)
    found = least_walk(asked, 2)
    assert found.chosen == (1,) and found.covered == 30
    assert found.value == (10 * 900 + 30 * 300) / 40


def test_it_needs_the_walks():
    with pytest.raises(ValueError, match="current_seconds"):
        least_walk(problem([10], [(0, 0)], 1), 1)
