"""The invented mediators, experts and worthies, and what they did. Mediators are heads too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import models, transaction

from communities.models import Community, Deliberation, Project
from guicheng.accounts import history
from guicheng.privacy.cipher import fingerprint
from volunteers.mediation_fields import load_mediation_fields
from volunteers.models import (
    Appointment,
    Consultation,
    Expert,
    MediationCase,
    MediationField,
    Mediator,
    MediatorTraining,
    Worthy,
    WorthyDeed,
)

from . import people_words, roles_words, words
from .chance import chance
from .versions import moment_of_entry

#: What is made here with ids of its own.
MADE: tuple[type[models.Model], ...] = (
    Mediator,
    MediatorTraining,
    MediationCase,
    Expert,
    Consultation,
    Worthy,
    WorthyDeed,
)
#: Classes of mediators: days since the certificate, how many; together more than the 200 that were aimed at.
CLASSES = ((1060, 9), (930, 17), (800, 22), (660, 26), (520, 30), (380, 32), (240, 34), (90, 36))
#: Besides: whose certificate is over, who left, who is still in training.
_EXPIRED, _LEFT, _TRAINING = 6, 8, 30
_VALID_DAYS = 1095
_CASES, _CONSULTATIONS, _WORTHIES = 400, 30, 60
_FIRST_TAIL = 800_000
_RESULTS = (("settled", "partly", "failed", "passed_on"), (68, 16, 9, 7))


def save_roles(today: date) -> dict[str, int]:
    """Everything with its first versions; how much of each. The same every time but for sealed texts."""
    fields = load_mediation_fields()
    mediators = list(_mediators(today))
    chosen = _fields_of(mediators, fields)
    trainings = list(_trainings(mediators, today))
    cases = list(_cases([row for row in mediators if row.status == "serving"], chosen, today))
    experts = list(_experts())
    worthies = list(_worthies(today))
    deeds = list(_deeds(worthies, today))
    mark = {"reason": words.SOURCE, "date": moment_of_entry(today)}
    with transaction.atomic():
        history.bulk_create(mediators, **mark, tie=lambda rows: _tie(rows, chosen))
        history.bulk_create(trainings, **mark)
        history.bulk_create(cases, **mark)
    with transaction.atomic():
        history.bulk_create(experts, **mark)
        consultations = list(_consultations(experts, today))
        history.bulk_create(consultations, **mark)
    with transaction.atomic():
        history.bulk_create(worthies, **mark)
        history.bulk_create(deeds, **mark)
    return {
        "调解员": len(mediators),
        "调解记录": len(cases),
        "智库专家": len(experts),
        "智库咨询": len(consultations),
        "新乡贤": len(worthies),
        "乡贤事迹": len(deeds),
    }


# --- mediators ----------------------------------------------------------------------------------
def _mediators(today: date) -> Iterator[Mediator]:
    """Of every community about as many, all of them heads of its buildings, lanes and streets."""
    rng = chance("mediators")
    standings = [("serving", days) for days, number in CLASSES for _ in range(number)]
    standings += [("expired", 1130)] * _EXPIRED + [("left", 700)] * _LEFT + [("training", 0)] * _TRAINING
    people = _heads_in_turn(len(standings), rng)
    rng.shuffle(standings)
    for pk, ((status, days), (person, community)) in enumerate(zip(standings, people, strict=True), start=1):
        row = Mediator(pk=pk, volunteer_id=person, community_id=community, status=status, source=words.SOURCE)
        if status != "training":
            row.certified_on = row.started_on = today - timedelta(days=days)
            row.expires_on = row.certified_on + timedelta(days=_VALID_DAYS)
            row.certificate_no = f"演示-{row.certified_on.year}-{pk:03d}"
        if status == "expired":
            row.status = Mediator.Status.SERVING
        if status == "left":
            row.ended_on = today - timedelta(days=rng.randint(20, 300))
        yield row


def _heads_in_turn(count: int, rng: Random) -> list[tuple[int, int]]:
    """(person, community) of ``count`` serving heads, one community after the other."""
    heads: dict[int, list[int]] = defaultdict(list)
    rows = Appointment.objects.heads().exclude(volunteer__phone_tail="").order_by("pk")
    for person, community in rows.values_list("volunteer", "place__community"):
        if person not in heads[community]:
            heads[community].append(person)
    turns = {community: rng.sample(people, min(12, len(people))) for community, people in heads.items()}
    order = sorted(turns)
    return [
        (turns[community][turn], community)
        for turn in range(12)
        for community in order
        if turn < len(turns[community])
    ][:count]


def _fields_of(rows: list[Mediator], fields: dict[str, MediationField]) -> dict[int, list[MediationField]]:
    """Two or three each; 邻里 is among those of most."""
    rng, names = chance("mediators-fields"), [name for name in roles_words.CASES if name != "邻里"]
    chosen = {}
    for row in rows:
        mine = rng.sample(names, rng.randint(1, 2)) + (["邻里"] if rng.random() < 0.7 else [])
        chosen[row.pk] = sorted((fields[name] for name in mine), key=lambda field: field.order)
    return chosen


def _tie(rows: list[Mediator], chosen: dict[int, list[MediationField]]) -> None:
    through = Mediator.fields.through
    through.objects.bulk_create(
        through(mediator=row, mediationfield=field) for row in rows for field in chosen[row.pk]
    )


def _trainings(rows: list[Mediator], today: date) -> Iterator[MediatorTraining]:
    """A course of three half days before the certificate; for trainees the first one of it."""
    pk = 0
    for row in rows:
        last = (row.certified_on or today) - timedelta(days=9)
        for number in range(3 if row.certified_on else 1):
            pk += 1
            yield MediatorTraining(
                pk=pk,
                mediator=row,
                on=last - timedelta(days=7 * number),
                subject="演示：创熟调解员培训",
                hours=Decimal("3.5"),
            )


def _cases(
    rows: list[Mediator], chosen: dict[int, list[MediationField]], today: date
) -> Iterator[MediationCase]:
    """Over the last year, some people busier than others; a few of the latest are still open."""
    rng = chance("mediations")
    results, weights = _RESULTS
    busy = [row for row in rows for _ in range(rng.choice((1, 1, 2, 4)))]
    for pk in range(1, _CASES + 1):
        row = rng.choice(busy)
        since = max(today - timedelta(days=364), row.certified_on + timedelta(days=3))
        on = since + timedelta(days=rng.randint(0, (today - since).days - 1))
        kind = rng.choice(chosen[row.pk])
        parties, text = rng.choice(roles_words.CASES[kind.name])
        case = MediationCase(
            pk=pk,
            mediator=row,
            community_id=row.community_id,
            kind=kind,
            on=on,
            parties=parties,
            text=f"演示：{text}。",
            sensitive=kind.sensitive,
        )
        took = rng.randint(0, 20)
        if (today - on).days > took:
            case.result = rng.choices(results, weights)[0]
            case.closed_on = on + timedelta(days=took)
            case.hours = Decimal(rng.randint(1, 12)) / 2
            if case.result == MediationCase.Result.PASSED_ON:
                case.passed_to = rng.choice(roles_words.PASSED_TO)
        yield case


# --- experts ------------------------------------------------------------------------------------
def _experts() -> Iterator[Expert]:
    """Three in four are the street's."""
    rng = chance("experts")
    communities = list(Community.objects.order_by("code"))
    for pk, (field, speciality, organisation) in enumerate(roles_words.EXPERTS, start=1):
        phone = f"{people_words.MOBILE_PREFIX}{_FIRST_TAIL + pk:06d}"
        yield Expert(
            pk=pk,
            community=rng.choice(communities) if pk % 4 == 0 else None,
            name=_name(rng),
            field=field,
            speciality=speciality,
            organisation=organisation,
            free=rng.choice(Expert.Free.values),
            availability=rng.choice(roles_words.WHEN),
            phone=phone,
            phone_tail=phone[-4:],
            status="paused" if pk % 11 == 0 else "active",
            source=words.SOURCE,
        )


def _consultations(experts: list[Expert], today: date) -> Iterator[Consultation]:
    """For deliberations and projects that are there, else for nothing in particular; a few are to come."""
    rng = chance("consultations")
    communities = list(Community.objects.order_by("code"))
    talks = list(Deliberation.objects.filter(community__isnull=False).order_by("pk")[:200])
    projects = list(Project.objects.order_by("pk")[:200])
    for pk in range(1, _CONSULTATIONS + 1):
        talk = rng.choice(talks) if talks and pk % 3 == 0 else None
        project = rng.choice(projects) if projects and pk % 3 == 1 else None
        linked = talk or project
        community = linked.community_id if linked else rng.choice(communities).pk
        free = [row for row in experts if row.community_id in (None, community)]
        question, advice = rng.choice(roles_words.QUESTIONS)
        days = rng.randint(10, 330) if pk > 4 else -5 * pk if pk > 1 else 3
        yield Consultation(
            pk=pk,
            community_id=community,
            expert=rng.choice(free),
            on=today - timedelta(days=days),
            question=question,
            advice=advice if pk > 4 else "",
            deliberation=talk,
            project=project,
            status="done" if pk > 4 else "planned",
        )


# --- worthies -----------------------------------------------------------------------------------
def _worthies(today: date) -> Iterator[Worthy]:
    """Of the rural communities; one in five is a head, the others stand in no list of people."""
    rng = chance("worthies")
    rural = list(Community.objects.filter(kind=Community.Kind.RURAL).order_by("code"))
    heads: dict[int, list[int]] = defaultdict(list)
    rows = Appointment.objects.heads().filter(place__community__in=rural).order_by("pk")
    for person, community in rows.values_list("volunteer", "place__community"):
        heads[community].append(person)
    names: set[str] = set()
    for pk in range(1, _WORTHIES + 1):
        community = rural[(pk - 1) % len(rural)]
        roles = rng.sample(("customs", "counsel", "welfare"), rng.randint(1, 2))
        row = Worthy(
            pk=pk,
            community=community,
            started_on=today - timedelta(days=rng.randint(200, 1400)),
            source=words.SOURCE,
            **dict.fromkeys(roles, True),
        )
        if pk % 5 == 0 and heads[community.pk]:
            row.volunteer_id = heads[community.pk].pop(rng.randrange(len(heads[community.pk])))
        else:
            while (name := _name(rng)) in names:
                pass
            names.add(name)
            row.name, row.name_print = name, fingerprint(name)
        yield row


def _deeds(rows: list[Worthy], today: date) -> Iterator[WorthyDeed]:
    """Three or four each; one in ten is not for residents."""
    rng, pk = chance("deeds"), 0
    for row in rows:
        roles = [role for role in roles_words.DEEDS if getattr(row, role)]
        pairs = [(role, text) for role in roles for text in roles_words.DEEDS[role]]
        for role, text in rng.sample(pairs, 4 if row.pk % 3 == 0 else 3):
            pk += 1
            yield WorthyDeed(
                pk=pk,
                worthy=row,
                role=role,
                on=max(row.started_on, today - timedelta(days=rng.randint(3, 700))),
                text=text,
                public=rng.random() > 0.1,
            )


def _name(rng: Random) -> str:
    surname = rng.choices(list(people_words.SURNAMES), list(people_words.SURNAMES.values()))[0]
    first, second = rng.choice(list(people_words.GIVEN.values()))
    return surname + rng.choice(first) + rng.choice(second)
