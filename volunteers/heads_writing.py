"""Judged rows of a roster written in bulk, each change with its history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from communities.models import Estate, Place
from guicheng import search
from guicheng.accounts.history import bulk_create, bulk_update
from guicheng.exchange.cells import name_key

from .models import Appointment, Volunteer

if TYPE_CHECKING:
    from .heads_batch import HeadPlan, HeadsBatch

SOURCE = "Excel 名册"


def write_heads(batch: HeadsBatch, plans: list[HeadPlan], reason: str) -> None:
    """Estates, places, people and terms, in this order; inside the caller's transaction."""
    mark = {"user": batch.user, "reason": reason}
    _make_estates(batch, plans, mark)
    _make_places(batch, plans, mark)
    people = _save_people(plans, mark)
    _save_terms(batch, plans, people, mark)


def _make_estates(batch: HeadsBatch, plans: list[HeadPlan], mark: dict) -> None:
    wanted = {
        (plan.community.pk, name_key(estate)): Estate(community=plan.community, name=estate, source=SOURCE)
        for plan in plans
        if (estate := plan.values.get("estate"))
        and (plan.community.pk, name_key(estate)) not in batch.estates
    }
    made = bulk_create(list(wanted.values()), **mark)
    for estate in made:
        batch.estates[(estate.community_id, name_key(estate.name))] = (estate.pk, estate.name)
    if made:
        keys = [estate.pk for estate in made]
        transaction.on_commit(lambda: search.sync("estate", keys))


def _make_places(batch: HeadsBatch, plans: list[HeadPlan], mark: dict) -> None:
    wanted = {
        plan.place_key: Place(
            community=plan.community,
            estate_id=_estate_id(batch, plan),
            kind=plan.values["kind"],
            name=plan.values["place"],
            households=plan.values.get("households"),
        )
        for plan in plans
        if plan.place_key not in batch.places
    }
    made = bulk_create(list(wanted.values()), **mark)
    for key, place in zip(wanted, made, strict=True):
        batch.places[key] = (place.pk, place.households)
    if lanes := [place.pk for place in made if place.estate_id is None]:
        transaction.on_commit(lambda: search.sync("lane", lanes))
    changed = {
        batch.places[plan.place_key][0]: plan.values["households"] for plan in plans if plan.households
    }
    rows = list(Place.objects.filter(pk__in=changed))
    for place in rows:
        place.households = changed[place.pk]
    bulk_update(rows, ["households"], **mark)


def _estate_id(batch: HeadsBatch, plan: HeadPlan) -> int | None:
    estate = plan.values.get("estate")
    return batch.estates[(plan.community.pk, name_key(estate))][0] if estate else None


def _save_people(plans: list[HeadPlan], mark: dict) -> dict[str, Volunteer]:
    """Key of a person in the file → the saved person."""
    people = {plan.person.key: plan.person.known for plan in plans if plan.person.known is not None}
    new: dict[str, Volunteer] = {}
    changed: dict[int, Volunteer] = {}
    fields: set[str] = set()
    for plan in plans:
        if plan.person.known is None:
            new.setdefault(plan.person.key, _new_person(plan))
        for key, value in plan.person.changes.items():
            person = people[plan.person.key]
            setattr(person, key, value)
            person.note_phone()
            changed[person.pk] = person
            fields.add(key)
    people.update(zip(new, bulk_create(list(new.values()), **mark), strict=True))
    if "phone" in fields:
        fields |= {"phone_print", "phone_tail"}
    bulk_update(list(changed.values()), sorted(fields), **mark)
    return people


def _new_person(plan: HeadPlan) -> Volunteer:
    values = plan.values
    person = Volunteer(
        community=plan.community,
        name=values["name"],
        phone=values.get("phone", ""),
        gender=values.get("gender", ""),
        birth_year=values.get("birth_year"),
        political_status=values.get("political_status", ""),
        source=SOURCE,
    )
    person.note_phone()
    return person


def _save_terms(batch: HeadsBatch, plans: list[HeadPlan], people: dict[str, Volunteer], mark: dict) -> None:
    ending, changed, fields = [], [], set()
    for plan in plans:
        if plan.replaces is not None:
            plan.replaces.ended_on = _day(plan.values["start"])
            ending.append(plan.replaces)
        if plan.appointment is not None and plan.appointment_changes:
            for key, value in plan.appointment_changes.items():
                setattr(plan.appointment, key, value)
            changed.append(plan.appointment)
            fields |= plan.appointment_changes.keys()
    # Those who leave go first: there is one serving head a place at any time.
    bulk_update(ending, ["ended_on"], **mark)
    bulk_update(changed, sorted(fields), **mark)
    new = [
        Appointment(
            volunteer=people[plan.person.key],
            place_id=batch.places[plan.place_key][0],
            deputy=bool(plan.values.get("deputy")),
            started_on=_day(plan.values.get("start")),
            ends_on=_day(plan.values.get("ends")),
            ended_on=_day(plan.values.get("ended")),
            chosen=plan.values.get("chosen", ""),
            note=plan.values.get("note", ""),
            predecessor=plan.replaces,
            source=SOURCE,
        )
        for plan in plans
        if plan.appointment is None
    ]
    bulk_create(new, **mark)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
