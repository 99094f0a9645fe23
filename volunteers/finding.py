"""Which place did somebody type, and what to ask next? One place or none; never a list of heads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from communities.models import Community, Estate, Place
from guicheng import search
from guicheng.search.text import normalise, strip_building, strip_prefix, strip_question

#: Hits with scores (0..100) this close may mean the same.
_SAME_SCORE = 5
#: So many estates or lanes of one name are offered to choose from; more are asked for their community.
MOST_CHOICES = 8
_KINDS = ("estate", "lane", "community")
_BUILDING_WORDS = re.compile("号楼|号院|幢|座|楼")
_BARE = re.compile(r"\d{1,4}|[a-z]\d{0,2}")


@dataclass(frozen=True)
class Choice:
    """One of several things of the same name. ``q`` and ``community``: what to ask for it."""

    label: str
    q: str
    community: str
    building: str = ""


@dataclass
class Finding:
    """What came of a question: a ``place``, or what is known so far and what to ask for."""

    q: str
    place: Place | None = None
    #: The estate was found; which building?
    estate: Estate | None = None
    #: Only the community was found; which estate, lane or street?
    community: Community | None = None
    #: A building was named that the estate does not have.
    unknown: str = ""
    choices: list[Choice] = field(default_factory=list)
    #: There are more of that name than can be offered.
    too_many: bool = False

    @property
    def near(self) -> Community | None:
        """Whose office can help, wherever the question led."""
        if self.place is not None:
            return self.place.community
        return self.estate.community if self.estate is not None else self.community


def find_place(q: str, *, building: str = "", community: str = "") -> Finding:
    """``q`` as typed (俊雅花园3栋, 上九街, junya 3座), ``building`` where it was asked for separately,
    ``community`` the name of the one meant where several have such a name. At most six queries."""
    found = Finding(q)
    local = strip_prefix(strip_question(normalise(q)))
    if not local:
        return found
    hits = search.find(q, kinds=_KINDS, limit=50)
    if community:
        hits = [hit for hit in hits if hit.community == community or hit.name == community] or hits
    if not hits:
        return found
    alike = [hit for hit in hits if hit.score >= hits[0].score - _SAME_SCORE]
    # A community has its estates' names in it more often than the other way round: the finer thing is meant.
    finer = [hit for hit in alike if hit.kind != "community"]
    if finer and hits[0].kind != "community":
        alike = [hit for hit in finer if hit.name == hits[0].name]
    else:
        alike = hits[:1]
    if len(alike) > 1:
        found.too_many = len(alike) > MOST_CHOICES
        if not found.too_many:
            found.choices = [
                Choice(f"{hit.name}（{hit.community}）", q, hit.community, building) for hit in alike
            ]
        return found
    hit = alike[0]
    if hit.kind == "community":
        found.community = Community.objects.public().filter(code=hit.id).first()
    elif hit.kind == "lane":
        found.place = Place.objects.public().select_related("community", "estate").filter(pk=hit.id).first()
    else:
        found.estate = Estate.objects.public().select_related("community").filter(pk=hit.id).first()
        if found.estate is not None:
            _find_building(found, local, building)
    return found


def _find_building(found: Finding, local: str, building: str) -> None:
    """Which place of the estate is meant; a single one needs no number."""
    estate = found.estate
    places = list(Place.objects.public().filter(estate=estate).order_by("pk"))
    for place in places:
        place.estate, place.community = estate, estate.community
    readings = [building_name(normalise(building))] if building else _rests(local, estate)
    readings = [reading for reading in readings if reading]
    if not readings:
        if len(places) == 1:
            found.place = places[0]
        return
    matching = next((rows for reading in readings if (rows := _matching(places, reading))), [])
    if len(matching) == 1:
        found.place = matching[0]
    elif matching:
        found.too_many = len(matching) > MOST_CHOICES
        found.choices = [
            Choice(place.name, estate.name, estate.community.name, place.name)
            for place in ([] if found.too_many else matching)
        ]
    else:
        found.unknown = building or readings[-1]


def _rests(local: str, estate: Estate) -> list[str]:
    """What was typed after the estate's name, in one reading or two: 俊雅花园3座2单元501 → 3栋2单元501.

    The name may be misspelt; then what looks like a building at the end is meant.
    """
    known = [normalise(name) for name in (estate.name, *estate.alias_list)]
    said = next((name for name in sorted(known, key=len, reverse=True) if name and name in local), "")
    after = [local[local.index(said) + len(said) :]] if said else []
    rests = [re.sub(r"^(?:小区|社区)", "", rest) for rest in [*after, local[len(strip_building(local)) :]]]
    return list(dict.fromkeys(building_name(rest) for rest in rests if rest))


@lru_cache(maxsize=20_000)
def building_name(normal: str) -> str:
    """Of a normal name, whatever a building is called here: 3座, 3幢 and 第3号楼 are 3栋; a bare 3 too."""
    if _BARE.fullmatch(normal):
        return f"{normal}栋"
    plain = _BUILDING_WORDS.sub("栋", normal.removeprefix("第"))
    return re.sub(r"^(\d{1,4}|[a-z]\d{0,2})号(?=$|\d)", r"\1栋", plain)


def _matching(places: list[Place], wanted: str) -> list[Place]:
    """The one of that name; else the building that a flat lies in; else the units of a building."""
    named = [(building_name(normalise(place.name)), place) for place in places]
    if same := [place for name, place in named if name == wanted]:
        return same[:1]
    around = [(len(name), place) for name, place in named if wanted.startswith(name)]
    if around:
        longest = max(length for length, _ in around)
        return [place for length, place in around if length == longest][:1]
    return [place for name, place in named if wanted.endswith("栋") and name.startswith(wanted)]
