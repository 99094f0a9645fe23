"""The invented buildings, lanes and streets, and which of them nobody looks after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from communities.models import Community, Estate, Place

from . import words
from .chance import chance

#: Published in February 2023: serving 楼长, 巷长 and 街长.
HEADS = {Place.Kind.BUILDING: 2186, Place.Kind.LANE: 24, Place.Kind.STREET: 20}
#: Places that wait for somebody.
EMPTY = {Place.Kind.BUILDING: 56, Place.Kind.LANE: 2, Place.Kind.STREET: 2}
#: The newspaper named a team of lane heads in each of these, and street heads at one street.
LANE_COMMUNITIES = ("夏东社区", "夏南一社区")
NAMED_STREET = ("平东社区", "江表上街")
#: Of the named estates no number of households was reported: they count as middling ones.
_HOUSEHOLDS_UNKNOWN = 700
_UNITS = (("栋", 5), ("座", 3), ("幢", 2))
_NUMBERS = "一二三四五六七八九"


@dataclass(frozen=True)
class PlannedPlace:
    place: Place
    #: Nobody serves there now.
    empty: bool


def plan_places(communities: Sequence[Community], estates: Sequence[Estate]) -> list[PlannedPlace]:
    """All places, not saved, ids from 1: each community's buildings, then lanes, then streets.

    ``communities`` in a fixed order; ``estates`` saved or with ids.
    """
    rng = chance("places")
    built = [estate for estate in estates if estate.kind != Estate.Kind.STREET]
    order = {community.pk: number for number, community in enumerate(communities)}
    built.sort(key=lambda estate: (order[estate.community_id], estate.pk))
    counts = _by_households(built, HEADS[Place.Kind.BUILDING] + EMPTY[Place.Kind.BUILDING])
    buildings = [
        place for estate, count in zip(built, counts, strict=True) for place in _buildings(rng, estate, count)
    ]
    plan = _with_empty(buildings, _spread_over(rng, buildings, EMPTY[Place.Kind.BUILDING]))
    plan += _lanes(rng, communities, built)
    plan += _streets(communities, estates)
    for pk, planned in enumerate(plan, start=1):
        planned.place.pk = pk
    return plan


def _by_households(estates: Sequence[Estate], total: int) -> list[int]:
    """How many places each estate has: one at least, the others by households."""
    weights = [estate.households or _HOUSEHOLDS_UNKNOWN for estate in estates]
    shares = [(total - len(estates)) * weight / sum(weights) for weight in weights]
    counts = [1 + int(share) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda i: (int(shares[i]) - shares[i], i))
    for index in by_rest[: total - sum(counts)]:
        counts[index] += 1
    return counts


def _buildings(rng: Random, estate: Estate, count: int) -> list[Place]:
    """Buildings of an estate, or the stairs of its few large ones."""
    units, weights = zip(*_UNITS, strict=True)
    unit = "座" if estate.kind == Estate.Kind.VILLAGE else rng.choices(units, weights)[0]
    if count > 6 and rng.random() < 0.35:
        part = rng.choice(("梯", "单元"))
        names = [f"{1 + number // 2}{unit}{1 + number % 2}{part}" for number in range(count)]
    elif 1 < count <= 8 and rng.random() < 0.3:
        names = [f"{letter}座" for letter in "ABCDEFGH"[:count]]
    else:
        names = [f"{number}{unit}" for number in range(1, count + 1)]
    return [
        Place(
            community=estate.community,
            estate=estate,
            kind=Place.Kind.BUILDING,
            name=name,
            households=households,
            note=words.ESTATE_NOTE,
        )
        for name, households in zip(names, _split(rng, estate.households, count), strict=True)
    ]


def _split(rng: Random, households: int | None, count: int) -> list[int] | list[None]:
    """An estate's households over its buildings, together as many as it has."""
    if households is None:
        return [None] * count
    weights = [rng.uniform(0.85, 1.15) for _ in range(count)]
    parts = [int(households * weight / sum(weights)) for weight in weights]
    parts[-1] += households - sum(parts)
    return parts


def _spread_over(rng: Random, places: list[Place], wanted: int) -> set[int]:
    """Indices of ``wanted`` places, at least one in each community."""
    by_community: dict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        by_community[place.community_id].append(index)
    chosen = {rng.choice(indices) for indices in by_community.values()}
    others = [index for index in range(len(places)) if index not in chosen]
    return chosen | set(rng.sample(others, wanted - len(chosen)))


def _with_empty(places: list[Place], empty: set[int]) -> list[PlannedPlace]:
    return [PlannedPlace(place, index in empty) for index, place in enumerate(places)]


def _lanes(rng: Random, communities: Sequence[Community], estates: list[Estate]) -> list[PlannedPlace]:
    """Lanes of the natural villages of the two communities with a team of lane heads, half in each."""
    plan: list[PlannedPlace] = []
    each = (HEADS[Place.Kind.LANE] + EMPTY[Place.Kind.LANE]) // len(LANE_COMMUNITIES)
    for community in communities:
        if community.name not in LANE_COMMUNITIES:
            continue
        villages = [
            estate
            for estate in estates
            if estate.community_id == community.pk and estate.kind == Estate.Kind.VILLAGE
        ]
        for number in range(each):
            lane = Place(
                community=community,
                estate=villages[number % len(villages)],
                kind=Place.Kind.LANE,
                name=f"{_NUMBERS[number // len(villages)]}巷",
                households=rng.randint(12, 45),
                note=words.ESTATE_NOTE,
            )
            plan.append(PlannedPlace(lane, empty=number == each - 1))
    return plan


def _streets(communities: Sequence[Community], estates: Sequence[Estate]) -> list[PlannedPlace]:
    """The named street first, then invented ones; those where other teams are at work wait for a head."""
    names = {community.pk: community.name for community in communities}
    streets = [estate for estate in estates if estate.kind == Estate.Kind.STREET]
    streets.sort(
        key=lambda estate: (
            (names[estate.community_id], estate.name) != NAMED_STREET,
            names[estate.community_id] in (*LANE_COMMUNITIES, NAMED_STREET[0]),
            estate.pk,
        )
    )
    headed = HEADS[Place.Kind.STREET]
    return [
        PlannedPlace(
            Place(
                community=estate.community,
                kind=Place.Kind.STREET,
                name=estate.name,
                households=estate.households,
                note=words.ESTATE_NOTE if estate.source == words.SOURCE else words.NAMED_STREET_NOTE,
            ),
            empty=number >= headed,
        )
        for number, estate in enumerate(streets[: headed + EMPTY[Place.Kind.STREET]])
    ]
