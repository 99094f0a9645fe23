"""The invented people: who they are. Which places they look after is planned in ``term_plan``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from communities.models import Community
from volunteers.models import Volunteer

from . import people_words, words
from .chance import chance

#: Of 1,000 people so many are members of the Party.
MEMBERS_IN_1000 = 410
_BORN_FIRST, _BORN_LAST, _BORN_MOSTLY = 1948, 2001, 1966
_MEMBER_AT_LEAST, _LAST_ADMISSION = 20, date(2023, 6, 30)
_LEAGUE_FROM = 1998
_FEMALE, _SKILLED, _SIGNED = 0.56, 0.25, 0.86


class PeoplePlanner:
    """Makes people with ids and, unless told otherwise, a telephone; no name and no number twice."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.people: list[Volunteer] = []
        self._rng = chance("people")
        self._surnames = list(people_words.SURNAMES)
        self._weights = list(accumulate(people_words.SURNAMES.values()))
        self._names: set[str] = set()
        self._phones = _phones()

    def add(
        self, community: Community, since: date, *, member: bool | None = None, told: bool = True
    ) -> Volunteer:
        """Somebody who serves since a day; a party member or not as told, else by chance."""
        rng = self._rng
        gender = "female" if rng.random() < _FEMALE else "male"
        born = int(rng.triangular(_BORN_FIRST, _BORN_LAST, _BORN_MOSTLY))
        if member is None:
            member = rng.randrange(1000) < MEMBERS_IN_1000
        person = Volunteer(
            pk=len(self.people) + 1,
            community=community,
            name=self._name(gender, born),
            phone=next(self._phones),
            gender=gender,
            birth_year=born,
            political_status=_status(rng, member, born),
            skills="、".join(rng.sample(people_words.SKILLS, rng.randint(1, 2)))
            if rng.random() < _SKILLED
            else "",
            source=words.SOURCE,
        )
        if member and rng.random() < 0.92:
            person.party_since = _admitted(rng, person)
        asked = min(since + timedelta(days=rng.randint(0, 25)), self.today - timedelta(days=1))
        if told:
            person.told_on, person.told_wording = asked, people_words.TOLD
            person.undertaking_on = asked if rng.random() < _SIGNED else None
        person.note_phone()
        self.people.append(person)
        return person

    def add_again(self, person: Volunteer) -> Volunteer:
        """The same person as somebody registered them a second time, from a paper without a number."""
        again = Volunteer(
            pk=len(self.people) + 1,
            community=person.community,
            name=person.name,
            gender=person.gender,
            source=words.SOURCE,
        )
        self.people.append(again)
        return again

    @staticmethod
    def without_phone(person: Volunteer) -> None:
        person.phone = ""
        person.note_phone()

    def _name(self, gender: str, born: int) -> str:
        rng = self._rng
        first, second = people_words.GIVEN[gender, born >= people_words.YOUNG_FROM]
        while True:
            surname = rng.choices(self._surnames, cum_weights=self._weights)[0]
            name = surname + rng.choice(first) + rng.choice(second)
            if name not in self._names and name[1] != name[2]:
                self._names.add(name)
                return name


def _phones() -> Iterator[str]:
    """Numbers that nobody has, each once."""
    for tail in chance("phones").sample(range(1_000_000), 10_000):
        yield f"{people_words.MOBILE_PREFIX}{tail:06d}"


def _status(rng: Random, member: bool, born: int) -> str:
    status = Volunteer.PoliticalStatus
    if member:
        return status.PROBATIONARY if rng.random() < 0.015 else status.MEMBER
    if born >= _LEAGUE_FROM and rng.random() < 0.6:
        return status.LEAGUE
    if rng.random() < 0.02:
        return status.DEMOCRATIC
    return status.MASSES if rng.random() < 0.95 else ""


def _admitted(rng: Random, person: Volunteer) -> date:
    """Probationary members since lately, the others since some day of their grown-up life."""
    if person.political_status == Volunteer.PoliticalStatus.PROBATIONARY:
        return _LAST_ADMISSION - timedelta(days=rng.randint(0, 200))
    first = date(person.birth_year + _MEMBER_AT_LEAST, 7, 1)
    return first + timedelta(days=int((_LAST_ADMISSION - first).days * rng.random() ** 1.3))
