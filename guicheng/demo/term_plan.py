"""Who looks after which place: serving terms, those before them, deputies, and what waits for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from communities.models import Community, Place
from volunteers.models import Appointment, PhoneClash, Volunteer

from . import people_words, words
from .chance import chance
from .people_plan import MEMBERS_IN_1000, PeoplePlanner
from .place_plan import HEADS, NAMED_STREET, PlannedPlace

#: Communities of the accounts that ``make_accounts`` makes: every kind of what waits is found there.
SHOWN = ("桂雅社区", "大德社区")
TERM_YEARS = 3
FIRST_DAY = date(2019, 1, 7)
_CHOSEN = ((*Appointment.Chosen.values[:3], ""), (5, 3, 1, 1))
_HANDED_OVER, _TWICE = 0.2, 0.25
_DEPUTIES, _STREET_DEPUTIES = 60, 2
_CLASHES = 2


class TermPlanner:
    """Fills places with people. ``people``, ``terms`` and ``clashes`` are not saved, with ids from 1."""

    def __init__(self, communities: Sequence[Community], places: list[PlannedPlace], today: date) -> None:
        self.communities, self.places, self.today = communities, places, today
        self.terms: list[Appointment] = []
        self.clashes: list[PhoneClash] = []
        self._rng = chance("terms")
        self._people = PeoplePlanner(today)
        self._heads: dict[int, list[Appointment]] = defaultdict(list)
        self._plan()

    @property
    def people(self) -> list[Volunteer]:
        return self._people.people

    def _plan(self) -> None:
        members = self._member_places()
        by_community: dict[int, list[PlannedPlace]] = defaultdict(list)
        for planned in self.places:
            by_community[planned.place.community_id].append(planned)
        for number, community in enumerate(self.communities):
            self._community(number, community, by_community[community.pk], members)
        self._deputies()
        for community in self.communities:
            if community.name in SHOWN:
                self._twice(self._heads[community.pk])
        self._clash()

    def _member_places(self) -> set[int]:
        """Ids of the buildings whose heads are party members."""
        headed = [
            planned.place.pk
            for planned in self.places
            if planned.place.kind == Place.Kind.BUILDING and not planned.empty
        ]
        return set(self._rng.sample(headed, round(HEADS[Place.Kind.BUILDING] * MEMBERS_IN_1000 / 1000)))

    def _community(
        self, number: int, community: Community, places: list[PlannedPlace], members: set[int]
    ) -> None:
        """Heads of a community: most began in one round, a few by themselves; some lack something."""
        rng, shown = self._rng, community.name in SHOWN
        headed = [planned.place for planned in places if not planned.empty]
        ending, second, over, mute, untold = rng.sample([place.pk for place in headed], 5)
        days_left = {ending: rng.randint(4, 55)}
        if number % 3 == 0 or shown:
            days_left[second] = rng.randint(4, 55)
        if number % 6 == 0 or shown:
            days_left[over] = -rng.randint(5, 70)
        round_in = rng.randint(120, 1000)
        for place in headed:
            left = days_left.get(place.pk) or (
                round_in + rng.randint(-20, 20) if rng.random() < 0.7 else rng.randint(75, 1070)
            )
            ends_on = self.today + timedelta(days=left)
            since = _years_before(ends_on, TERM_YEARS)
            member = place.pk in members if place.kind == Place.Kind.BUILDING else None
            before = self._terms_before(place, since) if rng.random() < _HANDED_OVER else None
            told = not (place.pk == untold and (number % 2 == 0 or shown))
            person = self._people.add(community, since, member=member, told=told)
            if place.pk == mute and (number % 2 == 1 or shown):
                self._people.without_phone(person)
            term = self._add(person, place, since, ends_on=ends_on, predecessor=before)
            self._heads[community.pk].append(term)
        for planned in places:
            if planned.empty and rng.random() < 0.6:
                self._last_term(planned.place)

    def _terms_before(self, place: Place, until: date) -> Appointment | None:
        """One or two ended terms, the last of which ended when the serving head began; the last one."""
        rng, before = self._rng, None
        last = self._began_before(until)
        if rng.random() < _TWICE:
            before = self._ended(place, self._began_before(last), last, None)
        return self._ended(place, last, until, before)

    def _began_before(self, until: date) -> date:
        """Begin of a term that ended as planned, or earlier than that."""
        if self._rng.random() < 0.6:
            return _years_before(until, TERM_YEARS)
        return until - timedelta(days=self._rng.randint(300, 1000))

    def _last_term(self, place: Place) -> None:
        """Who served at a place that now waits for somebody."""
        until = self.today - timedelta(days=self._rng.randint(15, 300))
        self._ended(place, self._began_before(until), until, None)

    def _ended(
        self, place: Place, since: date, until: date, predecessor: Appointment | None
    ) -> Appointment | None:
        """A term that is over; None where it would lie before the first of all."""
        if since < FIRST_DAY:
            return predecessor
        person = self._people.add(place.community, since)
        planned = _years_before(since, -TERM_YEARS)
        term = self._add(person, place, since, ends_on=planned, predecessor=predecessor)
        term.ended_on = until
        term.note = (
            people_words.AS_PLANNED if until >= planned else self._rng.choice(people_words.REASONS_TO_LEAVE)
        )
        return term

    def _add(
        self,
        person: Volunteer,
        place: Place,
        since: date,
        *,
        ends_on: date | None = None,
        predecessor: Appointment | None = None,
        deputy: bool = False,
    ) -> Appointment:
        values, weights = _CHOSEN
        term = Appointment(
            pk=len(self.terms) + 1,
            volunteer=person,
            place=place,
            deputy=deputy,
            started_on=since,
            ends_on=ends_on,
            chosen=self._rng.choices(values, weights)[0],
            predecessor=predecessor,
            source=words.SOURCE,
        )
        self.terms.append(term)
        return term

    def _deputies(self) -> None:
        """Deputies here and there, some of them heads of another building; and the named street's team."""
        rng = self._rng
        heads = [
            term for terms in self._heads.values() for term in terms if term.place.kind == Place.Kind.BUILDING
        ]
        for number, term in enumerate(rng.sample(heads, _DEPUTIES)):
            neighbours = [
                other
                for other in self._heads[term.place.community_id]
                if other.place.estate_id == term.place.estate_id and other is not term
            ]
            if number % 3 == 0 and neighbours:
                person = rng.choice(neighbours).volunteer
            else:
                person = self._people.add(term.place.community, term.started_on)
            self._add(person, term.place, term.started_on, ends_on=term.ends_on, deputy=True)
        for terms in self._heads.values():
            for term in terms:
                if (term.place.community.name, term.place.name) == NAMED_STREET:
                    for _ in range(_STREET_DEPUTIES):
                        person = self._people.add(term.place.community, term.started_on)
                        self._add(person, term.place, term.started_on, ends_on=term.ends_on, deputy=True)

    def _twice(self, heads: list[Appointment]) -> None:
        """A head who is registered once more, by a paper without a number, as deputy of another place."""
        head, other = self._rng.sample([term for term in heads if term.volunteer.phone], 2)
        again = self._people.add_again(head.volunteer)
        self._add(again, other.place, other.started_on, deputy=True)

    def _clash(self) -> None:
        """Numbers that another community wanted to register too: the street has to look."""
        some = self._rng.sample(self.communities, _CLASHES * 2)
        for pk, (home, other) in enumerate(zip(some[::2], some[1::2], strict=True), start=1):
            known = [term.volunteer for term in self._heads[home.pk] if term.volunteer.phone]
            person = self._rng.choice(known)
            self.clashes.append(PhoneClash(pk=pk, volunteer=person, community=other, wanted_name=person.name))


def _years_before(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
