"""The invented estates: about 600, and any number more for benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from communities.coords import great_circle
from communities.models import Community, Estate
from communities.named import named_estates

from . import words
from .chance import chance
from .geography import Ground, Home, Point

ESTATES_AT_SCALE_1 = 600
#: Kinds that a rural community's thirteen or fourteen estates fall into; an urban one's are 小区 but one.
_RURAL_MIX = ["village"] * 5 + ["estate"] * 5 + ["park"] * 2 + ["street"]
_URBAN_MIX = ["estate"] * 12 + ["park"]
_HOUSEHOLDS = {"estate": (120, 2800), "village": (120, 900), "park": (120, 600), "street": (120, 500)}
_CLOSEST = 40.0
#: The three rural communities of the pilot 城中村治理: their villages lie in the city.
_PILOTS = ("平东社区", "夏东社区", "夏南一社区")


class _Names:
    """Names that were not given yet in the whole street, in a shuffled but fixed order."""

    def __init__(self, rng: Random) -> None:
        self._pools = {
            "estate": _pairs(rng, words.ESTATE_HEADS, words.ESTATE_TAILS),
            "village": _pairs(rng, words.SURNAMES, words.VILLAGE_TAILS),
            "park": _pairs(rng, words.PARK_HEADS, words.PARK_TAILS),
            "street": _pairs(rng, words.STREET_HEADS, words.STREET_TAILS),
        }

    def take(self, kind: str) -> str:
        return self._pools[kind].pop()


def _pairs(rng: Random, heads: list[str], tails: list[str]) -> list[str]:
    pairs = [head + tail for head in heads for tail in tails]
    rng.shuffle(pairs)
    return pairs


def base_estates(ground: Ground) -> list[Estate]:
    """The estates at scale 1, not saved, ids from 1: the six named ones first, then the invented ones."""
    rng = chance("estates")
    names = _Names(rng)
    homes = {home.community.pk: home for home in ground.homes}
    taken: dict[int, list[Point]] = {pk: [] for pk in homes}
    estates = named_estates()
    for estate in estates:
        estate.lat, estate.lon = _free_spot(rng, homes[estate.community_id], taken)
        estate.note += "（演示：位置为大致推算。）"
    wanted = ESTATES_AT_SCALE_1 - len(estates)
    each, rest = divmod(wanted, len(ground.homes))
    for number, home in enumerate(ground.homes):
        mix = _RURAL_MIX if home.community.kind == Community.Kind.RURAL else _URBAN_MIX
        kinds = [mix[i % len(mix)] for i in range(each)] + ["estate"] * (number < rest)
        for kind in kinds:
            estates.append(_invent(rng, home, names.take(kind), kind, _free_spot(rng, home, taken)))
    for pk, estate in enumerate(estates, start=1):
        estate.pk = pk
    return estates


def mark_urban_villages() -> None:
    """The saved villages of the pilots become 城中村, once all that is planned for villages stands."""
    villages = Estate.objects.filter(community__name__in=_PILOTS, kind=Estate.Kind.VILLAGE)
    villages.update(kind=Estate.Kind.URBAN_VILLAGE)


def _free_spot(rng: Random, home: Home, taken: dict[int, list[Point]]) -> Point:
    """A spot at least 40 m from the community's other estates, where one is found."""
    spot = home.spot(rng)
    for _ in range(60):
        if all(great_circle(*spot, *other) >= _CLOSEST for other in taken[home.community.pk]):
            break
        spot = home.spot(rng)
    taken[home.community.pk].append(spot)
    return spot


def _invent(rng: Random, home: Home, name: str, kind: str, spot: Point) -> Estate:
    low, high = _HOUSEHOLDS[kind]
    aliases = ""
    if kind == "estate" and name.endswith(("花园", "新村")) and rng.random() < 0.4:
        aliases = f"{name[:2]}小区、老{name[:2]}"
    elif kind == "village" and rng.random() < 0.2:
        aliases = f"{name}小组"
    # Many small ones, few large ones.
    households = low + int((high - low) * rng.random() ** 2.5)
    return Estate(
        community=home.community,
        name=name,
        aliases=aliases,
        kind=kind,
        households=households,
        elders=round(households * chance(f"elders of {name}").uniform(0.2, 0.8)),
        lat=spot[0],
        lon=spot[1],
        note=words.ESTATE_NOTE,
        source=words.SOURCE,
    )


def more_estates(ground: Ground, scale: int) -> Iterator[Estate]:
    """What a larger scale adds, spread over the whole street: one at a time, not saved, ids going on."""
    rng = chance("more estates")
    for number in range(1, ESTATES_AT_SCALE_1 * (scale - 1) + 1):
        spot, home = ground.anywhere(rng)
        head, tail = rng.choice(words.ESTATE_HEADS), rng.choice(words.ESTATE_TAILS)
        estate = _invent(rng, home, f"{head}{tail}{number}区", "estate", spot)
        estate.pk = ESTATES_AT_SCALE_1 + number
        yield estate
