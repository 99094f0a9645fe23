"""Signing up for an activity: who gets a place, who waits, who moves up, who came, what is forgotten when.

Whatever changes a place takes the activity's row first (``SELECT … FOR UPDATE``; on SQLite the transaction
itself holds the only write lock), so that a rush never books more people than there are places.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from guicheng.privacy import links
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.links import hash_of, new_token
from guicheng.privacy.phones import normalise_phone

from .models import Activity, SignUp, Station

#: Days after the end of an activity when names, numbers and links of its sign-ups are erased.
KEEP_DAYS = 30
#: People who may wait for one activity.
MOST_WAITING = 100
#: Coming activities that one telephone may be signed up for, and sign-ups for one activity, cancelled
#: ones included: enough for anyone, too few for filling halls with numbers that are made up.
MOST_A_PHONE, MOST_TIMES = 10, 4


class Refused(Exception):
    """Nobody was signed up; ``str()`` is a Chinese sentence for whoever tried."""


class Stage(StrEnum):
    NONE = "none"  # staff did not open signing up
    OFF = "off"  # the activity is cancelled or over
    CLOSED = "closed"
    FULL = "full"  # places and waiting list
    WAITING = "waiting"  # no place left, the waiting list is open
    OPEN = "open"


@dataclass(frozen=True)
class Places:
    """What anyone may know of an activity's places: no person."""

    stage: Stage
    #: People who may still get a place; None where there is no limit.
    left: int | None
    #: People who wait.
    waiting: int

    @property
    def takes(self) -> bool:
        return self.stage in {Stage.OPEN, Stage.WAITING}

    @property
    def label(self) -> str:
        return {
            Stage.CLOSED: "报名已截止",
            Stage.FULL: "名额和候补都已满",
            Stage.WAITING: "已满，可候补",
            Stage.OPEN: "可报名" if self.left is None else f"可报名，还有 {self.left} 个名额",
        }.get(self.stage, "")


def places_of(activity: Activity, now: datetime) -> Places:
    """One query at most."""
    if not activity.sign_up_open:
        return Places(Stage.NONE, None, 0)
    if activity.cancelled or activity.ends_at <= now:
        return Places(Stage.OFF, None, 0)
    rows = activity.sign_ups.live().values_list("state", "people")
    taken = sum(people for state, people in rows if state == SignUp.State.BOOKED)
    waiting = sum(people for state, people in rows if state == SignUp.State.WAITING)
    left = None if activity.capacity is None else max(0, activity.capacity - taken)
    if activity.sign_up_ends <= now:
        return Places(Stage.CLOSED, left, waiting)
    if left is None or left > 0:
        return Places(Stage.OPEN, left, waiting)
    return Places(Stage.FULL if waiting >= MOST_WAITING else Stage.WAITING, left, waiting)


# --- the secret link ---------------------------------------------------------------------------------
def token_for(opened: str, activity: int, phone: str) -> str:
    """The secret that one opened form gives one telephone: pressed twice, the form leads to the same page."""
    return links.token_for("stations.sign-up", activity, phone, opened)


def by_token(token: str) -> SignUp | None:
    rows = SignUp.objects.select_related("activity__station__community")
    return rows.filter(token_hash=hash_of(token)).first()


def fresh_link(sign_up: SignUp) -> str:
    """A new secret for who lost theirs; the old link ends. To be shown once."""
    token = new_token()
    SignUp.objects.filter(pk=sign_up.pk).update(token_hash=hash_of(token))
    return token


# --- places -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wanted:
    """What a sign-up says. ``child_born``: a year, where a child comes with a guardian's consent."""

    surname: str
    phone: str
    people: int = 1
    child_born: int | None = None


def sign_up(
    activity: Activity, wanted: Wanted, *, token: str | None = None, by_staff: bool = False
) -> SignUp:
    """Give a place or a place in the waiting list; the same ``token`` again gives the same sign-up.

    Staff may sign somebody up as long as the activity is not over, also where the web is closed. Raises
    :class:`Refused`.
    """
    phone = normalise_phone(wanted.phone)
    with transaction.atomic():
        row = locked(activity.pk)
        now = timezone.now()
        mark = hash_of(token) if token else None
        if mark and (known := SignUp.objects.filter(token_hash=mark).first()):
            return known
        places = places_of(row, now)
        _check(row, places, now, by_staff=by_staff)
        _check_phone(row, phone, now, by_staff=by_staff)
        if places.waiting and places.left != 0:
            _move_up(row)  # room that was made by an import, which tells nobody
        fits = row.capacity is None or wanted.people <= _free(row)
        if not fits and places.waiting + wanted.people > MOST_WAITING:
            raise Refused("名额和候补都已满，这次没有报上。")
        state = SignUp.State.BOOKED if fits else SignUp.State.WAITING
        return SignUp.objects.create(
            activity=row,
            state=state,
            surname=wanted.surname,
            phone=phone,
            phone_print=fingerprint(phone),
            phone_tail=phone[-4:],
            people=wanted.people,
            child_born=wanted.child_born,
            guardian_agreed_at=now if wanted.child_born else None,
            source=SignUp.Source.STAFF if by_staff else SignUp.Source.WEB,
            token_hash=mark,
            knows_state=state,
            knows_starts_at=row.starts_at,
            knows_where=row.where,
        )


def _check(activity: Activity, places: Places, now: datetime, *, by_staff: bool) -> None:
    if activity.cancelled:
        raise Refused("活动已取消，不能再报名。")
    if activity.ends_at <= now:
        raise Refused("活动已结束，不能再报名。")
    if by_staff:
        return
    if not activity.sign_up_open or activity.station.status not in Station.PUBLIC_STATUSES:
        raise Refused("这场活动不接受网上报名。")
    if not places.takes:
        raise Refused(f"{places.label}，这次没有报上。")


#: Said for more than one reason, so that nobody learns from it whether somebody else's number is signed up.
CANNOT = (
    "这个号码现在不能在网上报名这场活动。如果您已经报过名，请打开报名时保存的链接；没有链接，请打电话问站点。"
)


def _check_phone(activity: Activity, phone: str, now: datetime, *, by_staff: bool) -> None:
    if not phone:
        raise Refused("请填写电话。")
    mine = SignUp.objects.with_phone(phone)
    here = list(mine.filter(activity=activity).values_list("state", flat=True))
    if any(state in SignUp.LIVE for state in here):
        raise Refused("这个号码已经报过这场活动，请在名单里查看。" if by_staff else CANNOT)
    if by_staff:
        return
    coming = mine.live().filter(activity__ends_at__gt=now).count()
    if len(here) >= MOST_TIMES or coming >= MOST_A_PHONE:
        raise Refused(CANNOT)


def locked(pk: int) -> Activity:
    """The activity's row, held until the transaction ends."""
    return Activity.objects.select_for_update(of=("self",)).select_related("station").get(pk=pk)


def _free(activity: Activity) -> int:
    """Places left; below nought where staff made the hall smaller."""
    return (activity.capacity or 0) - activity.sign_ups.booked().people()


def move_up(activity_pk: int) -> int:
    """Give free places to who waits, in order; a group that does not fit keeps its turn. How many moved."""
    with transaction.atomic():
        activity = locked(activity_pk)
        return _move_up(activity)


def _move_up(activity: Activity) -> int:
    now = timezone.now()
    if activity.cancelled or activity.ends_at <= now:
        return 0
    waiting = list(activity.sign_ups.waiting())
    if not waiting:
        return 0
    free = _free(activity) if activity.capacity is not None else sum(row.people for row in waiting)
    moved = []
    for row in waiting:
        if row.people <= free:
            free -= row.people
            moved.append(row.pk)
    return SignUp.objects.filter(pk__in=moved).update(state=SignUp.State.BOOKED) if moved else 0


def cancel(sign_up: SignUp) -> bool:
    """Give the place back; whoever waits moves up. False where it was given back already or is used."""
    with transaction.atomic():
        activity = locked(sign_up.activity_id)
        rows = SignUp.objects.live().filter(pk=sign_up.pk, arrived_at__isnull=True)
        if activity.ends_at <= timezone.now():
            return False
        done = rows.update(state=SignUp.State.CANCELLED, cancelled_at=timezone.now())
        if done:
            _move_up(activity)
        return bool(done)


def place_in_line(sign_up: SignUp) -> int:
    """1 for who moves up next."""
    ahead = SignUp.objects.waiting().filter(activity=sign_up.activity_id, pk__lt=sign_up.pk)
    return ahead.count() + 1


def note_told(sign_up: SignUp) -> None:
    """The person knows now what is: by a call, or because they say so on their page."""
    activity = sign_up.activity
    SignUp.objects.filter(pk=sign_up.pk).update(
        knows_state=SignUp.OFF if activity.cancelled else sign_up.state,
        knows_starts_at=activity.starts_at,
        knows_where=activity.where,
    )


# --- forgetting ---------------------------------------------------------------------------------------
def erase_old() -> int:
    """Erase who signed up for what was over ``KEEP_DAYS`` ago; rows and numbers of people stay. How many."""
    before = timezone.now() - timedelta(days=KEEP_DAYS)
    old = SignUp.objects.filter(erased_on__isnull=True, activity__ends_at__lt=before)
    return old.update(**SignUp.PERSONAL, erased_on=timezone.localdate())


def forget_phones(prints: frozenset[str]) -> int:
    """Erase every sign-up of these telephones (their fingerprints) at once; how many."""
    rows = SignUp.objects.filter(phone_print__in=prints)
    return rows.update(**SignUp.PERSONAL, erased_on=timezone.localdate())
