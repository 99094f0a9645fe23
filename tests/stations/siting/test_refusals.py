"""Questions that cannot be answered are refused, each with a sentence that says why."""

from __future__ import annotations

import pytest

from stations.siting import BadSiting, best_sites, fewest_sites, least_walk

from .cases import problem

PAIRS = [(0, 0, 100), (1, 1, 200), (1, 2, 300)]
YES_NO = [True, False, False]


@pytest.mark.parametrize("solve", [best_sites, least_walk])
@pytest.mark.parametrize(
    ("n", "more", "sentence"),
    [
        (0, {}, "选址的处数至少是 1。"),
        (-1, {}, "选址的处数至少是 1。"),
        (4, {}, "可用的地点只有 3 个，选不出 4 处。"),
        (3, {"forbidden": YES_NO}, "可用的地点只有 2 个，选不出 3 处。"),
        (1, {"fixed": [True, True, False]}, "必选的地点有 2 个，比要选的 1 处还多。"),
        (1, {"fixed": YES_NO, "forbidden": YES_NO}, "有 1 个地点既是必选又是不选。"),
        (1, {"forbidden": [True] * 3}, "没有可选的地点。"),
        (1, {"fixed": YES_NO, "costs": [30, 1, 1], "budget": 20}, "必选的地点要花 30，超过预算 20。"),
        (1, {"budget": -1}, "预算必须是不小于 0 的数。"),
        (1, {"budget": float("nan")}, "预算必须是不小于 0 的数。"),
        (1, {"costs": [1, -2, 1]}, "费用必须是不小于 0 的数。"),
        (1, {"weights": [1, float("nan")]}, "权重必须是不小于 0 的数。"),
        (1, {"seconds": [1, float("inf"), 2]}, "步行时间必须是不小于 0 的数。"),
        (1, {"weights": [0, 0]}, "没有还没覆盖的住户。"),
        (1, {"weights": [], "demand": [], "candidate": [], "seconds": [], "current_seconds": []},
         "没有还没覆盖的住户。"),
        (1, {"costs": [], "fixed": [], "forbidden": [], "demand": [], "candidate": [], "seconds": []},
         "没有可选的地点。"),
    ],
)  # fmt: skip
def test_a_choice_of_n(solve, n, more, sentence):
    with pytest.raises(BadSiting, match=f"^{sentence}$"):
        solve(changed(more), n)


@pytest.mark.parametrize(
    ("share", "already", "total", "more", "sentence"),
    [
        (0, 0, 30, {}, "目标比例要大于 0、不超过 100%。"),
        (100.1, 0, 30, {}, "目标比例要大于 0、不超过 100%。"),
        (float("nan"), 0, 30, {}, "目标比例要大于 0、不超过 100%。"),
        (50, 0, 0, {}, "住户总数必须大于 0，已覆盖的不能小于 0。"),
        (50, -1, 30, {}, "住户总数必须大于 0，已覆盖的不能小于 0。"),
        (50, 0, 30, {"forbidden": [True] * 3}, "没有可选的地点。"),
        (50, 0, 30, {"weights": [0, 0]}, "没有还没覆盖的住户。"),
        (50, 0, 1000, {}, "覆盖不到 50%：可选地点全部用上，最多也只能覆盖 3%。"),
    ],
)
def test_a_share(share, already, total, more, sentence):
    with pytest.raises(BadSiting, match=f"^{sentence}$"):
        fewest_sites(changed(more), share, already, total)


@pytest.mark.parametrize("more", [{"demand": [0, 1, 2]}, {"candidate": [0, 1]}, {"fixed": [True]}])
def test_arrays_that_do_not_fit_are_a_mistake_of_the_program(more):
    with pytest.raises(ValueError, match="pair|candidate"):
        changed(more)


def changed(more):
    """Two demands and three candidates, with some of it changed."""
    whole = problem([10, 20], PAIRS, 3)
    return type(whole)(**{**vars(whole), **more})
