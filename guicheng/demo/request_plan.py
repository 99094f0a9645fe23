"""Invented requests of residents in every status, each with the steps that led there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from casework.models import AnswerTemplate, HandOver, RequestStep, ResidentRequest
from casework.suspicion import text_print
from casework.tokens import ALPHABET, CODE_LENGTH, new_token, print_of
from guicheng.privacy.cipher import fingerprint
from stations.models import Station
from volunteers.models import Appointment, HeadMessage, MatterKind, Offer

from . import people_words, request_words
from .chance import chance

Status, What, Assignee = ResidentRequest.Status, RequestStep.What, ResidentRequest.Assignee
#: How many in each status over the town; each community that accounts belong to has one of each besides.
COUNTS = {
    Status.NEW: 10,
    Status.ACCEPTED: 9,
    Status.WORKING: 28,
    Status.PASSED: 14,
    Status.REOPENED: 6,
    Status.ANSWERED: 26,
    Status.CLOSED: 36,
    Status.REFUSED: 6,
}
_SUSPICIOUS = len(request_words.SUSPICIOUS)
#: Days since an open one came, and since a settled one did.
_OPEN_DAYS, _SETTLED_DAYS = (2, 20), (14, 130)
_FIRST_TAIL = 800_000
_DESK = "社区工作人员"
_ZONE = ZoneInfo("Asia/Shanghai")


class RequestPlanner:
    """``requests``, then ``steps`` and ``handovers`` that point at them; not saved, with ids from 1."""

    def __init__(
        self,
        terms: Sequence[Appointment],
        stations: dict[int, Station],
        kinds: dict[str, MatterKind],
        shown: Sequence[str],
        today: date,
    ) -> None:
        """``terms`` of serving heads with place, estate and community; ``stations`` one a community."""
        self.terms, self.stations, self.kinds, self.today = terms, stations, kinds, today
        self.requests: list[ResidentRequest] = []
        self.steps: list[RequestStep] = []
        self.handovers: list[HandOver] = []
        self._rng = chance("requests")
        self._tails = count(_FIRST_TAIL)
        self._codes: set[str] = set()
        for name in shown:
            own = [term for term in terms if term.place.community.name == name]
            for status in COUNTS:
                self._one(status, self._rng.choice(own))
        for status, wanted in COUNTS.items():
            for _ in range(wanted):
                self._one(status, self._rng.choice(terms))
        for text, why in request_words.SUSPICIOUS:
            row = self._one(Status.NEW, self._rng.choice(terms))
            row.text, row.suspicious, row.suspicious_why, row.summary = text, True, why, ""
            row.text_print, row.where = text_print(text), ""

    def _one(self, status: ResidentRequest.Status, term: Appointment) -> ResidentRequest:
        rng, place = self._rng, term.place
        kind, where, text, summary, answer = rng.choice(request_words.MATTERS)
        is_open = status in ResidentRequest.OPEN
        first, last = (1, 2) if status == Status.NEW else _OPEN_DAYS if is_open else _SETTLED_DAYS
        came = self._moment(self.today - timedelta(days=rng.randint(first, last)), 0)
        channel = rng.choices(ResidentRequest.Channel.values, (70, 15, 10, 5))[0]
        row = ResidentRequest(
            pk=len(self.requests) + 1,
            community=place.community,
            estate=place.estate,
            place=place,
            kind=self.kinds[kind] if status != Status.NEW or rng.random() < 0.5 else None,
            where=where,
            text=text,
            summary=summary if status != Status.NEW else "",
            summary_released=bool(summary) and status != Status.NEW and rng.random() < 0.5,
            channel=channel,
            code=self._code(),
            token_print=print_of(new_token()),
            text_print=text_print(text),
            status=status,
            created_at=came,
        )
        if place.estate is not None and place.estate.lat is not None:
            row.lat, row.lon = place.estate.lat, place.estate.lon
        if channel == ResidentRequest.Channel.HOTLINE:
            row.hotline_number = f"演示{row.pk:06d}"
        if rng.random() < 0.75:
            surname = rng.choices(list(people_words.SURNAMES), list(people_words.SURNAMES.values()))[0]
            row.surname = surname + rng.choice(("女士", "先生"))
            row.phone = f"{people_words.MOBILE_PREFIX}{next(self._tails):06d}"
            row.phone_print, row.phone_tail = fingerprint(row.phone), row.phone[-4:]
        self.requests.append(row)
        self._live(row, term, answer)
        return row

    def _live(self, row: ResidentRequest, term: Appointment, answer: str) -> None:
        """The steps from 收到 to the status that the request has."""
        rng, status = self._rng, row.status
        settled = status not in ResidentRequest.OPEN or status == Status.REOPENED
        self._step(row, row.created_at, What.RECEIVED, Status.NEW, "居民")
        if status == Status.NEW:
            return
        day = row.created_at.date() + timedelta(days=rng.randint(0, 1))
        row.due_on = day + timedelta(days=7 if rng.random() < 0.7 else 14)
        if status == Status.REFUSED:
            self._settle(row, day + timedelta(days=1), What.REFUSED, rng.choice(request_words.REFUSALS))
            return
        self._step(row, self._moment(day, 1), What.ACCEPTED, Status.ACCEPTED, _DESK)
        if status == Status.ACCEPTED:
            return
        passed = status == Status.PASSED or (settled and rng.random() < 0.25)
        self._pass_on(row, day) if passed else self._assign(row, term, day)
        if settled:
            done = min(day + timedelta(days=rng.randint(2, 9)), self.today - timedelta(days=1))
            what = What.CLOSED if status == Status.CLOSED else What.ANSWERED
            self._settle(row, max(done, day), what, answer)
            self._rate(row)
        if status == Status.REOPENED:
            self._reopen(row)

    def _assign(self, row: ResidentRequest, term: Appointment, day: date) -> None:
        rng = self._rng
        kind = rng.choices((Assignee.HEAD, Assignee.STATION, Assignee.DELIBERATION), (70, 18, 12))[0]
        if kind == Assignee.STATION and row.community_id not in self.stations:
            kind = Assignee.HEAD
        row.assigned_to = kind
        if kind == Assignee.HEAD:
            row.appointment, row.assignee_name = term, str(term)[:60]
            row.head_may_call = bool(row.phone) and rng.random() < 0.4
            said = f"已交给{term.title}办理。"
        elif kind == Assignee.STATION:
            row.station = self.stations[row.community_id]
            row.assignee_name = row.station.name[:60]
            said = f"已交给{row.assignee_name}办理。"
        else:
            row.assignee_name, said = request_words.DELIBERATION, "已列入议事协商。"
        self._step(row, self._moment(day, 2), What.ASSIGNED, Status.WORKING, _DESK, said, row.assignee_name)
        who = str(term)[:80] if kind == Assignee.HEAD else _DESK
        later = min(day + timedelta(days=1), self.today - timedelta(days=1))
        if later >= day and rng.random() < 0.7:
            note = rng.choice(request_words.PROGRESS)
            self._step(row, self._moment(later, 3), What.PROGRESS, Status.WORKING, who, note=note)
            if kind == Assignee.HEAD and row.status == Status.WORKING and rng.random() < 0.35:
                row.reported_done_at = self._moment(later, 4)
                note = "已经办好，请答复居民。"
                self._step(row, row.reported_done_at, What.HEAD_DONE, Status.WORKING, who, note=note)

    def _pass_on(self, row: ResidentRequest, day: date) -> None:
        kind, name = self._rng.choice(request_words.OUTSIDE)
        row.assigned_to, row.assignee_name = Assignee(kind), name
        at = self._moment(day, 2)
        self.handovers.append(
            HandOver(
                pk=len(self.handovers) + 1,
                request=row,
                kind=kind,
                name=name,
                text=f"地点：{row.spot}\n内容：{row.text}",
                due_on=row.due_on,
                made_at=at,
            )
        )
        self._step(row, at, What.PASSED, Status.PASSED, _DESK, f"已转{name}办理。")

    def _settle(self, row: ResidentRequest, day: date, what: RequestStep.What, answer: str) -> None:
        status = {What.REFUSED: Status.REFUSED, What.CLOSED: Status.CLOSED}.get(what, Status.ANSWERED)
        row.public_answer, row.done_at = answer, self._moment(day, 5)
        self._step(row, row.done_at, what, status, _DESK, answer)

    def _rate(self, row: ResidentRequest) -> None:
        rng = self._rng
        if rng.random() < 0.6:
            content = row.status != Status.REOPENED
            row.rating = rng.choices((5, 4, 3, 2), (50, 30, 14, 6) if content else (0, 0, 50, 50))[0]
            row.rating_comment = rng.choice(request_words.COMMENTS) if content else ""
            row.rated_at = row.done_at + timedelta(minutes=40)
            status = Status.CLOSED if row.status == Status.CLOSED else Status.ANSWERED
            self._step(row, row.rated_at, What.RATED, status, "居民", note=f"{row.rating} 分")

    def _reopen(self, row: ResidentRequest) -> None:
        row.reopened_at = row.done_at + timedelta(hours=3)
        row.reopen_reason = self._rng.choice(request_words.REOPENED)
        row.done_at = row.due_on = row.reported_done_at = row.appointment = row.station = None
        row.assigned_to, row.assignee_name, row.head_may_call = "", "", False
        self._step(row, row.reopened_at, What.REOPENED, Status.REOPENED, "居民", row.reopen_reason)

    def _step(
        self,
        row: ResidentRequest,
        at: datetime,
        what: RequestStep.What,
        status: ResidentRequest.Status,
        by: str,
        public: str = "",
        note: str = "",
    ) -> None:
        values: dict[str, Any] = {"public_text": public, "note": note, "by_label": by}
        self.steps.append(
            RequestStep(pk=len(self.steps) + 1, request=row, at=at, what=what, status=status, **values)
        )
        row.version = sum(1 for step in self.steps if step.request is row)

    def _moment(self, day: date, order: int) -> datetime:
        """An hour of the day, later for what comes later."""
        minutes = 8 * 60 + 90 * order + self._rng.randint(5, 80)
        return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=_ZONE)

    def _code(self) -> str:
        while True:
            code = "".join(self._rng.choice(ALPHABET) for _ in range(CODE_LENGTH))
            if code not in self._codes:
                self._codes.add(code)
                return code


def templates() -> list[AnswerTemplate]:
    """The street's, for every community."""
    return [
        AnswerTemplate(pk=number, title=title, text=text, order=number * 10)
        for number, (title, text) in enumerate(request_words.TEMPLATES, start=1)
    ]


def messages(terms: Sequence[Appointment], shown: Sequence[str], today: date) -> list[HeadMessage]:
    """To heads of the communities that accounts belong to, one in three dealt with."""
    rng = chance("messages")
    own = [term for term in terms if term.place.community.name in shown]
    rows = []
    for number, text in enumerate(request_words.MESSAGES, start=1):
        handled = number % 3 == 0
        phone = f"{people_words.MOBILE_PREFIX}{_FIRST_TAIL + 90_000 + number:06d}" if number % 2 else ""
        rows.append(
            HeadMessage(
                pk=number,
                place=rng.choice(own).place,
                text=text,
                phone=phone,
                handled=handled,
                answer="已经转告，楼长会联系。" if handled else "",
            )
        )
    return rows


def offers(terms: Sequence[Appointment], shown: Sequence[str], today: date) -> list[Offer]:
    """Some wait, one was declined."""
    rng: Random = chance("offers")
    communities = {term.place.community.name: term.place.community for term in terms}
    rows = []
    for number, (role, text) in enumerate(request_words.OFFERS, start=1):
        told = today - timedelta(days=2 * number)
        phone = f"{people_words.MOBILE_PREFIX}{_FIRST_TAIL + 91_000 + number:06d}"
        surname = rng.choice(list(people_words.SURNAMES))
        row = Offer(
            pk=number,
            community=communities[shown[number % len(shown)]],
            role=role,
            name=f"{surname}{rng.choice(('女士', '先生'))}",
            phone=phone,
            phone_print=fingerprint(phone),
            text=text,
            told_on=told,
            told_wording=people_words.TOLD,
        )
        if number == len(request_words.OFFERS):
            row.status, row.decided_on = Offer.Status.DECLINED, told + timedelta(days=1)
            row.reason = "暂时没有空缺，先请参加志愿活动。"
        rows.append(row)
    return rows
