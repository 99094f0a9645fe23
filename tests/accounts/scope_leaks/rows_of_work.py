"""Rows of what heads, staff and residents do: ledger, requests, phones, offers, evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from casework import tokens
from casework.models import (
    AnswerTemplate,
    HandOver,
    HeadDevice,
    HeadNotice,
    NoticeRead,
    RequestPhoto,
    RequestStep,
    ResidentRequest,
    SignInLink,
)
from communities.models import Community, Estate, Place
from volunteers.evaluation import snapshot_of
from volunteers.models import (
    Appointment,
    ContactLog,
    ContactPhoto,
    Criterion,
    Evaluation,
    EvaluationScheme,
    FollowUp,
    HeadMessage,
    HeadResult,
    MatterKind,
    Offer,
    ServiceHours,
    Volunteer,
)

from .rows import Side, kept_as_it_is, makes, numbers, one_appointment, with_files


@makes(MatterKind)
def _matter_kind(side: Side) -> MatterKind:
    return MatterKind.objects.create(name=f"类别{next(numbers):04d}")


@makes(ContactLog)
def _contact(side: Side) -> ContactLog:
    term = side.of(Appointment)
    today = timezone.localdate()
    return ContactLog.objects.create(
        appointment=term, kind=side.of(MatterKind), on=today, text=side.text(), result="following"
    )


@makes(FollowUp)
def _follow_up(side: Side) -> FollowUp:
    return FollowUp.objects.create(contact=side.of(ContactLog), on=timezone.localdate(), text=side.text())


@makes(ResidentRequest)
def _request(side: Side) -> ResidentRequest:
    """New, suspicious to nobody, with a telephone; due long ago once it is taken up."""
    return ResidentRequest.objects.create(
        community=side.of(Community),
        estate=side.of(Estate),
        text=side.text(),
        phone=side.phone(),
        surname=side.text(),
        lat=side.lat,
        lon=side.lon,
        code=tokens.new_code(),
        token_print=tokens.print_of(tokens.new_token()),
    )


@makes(RequestStep)
def _step(side: Side) -> RequestStep:
    return RequestStep.objects.create(
        request=side.of(ResidentRequest), what="received", status="new", note=side.text()
    )


@makes(HandOver)
def _hand_over(side: Side) -> HandOver:
    return HandOver.objects.create(
        request=side.of(ResidentRequest), kind="property", name=side.text(), text=side.text()
    )


@makes(RequestPhoto)
def _request_photo(side: Side) -> RequestPhoto:
    return with_files(RequestPhoto(request=side.of(ResidentRequest), caption=side.text()))


@makes(AnswerTemplate)
def _answer_template(side: Side) -> AnswerTemplate:
    return AnswerTemplate.objects.create(community=side.of(Community), title=side.text(), text=side.text())


@makes(HeadMessage)
def _message(side: Side) -> HeadMessage:
    return HeadMessage.objects.create(place=side.of(Place), text=side.text(), phone=side.phone())


@makes(Offer)
def _offer(side: Side) -> Offer:
    return Offer.objects.create(
        community=side.of(Community),
        role=Offer.Role.HEAD,
        name=side.text(),
        phone=side.phone(),
        told_on=timezone.localdate(),
    )


@makes(ServiceHours)
def _hours(side: Side) -> ServiceHours:
    return ServiceHours.objects.create(
        volunteer=side.of(Volunteer), date=timezone.localdate(), hours=2, what=side.text()
    )


@makes(SignInLink)
def _sign_in_link(side: Side) -> SignInLink:
    return SignInLink.objects.create(
        community=side.of(Community), volunteer=side.of(Volunteer), token_print=f"link{next(numbers)}"
    )


@makes(HeadDevice)
def _head_device(side: Side) -> HeadDevice:
    return HeadDevice.objects.create(
        community=side.of(Community),
        volunteer=side.of(Volunteer),
        link=_sign_in_link(side),
        key_print=f"phone{next(numbers)}",
        label=side.text(),
    )


@makes(HeadNotice)
def _head_notice(side: Side) -> HeadNotice:
    return HeadNotice.objects.create(community=side.of(Community), title=side.text(), text=side.text())


@makes(NoticeRead)
def _notice_read(side: Side) -> NoticeRead:
    return NoticeRead.objects.create(notice=_head_notice(side), volunteer=side.of(Volunteer))


@makes(ContactPhoto)
def _contact_photo(side: Side) -> ContactPhoto:
    return with_files(ContactPhoto(contact=side.of(ContactLog), caption=side.text()))


@makes(EvaluationScheme)
def _scheme(side: Side) -> EvaluationScheme:
    return EvaluationScheme.objects.create(name=f"方案{next(numbers):04d}")


@makes(Criterion)
def _criterion(side: Side) -> Criterion:
    return Criterion.objects.create(
        scheme=side.of(EvaluationScheme), name=f"标准{next(numbers):04d}", measure="contacts", weight=100
    )


@makes(Evaluation)
def _evaluation(side: Side) -> Evaluation:
    scheme = side.of(Criterion).scheme
    return Evaluation.objects.create(
        scheme=scheme,
        first=date(2026, 1, 1),
        last=date(2026, 3, 31),
        label="2026 年 1 季度",
        snapshot=snapshot_of(scheme, scheme.criteria.all()),
    )


@makes(HeadResult)
def _result(side: Side) -> HeadResult:
    """One that waits, beside a published one."""
    kept_as_it_is(side, _one_result(side, published_at=timezone.now()))
    return _one_result(side)


def _one_result(side: Side, **values: Any) -> HeadResult:
    """Adjusted and commented on, of a head of its own; its one record is the side's."""
    term, contact = kept_as_it_is(side, one_appointment(side)), side.of(ContactLog)
    return HeadResult.objects.create(
        evaluation=side.of(Evaluation),
        appointment=term,
        community=term.place.community,
        basis={
            "households": 7,
            "from": "2026-01-01",
            "to": "2026-03-31",
            "days": 90,
            "of": 90,
            "settled_by": "2026-04-15",
            "known": ["contacts"],
            "notes": [side.text()],
        },
        evidence={"contacts": [[contact.pk, "2026-01-05", "", 0, "0" * 16]]},
        marks={"1": {"points": "80", "reason": side.text(), "by": side.text(), "on": "2026-04-02"}},
        adjusted=90,
        adjusted_reason=side.text(),
        band="excellent",
        comment=side.text(),
        **values,
    )
