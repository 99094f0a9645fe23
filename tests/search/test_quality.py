"""The right thing first, on generated queries; these seeds were looked at once in tuning."""

from __future__ import annotations

from collections import Counter

import pytest

from guicheng.search import find
from guicheng.search.models import SearchEntry

from . import queries

HELD_OUT = (60221, 8104)
EACH = 20


@pytest.mark.usefixtures("street")
@pytest.mark.parametrize("seed", HELD_OUT)
def test_the_right_thing_comes_first(seed):
    names = list(SearchEntry.objects.values_list("kind", "name"))
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    every = found = 0
    for query in queries.queries(seed, names, EACH):
        hits = find(query.text)
        good = bool(hits) and (hits[0].kind, hits[0].name) == (query.kind, query.name)
        every, found = every + 1, found + good
        if queries.answerable(query, names):
            asked[query.category] += 1
            right[query.category] += good
    assert every >= 400
    # Of all, also of those that fit several names equally well and cannot be answered.
    assert found / every >= 0.95
    assert right.total() / asked.total() >= 0.98
    assert {category: share for category in asked if (share := right[category] / asked[category]) < 0.8} == {}
