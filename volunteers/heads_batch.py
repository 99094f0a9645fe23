"""Rows of a roster against the database: who is meant, what is new, what changes, what must be refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from communities.models import Community, Estate, Place
from communities.named_in_files import CommunityFinder
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by, visible_to
from guicheng.exchange.cells import BadCell, name_key
from guicheng.exchange.kinds import CHANGED, NEW, UNCHANGED, Batch, Outcome, Parsed
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.phones import is_mobile, mask

from .heads_columns import place_key
from .identity import NOT_NOW, Claim, alike, hand_to_street
from .models import Appointment, Volunteer

#: (community, estate's name, kind, place's name), names as they are compared.
PlaceKey = tuple[int, str, str, str]


@dataclass
class Person:
    """Whom a row means: ``known`` where the database has them, else the key under which the file does."""

    known: Volunteer | None
    key: str
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass
class HeadPlan:
    """What writing a row takes, found out by the judgement."""

    values: dict[str, Any]
    community: Community
    place_key: PlaceKey
    person: Person
    appointment: Appointment | None = None
    appointment_changes: dict[str, Any] = field(default_factory=dict)
    replaces: Appointment | None = None
    households: bool = False


class KnownPlaces:
    """Place → (id, households), small enough for a hundred thousand of them: keys as their 64-bit hashes."""

    def __init__(self) -> None:
        self._ids: dict[int, int] = {}
        self._households: dict[int, int] = {}

    def __contains__(self, key: PlaceKey) -> bool:
        return hash(key) in self._ids

    def __getitem__(self, key: PlaceKey) -> tuple[int, int | None]:
        mark = hash(key)
        return self._ids[mark], self._households.get(mark)

    def __setitem__(self, key: PlaceKey, value: tuple[int, int | None]) -> None:
        mark = hash(key)
        self._ids[mark] = value[0]
        if value[1] is not None:
            self._households[mark] = value[1]

    def get(self, key: PlaceKey) -> tuple[int, int | None] | None:
        known = self._ids.get(hash(key))
        return None if known is None else (known, self._households.get(hash(key)))


class HeadsBatch(Batch):
    """See :class:`guicheng.exchange.kinds.Batch`."""

    def __init__(self, user: User, today: date, *, keep_new: bool) -> None:
        super().__init__(user, today, keep_new=keep_new)
        self.communities = CommunityFinder(user)
        self.estates: dict[tuple[int, str], tuple[int, str]] = {}  # (community, name or alias) → (id, name)
        self.places = KnownPlaces()
        self._loaded: set[int] = set()
        self._seen: set[int] = set()  # hashes of (person, place) and (name, place) in this file
        self._taken: set[int] = set()  # hashes of places that an earlier row of this file takes
        self._file_people: dict[int, int] = {}  # of the file's people: hash of number → hash of name

    # --- judging --------------------------------------------------------------------------------
    def judge(self, rows: Sequence[Parsed]) -> list[Outcome]:
        settled: list[tuple[Parsed, Community, PlaceKey] | Outcome] = [self._settle(row) for row in rows]
        found = [item for item in settled if not isinstance(item, Outcome)]
        self._load({community.pk for _, community, _ in found})
        self._look_up(found)
        return [item if isinstance(item, Outcome) else self._judge(*item) for item in settled]

    def _settle(self, row: Parsed) -> tuple[Parsed, Community, PlaceKey] | Outcome:
        values = row.values
        written = values.get("community", "")
        try:
            community = (
                self.communities.find(written)
                if written
                else self.communities.find_around(values.get("around", ()))
            )
        except BadCell as bad:
            return Outcome.refused("社区", written, bad.reason, bad.message, bad.suggestion)
        values["community"] = community.name
        values.pop("around", None)
        self._load({community.pk})
        estate = values.get("estate", "")
        if estate and (known := self.estates.get((community.pk, name_key(estate)))):
            estate = values["estate"] = known[1]
        return row, community, (community.pk, name_key(estate), values["kind"], place_key(values["place"]))

    def _load(self, communities: set[int]) -> None:
        new = communities - self._loaded
        if not new:
            return
        self._loaded |= new
        for pk, community, name, aliases in Estate.objects.filter(community__in=new).values_list(
            "pk", "community_id", "name", "aliases"
        ):
            for alias in Estate(aliases=aliases).alias_list:
                self.estates.setdefault((community, name_key(alias)), (pk, name))
            self.estates[(community, name_key(name))] = (pk, name)
        rows = Place.objects.filter(community__in=new)
        for pk, community, estate, kind, name, households in rows.values_list(
            "pk", "community_id", "estate__name", "kind", "name", "households"
        ).iterator(2000):
            self.places[community, name_key(estate or ""), kind, place_key(name)] = (pk, households)

    def _look_up(self, found: list[tuple[Parsed, Community, PlaceKey]]) -> None:
        """The people and terms that these rows touch, in three queries."""
        phones = [row.values.get("phone", "") for row, _, _ in found]
        prints = {phone: fingerprint(phone) for phone in phones if is_mobile(phone)}
        self._prints = prints
        people = Volunteer.objects.filter(phone_print__in=set(prints.values())).select_related("community")
        self._by_print = {person.phone_print: person for person in people}
        places = {self.places[key][0] for _, _, key in found if key in self.places}
        terms = Appointment.objects.filter(place__in=places).select_related("volunteer", "place__estate")
        self._serving: dict[int, list[Appointment]] = {}
        self._ended: dict[int, list[Appointment]] = {}
        for term in terms:
            side = self._serving if term.ended_on is None else self._ended
            side.setdefault(term.place_id, []).append(term)
        people = {*(person.pk for person in self._by_print.values()), *(t.volunteer_id for t in terms)}
        self._visible = set(
            visible_to(Volunteer, self.user).filter(pk__in=people).values_list("pk", flat=True)
        )
        self._editable = set(
            editable_by(Volunteer, self.user).filter(pk__in=people).values_list("pk", flat=True)
        )

    def _judge(self, row: Parsed, community: Community, key: PlaceKey) -> Outcome:
        values = row.values
        place = self.places.get(key)
        serving = self._serving.get(place[0], []) if place else []
        person = self._person(values, community, key, serving)
        if isinstance(person, Outcome):
            return person
        if self._is_repeated(values, key, person):
            message = "同一个人、同一处在这个文件里已经出现过。"
            return Outcome.refused("姓名", values["name"], "duplicate", message, "删去重复的一行。")
        plan = HeadPlan(values, community, key, person)
        outcome = Outcome(UNCHANGED, plan=plan)
        refused = self._term(plan, outcome, serving, self._ended.get(place[0], []) if place else [])
        if refused is not None:
            return refused
        self._describe(plan, outcome, place)
        self._remember(plan)
        return outcome

    def _person(
        self, values: dict[str, Any], community: Community, key: PlaceKey, serving: list[Appointment]
    ) -> Person | Outcome:
        name, phone = values["name"], values.get("phone", "")
        mark = self._prints.get(phone, "")
        known = self._by_print.get(mark) if mark else None
        here = [term.volunteer for term in serving if term.volunteer.name == name]
        if known is not None and known.pk not in self._visible:
            hand_to_street(Claim(phone, hidden=known), user=self.user, community=community, name=name)
            return Outcome.refused("联系电话", mask(phone), "needs_street", NOT_NOW)
        if known is not None and not alike(known.name, name):
            return self._other_name(phone, known.name)
        if mark and known is None and self._file_people.get(hash(mark), hash(name)) != hash(name):
            return self._other_name(phone, "前面一行的人")
        if known is None and here:
            known = here[0]
        person = Person(known, mark or f"{name}@{key}")
        if known is not None:
            wanted = {"name": name, "phone": phone, **{key: values.get(key) for key in _PERSON_COLUMNS}}
            person.changes = {
                key: value
                for key, value in wanted.items()
                if value not in (None, "") and value != getattr(known, key)
            }
            person.key = f"#{known.pk}"
        return person

    def _other_name(self, phone: str, name: str) -> Outcome:
        return Outcome.refused(
            "联系电话",
            mask(phone),
            "name_differs",
            f"这个号码已经登记在“{name}”名下，姓名不一样。",
            "核对号码；如果是同一个人改了名，请先在人员资料里改。",
        )

    def _is_repeated(self, values: dict[str, Any], key: PlaceKey, person: Person) -> bool:
        if not self.keep_new:
            return False  # what is written was told apart by the check
        marks = {hash((person.key, key)), hash((values["name"], key))}
        if marks & self._seen:
            return True
        self._seen |= marks
        return False

    # --- the term -------------------------------------------------------------------------------
    def _term(
        self, plan: HeadPlan, outcome: Outcome, serving: list[Appointment], ended: list[Appointment]
    ) -> Outcome | None:
        """Find the term that the row means, or whom a new one follows; a refusal where neither may be."""
        values, known = plan.values, plan.person.known
        mine = [term for term in serving if known is not None and term.volunteer_id == known.pk]
        if not mine and values.get("ended") and known is not None:
            mine = [
                term
                for term in ended
                if term.volunteer_id == known.pk
                and (not values.get("start") or _iso(term.started_on) == values["start"])
            ]
        if mine:
            plan.appointment = mine[0]
            plan.appointment_changes = _term_changes(mine[0], values)
            return None
        if values.get("ended") or values.get("deputy"):
            return None
        holder = next((term for term in serving if not term.deputy), None)
        earlier = hash(plan.place_key) in self._taken
        if not earlier and holder is None:
            return None
        start = values.get("start")
        if not earlier and holder is not None and start and start > (_iso(holder.started_on) or ""):
            plan.replaces = holder
            outcome.notes.append(f"接替{holder.volunteer.name}，前任的离任日期登记为 {start}。")
            return None
        name = "前面一行的人" if earlier or holder is None else holder.volunteer.name
        return Outcome.refused(
            "楼巷街",
            values["place"],
            "place_taken",
            f"这里已经有在任的{Place.HEAD_TITLES[values['kind']]}“{name}”。",
            "如果是接任，请写任职日期；如果是副职，职务写“副楼长”；如果负责不同单元，请写明单元。",
        )

    def _describe(self, plan: HeadPlan, outcome: Outcome, place: tuple[int, int | None] | None) -> None:
        """Status, changes and what is made on the way, in words."""
        values, known = plan.values, plan.person.known
        estate = values.get("estate", "")
        if estate and (plan.community.pk, name_key(estate)) not in self.estates:
            outcome.creates.append(f"小区“{estate}”")
            outcome.notes.extend(self._like_estates(plan.community.pk, estate))
        if place is None:
            outcome.creates.append(f"{Place.Kind(values['kind']).label}“{estate}{values['place']}”")
        if known is not None and plan.person.changes and known.pk not in self._editable:
            plan.person.changes = {}
            outcome.notes.append("这个人的资料由别的社区维护，只登记任职。")
        if known is not None:
            for key, value in plan.person.changes.items():
                outcome.changes[_LABELS[key]] = [_shown(key, getattr(known, key)), _shown(key, value)]
        for key, value in plan.appointment_changes.items():
            outcome.changes[_LABELS[key]] = [_shown(key, getattr(plan.appointment, key)), _shown(key, value)]
        households = values.get("households")
        if place is not None and households is not None and households != place[1]:
            plan.households = True
            outcome.changes["户数"] = [str(place[1] or ""), str(households)]
        if plan.appointment is None:
            outcome.status = NEW
            if known is not None:
                outcome.notes.append("这个人已经登记过，增加一个任职。")
        elif outcome.changes:
            outcome.status = CHANGED

    def _like_estates(self, community: int, estate: str) -> list[str]:
        near = [
            name
            for (where, _), (_, name) in self.estates.items()
            if where == community and name != estate and SequenceMatcher(None, name, estate).ratio() >= 0.75
        ]
        return [f"和已有的“{near[0]}”名称相近，请核对是不是同一个。"] if near else []

    def _remember(self, plan: HeadPlan) -> None:
        """What later rows must know of this one while nothing is written."""
        if not self.keep_new:
            return
        values = plan.values
        if mark := self._prints.get(values.get("phone", "")):
            self._file_people[hash(mark)] = hash(values["name"])
        if plan.appointment is None and not values.get("ended") and not values.get("deputy"):
            self._taken.add(hash(plan.place_key))
        if estate := values.get("estate", ""):
            self.estates.setdefault((plan.community.pk, name_key(estate)), (0, estate))
        if plan.place_key not in self.places:
            self.places[plan.place_key] = (0, values.get("households"))

    # --- writing --------------------------------------------------------------------------------
    def write(self, outcomes: Sequence[Outcome], reason: str) -> None:
        from .heads_writing import write_heads

        write_heads(self, [outcome.plan for outcome in outcomes], reason)


_PERSON_COLUMNS = ("political_status", "gender", "birth_year")
_LABELS = {
    "name": "姓名",
    "phone": "联系电话",
    "political_status": "政治面貌",
    "gender": "性别",
    "birth_year": "出生年份",
    "started_on": "任职日期",
    "ends_on": "任期到",
    "ended_on": "离任日期",
    "deputy": "副职",
    "chosen": "产生方式",
    "note": "备注",
}
_TERM_COLUMNS = {"started_on": "start", "ends_on": "ends", "ended_on": "ended"}


def _term_changes(term: Appointment, values: dict[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {name: _date(values.get(key)) for name, key in _TERM_COLUMNS.items()}
    wanted.update(chosen=values.get("chosen"), note=values.get("note"))
    if term.ended_on is None:
        wanted["deputy"] = bool(values.get("deputy"))
    return {
        name: value
        for name, value in wanted.items()
        if value not in (None, "") and value != getattr(term, name)
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _shown(key: str, value: Any) -> str:  # noqa: ANN401
    if value in (None, ""):
        return ""
    if key == "phone":
        return mask(value)
    if key == "political_status":
        return str(Volunteer.PoliticalStatus(value).label)
    if key == "gender":
        return str(Volunteer.Gender(value).label)
    if key == "chosen":
        return str(Appointment.Chosen(value).label)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)
