"""At the door of an activity: who came, also without signing up, and how that becomes its attendance."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .models import Activity, SignUp
from .signups import locked

#: At the door people check themselves in from so long before the start to so long after the end.
DOOR_BEFORE, DOOR_AFTER = timedelta(hours=2), timedelta(hours=1)
_CHANGED = "现场签到"


def door_open(activity: Activity, now: datetime) -> bool:
    """Whether people may check themselves in."""
    held = not activity.cancelled
    return held and activity.starts_at - DOOR_BEFORE <= now <= activity.ends_at + DOOR_AFTER


def arrive(sign_up: SignUp, people: int | None = None) -> bool:
    """Check in with ``people`` (all who were signed up); False where they are checked in already.

    Who waits and comes is let in by staff's press of the button or by their own; the hall decides.
    """
    with transaction.atomic():
        activity = locked(sign_up.activity_id)
        before = _at_door(activity)
        rows = SignUp.objects.live().filter(pk=sign_up.pk, arrived_at__isnull=True)
        done = rows.update(arrived=people or sign_up.people, arrived_at=timezone.now())
        if done:
            _count(activity, before)
        return bool(done)


def not_arrived(sign_up: SignUp) -> bool:
    """Take a check-in back that was pressed by mistake."""
    with transaction.atomic():
        activity = locked(sign_up.activity_id)
        before = _at_door(activity)
        done = SignUp.objects.filter(pk=sign_up.pk, arrived_at__isnull=False).update(
            arrived=None, arrived_at=None
        )
        if done:
            _count(activity, before)
        return bool(done)


def set_walk_ins(activity_pk: int, people: int) -> int:
    """Say how many came without signing up; gives the attendance."""
    with transaction.atomic():
        activity = locked(activity_pk)
        before = _at_door(activity)
        activity.walk_ins = max(0, people)
        return _count(activity, before)


def add_walk_ins(activity_pk: int, people: int) -> int:
    """Some more who came without signing up, or (below nought) fewer; gives the attendance."""
    with transaction.atomic():
        activity = locked(activity_pk)
        before = _at_door(activity)
        activity.walk_ins = max(0, activity.walk_ins + people)
        return _count(activity, before)


def _at_door(activity: Activity) -> int:
    return activity.sign_ups.arrived_people() + activity.walk_ins


def _count(activity: Activity, before: int) -> int:
    """Carry the count at the door into the attendance, in the transaction that holds the row.

    A larger number that somebody counted by hand stays.
    """
    at_door = _at_door(activity)
    by_hand = activity.attendance not in {None, before}
    activity.attendance = max(activity.attendance or 0, at_door) if by_hand else at_door
    activity._change_reason = _CHANGED
    activity.save(update_fields=["attendance", "walk_ins", "updated_at"])
    return activity.attendance


def who_is_here(activity: Activity, surname: str, tail: str) -> SignUp | None:
    """The live sign-up with this surname and these last four digits, one that is not checked in first."""
    rows = activity.sign_ups.live().filter(surname=surname, phone_tail=tail).order_by("arrived_at", "pk")
    found = list(rows.select_related("activity"))
    return next((row for row in found if row.arrived_at is None), found[0] if found else None)
