"""What a head's phone reads and writes: own matters only, each draft once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from guicheng.pictures.sizes import Sizes, add_all
from volunteers.matter_kinds import other_kind
from volunteers.models import Appointment, ContactLog, FollowUp

from .models import ResidentRequest
from .my_door import Head
from .my_forms import FOLLOW_UP_DAYS
from .requests import head_reports

_CAPTION = "楼长拍的照片"


def own(head: Head) -> QuerySet[ContactLog]:
    """What was logged in the head's serving terms."""
    return ContactLog.objects.of_heads(head.terms)


def within_reach(head: Head) -> QuerySet[ContactLog]:
    """Own entries, and what those who served before at these places left open."""
    left = ~Q(result=ContactLog.Result.DONE) & Q(appointment__ended_on__isnull=False)
    places = [term.place_id for term in head.terms]
    return ContactLog.objects.filter(Q(appointment__in=head.terms) | left & Q(place__in=places))


def open_matters(head: Head) -> QuerySet[ContactLog]:
    """What is not settled, the most urgent first."""
    rows = within_reach(head).open().select_related("place__estate", "kind", "appointment")
    return rows.order_by(F("follow_up_on").asc(nulls_last=True), "-on", "-pk")


def month_counts(head: Head, today: date) -> dict[str, int]:
    """``logged`` this month and ``due`` until today, in one query."""
    mine = Q(appointment__in=head.terms)
    return within_reach(head).aggregate(
        logged=Count("pk", filter=mine & Q(on__gte=today.replace(day=1), on__lte=today)),
        due=Count("pk", filter=~Q(result=ContactLog.Result.DONE) & Q(follow_up_on__lte=today)),
    )


def keep(contact: ContactLog, pictures: Sequence[Sizes] = ()) -> bool:
    """Save a new entry with its pictures; False where its draft came before. Then nothing is written."""
    if ContactLog.objects.filter(draft_id=contact.draft_id).exists():
        return False
    try:
        with transaction.atomic():
            contact.save()
            add_all(pictures, contact.photos, caption=_CAPTION, contact=contact)
    except IntegrityError:
        # The same draft, sent twice at one moment.
        if ContactLog.objects.filter(draft_id=contact.draft_id).exists():
            return False
        raise
    return True


def add_step(contact: ContactLog, *, draft_id: UUID, text: str, done: bool) -> bool:
    """Note what was done on an open matter, and settle it where ``done``; False for a draft sent before."""
    today = timezone.localdate()
    try:
        with transaction.atomic():
            if FollowUp.objects.filter(draft_id=draft_id).exists():
                return False
            row = ContactLog.objects.select_for_update().get(pk=contact.pk)
            FollowUp.objects.create(contact=row, on=today, text=text, draft_id=draft_id)
            if done:
                row.result, row.closed_on = ContactLog.Result.DONE, today
            elif row.is_open:
                row.follow_up_on = today + timedelta(days=FOLLOW_UP_DAYS)
            row._change_reason = "楼长手机续记"
            row.save()
    except IntegrityError:
        return False
    return True


def report(head: Head, row: ResidentRequest, *, draft_id: UUID, text: str, done: bool) -> bool:
    """What was done on a resident's request: a step for the staff and an entry in the head's ledger.

    False for a draft sent before. Raises :class:`casework.requests.NotNow` where it was taken away meanwhile.
    """
    term = next(term for term in head.terms if term.pk == row.appointment_id)
    contact = ContactLog(
        appointment=term,
        kind=row.kind or other_kind(),
        on=timezone.localdate(),
        channel=ContactLog.Channel.VISIT,
        contacted=ContactLog.With.OTHER,
        text=text[:500],
        # The request itself stays open until staff answer it; the contact is over.
        result=ContactLog.Result.DONE,
        draft_id=draft_id,
    )
    with transaction.atomic():
        if not keep(contact):
            return False
        head_reports(row, term, text, done)
    return True


def left_open(term: Appointment) -> Iterable[tuple[str, int, str]]:
    """For the hand-over: what the ledger and the residents' requests hold open of a term."""
    ledger, requests = (
        reverse(f"admin:{name}_changelist") for name in ("volunteers_contactlog", "casework_residentrequest")
    )
    matters = ContactLog.objects.filter(appointment=term).open().count()
    yield "台账里没有办结的事", matters, f"{ledger}?work=open&appointment__id__exact={term.pk}"
    yield "派给他、还没办好的居民诉求", ResidentRequest.objects.for_head([term]).count(), requests
