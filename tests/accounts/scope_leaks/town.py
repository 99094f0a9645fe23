"""Two communities with a row of every kind, what ties them together, and the accounts that look at them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management.color import no_style
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from communities.models import Community, Membership, Place, SelfAssessment, Works
from guicheng import search
from guicheng.accounts.history import has_history
from guicheng.accounts.models import Role, User
from guicheng.accounts.scope import ScopedQuerySet
from stations.models import (
    Activity,
    ActivitySeries,
    Audience,
    Notice,
    Offering,
    OpeningException,
    Photo,
    Scene,
    Service,
    Station,
)
from volunteers.models import Appointment, Volunteer, WorthyDeed

from . import (  # noqa: F401  (their makers register themselves)
    rows_of_dashboard,
    rows_of_governance,
    rows_of_organisations,
    rows_of_people,
    rows_of_rooms,
    rows_of_siting,
    rows_of_tasks,
    rows_of_work,
    rows_of_works,
)
from .rows import MAKERS, STREETS_OWN, Side

#: Keys of the other community's rows begin here, so that they are told from all other numbers on a page.
FIRST_KEY, MISSING_KEY = 7_000_001, 7_099_999
#: What must not be read: the other community's words, numbers, place and keys.
SECRET = re.compile(
    r"别处机密\d{4}|1390000\d{4}|139\*{4}\d{4}|0757-8699\d{4}|4406990\d{5}|23\.0987|113\.0987|\b700\d{4}\b"
)
#: Part of each of the other community's texts, itself no secret: what an address sends comes back in pages.
ASKED = "处机密0"
ROLES = [
    "superuser",
    "street_admin",
    "street_leader",
    "community_worker",
    "specialist",
    "department",
    "head",
    "worker_of_none",
    "inactive",
    "anonymous",
]


def other_side() -> Side:
    return Side("别处机密", "1390000", "0757-8699", "4406990", 23.0987, 113.0987)


def own_side() -> Side:
    return Side("自家资料", "1380000", "0757-8611", "4406050", 23.0371, 113.1506)


@dataclass
class Town:
    own: Side = field(default_factory=own_side)
    other: Side = field(default_factory=other_side)
    #: Versions of one's own records that once pointed at the other community, by model.
    moved: dict[type[models.Model], Any] = field(default_factory=dict)
    #: Last versions of deleted records of both sides, by model.
    gone: dict[type[models.Model], tuple[Any, Any]] = field(default_factory=dict)
    #: Rows of the other side that residents do not see, by model.
    hidden: dict[type[models.Model], Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    #: What the other side's rows were before anything was sent, by table.
    before: dict[str, Any] = field(default_factory=dict)
    #: What one's own pages showed a worker, by address: opened by one walk, compared by another.
    own_pages: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    #: Serves in both communities and is registered in a third.
    shared: Volunteer | None = None


def scoped_models() -> list[type[models.Model]]:
    every = apps.get_models()
    return [model for model in every if isinstance(model._default_manager.get_queryset(), ScopedQuerySet)]


def needed_models() -> list[type[models.Model]]:
    """Models that need a row on each side: those with a scope and those with an admin."""
    return [*dict.fromkeys([*scoped_models(), *admin.site._registry])]


def build() -> Town:
    town = Town()
    for model in needed_models():
        town.own.of(model)
    _vary(town.own)
    own_gone = {model: _deleted(model, town.own) for model in _with_past()}
    _enter(town)
    third = Side("第三社区", "1370000", "0757-8622", "4406060", 23.05, 113.16)
    town.shared = Volunteer.objects.create(community=third.of(Community), name="两处任职的人")
    for person in (town.shared, town.own.of(Volunteer)):
        Appointment.objects.create(volunteer=person, place=town.own.make(Place))
    _raise_keys()
    for model in needed_models():
        town.other.of(model)
    _vary(town.other)
    town.hidden = _hidden(town.other)
    town.gone = {model: (mine, _deleted(model, town.other)) for model, mine in own_gone.items()}
    _tie_together(town)
    _remember_the_other_side(town)
    search.reindex()
    return town


def _with_past() -> list[type[models.Model]]:
    """Models of one side whose rows keep their history."""
    return [
        model
        for model in needed_models()
        if has_history(model) and model not in STREETS_OWN and model is not User
    ]


def more_elsewhere(town: Town) -> None:
    """Another row of every kind in the other community, and of what ties it to this one."""
    for model in needed_models():
        if model not in STREETS_OWN and model is not Community:
            town.other.make(model)
    for person in (town.shared, town.own.of(Volunteer)):
        _serves(town.other, person)


def _raise_keys() -> None:
    """Rows made from now on get keys from ``FIRST_KEY`` on, but for those of the whole street."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            kind = getattr(model, "instance_type", model)
            if isinstance(model._meta.pk, models.AutoField) and kind not in STREETS_OWN:
                _set_next(cursor, model._meta.db_table, FIRST_KEY)


def forget_high_keys() -> None:
    """A sequence of PostgreSQL keeps its number when the rows are rolled back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            every = apps.get_models(include_auto_created=True)
            for sql in connection.ops.sequence_reset_sql(no_style(), every):
                cursor.execute(sql)


def _set_next(cursor: Any, table: str, number: int) -> None:  # noqa: ANN401
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, a.attname), %s, false) FROM pg_index i"
            " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
            " WHERE i.indrelid = %s::regclass AND i.indisprimary",
            [f'"{table}"', number, f'"{table}"'],
        )
        return
    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number - 1])


def _deleted(model: type[models.Model], side: Side) -> Any:  # noqa: ANN401
    """The last version of one more record, which is deleted again."""
    row = MAKERS[model](side)
    side.fill(row)
    key = row.pk
    row.delete()
    return model.history.filter(id=key).order_by("history_id").last()


def _vary(side: Side) -> None:
    """Rows in other states, so that every action finds something to do."""
    now = timezone.now()
    for changes in ({"status": "suspended"}, {"status": "closed"}):
        _made(side, Station, **changes)
    series = _made(side, ActivitySeries)
    later = {"starts_at": now + timedelta(days=3), "ends_at": now + timedelta(days=4)}
    for _ in range(2):
        _made(side, Activity, series=series, **later)
    _made(side, Place)
    for kind in (Works, Scene, WorthyDeed):
        _made(side, kind, public=True)
    _made(side, SelfAssessment, submitted_on=now.date())
    for kind in (Service, Audience):
        _made(side, kind, active=False).save()


def _hidden(side: Side) -> dict[type[models.Model], Any]:
    """A station that residents do not see yet, and what hangs on it."""
    station = _made(side, Station, status="planned")
    kinds = (Activity, Notice, Photo, Offering, OpeningException)
    return {Station: station, **{model: _made(side, model, station=station) for model in kinds}}


def _made(side: Side, model: type[models.Model], **changes: Any) -> Any:  # noqa: ANN401
    row = MAKERS[model](side)
    for name, value in changes.items():
        setattr(row, name, value)
    side.keep(row)
    return row


def _tie_together(town: Town) -> None:
    """People who serve on both sides, and terms whose predecessor lies on the other one."""
    for person in (town.shared, town.own.of(Volunteer)):
        _serves(town.other, person)
    theirs, mine = town.other.of(Appointment), town.own.of(Appointment)
    for term, before in ((theirs, mine), (mine, theirs)):
        Appointment.objects.filter(pk=term.pk).update(predecessor=before)


def _serves(side: Side, person: Volunteer) -> None:
    side.keep(Appointment.objects.create(volunteer=person, place=side.make(Place)))


def _remember_the_other_side(town: Town) -> None:
    """Each own record gets an older version in which all that it points at was the other community's."""
    for model in _with_past():
        row, theirs = town.own.of(model), town.other.of(model)
        version = row.history.order_by("history_id").first()
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey) and column.related_model is not User:
                setattr(version, column.attname, getattr(theirs, column.attname))
        version.history_change_reason = "还在别的社区的时候"
        version.save()
        town.moved[model] = version


def _enter(town: Town) -> None:
    """An account of every role, logged in."""
    for role in ROLES:
        town.clients[role] = Client()
        if role == "anonymous":
            continue
        known = role in Role.values
        user = User.objects.create(
            username=f"account-{role}",
            name=f"账号{role}",
            role=role if known else Role.COMMUNITY_WORKER,
            is_superuser=role == "superuser",
            is_staff=role != "head",
        )
        if role in {"community_worker", "specialist", "inactive"}:
            Membership.objects.create(user=user, community=town.own.of(Community))
        town.users[role] = user
        town.clients[role].force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
        if role == "inactive":
            User.objects.filter(pk=user.pk).update(is_active=False)
