"""The life of a request: each move is one function, checks the version, and leaves a step.

Two people at one request: the second gets :class:`Overtaken` and nothing of the first one's is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import User
from stations.models import Station
from volunteers.models import Appointment

from . import tokens
from .models import HandOver, RequestStep, ResidentRequest

Status, Assignee, What = ResidentRequest.Status, ResidentRequest.Assignee, RequestStep.What
#: Days until a request that was taken up should be settled, offered as a start.
USUAL_DAYS = 7
RESIDENT = "居民"


class Overtaken(Exception):
    """Somebody else moved the request meanwhile; ``row`` is how it is now."""

    def __init__(self, row: ResidentRequest) -> None:
        super().__init__("您打开这一页以后，别人办理过这条诉求，所以刚才没有保存。")
        self.row = row


class NotNow(Exception):
    """The request's state does not allow the move; ``str()`` is a Chinese sentence."""


@dataclass(frozen=True)
class By:
    """Who makes a move: an account, or a resident or a head without one."""

    user: User | None = None
    label: str = ""

    @property
    def name(self) -> str:
        return self.label or (str(self.user) if self.user else "")


def usual_due(today: date) -> date:
    return today + timedelta(days=USUAL_DAYS)


def receive(row: ResidentRequest, *, by: By, token: str | None = None) -> tuple[ResidentRequest, str, bool]:
    """Save a new request → (row, its token, whether it is new). ``token`` sent twice is one request."""
    token = token or tokens.new_token()
    row.token_print = tokens.print_of(token)
    for attempt in range(5):
        row.code = tokens.new_code()
        try:
            with transaction.atomic():
                row.save()
                _step(row, by, What.RECEIVED)
            return row, token, True
        except IntegrityError:
            known = ResidentRequest.objects.filter(token_print=row.token_print).first()
            if known is not None:
                return known, token, False
            row.pk = None
            row._state.adding = True
            if attempt == 4:
                raise
    raise AssertionError("unreachable")


def accept(
    row: ResidentRequest, version: int, *, by: By, due_on: date | None, note: str = ""
) -> ResidentRequest:
    """受理. Raises :class:`Overtaken`, :class:`NotNow`; so do all below."""

    def change(now: ResidentRequest) -> None:
        _only(now, Status.NEW, Status.REOPENED)
        now.status, now.due_on = Status.ACCEPTED, due_on or now.due_on
        now.suspicious = False

    return _move(row, version, change, by, What.ACCEPTED, note=note)


def assign(
    row: ResidentRequest,
    version: int,
    *,
    by: By,
    due_on: date,
    appointment: Appointment | None = None,
    station: Station | None = None,
    deliberation: str = "",
    head_may_call: bool = False,
    note: str = "",
) -> ResidentRequest:
    """派给楼长、站点或议事协商: exactly one of the three."""
    if sum(bool(choice) for choice in (appointment, station, deliberation)) != 1:
        raise NotNow("请在楼长、站点、议事协商里正好选一样。")
    kind = Assignee.HEAD if appointment else Assignee.STATION if station else Assignee.DELIBERATION
    label = str(appointment or station or deliberation)[:60]

    def change(now: ResidentRequest) -> None:
        _open(now)
        now.status, now.assigned_to, now.due_on = Status.WORKING, kind, due_on
        now.appointment, now.station, now.assignee_name = appointment, station, label
        now.head_may_call = bool(appointment) and head_may_call
        now.reported_done_at, now.suspicious = None, False

    said = (
        "已列入议事协商。" if deliberation else f"已交给{appointment.title if appointment else label}办理。"
    )
    return _move(row, version, change, by, What.ASSIGNED, public=said, note=f"{label}\n{note}".strip())


def pass_on(
    row: ResidentRequest, version: int, *, by: By, handover: HandOver, note: str = ""
) -> ResidentRequest:
    """转办: ``handover`` (not saved yet) says to whom and what they get."""

    def change(now: ResidentRequest) -> None:
        _open(now)
        now.status, now.assigned_to = Status.PASSED, Assignee(handover.kind)
        now.assignee_name, now.due_on = handover.name[:60], handover.due_on
        now.appointment = now.station = now.reported_done_at = None
        now.head_may_call = now.suspicious = False
        if handover.kind == HandOver.Kind.HOTLINE and handover.order_number:
            now.hotline_number = handover.order_number
        handover.request, handover.made_by = now, by.user
        handover.save()

    said = f"已转{handover.name}办理。"
    return _move(row, version, change, by, What.PASSED, public=said, note=note)


def answer(row: ResidentRequest, version: int, *, by: By, text: str, note: str = "") -> ResidentRequest:
    """答复: the resident reads ``text``; it may be rated, and reopened once."""
    return _settle(row, version, by, Status.ANSWERED, What.ANSWERED, text, note)


def close(row: ResidentRequest, version: int, *, by: By, text: str = "", note: str = "") -> ResidentRequest:
    """办结; ``text`` takes the place of an earlier answer."""
    return _settle(row, version, by, Status.CLOSED, What.CLOSED, text, note)


def refuse(row: ResidentRequest, version: int, *, by: By, text: str, note: str = "") -> ResidentRequest:
    """不予受理, with the reason that the resident reads."""
    return _settle(row, version, by, Status.REFUSED, What.REFUSED, text, note)


def _settle(
    row: ResidentRequest,
    version: int,
    by: By,
    status: ResidentRequest.Status,
    what: RequestStep.What,
    text: str,
    note: str,
) -> ResidentRequest:
    def change(now: ResidentRequest) -> None:
        if status != Status.CLOSED or now.status != Status.ANSWERED:
            _open(now)
        if not text and not now.public_answer:
            raise NotNow("请写一句给居民看的答复。")
        now.status, now.done_at = status, timezone.now()
        now.public_answer = text or now.public_answer

    return _move(row, version, change, by, what, public=text, note=note)


def give_back(row: ResidentRequest, version: int, *, by: By, note: str) -> ResidentRequest:
    """退回: from whoever had it to the desk."""

    def change(now: ResidentRequest) -> None:
        _only(now, Status.WORKING, Status.PASSED)
        now.status, now.assigned_to, now.assignee_name = Status.ACCEPTED, "", ""
        now.appointment = now.station = now.reported_done_at = None
        now.head_may_call = False

    return _move(row, version, change, by, What.RETURNED, note=note)


def add_progress(
    row: ResidentRequest, version: int, *, by: By, public: str = "", note: str = ""
) -> ResidentRequest:
    """A line that changes no status."""
    if not public and not note:
        raise NotNow("请写一句办理情况或内部备注。")
    return _move(row, version, lambda now: None, by, What.PROGRESS, public=public, note=note)


def move(
    row: ResidentRequest, version: int, *, by: By, community: Community, note: str = ""
) -> ResidentRequest:
    """To the community that it belongs to: there it is new, and no longer this one's."""

    def change(now: ResidentRequest) -> None:
        _open(now)
        now.community, now.estate, now.place, now.company = community, None, None, None
        now.status, now.assigned_to, now.assignee_name, now.due_on = Status.NEW, "", "", None
        now.appointment = now.station = now.reported_done_at = None
        now.head_may_call = now.summary_released = False

    return _move(row, version, change, by, What.MOVED, public=f"已转到{community.name}。", note=note)


def clear_suspicion(row: ResidentRequest, version: int, *, by: By) -> ResidentRequest:
    def change(now: ResidentRequest) -> None:
        now.suspicious = False

    return _move(row, version, change, by, What.CLEARED)


def renew_link(row: ResidentRequest, version: int, *, by: By) -> tuple[ResidentRequest, str]:
    """A new secret link; the old one stops at once."""
    token = tokens.new_token()

    def change(now: ResidentRequest) -> None:
        if now.erased_on:
            raise NotNow("个人信息已经抹去，不能再给链接。")
        now.token_print = tokens.print_of(token)

    return _move(row, version, change, by, What.LINK), token


def head_reports(row: ResidentRequest, appointment: Appointment, text: str, done: bool) -> RequestStep:
    """What the head writes at ``/my/``: a step for the staff, who answer the resident.

    Raises :class:`NotNow` where the request no longer lies with this term.
    """

    def change(now: ResidentRequest) -> None:
        mine = now.assigned_to == Assignee.HEAD and now.appointment_id == appointment.pk
        if now.status != Status.WORKING or not mine:
            raise NotNow("这件事已经不在您这里了，社区工作人员另有安排。")
        if done:
            now.reported_done_at = timezone.now()

    what = What.HEAD_DONE if done else What.PROGRESS
    by = By(label=str(appointment)[:80])
    moved = _move(row, None, change, by, what, note=text[:1000])
    return moved.steps.order_by("-pk")[0]


# --- by the resident --------------------------------------------------------------------------------


def rate(row: ResidentRequest, *, rating: int, comment: str) -> ResidentRequest:
    """Once; ``rating`` 1..5."""

    def change(now: ResidentRequest) -> None:
        if not now.may_rate:
            raise NotNow("已经评过分了，或者现在还不能评分。")
        now.rating, now.rating_comment, now.rated_at = rating, comment, timezone.now()

    return _move(row, None, change, By(label=RESIDENT), What.RATED, note=f"{rating} 分")


def reopen(row: ResidentRequest, *, reason: str) -> ResidentRequest:
    """Once, within the time that ``REOPEN_REQUEST_DAYS`` leaves."""

    def change(now: ResidentRequest) -> None:
        if not now.may_reopen(timezone.now()):
            raise NotNow("已经重新提出过一次，或者过了可以重新提出的时间。请打电话给社区。")
        now.status, now.reopened_at, now.reopen_reason = Status.REOPENED, timezone.now(), reason
        now.done_at = now.due_on = now.reported_done_at = None
        now.assigned_to, now.assignee_name, now.head_may_call = "", "", False
        now.appointment = now.station = None

    return _move(row, None, change, By(label=RESIDENT), What.REOPENED, public=reason)


def decide_contact(
    row: ResidentRequest, handover: HandOver, *, agreed: bool, by: By, how: str
) -> ResidentRequest:
    """Whether the resident lets this one hand-over carry name and telephone. Asked once a hand-over."""
    verdict = HandOver.Consent.AGREED if agreed else HandOver.Consent.REFUSED

    def change(now: ResidentRequest) -> None:
        asked = HandOver.objects.filter(
            pk=handover.pk, request=now, consent__in=[HandOver.Consent.NONE, HandOver.Consent.ASKED]
        )
        values = {"consent": verdict, "consent_how": how[:60], "consent_at": timezone.now()}
        if not asked.update(**values):
            raise NotNow("这一次已经答复过了。")

    said = f"{'同意' if agreed else '不同意'}把称呼和电话告诉{handover.name}。"
    return _move(row, None, change, by, What.CONSENT, note=f"{said}{how}")


# --- shared -----------------------------------------------------------------------------------------


def _move(
    row: ResidentRequest,
    version: int | None,
    change: Callable[[ResidentRequest], None],
    by: By,
    what: RequestStep.What,
    *,
    public: str = "",
    note: str = "",
) -> ResidentRequest:
    """Change the row as it is in the database now, if it is still ``version``, and write the step."""
    with transaction.atomic():
        now = ResidentRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if version is not None and now.version != version:
            raise Overtaken(now)
        change(now)
        now.version += 1
        now._history_user = by.user
        now._change_reason = RequestStep.What(what).label
        now.save()
        _step(now, by, what, public=public, note=note)
    return now


def _step(
    row: ResidentRequest, by: By, what: RequestStep.What, *, public: str = "", note: str = ""
) -> RequestStep:
    values: dict[str, Any] = {"public_text": public[:1000], "note": note[:1000]}
    return RequestStep.objects.create(
        request=row, what=what, by=by.user, by_label=by.name[:80], status=row.status, **values
    )


def _open(row: ResidentRequest) -> None:
    if not row.is_open:
        raise NotNow(f"这条诉求{row.get_status_display()}，不能再这样办理。")


def _only(row: ResidentRequest, *allowed: ResidentRequest.Status) -> None:
    if row.status not in allowed:
        raise NotNow(f"这条诉求现在是“{row.get_status_display()}”，不能再这样办理。")
