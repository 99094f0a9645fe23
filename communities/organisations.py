"""Organisations by kind: words for kinds, their order, and counts for lists and for indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Sum, Value, When

from .models import Organisation, OrganisationPhoto

Kind = Organisation.Kind
#: Stands beside the kinds where one asks for a kind: the owners' committees with the mark.
RED, RED_LABEL = "red", "红色业委会"
#: Kinds that have members to be counted in public; where their number is missing, staff are asked for it.
COUNTED_KINDS = (Kind.NEIGHBOURS, Kind.AUTONOMY_GROUP)
#: Among residents first what they can join, then who is in charge.
PUBLIC_ORDER = (
    Kind.NEIGHBOURS,
    Kind.AUTONOMY_GROUP,
    Kind.VOLUNTEERS,
    Kind.SOCIAL,
    Kind.OWNERS_COMMITTEE,
    Kind.PROPERTY,
    Kind.FAMILIAR_TEAM,
    Kind.PARTNER,
    Kind.COLLECTIVE,
    Kind.PARTY_COMMITTEE,
    Kind.PARTY_BRANCH,
    Kind.PARTY_GROUP,
)


@cache
def kind_words() -> dict[str, str]:
    """Every word for a kind → the kind's key, or ``red``; the kinds' own names first."""
    words = {str(label): str(value) for value, label in Kind.choices}
    words |= {word: str(kind) for word, kind in Organisation.KIND_ALIASES.items()}
    return words | {RED_LABEL: RED}


def of_kind(rows: QuerySet[Organisation], key: str) -> QuerySet[Organisation]:
    """The rows of a kind or, for ``red``, the owners' committees with the mark."""
    return rows.filter(red_condition()) if key == RED else rows.filter(kind=key)


def red_condition() -> Q:
    return Q(kind=Kind.OWNERS_COMMITTEE, red_since__isnull=False)


def in_order(order: tuple[Kind, ...] = tuple(Kind)) -> Case:
    """To sort by kind: as the party's network stands, or as given."""
    cases = [When(kind=kind, then=Value(place)) for place, kind in enumerate(order)]
    return Case(*cases, default=Value(len(order)), output_field=IntegerField())


@dataclass
class KindCount:
    """How many organisations of a kind there are, and their members together as far as known."""

    key: str
    label: str
    organisations: int = 0
    members: int = 0
    party_members: int = 0
    #: Of owners' committees: those with the mark.
    red: int = 0


@dataclass
class Counts:
    """By kind, in the order of the party's network."""

    kinds: dict[str, KindCount] = field(default_factory=dict)

    def of(self, key: str) -> KindCount:
        """Zero where there is none; ``red`` for 红色业委会."""
        if key == RED:
            owners = self.of(Kind.OWNERS_COMMITTEE)
            return KindCount(RED, RED_LABEL, owners.red)
        return self.kinds.get(key) or KindCount(key, str(Kind(key).label))

    @property
    def total(self) -> int:
        return sum(kind.organisations for kind in self.kinds.values())

    def listed(self, order: tuple[Kind, ...] = PUBLIC_ORDER) -> list[KindCount]:
        """Those that there are."""
        return [self.kinds[kind] for kind in order if kind in self.kinds]


def counts(rows: QuerySet[Organisation]) -> Counts:
    """``rows`` by kind, in one query."""
    return _parted(rows, on=None, by_community=False).get(None, Counts())


def counts_on(rows: QuerySet[Organisation], on: date) -> Counts:
    """Those at work on a day by their own dates; members as counted last, for no past number is kept."""
    return _parted(rows.active(on), on=on, by_community=False).get(None, Counts())


def counts_by_community(rows: QuerySet[Organisation], on: date | None = None) -> dict[int, Counts]:
    """The same for each community's key: at work now or, with ``on``, on a day. One query."""
    return _parted(rows.active(on), on=on, by_community=True)


def _parted(rows: QuerySet[Organisation], *, on: date | None, by_community: bool) -> dict[int | None, Counts]:
    marked = Q(red_since__lte=on) if on else Q(red_since__isnull=False)
    keys = ["community", "kind"] if by_community else ["kind"]
    parted: dict[int | None, Counts] = {}
    for row in (
        rows.order_by()
        .values(*keys)
        .annotate(
            n=Count("pk"),
            members=Sum("members_count"),
            party=Sum("party_members_count"),
            red=Count("pk", filter=marked),
        )
    ):
        kind = row["kind"]
        found = parted.setdefault(row.get("community"), Counts())
        found.kinds[kind] = KindCount(
            kind, str(Kind(kind).label), row["n"], row["members"] or 0, row["party"] or 0, row["red"]
        )
    return parted


def with_what_cards_show(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Estate, community and public photos of each, in one more query."""
    photos = Prefetch("photos", OrganisationPhoto.objects.filter(public=True), to_attr="public_photos")
    return rows.select_related("estate", "community").prefetch_related(photos)
