"""三级党建网络: committee → branches → groups of a community, and who stands beside them in each estate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from .models import Estate, Organisation
from .organisations import in_order

Kind = Organisation.Kind
LEVELS = (Kind.PARTY_COMMITTEE, Kind.PARTY_BRANCH, Kind.PARTY_GROUP)
#: Who builds an estate together with the party, in the columns of the table.
BESIDE = (
    Kind.OWNERS_COMMITTEE,
    Kind.PROPERTY,
    Kind.PARTNER,
    Kind.FAMILIAR_TEAM,
    Kind.COLLECTIVE,
    Kind.NEIGHBOURS,
    Kind.AUTONOMY_GROUP,
)


@dataclass
class Node:
    organisation: Organisation
    below: list[Node] = field(default_factory=list)


@dataclass
class Beside:
    """One estate, or the community as a whole: its party branches, and the others by kind."""

    estate: Estate | None
    branches: list[Organisation] = field(default_factory=list)
    by_kind: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))

    @property
    def name(self) -> str:
        return self.estate.name if self.estate else "整个社区"

    def cells(self) -> list[tuple[str, list[Organisation]]]:
        """Label and organisations of each column."""
        return [(str(kind.label), self.by_kind.get(kind, [])) for kind in BESIDE]


@dataclass
class Network:
    """``top``: the committees with what hangs below them; ``loose``: what has no place in it yet."""

    top: list[Node]
    loose: list[Node]
    estates: list[Beside]
    #: There is more than was asked for.
    more: bool = False

    @property
    def empty(self) -> bool:
        return not (self.top or self.loose or self.estates)


def network(rows: QuerySet[Organisation], limit: int) -> Network:
    """The network of ``rows`` of one community, at most ``limit`` organisations; one query."""
    kinds = {*LEVELS, *BESIDE}
    chosen = rows.exclude(status=Organisation.Status.DISSOLVED).filter(kind__in=kinds)
    chosen = chosen.select_related("estate").order_by(in_order(), "estate__name", "name")
    found = list(chosen[: limit + 1])
    top, loose = _tree(found[:limit])
    return Network(top, loose, _beside(found[:limit]), more=len(found) > limit)


def _tree(rows: Sequence[Organisation]) -> tuple[list[Node], list[Node]]:
    party = {row.pk: Node(row) for row in rows if row.kind in LEVELS}
    top, loose = [], []
    for node in party.values():
        above = party.get(node.organisation.parent_id)
        if above is not None and above is not node:
            above.below.append(node)
        elif node.organisation.kind == Kind.PARTY_COMMITTEE:
            top.append(node)
        else:
            loose.append(node)
    return top, loose


def _beside(rows: Sequence[Organisation]) -> list[Beside]:
    """Estates by name, the community as a whole last."""
    found: dict[int | None, Beside] = {}
    for row in rows:
        whole = row.estate_id is None
        if row.kind in (Kind.PARTY_COMMITTEE, Kind.PARTY_GROUP) or (whole and row.kind == Kind.PARTY_BRANCH):
            continue
        place = found.setdefault(row.estate_id, Beside(row.estate))
        if row.kind == Kind.PARTY_BRANCH:
            place.branches.append(row)
        else:
            place.by_kind[row.kind].append(row)
    return sorted(found.values(), key=lambda place: (place.estate is None, place.name))
