from __future__ import annotations

import csv
from pathlib import Path

import pytest

from guicheng.search import find

SAMPLES = list(csv.DictReader((Path(__file__).parent / "samples.csv").open(encoding="utf-8")))


@pytest.mark.usefixtures("street")
def test_every_sample_query_finds_the_expected_place_first():
    wrong = []
    for sample in SAMPLES:
        hits = find(sample["query"])
        if not hits or hits[0].name.removesuffix("社区") != sample["expected"]:
            wrong.append((sample["query"], sample["expected"], [(h.name, h.score) for h in hits[:3]]))
    assert wrong == []
