"""Rows of a list of mediators against the database: who is meant, what is new, what must be refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from rapidfuzz import fuzz, process

from communities.models import Community
from communities.named_in_files import CommunityFinder
from guicheng.accounts.history import bulk_create, bulk_update
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by, visible_to
from guicheng.exchange.cells import BadCell, name_key
from guicheng.exchange.kinds import CHANGED, NEW, UNCHANGED, Batch, Outcome, Parsed
from guicheng.exchange.simple import show
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.phones import is_mobile, mask

from .identity import NOT_NOW, Claim, alike, hand_to_street
from .models import MediationField, Mediator, MediatorTraining, Volunteer

SOURCE = "Excel 名单"
_SAME_NAME = "按社区里已经登记的同名人员登记，请核对是不是同一个人。"
_COLUMNS = {
    "certificate_no": "证书编号",
    "certified_on": "发证日期",
    "expires_on": "有效期至",
    "status": "状态",
    "started_on": "任职日期",
    "ended_on": "退出日期",
}
_DAYS = frozenset({"certified_on", "expires_on", "started_on", "ended_on"})
#: The checks of a record whose refusal belongs under a column.
_CHECKED = ("certified_on", "expires_on", "started_on", "ended_on", "status")


@dataclass
class MediatorPlan:
    """What writing a row takes, found by the judgement. ``key``: the person, also before they are saved."""

    values: dict[str, Any]
    community: Community
    key: str
    person: Volunteer | None
    mediator: Mediator | None = None
    #: The number that a known person without one gets.
    phone: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    fields: list[MediationField] = field(default_factory=list)
    trained_on: date | None = None


class Refused(Exception):
    def __init__(self, *said: str) -> None:
        self.outcome = Outcome.refused(*said)
        super().__init__(said[-1])


class MediatorsBatch(Batch):
    """See :class:`guicheng.exchange.kinds.Batch`."""

    def __init__(self, user: User, today: date, *, keep_new: bool) -> None:
        super().__init__(user, today, keep_new=keep_new)
        self.communities = CommunityFinder(user)
        self.fields = {name_key(row.name): row for row in MediationField.objects.all()}
        self._seen: set[tuple[str, int]] = set()
        self._file_people: dict[str, str] = {}  # of the file's people: print of the number → name

    # --- judging --------------------------------------------------------------------------------
    def judge(self, rows: Sequence[Parsed]) -> list[Outcome]:
        settled: list[tuple[Parsed, Community] | Outcome] = [self._settle(row) for row in rows]
        found = [item for item in settled if not isinstance(item, Outcome)]
        self._look_up(found)
        outcomes = []
        for item in settled:
            if isinstance(item, Outcome):
                outcomes.append(item)
                continue
            try:
                outcomes.append(self._judge(*item))
            except Refused as refused:
                outcomes.append(refused.outcome)
        return outcomes

    def _settle(self, row: Parsed) -> tuple[Parsed, Community] | Outcome:
        values = row.values
        written = values.get("community", "")
        try:
            find, where = self.communities, values.get("around", ())
            community = find.find(written) if written else find.find_around(where)
        except BadCell as bad:
            return Outcome.refused("社区", written, bad.reason, bad.message, bad.suggestion)
        values["community"] = community.name
        values.pop("around", None)
        return row, community

    def _look_up(self, found: list[tuple[Parsed, Community]]) -> None:
        """People and mediators that these rows touch, in a fixed number of queries."""
        phones = {row.values.get("phone", "") for row, _ in found}
        self._prints = {phone: fingerprint(phone) for phone in phones if is_mobile(phone)}
        names = {row.values["name"] for row, _ in found}
        here = {community.pk for _, community in found}
        people = Volunteer.objects.filter(phone_print__in=set(self._prints.values()))
        self._by_print = {person.phone_print: person for person in people}
        visible = visible_to(Volunteer, self.user)
        mine = Mediator.objects.filter(community__in=here)
        rows = mine.filter(volunteer__name__in=names) | mine.filter(volunteer__in=self._by_print.values())
        self._mediators: dict[tuple[int, int], Mediator] = {}
        self._mediators_named: dict[tuple[int, str], list[Mediator]] = {}
        for row in rows.select_related("volunteer").prefetch_related("fields", "trainings").order_by("pk"):
            self._mediators[row.community_id, row.volunteer_id] = row
            self._mediators_named.setdefault((row.community_id, row.volunteer.name), []).append(row)
        self._named: dict[tuple[int, str], list[Volunteer]] = {}
        for person in visible.present().filter(community__in=here, name__in=names).order_by("pk"):
            self._named.setdefault((person.community_id, person.name), []).append(person)
        known = {person.pk for person in self._by_print.values()}
        self._visible = set(visible.filter(pk__in=known).values_list("pk", flat=True))
        known |= {person.pk for some in self._named.values() for person in some}
        known |= {row.volunteer_id for row in self._mediators.values()}
        own = editable_by(Volunteer, self.user).filter(pk__in=known)
        self._editable = set(own.values_list("pk", flat=True))

    def _judge(self, row: Parsed, community: Community) -> Outcome:
        outcome = Outcome(UNCHANGED)
        plan = self._person(row.values, community, outcome)
        if self.keep_new:
            if (plan.key, community.pk) in self._seen:
                message = "同一个人在这个文件里已经出现过。"
                raise Refused("姓名", row.values["name"], "duplicate", message, "删去重复的一行。")
            self._seen.add((plan.key, community.pk))
            if mark := self._prints.get(row.values.get("phone", "")):
                self._file_people[mark] = row.values["name"]
        if plan.person is not None:
            plan.mediator = self._mediators.get((community.pk, plan.person.pk))
        plan.fields = self._fields(row.values)
        self._changes(plan, outcome)
        outcome.plan = plan
        return outcome

    def _person(self, values: dict[str, Any], community: Community, outcome: Outcome) -> MediatorPlan:
        """Whom the row means. Raises :class:`Refused`."""
        name, phone = values["name"], values.get("phone", "")
        mark = self._prints.get(phone, "")
        known = self._by_print.get(mark) if mark else None
        if known is not None and known.pk not in self._visible:
            hand_to_street(Claim(phone, hidden=known), user=self.user, community=community, name=name)
            raise Refused("电话", mask(phone), "needs_street", NOT_NOW)
        if known is not None and not alike(known.name, name):
            raise self._other_name(phone, known.name)
        if mark and known is None and self._file_people.get(mark, name) != name:
            raise self._other_name(phone, "前面一行的人")
        if known is None:
            known = self._by_name(values, community, outcome)
        if known is None:
            return MediatorPlan(values, community, mark or f"{name}@{community.pk}", None)
        plan = MediatorPlan(values, community, f"#{known.pk}", known)
        if phone and phone != known.phone:
            if is_mobile(known.phone):
                outcome.notes.append("已经登记了手机号，表里的座机没有登记。")
            elif known.pk in self._editable:
                plan.phone = phone
                outcome.changes["电话"] = [mask(known.phone), mask(phone)]
            else:
                outcome.notes.append("这个人的资料由别的社区维护，电话没有改。")
        return plan

    def _by_name(self, values: dict[str, Any], community: Community, outcome: Outcome) -> Volunteer | None:
        """The one person that a name means in a community: a mediator before anybody else."""
        name, phone, tail = values["name"], values.get("phone", ""), values.get("tail", "")
        mediators = [row.volunteer for row in self._mediators_named.get((community.pk, name), [])]
        for people, note in (
            (mediators, ""),
            (self._named.get((community.pk, name), []), _SAME_NAME),
        ):
            if tail:
                people = [person for person in people if person.phone_tail == tail]
            elif is_mobile(phone):
                # Another mobile is another person; whoever has none may be the one.
                people = [person for person in people if not is_mobile(person.phone)]
            if len(people) > 1:
                message = "社区里有几位同名的人，分不清是哪一位。"
                raise Refused("姓名", name, "several_people", message, "请写上手机号。")
            if people:
                if note:
                    outcome.notes.append(note)
                return people[0]
        return None

    def _other_name(self, phone: str, name: str) -> Refused:
        message = f"这个号码已经登记在“{name}”名下，姓名不一样。"
        hint = "核对号码；如果是同一个人改了名，请先在人员资料里改。"
        return Refused("电话", mask(phone), "name_differs", message, hint)

    def _fields(self, values: dict[str, Any]) -> list[MediationField]:
        found = []
        for written in values.get("fields", ()):
            bare = written.removesuffix("纠纷")
            row = self.fields.get(name_key(written)) or self.fields.get(name_key(bare))
            if row is None:
                offered = [row.name for row in self.fields.values() if not row.retired]
                near = process.extract(written, offered, scorer=fuzz.partial_ratio, limit=2, score_cutoff=60)
                names = [name for name, _, _ in near]
                hint = f"是不是“{'”或“'.join(names)}”？" if names else f"可以写：{'、'.join(offered)}。"
                raise Refused("领域", written, "unknown_field", "没有这个调解领域。", hint)
            found.append(row)
        return found

    # --- the mediator ---------------------------------------------------------------------------
    def _changes(self, plan: MediatorPlan, outcome: Outcome) -> None:
        """What of the record changes, in words. Raises :class:`Refused` where it would not hold."""
        values, known = plan.values, plan.mediator
        wanted: dict[str, Any] = {
            name: date.fromisoformat(values[name]) if name in _DAYS else values[name]
            for name in _COLUMNS
            if name in values
        }
        if known is None and "status" not in wanted:
            ended = "ended_on" in wanted
            serving = Mediator.Status.SERVING if "certified_on" in wanted else Mediator.Status.TRAINING
            wanted["status"] = Mediator.Status.LEFT if ended else serving
        gone = (known is None or known.ended_on is None) and wanted.get("status") == Mediator.Status.LEFT
        if gone and "ended_on" not in wanted:
            wanted["ended_on"] = self.today
            outcome.notes.append("写了已退出，没有写退出日期，按今天登记。")
        if known is not None and wanted.get("status") not in (None, Mediator.Status.LEFT) and known.ended_on:
            wanted["ended_on"] = None
        plan.changes = {
            name: value for name, value in wanted.items() if known is None or getattr(known, name) != value
        }
        self._check(plan, known)
        self._more(plan, outcome)
        if known is None:
            outcome.status = NEW
            if plan.person is not None:
                outcome.notes.append("这个人已经登记过，增加调解员的身份。")
            return
        for name, value in plan.changes.items():
            outcome.changes[_COLUMNS[name]] = [_shown(name, getattr(known, name)), _shown(name, value)]
        if outcome.changes:
            outcome.status = CHANGED

    def _check(self, plan: MediatorPlan, known: Mediator | None) -> None:
        columns = ("status", "certificate_no", "certified_on", "expires_on", "started_on", "ended_on")
        held = {name: getattr(known, name) for name in columns} if known is not None else {}
        trial = Mediator(community=plan.community, **{**held, **plan.changes})
        try:
            trial.clean()
            if trial.started_on and trial.ended_on and trial.ended_on < trial.started_on:
                raise ValidationError({"ended_on": "退出日期早于任职日期。"})
        except ValidationError as exc:
            for name in _CHECKED:
                if said := exc.message_dict.get(name):
                    shown = _shown(name, getattr(trial, name))
                    raise Refused(_COLUMNS[name], shown, "bad_certificate", said[0]) from exc
            raise

    def _more(self, plan: MediatorPlan, outcome: Outcome) -> None:
        """Fields and a training that are not there yet; what is there and not in the file stays."""
        known, trained = plan.mediator, plan.values.get("trained_on")
        have = {row.pk for row in known.fields.all()} if known is not None else set()
        plan.fields = [row for row in plan.fields if row.pk not in have]
        if trained:
            day = date.fromisoformat(trained)
            if known is None or all(row.on != day for row in known.trainings.all()):
                plan.trained_on = day
        if known is not None and plan.fields:
            outcome.changes["增加领域"] = ["", "、".join(row.name for row in plan.fields)]
        if known is not None and plan.trained_on:
            outcome.changes["增加培训"] = ["", plan.trained_on.isoformat()]

    # --- writing --------------------------------------------------------------------------------
    def write(self, outcomes: Sequence[Outcome], reason: str) -> None:
        plans: list[MediatorPlan] = [outcome.plan for outcome in outcomes]
        mark: dict[str, Any] = {"user": self.user, "reason": reason}
        people = self._save_people(plans, mark)
        rows = self._save_mediators(plans, people, mark)
        trainings = [
            MediatorTraining(mediator=row, on=plan.trained_on)
            for plan, row in zip(plans, rows, strict=True)
            if plan.trained_on
        ]
        bulk_create(trainings, **mark)

    def _save_people(self, plans: list[MediatorPlan], mark: dict[str, Any]) -> dict[str, Volunteer]:
        people = {plan.key: plan.person for plan in plans if plan.person is not None}
        new: dict[str, Volunteer] = {}
        changed = []
        for plan in plans:
            if plan.person is None:
                new.setdefault(plan.key, _new_person(plan))
            elif plan.phone:
                plan.person.phone = plan.phone
                plan.person.note_phone()
                changed.append(plan.person)
        people.update(zip(new, bulk_create(list(new.values()), **mark), strict=True))
        bulk_update(changed, ["phone", "phone_print", "phone_tail"], **mark)
        return people

    def _save_mediators(
        self, plans: list[MediatorPlan], people: dict[str, Volunteer], mark: dict[str, Any]
    ) -> list[Mediator]:
        """The mediator of each plan. Fields are tied before a version is written that names them."""
        new: list[tuple[MediatorPlan, Mediator]] = []
        rows: list[Mediator] = []
        for plan in plans:
            row = plan.mediator or Mediator(
                volunteer=people[plan.key], community=plan.community, source=SOURCE
            )
            for name, value in plan.changes.items():
                setattr(row, name, value)
            row.settle()
            rows.append(row)
            if plan.mediator is None:
                new.append((plan, row))
        bulk_create(
            [row for _, row in new],
            **mark,
            tie=lambda made: _tie([(row, plan.fields) for (plan, _), row in zip(new, made, strict=True)]),
        )
        old = [plan for plan in plans if plan.mediator is not None and (plan.changes or plan.fields)]
        _tie([(plan.mediator, plan.fields) for plan in old if plan.mediator is not None])
        bulk_update([plan.mediator for plan in old if plan.mediator], sorted({*_COLUMNS}), **mark)
        return rows


def _tie(pairs: Sequence[tuple[Mediator, list[MediationField]]]) -> None:
    through = Mediator.fields.through
    links = [through(mediator=row, mediationfield=one) for row, fields in pairs for one in fields]
    through.objects.bulk_create(links, batch_size=500)


def _new_person(plan: MediatorPlan) -> Volunteer:
    values = plan.values
    person = Volunteer(
        community=plan.community, name=values["name"], phone=values.get("phone", ""), source=SOURCE
    )
    person.note_phone()
    return person


def _shown(name: str, value: Any) -> str:  # noqa: ANN401
    if name == "status" and value:
        return str(Mediator.Status(value).label)
    return show(value)
