"""Signing up for a deliberation, giving the seat back, standing at its door, and forgetting who it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from guicheng.privacy import links
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.links import hash_of

from .models import Deliberation, DeliberationPresence, DeliberationSignUp

#: Days after a deliberation when names, numbers, links and marks of telephones are erased.
KEEP_DAYS = 30
#: The code at the door counts from so long before the start to so long after the end.
DOOR_BEFORE, DOOR_AFTER = timedelta(hours=2), timedelta(hours=1)


class Refused(Exception):
    """Nobody was signed up; ``str()`` is a Chinese sentence for whoever tried."""


class Stage(StrEnum):
    NONE = "none"  # staff did not open signing up
    OFF = "off"  # cancelled, over, or not announced
    FULL = "full"
    OPEN = "open"


@dataclass(frozen=True)
class Seats:
    """What anyone may know of the seats: no person. ``left`` is None where there is no limit."""

    stage: Stage
    left: int | None = None

    @property
    def takes(self) -> bool:
        return self.stage == Stage.OPEN

    @property
    def label(self) -> str:
        if self.stage == Stage.FULL:
            return "座位已报满"
        if self.stage != Stage.OPEN:
            return ""
        return "可以报名" if self.left is None else f"可以报名，还有 {self.left} 个座位"


def seats_of(deliberation: Deliberation, now: datetime) -> Seats:
    """One query at most."""
    if not deliberation.sign_up_open:
        return Seats(Stage.NONE)
    if deliberation.status != Deliberation.Status.ANNOUNCED or deliberation.over_at <= now:
        return Seats(Stage.OFF)
    if deliberation.capacity is None:
        return Seats(Stage.OPEN)
    left = deliberation.capacity - deliberation.sign_ups.live().people()
    return Seats(Stage.OPEN, left) if left > 0 else Seats(Stage.FULL, 0)


def token_for(opened: str, deliberation: int, surname: str, phone: str) -> str:
    """The secret that one opened form gives: pressed twice, it leads to the same page."""
    return links.token_for("communities.sign-up", deliberation, surname, phone, opened)


def by_token(token: str) -> DeliberationSignUp | None:
    rows = DeliberationSignUp.objects.select_related("deliberation__community")
    return rows.filter(token_hash=hash_of(token)).first()


def locked(pk: int) -> Deliberation:
    """The row, held until the transaction ends, so that a rush never books more than there are seats."""
    return Deliberation.objects.select_for_update(of=("self",)).get(pk=pk)


def sign_up(
    deliberation: Deliberation, *, surname: str, phone: str, people: int, token: str
) -> DeliberationSignUp:
    """Give seats; the same ``token`` again gives the same sign-up. ``phone``: as kept, or "".

    Raises :class:`Refused`.
    """
    with transaction.atomic():
        row = locked(deliberation.pk)
        mark = hash_of(token)
        if known := DeliberationSignUp.objects.filter(token_hash=mark).first():
            return known
        seats = seats_of(row, timezone.now())
        if not seats.takes:
            raise Refused(f"{seats.label or '现在不接受网上报名'}，这次没有报上。")
        if seats.left is not None and people > seats.left:
            raise Refused(f"只剩 {seats.left} 个座位，请减少人数再报。")
        print_ = fingerprint(phone)
        if phone and row.sign_ups.live().filter(phone_print=print_).exists():
            raise Refused("这个号码现在不能再报。报过的请打开当时保存的链接；没有链接，请打电话问社区。")
        return DeliberationSignUp.objects.create(
            deliberation=row,
            surname=surname,
            phone=phone,
            phone_print=print_,
            people=people,
            token_hash=mark,
        )


def cancel(sign_up: DeliberationSignUp) -> bool:
    """Give the seats back; False where that was done already or it is over."""
    if sign_up.deliberation.over_at <= timezone.now():
        return False
    rows = DeliberationSignUp.objects.live().filter(pk=sign_up.pk)
    return bool(rows.update(cancelled_at=timezone.now()))


# --- the door -----------------------------------------------------------------------------------------
def door_open(deliberation: Deliberation, now: datetime) -> bool:
    held = deliberation.status in {Deliberation.Status.ANNOUNCED, Deliberation.Status.HELD}
    return held and deliberation.starts_at - DOOR_BEFORE <= now <= deliberation.over_at + DOOR_AFTER


def arrive(deliberation: Deliberation, device: str) -> bool:
    """Count this browser once; False where it was counted already."""
    mark = fingerprint(f"deliberation-{deliberation.pk}:{device}")
    try:
        with transaction.atomic():
            DeliberationPresence.objects.create(deliberation=deliberation, device_print=mark)
    except IntegrityError:
        return False
    return True


# --- forgetting ---------------------------------------------------------------------------------------
def erase_old() -> int:
    """Erase who signed up for what was ``KEEP_DAYS`` ago, and the marks of telephones; how many sign-ups."""
    before = timezone.now() - timedelta(days=KEEP_DAYS)
    DeliberationPresence.objects.filter(deliberation__starts_at__lt=before).exclude(
        deliberation__attendance__isnull=True
    ).delete()
    old = DeliberationSignUp.objects.filter(erased_on__isnull=True, deliberation__starts_at__lt=before)
    return old.update(**DeliberationSignUp.PERSONAL, erased_on=timezone.localdate())


def forget_phones(prints: frozenset[str]) -> int:
    """Erase every sign-up of these telephones (their fingerprints) at once; how many."""
    rows = DeliberationSignUp.objects.filter(phone_print__in=prints)
    return rows.update(**DeliberationSignUp.PERSONAL, erased_on=timezone.localdate())
