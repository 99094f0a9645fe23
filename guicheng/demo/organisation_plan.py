"""The organisations of the demonstration: the named ones, and invented ones until the published counts stand.

Everything counted was founded before February 2023, when the counts were published; terms go on until today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from django.db import models, transaction

from communities.dates import Precision
from communities.models import Community, Estate, Organisation, OrganisationMember, OrganisationTerm
from communities.named import named_organisations
from guicheng.accounts import history

from . import people_words, words
from .chance import chance
from .estate_plan import ESTATES_AT_SCALE_1
from .organisation_words import CLUBS, DOES, PARTNERS, POSITIONS, ROLES, TEAMS
from .versions import moment_of_entry

Kind = Organisation.Kind
How = OrganisationTerm.How
#: What is made here with ids of its own.
MADE: tuple[type[models.Model], ...] = (Organisation, OrganisationTerm, OrganisationMember)
#: Published in February 2023, the named ones among them.
PUBLISHED = {Kind.AUTONOMY_GROUP: 58, Kind.NEIGHBOURS: 51, Kind.SOCIAL: 233}
RED = 7
#: Further ones, of which no count was published.
OWNERS, MANAGED, TEAMS_INVENTED = 62, 120, 24
_FOUNDED_FIRST, _FOUNDED_LAST = date(2017, 3, 1), date(2023, 1, 20)
#: Kinds whose leaders are chosen for so many years, and how.
_TERMS = {
    Kind.OWNERS_COMMITTEE: (5, How.OWNERS),
    Kind.NEIGHBOURS: (3, How.RECOMMENDED),
    Kind.AUTONOMY_GROUP: (3, How.ELECTED),
    Kind.PARTY_BRANCH: (3, How.ELECTED),
}
_MEMBERS = {
    Kind.PARTY_BRANCH: (12, 46),
    Kind.PARTY_GROUP: (4, 14),
    Kind.OWNERS_COMMITTEE: (5, 9),
    Kind.FAMILIAR_TEAM: (6, 15),
    Kind.AUTONOMY_GROUP: (5, 13),
    Kind.NEIGHBOURS: (15, 28),
    Kind.SOCIAL: (10, 60),
    Kind.VOLUNTEERS: (12, 45),
}
#: Of a hundred terms that ended lately so many wait for their election.
_LATE = 40
_NUMBERS = "一二三四"


def save_organisations(today: date) -> dict[str, int]:
    """Save all with their terms, some members and their first versions; how many of each."""
    planner = OrganisationPlanner(today)
    mark = {"reason": words.SOURCE, "date": moment_of_entry(today)}
    with transaction.atomic():
        for rows in (planner.organisations, planner.terms, planner.members):
            history.bulk_create(rows, **mark)
    return {"组织": len(planner.organisations), "届次": len(planner.terms)}


class OrganisationPlanner:
    """Makes organisations, terms and members with ids; nothing is saved."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.organisations: list[Organisation] = []
        self.terms: list[OrganisationTerm] = []
        self.members: list[OrganisationMember] = []
        self._rng = chance("organisations")
        self._communities = list(Community.objects.public().order_by("code"))
        self._estates: dict[int, list[Estate]] = defaultdict(list)
        base = Estate.objects.filter(pk__lte=ESTATES_AT_SCALE_1).select_related("community").order_by("pk")
        for estate in base:
            self._estates[estate.community_id].append(estate)
        self._make(base)
        for row in self.organisations:
            if row.source == words.SOURCE and row.kind in _TERMS:
                self._add_terms(row)
        for row in self.organisations:
            if row.is_red and row.source == words.SOURCE:
                self._add_members(row)

    # --- which ones -----------------------------------------------------------------------------
    def _make(self, estates: Iterable[Estate]) -> None:
        for row in named_organisations({(row.community.name, row.name): row for row in estates}):
            self._keep(row)
        for community in self._communities:
            self._party(community)
            if community.certified_on:
                self._invent(Kind.FAMILIAR_TEAM, community, None, f"{community.short_name}创熟团队")
            for estate in self._of(community, Estate.Kind.VILLAGE)[:3]:
                self._invent(Kind.COLLECTIVE, community, estate, f"{estate.name}经济社")
            for number in self._rng.sample(range(len(PARTNERS)), 2):
                self._invent(Kind.PARTNER, community, None, f"{community.short_name}共建{PARTNERS[number]}")
        self._in_estates(Kind.OWNERS_COMMITTEE, OWNERS, "业委会", Estate.Kind.ESTATE)
        self._mark_red()
        self._in_estates(Kind.PROPERTY, MANAGED, "物业服务中心", Estate.Kind.ESTATE)
        for kind, what in ((Kind.NEIGHBOURS, "街坊会"), (Kind.AUTONOMY_GROUP, "自治小组")):
            self._in_estates(kind, PUBLISHED[kind] - self._count(kind), what)
        for number in range(TEAMS_INVENTED):
            community = self._communities[number * 7 % len(self._communities)]
            team = TEAMS[number % len(TEAMS)]
            self._invent(Kind.VOLUNTEERS, community, None, f"{community.short_name}{team}")
        self._clubs()

    def _party(self, community: Community) -> None:
        committee = self._invent(Kind.PARTY_COMMITTEE, community, None, f"{community.name}党委")
        homes = [row for row in self._estates[community.pk] if row.kind != Estate.Kind.STREET]
        for number, estate in enumerate(homes[: self._rng.randint(3, 5)]):
            # One branch in a while is registered before anybody said where it belongs.
            above = None if number == 2 and community.pk % 9 == 0 else committee
            branch = self._invent(Kind.PARTY_BRANCH, community, estate, f"{estate.name}党支部", above)
            for group in range(self._rng.randint(0, 2)):
                name = f"{estate.name}第{_NUMBERS[group]}党小组"
                self._invent(Kind.PARTY_GROUP, community, estate, name, branch)

    def _in_estates(self, kind: str, wanted: int, what: str, only: str = "") -> None:
        """One in each of ``wanted`` estates that has none yet, round the communities in turn."""
        taken = {row.estate_id for row in self.organisations if row.kind == kind}
        free = [[row for row in self._of(one, only) if row.pk not in taken] for one in self._communities]
        for rows in free:
            self._rng.shuffle(rows)
        self._rng.shuffle(free)
        for estate in _round(free, wanted):
            self._invent(kind, estate.community, estate, f"{estate.name}{what}")

    def _clubs(self) -> None:
        names = [self._rng.sample(CLUBS, len(CLUBS)) for _ in self._communities]
        pairs = [[(one, name) for name in some] for one, some in zip(self._communities, names, strict=True)]
        self._rng.shuffle(pairs)
        for community, name in _round(pairs, PUBLISHED[Kind.SOCIAL]):
            self._invent(Kind.SOCIAL, community, None, f"{community.short_name}{name}")

    def _mark_red(self) -> None:
        invented = [row for row in self.organisations if row.kind == Kind.OWNERS_COMMITTEE and not row.is_red]
        for row in invented[:: len(invented) // RED][: RED - 2]:
            row.red_since = max(row.founded_on, date(2021, 7, 1)) + timedelta(days=self._rng.randint(0, 200))
            row.red_since = min(row.red_since, _FOUNDED_LAST)
            row.party_members_count = row.members_count // 2 + 1

    def _of(self, community: Community, kind: str = "") -> list[Estate]:
        rows = self._estates[community.pk]
        return [row for row in rows if row.kind == kind] if kind else list(rows)

    def _count(self, kind: str) -> int:
        return sum(1 for row in self.organisations if row.kind == kind)

    # --- one of them ----------------------------------------------------------------------------
    def _keep(self, row: Organisation) -> Organisation:
        row.pk = len(self.organisations) + 1
        self.organisations.append(row)
        return row

    def _invent(
        self,
        kind: str,
        community: Community,
        estate: Estate | None,
        name: str,
        parent: Organisation | None = None,
    ) -> Organisation:
        rng = self._rng
        days = (_FOUNDED_LAST - _FOUNDED_FIRST).days
        founded = _FOUNDED_FIRST + timedelta(days=rng.randint(0, days))
        precision = rng.choices([Precision.DAY, Precision.MONTH, Precision.YEAR], (6, 3, 1))[0]
        if precision != Precision.DAY:
            founded = founded.replace(day=1, month=1 if precision == Precision.YEAR else founded.month)
        members = rng.randint(*_MEMBERS[kind]) if kind in _MEMBERS else None
        party = None
        if members is not None and kind in (Kind.PARTY_BRANCH, Kind.PARTY_GROUP):
            party = members
        elif members is not None and rng.random() < 0.7:
            party = rng.randint(1, max(1, members // 3))
        told = rng.random()
        return self._keep(
            Organisation(
                community=community,
                estate=estate,
                parent=parent,
                kind=kind,
                name=f"{name}（演示）",
                founded_on=founded,
                founded_precision=precision,
                members_count=members,
                party_members_count=party,
                does=rng.choice(DOES[kind]),
                contact_role=_surname(rng) + ROLES[kind] if told < 0.8 else "",
                public_phone=f"0757-0000{rng.randint(1000, 8999)}" if told < 0.35 else "",
                source=words.SOURCE,
            )
        )

    def _add_terms(self, row: Organisation) -> None:
        """One term after the other since the founding; the last goes on, or is over without an election."""
        years, how = _TERMS[row.kind]
        starts = row.founded_on
        if row.founded_precision == Precision.YEAR:
            starts = starts.replace(month=self._rng.randint(1, 12))
        terms: list[OrganisationTerm] = []
        while starts <= self.today:
            ends = starts.replace(year=starts.year + years, day=min(starts.day, 28))
            elected = starts - timedelta(days=self._rng.randint(5, 40)) if terms else starts
            terms.append(
                OrganisationTerm(
                    organisation=row,
                    number=len(terms) + 1,
                    starts_on=starts,
                    ends_on=ends,
                    elected_on=elected,
                    how=how,
                )
            )
            starts = ends
        lately = len(terms) > 1 and (self.today - terms[-1].starts_on).days < 200
        if lately and self._rng.randrange(100) < _LATE:
            terms.pop()
        for term in terms:
            term.pk = len(self.terms) + 1
            self.terms.append(term)

    def _add_members(self, row: Organisation) -> None:
        """All whom an invented 红色业委会 counts, under names that nobody bears."""
        term = next(term for term in reversed(self.terms) if term.organisation is row)
        for number in range(row.members_count):
            given = people_words.GIVEN[("female" if number % 2 else "male", False)]
            self.members.append(
                OrganisationMember(
                    pk=len(self.members) + 1,
                    organisation=row,
                    term=term,
                    name=_surname(self._rng) + self._rng.choice(given[0]) + self._rng.choice(given[1]),
                    position=POSITIONS[min(number, len(POSITIONS) - 1)],
                    party_member=number < row.party_members_count,
                )
            )


def _surname(rng: Random) -> str:
    names = people_words.SURNAMES
    return rng.choices(list(names), list(names.values()))[0]


def _round(lists: Sequence[Sequence], wanted: int) -> Iterator:
    """The first of each list, then the second of each, until there are ``wanted``."""
    found = 0
    for place in range(max(map(len, lists))):
        for some in lists:
            if place < len(some) and found < wanted:
                found += 1
                yield some[place]
