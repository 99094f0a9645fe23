"""Rows of mediators, experts, worthies and scenes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from communities.models import Community
from stations.models import Audience, Scene, Station
from volunteers.models import (
    Consultation,
    Expert,
    MediationCase,
    MediationField,
    Mediator,
    MediatorTraining,
    Volunteer,
    Worthy,
    WorthyDeed,
)

from .rows import Side, makes, numbers


@makes(MediationField)
def _mediation_field(side: Side) -> MediationField:
    return MediationField.objects.create(name=f"领域{next(numbers):04d}")


@makes(Mediator)
def _mediator(side: Side) -> Mediator:
    """A person of their own each; the certificate is over."""
    today = timezone.localdate()
    person = side.make(Volunteer)
    row = Mediator.objects.create(
        volunteer=person,
        community=side.of(Community),
        status=Mediator.Status.SERVING,
        certificate_no=side.text(),
        certified_on=today - timedelta(days=400),
        expires_on=today - timedelta(days=1),
    )
    row.fields.add(side.of(MediationField))
    return row


@makes(MediatorTraining)
def _training(side: Side) -> MediatorTraining:
    today = timezone.localdate()
    return MediatorTraining.objects.create(mediator=side.of(Mediator), on=today, subject=side.text())


@makes(MediationCase)
def _mediation(side: Side) -> MediationCase:
    return MediationCase.objects.create(
        mediator=side.of(Mediator), kind=side.of(MediationField), on=timezone.localdate(), parties=side.text()
    )


@makes(Expert)
def _expert(side: Side) -> Expert:
    return Expert.objects.create(
        community=side.of(Community), name=side.text(), field=Expert.Field.LAW, phone=side.phone()
    )


@makes(Consultation)
def _consultation(side: Side) -> Consultation:
    """Long past its day."""
    return Consultation.objects.create(
        community=side.of(Community),
        expert=side.of(Expert),
        on=timezone.localdate() - timedelta(days=9),
        question=side.text(),
    )


@makes(Worthy)
def _worthy(side: Side) -> Worthy:
    return Worthy.objects.create(community=side.of(Community), name=side.text(), counsel=True)


@makes(WorthyDeed)
def _deed(side: Side) -> WorthyDeed:
    """Not for residents."""
    return WorthyDeed.objects.create(
        worthy=side.of(Worthy), role="counsel", on=timezone.localdate(), text=side.text(), public=False
    )


@makes(Scene)
def _scene(side: Side) -> Scene:
    """Not for residents."""
    return Scene.objects.create(
        title=side.text(),
        audience=side.of(Audience),
        station=side.of(Station),
        schedule=side.text(),
        public=False,
    )
