"""A record in a list behind a figure: what it is, where and when; of people surname and title alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from casework.models import ResidentRequest
from communities.models import (
    Community,
    Deliberation,
    Estate,
    FamiliarStatus,
    Organisation,
    Place,
    Project,
    ThreeSync,
    Undertaking,
)
from guicheng.accounts.models import User
from stations.models import Activity, Station
from volunteers.models import Appointment, ContactLog, HeadResult, Mediator, Volunteer
from volunteers.naming import public_name, surname


@dataclass(frozen=True)
class Described:
    title: str
    where: str = ""
    on: date | None = None
    note: str = ""
    #: The record itself in the admin, for whoever may open it.
    url: str = ""


@singledispatch
def _told(row: models.Model) -> Described:
    return Described(str(row))


def _adds(model: type[models.Model]) -> Callable[[Callable[[Any], Described]], Any]:
    return _told.register(model)


@_adds(Station)
def _station(row: Station) -> Described:
    return Described(row.name, str(row.community), row.opened_on, row.get_status_display())


@_adds(Activity)
def _activity(row: Activity) -> Described:
    came = "没有登记人次" if row.attendance is None else f"{row.attendance} 人次"
    return Described(row.title, row.station.name, _day(row.starts_at), came)


@_adds(Appointment)
def _appointment(row: Appointment) -> Described:
    return Described(public_name(row), str(row.place), row.started_on, str(row.place.community))


@_adds(Place)
def _place(row: Place) -> Described:
    return Described(str(row), str(row.community), None, row.get_kind_display())


@_adds(Estate)
def _estate(row: Estate) -> Described:
    lives = f"，{row.households:,} 户" if row.households else ""
    return Described(row.name, str(row.community), None, f"{row.get_kind_display()}{lives}")


@_adds(Volunteer)
def _person(row: Volunteer) -> Described:
    return Described(f"{surname(row.name)}姓人员", str(row.community))


@_adds(HeadResult)
def _result(row: HeadResult) -> Described:
    return Described(str(row.appointment), str(row.community), _day(row.published_at), row.get_band_display())


@_adds(Organisation)
def _organisation(row: Organisation) -> Described:
    members = f"{row.members_count} 人" if row.members_count is not None else ""
    return Described(row.name, str(row.community), row.founded_on, members or row.kind_name)


@_adds(Project)
def _project(row: Project) -> Described:
    return Described(row.title, str(row.community), None, f"{row.year} 年 {row.get_status_display()}")


@_adds(Deliberation)
def _deliberation(row: Deliberation) -> Described:
    return Described(row.topic, str(row.community or "街道"), row.first_day, row.get_kind_display())


@_adds(Undertaking)
def _undertaking(row: Undertaking) -> Described:
    return Described(row.text, str(row.community or "街道"), row.due_on, row.standing(timezone.localdate()))


@_adds(Community)
def _community(row: Community) -> Described:
    return Described(row.name, row.get_kind_display())


@_adds(FamiliarStatus)
def _certificate(row: FamiliarStatus) -> Described:
    return Described(str(row.community), row.by, row.on, row.get_status_display())


@_adds(ThreeSync)
def _three_sync(row: ThreeSync) -> Described:
    return Described(str(row.estate), str(row.estate.community), row.handover_on, "交付日期")


@_adds(Mediator)
def _mediator(row: Mediator) -> Described:
    known = "" if row.volunteer.erased_on else surname(row.volunteer.name)
    return Described(f"{known}调解员", str(row.community), row.certified_on, row.get_status_display())


@_adds(ContactLog)
def _entry(row: ContactLog) -> Described:
    return Described(
        f"{row.kind} {row.get_channel_display()}", str(row.place), row.on, row.get_result_display()
    )


@_adds(ResidentRequest)
def _request(row: ResidentRequest) -> Described:
    return Described(f"诉求 {row.code}", str(row.community), _day(row.created_at), row.get_status_display())


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def describe(row: models.Model, user: User) -> Described:
    said = _told(row)
    try:
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        url = ""
    return Described(said.title, said.where, said.on, said.note, url)
