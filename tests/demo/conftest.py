from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from casework.models import HandOver, RequestStep, ResidentRequest
from communities import installation
from communities.models import Estate, Place
from guicheng.demo.load import load
from stations.models import Activity, Notice, Offering, OpeningException, Station
from volunteers.models import (
    Appointment,
    ContactLog,
    FollowUp,
    HeadMessage,
    HeadResult,
    Offer,
    PhoneClash,
    Volunteer,
)

#: A Wednesday that is no holiday.
TODAY = date(2026, 6, 10)


@pytest.fixture(scope="package")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[date]:
    """The demonstration as loaded on ``TODAY``, shared by the tests of this folder and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(TODAY)
        yield TODAY
        transaction.set_rollback(True)
    installation.forget()


def digest() -> str:
    """Of everything that a load makes, without the moments of writing."""
    text = hashlib.sha256()
    made = (Estate, Station, Offering, Activity, Notice, OpeningException)
    work = (ContactLog, FollowUp, ResidentRequest, RequestStep, HandOver, HeadMessage, Offer, HeadResult)
    for model in (*made, Place, Volunteer, Appointment, PhoneClash, *work):
        left_out = {"updated_at", "timetable", "at", "created_at", "token_print", "kind_id"}
        fields = [f.attname for f in model._meta.concrete_fields if f.name not in left_out]
        fields += ["timetable__week"] if model is Station else []
        fields += ["service__slug"] if model is Offering else []
        fields += ["kind__name"] if model in (ContactLog, ResidentRequest) else []
        for row in model.objects.order_by("pk").values_list(*(f for f in fields if f != "service_id")):
            text.update(repr(row).encode())
    return text.hexdigest()
