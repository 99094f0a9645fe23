"""Siting over the records: as good as the best of all choices, tried one by one, on streets as on the map."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest

from communities.models import Community, Estate
from stations.models import CandidateSite, Station
from stations.siting.asking import Goal, Proposal, SitingQuestion, Weight, planned_ranked, propose
from stations.siting.candidates import SiteKind, candidates
from stations.siting.problem import BadSiting
from stations.walking import METRES_A_MINUTE, Pace
from tests.factories import make_community, make_place
from tests.river_network import at
from tests.stations.riverside import estate_at, full_matrix, measure, station_at

pytestmark = pytest.mark.django_db
NOT_ESTATES = (SiteKind.PLANNED, SiteKind.ADDED)


def site_at(x: float, y: float, name: str, cost: int | None = None, **values: object) -> CandidateSite:
    lat, lon = at(x, y)
    values.setdefault("community", make_community())
    return CandidateSite.objects.create(name=name, lat=lat, lon=lon, cost=cost, **values)


def planned_at(x: float, y: float, name: str = "") -> Station:
    return station_at(x, y, name, status=Station.Status.PLANNED)


class EveryChoice:
    """All walks of a town as the engine (or the straight line) says them, and the best choice by trying all.

    The homes are estates alone.
    """

    def __init__(self, question: SitingQuestion, url: str = "") -> None:
        estates = list(Estate.objects.order_by("community_id", "pk"))
        points = [(row.lat, row.lon) for row in estates]
        self.known = candidates(question.kinds)
        stands = list(Station.objects.filter(status="open"))
        targets = [(row.lat, row.lon) for row in [*self.known, *stands]]
        if url:
            seconds = full_matrix(url, points, targets)[question.pace]
        else:
            seconds = straight_seconds(points, targets, question.pace)
        many = len(self.known)
        self.today = np.minimum(np.min(seconds[:, many:], axis=1, initial=np.inf), 3600)
        self.walks = seconds[:, :many]
        self.lives = np.array([row.households for row in estates])
        self.limit = question.minutes * 60

    def covered(self, some: Sequence[int]) -> int:
        return int(self.lives[self.best(some) <= self.limit].sum())

    def mean(self, some: Sequence[int]) -> float:
        return float(self.best(some) @ self.lives / self.lives.sum() / 60)

    def best(self, some: Sequence[int]) -> np.ndarray:
        return np.minimum(self.today, np.min(self.walks[:, list(some)], axis=1, initial=np.inf))

    def choices(self, n: int, budget: float | None = None) -> Iterator[tuple[int, ...]]:
        for size in range(n + 1):
            for some in combinations(range(len(self.known)), size):
                cost = sum(float(self.known[place].cost or 0) for place in some)
                if budget is None or cost <= budget:
                    yield some


def straight_seconds(
    points: list[tuple[float, float]], targets: list[tuple[float, float]], pace: Pace
) -> np.ndarray:
    from communities.coords import great_circle

    metres = [[great_circle(*point, *target) * 1.3 for target in targets] for point in points]
    return np.array(metres).reshape(len(points), len(targets)) / METRES_A_MINUTE[pace] * 60


def random_town(seed: int) -> None:
    chance = random.Random(seed)

    def spot() -> tuple[int, int]:
        return chance.choice((-1, 1)) * chance.randint(110, 690), chance.randint(10, 1490)

    for _ in range(9):
        estate_at(*spot(), chance.randint(20, 900))
    station_at(*spot())
    for number in range(4):
        site_at(*spot(), f"地点{number}", chance.choice([None, 10, 20, 40]))
    for _ in range(3):
        planned_at(*spot())


def names(proposal: Proposal) -> list[str]:
    return [each.candidate.name for each in proposal.chosen]


# --- as good as any choice --------------------------------------------------------------------------


@pytest.mark.parametrize("streets", [True, False])
@pytest.mark.parametrize(
    ("seed", "pace", "minutes"), [(1, Pace.ADULT, 5), (2, Pace.NORM, 10), (3, Pace.ELDER, 10)]
)
def test_it_is_the_best_of_all_choices(
    river_engine: str, seed: int, pace: Pace, minutes: int, streets: bool
) -> None:
    random_town(seed)
    if streets:
        measure(river_engine)
    asked = SitingQuestion(n=2, pace=pace, minutes=minutes)
    every = EveryChoice(asked, river_engine if streets else "")
    for budget in (None, Decimal(30)):
        limit = None if budget is None else 30.0
        for n in (1, 2, 3):
            found = propose(replace(asked, n=n, budget=budget))
            assert found.siting.proven
            assert found.after == max(every.covered(some) for some in every.choices(n, limit))
            assert found.before == every.covered([])
            assert found.whole == every.lives.sum()
            check_lines(found, every)
            shortest = propose(replace(asked, goal=Goal.WALK, n=n, budget=budget))
            best = min(every.mean(some) for some in every.choices(n, limit))
            assert shortest.mean_after == pytest.approx(best, abs=1e-6)
            assert shortest.mean_before == pytest.approx(every.mean([]), abs=1e-6)
            check_lines(shortest, every)
    share = 100 * every.covered(range(len(every.known))) / every.lives.sum() - 0.01
    fewest = propose(replace(asked, goal=Goal.FEWEST, share=share))
    enough = [some for some in every.choices(4) if every.covered(some) >= share / 100 * every.lives.sum()]
    if enough:
        assert len(fewest.chosen) == min(map(len, enough))
    assert fewest.share_after >= share


def check_lines(found: Proposal, every: EveryChoice) -> None:
    """Each line tells what it adds given those before it."""
    places = [every.known.index(each.candidate) for each in found.chosen]
    walk = found.question.goal is Goal.WALK
    for number, each in enumerate(found.chosen):
        before, after = places[:number], places[: number + 1]
        if walk:
            assert each.added == pytest.approx(every.mean(before) - every.mean(after), abs=1e-6)
            assert each.total == pytest.approx(every.mean(after), abs=1e-6)
        else:
            assert each.added == every.covered(after) - every.covered(before)
            assert each.total == every.covered(after)


def test_a_site_across_the_river_is_not_chosen_though_the_map_says_so(river_engine: str) -> None:
    estate_at(-100, 0, 500)
    estate_at(-100, 100, 400)
    estate_at(-600, 1400, 300)
    site_at(100, 50, "对岸")
    site_at(-600, 1300, "北边")
    asked = SitingQuestion(n=1, minutes=5, kinds=(SiteKind.ADDED,))
    assert names(propose(asked)) == ["对岸"]
    measure(river_engine)
    found = propose(asked)
    assert names(found) == ["北边"]
    assert (found.before, found.after, found.whole, found.guessed) == (0, 300, 1200, 0)


def test_planned_stations_in_the_order_in_which_to_open_them(river_engine: str) -> None:
    estate_at(-600, 0, 100)
    estate_at(-600, 1400, 700)
    estate_at(600, 1400, 300)
    station_at(-600, 50)
    planned_at(-600, 1300, "北站")
    planned_at(600, 1300, "东站")
    planned_at(-650, 1350, "多余站")
    planned_at(-600, 100, "旧站旁")
    station_at(600, 1350, "建设站", status=Station.Status.BUILDING)
    site_at(600, 1400, "不是规划")
    measure(river_engine)
    ranked = planned_ranked(SitingQuestion(n=1, goal=Goal.WALK, budget=Decimal(0), minutes=3))
    assert ranked
    # Two stand for the same homes in the east: the one with the lower number is named.
    assert [(each.candidate.name, each.added, each.total) for each in ranked.chosen] == [
        ("北站", 700, 800), ("东站", 300, 1100),
    ]  # fmt: skip
    Station.objects.exclude(status="open").delete()
    assert planned_ranked(SitingQuestion()) is None


# --- what may be asked ------------------------------------------------------------------------------


def test_elders_weigh_by_their_number(river_engine: str) -> None:
    estate_at(-600, 0, 1000, elders=10)
    estate_at(600, 0, 100, elders=90)
    asked = SitingQuestion(n=1, minutes=5, kinds=(SiteKind.ESTATE,))
    assert propose(asked).chosen[0].added == 1000
    found = propose(replace(asked, weight=Weight.ELDERS))
    assert (found.chosen[0].added, found.whole, found.unknown_elders) == (90, 100, 0)


def test_unknown_elders_are_as_many_as_elsewhere_and_told() -> None:
    estate_at(-600, 0, 300, elders=30)
    estate_at(600, 0, 100, elders=50)
    unknown = estate_at(-600, 1400, 1000)
    found = propose(SitingQuestion(n=1, minutes=5, weight=Weight.ELDERS, kinds=(SiteKind.ESTATE,)))
    # 80 elders in 400 households: 200 in 1000.
    assert found.chosen[0].candidate.pk == unknown.pk
    assert found.chosen[0].added == pytest.approx(200)
    assert (found.whole, found.unknown_elders) == (pytest.approx(280), 1)


def test_elders_of_an_estate_are_spread_over_its_buildings() -> None:
    estate = estate_at(-600, 0, None, elders=60)
    for name, y, households in (("1栋", 0, 40), ("2栋", 1400, 80)):
        lat, lon = at(-600, y)
        make_place(name, estate=estate, households=households, lat=lat, lon=lon)
    site_at(-600, 0, "南")
    site_at(-600, 1400, "北")
    found = propose(SitingQuestion(n=2, minutes=5, weight=Weight.ELDERS, kinds=(SiteKind.ADDED,)))
    assert [(each.candidate.name, each.added) for each in found.chosen] == [
        ("北", pytest.approx(40)), ("南", pytest.approx(20)),
    ]  # fmt: skip
    assert (found.whole, found.unknown_elders) == (pytest.approx(60), 0)


def test_a_budget_counts_what_is_known_of_prices() -> None:
    estate_at(-600, 0, 500)
    estate_at(600, 0, 300)
    site_at(-600, 0, "贵", 100)
    site_at(600, 0, "便宜", 20)
    site_at(600, 50, "不知道价钱")
    asked = SitingQuestion(n=2, minutes=5, kinds=(SiteKind.ADDED,))
    assert names(propose(asked)) == ["贵", "便宜"]
    assert names(propose(replace(asked, budget=Decimal("99.9")))) == ["便宜"]
    assert names(propose(replace(asked, budget=Decimal(0)))) == ["不知道价钱"]


def test_fixed_and_forbidden_sites() -> None:
    estate_at(-600, 0, 500)
    estate_at(600, 0, 300)
    estate_at(600, 1400, 10)
    west, east = site_at(-600, 0, "西"), site_at(600, 0, "东")
    north = planned_at(600, 1400, "北站")
    asked = SitingQuestion(n=2, minutes=5, kinds=NOT_ESTATES)
    assert names(propose(asked)) == ["西", "东"]
    fixed = propose(replace(asked, fixed=(f"planned-{north.pk}",)))
    assert [(each.candidate.name, each.fixed) for each in fixed.chosen] == [("西", False), ("北站", True)]
    assert names(propose(replace(asked, forbidden=(f"added-{west.pk}",)))) == ["东", "北站"]
    both = replace(asked, fixed=(f"added-{east.pk}",), forbidden=(f"added-{east.pk}", f"added-{west.pk}"))
    # Whoever wants it and does not want it has it.
    assert names(propose(both)) == ["东", "北站"]


def test_one_community_alone() -> None:
    west, east = make_community("桂雅社区"), make_community("桂花社区")
    estate_at(-600, 0, 500, community=west)
    estate_at(600, 0, 300, community=east)
    site_at(-600, 0, "西", community=west)
    there = site_at(600, 0, "东", community=east)
    asked = SitingQuestion(n=1, minutes=5, kinds=(SiteKind.ADDED,), community=east)
    found = propose(asked)
    assert (names(found), found.whole, found.n_candidates) == (["东"], 300, 1)
    with pytest.raises(BadSiting, match="候选地点里没有“added-"):
        propose(replace(asked, fixed=(f"added-{there.pk - 1}",)))
    # Its neighbour's station serves it all the same.
    station_at(600, 50, community=west)
    with pytest.raises(BadSiting, match="^全部住户都已经在 5 分钟以内，不用再开。"):
        propose(asked)


def test_an_excluded_site_and_one_without_a_point_are_no_candidates() -> None:
    estate_at(-600, 0, 500)
    site_at(-600, 0, "不考虑", excluded=True)
    CandidateSite.objects.create(community=Community.objects.get(), name="没有位置")
    with pytest.raises(BadSiting, match="^没有候选地点：请换一种候选地点，或在后台“候选地点”里添加。$"):
        propose(SitingQuestion(kinds=(SiteKind.ADDED,)))


def test_elders_that_nobody_counted_or_that_are_not_there() -> None:
    west, east = make_community("桂雅社区"), make_community("桂花社区")
    none = estate_at(-600, 0, 500, community=west)
    asked = SitingQuestion(n=1, weight=Weight.ELDERS)
    with pytest.raises(BadSiting, match="^还没有登记过老人数：请先在小区里填写“60 岁以上老人”"):
        propose(asked)
    none.elders = 0
    none.save()
    with pytest.raises(BadSiting, match="^还没有登记过老人数"):
        propose(asked)
    estate_at(600, 0, 100, community=east, elders=30)
    assert propose(asked).whole == 30
    with pytest.raises(BadSiting, match="^这里登记的老人数都是 0，请按户数来算。$"):
        propose(replace(asked, community=west))
