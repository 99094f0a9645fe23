"""Many places of one estate or community made at once: what will be made, what is there already."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from communities.models import Community, Estate, Place
from communities.place_names import kind_of, read_names
from guicheng import search
from guicheng.accounts.history import bulk_create
from guicheng.accounts.models import User
from guicheng.search.text import normalise

REASON = "成批登记"


@dataclass(frozen=True)
class PlacesPlan:
    """What one line of text means for one estate (or, without, for the community itself)."""

    community: Community
    estate: Estate | None
    kind: str
    households: int | None = None
    new: list[str] = field(default_factory=list)
    #: Wanted, but registered already; kept as they are.
    kept: list[Place] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    #: Sentences about what looks odd and is done all the same.
    doubts: list[str] = field(default_factory=list)


def plan_places(
    text: str, *, community: Community, estate: Estate | None, kind: str, households: int | None = None
) -> PlacesPlan:
    """Read ``text`` and compare it with what is registered. Writes nothing."""
    read = read_names(text, strip=estate.name if estate else "")
    there = {normalise(place.name): place for place in _places(community, estate, kind)}
    new: dict[str, str] = {}
    kept: list[Place] = []
    for name in read.names:
        key = normalise(name)
        if key in there:
            kept.append(there[key])
        else:
            new.setdefault(key, name)
    names = list(new.values())
    return PlacesPlan(
        community,
        estate,
        kind,
        households,
        names,
        kept,
        read.problems,
        _doubts(names, kind, list(there.values())),
    )


def write_places(plan: PlacesPlan, *, user: User) -> int:
    """Make what is still missing of ``plan.new``, with history; how many. A second press makes none."""
    try:
        return _write(plan, user)
    except IntegrityError:
        # Somebody registered one of them in the same moment: now it is seen.
        return _write(plan, user)


def _write(plan: PlacesPlan, user: User) -> int:
    with transaction.atomic():
        # Whoever presses second waits here until the first is done.
        Community.objects.select_for_update().get(pk=plan.community.pk)
        there = {normalise(place.name) for place in _places(plan.community, plan.estate, plan.kind)}
        rows = [
            Place(
                community=plan.community,
                estate=plan.estate,
                kind=plan.kind,
                name=name,
                households=plan.households,
            )
            for name in plan.new
            if normalise(name) not in there
        ]
        made = bulk_create(rows, user=user, reason=REASON)
        if made and plan.estate is None:
            keys = [place.pk for place in made]
            transaction.on_commit(lambda: search.sync("lane", keys))
    return len(made)


def _places(community: Community, estate: Estate | None, kind: str) -> list[Place]:
    rows = Place.objects.filter(community=community, estate=estate, kind=kind)
    return list(rows.select_related("estate"))


def _doubts(names: list[str], kind: str, there: list[Place]) -> list[str]:
    said: list[str] = []
    label = Place.Kind(kind).label
    others = [name for name in names if kind_of(name) not in ("", kind)]
    if others:
        listed = "、".join(others[:3]) + ("等" if len(others) > 3 else "")
        said.append(f"上面选的类别是“{label}”，{listed}看起来不是{label}。类别不对请改一改。")
    whole = [
        place.name
        for place in there
        if any(name != place.name and name.startswith(place.name) for name in names)
    ]
    if whole:
        listed = "、".join(whole[:3]) + ("等" if len(whole) > 3 else "")
        said.append(f"{listed}已经整栋登记过。如果改为一个单元一位楼长，整栋的那一条请停用。")
    return said
