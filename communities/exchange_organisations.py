"""The KIND ``organisations``."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from copy import copy
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell, name_key
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import REFUSED, Outcome, Parsed
from guicheng.exchange.simple import Plan, Refused, Settled, SimpleBatch, SimpleKind
from guicheng.privacy.phones import first_phone, is_mobile

from .dates import Precision, last_possible
from .exchange import COMMUNITY, EstateFinder, community_of
from .models import Organisation
from .named_in_files import CommunityFinder
from .organisation_forms import NO_NUMBERS, has_long_number
from .organisation_parents import Coming, ParentFinder
from .organisations import RED, RED_LABEL, in_order, kind_words

_STATUSES = {str(label): str(value) for value, label in Organisation.Status.choices} | {
    "筹备": "planned", "计划": "planned", "计划中": "planned", "拟成立": "planned", "正常": "active", "运作": "active",
    "在运作": "active", "运行中": "active", "已成立": "active", "终止": "dissolved", "已注销": "dissolved", "注销": "dissolved",
    "撤销": "dissolved", "已撤销": "dissolved", "解散": "dissolved", "已解散": "dissolved",
}  # fmt: skip
_FINENESS = [Precision.DAY, Precision.MONTH, Precision.YEAR]
_LENGTHS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
_KINDS = {name_key(word): key for word, key in kind_words().items()}
#: The reason's key by the field that a contradiction is about; the column of keys holds twenty characters.
_REASONS = {
    "party_members_count": "bad_party_members",
    "red_since": "bad_red_since",
    "dissolved_on": "bad_dissolved_on",
    "status": "bad_status",
    "parent": "bad_parent",
}
#: Columns by the field that a contradiction is about.
_COLUMN_OF = {
    "party_members_count": "党员人数",
    "red_since": "成为红色业委会的日期",
    "dissolved_on": "终止日期",
    "status": "状态",
}


def _so_far_known(cell: Any) -> str | None:  # noqa: ANN401
    """A day as far as it is written: ``2022-10-05``, ``2022-10`` or ``2022``."""
    found = read.day(cell, timezone.localdate())
    if found.value is None:
        return None
    written = found.value.isoformat()
    if not found.note:
        return written
    return written[:4] if "年份" in found.note else written[:7]


def _day(cell: Any) -> str | None:  # noqa: ANN401
    found = read.day(cell, timezone.localdate()).value
    return found.isoformat() if found else None


def _role(cell: Any) -> str:  # noqa: ANN401
    role = read.text(cell, 30, "联系人（职务）")
    if has_long_number(role):
        raise BadCell("bad_contact", NO_NUMBERS)
    return role


def _phone(cell: Any) -> str:  # noqa: ANN401
    try:
        return first_phone(read.plain(cell))[0]
    except ValueError as exc:
        raise BadCell("bad_phone", str(exc)) from exc


class OrganisationsBatch(SimpleBatch):
    model = Organisation
    searched_as = "organisation"
    labels = {
        "estate": "小区", "parent": "上级组织", "founded_on": "成立日期", "founded_precision": "成立日期精确到",
        "members_count": "成员人数", "party_members_count": "党员人数", "red_since": "成为红色业委会的日期",
        "status": "状态", "dissolved_on": "终止日期", "does": "做什么", "contact_role": "联系人（职务）",
        "public_phone": "公开的电话",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.estates = EstateFinder()
        self.parents = ParentFinder()
        #: Estate → the key of the row of this file that is its owners' committee.
        self._owners: dict[int, Hashable] = {}
        #: Estate → its owners' committee in the database, asked for once a batch.
        self._taken: dict[int, Organisation] = {}

    # --- what a row says ------------------------------------------------------------------------
    def settle(self, row: Parsed) -> Settled:
        community = community_of(self.communities, row)
        values = row.values
        asked = values["kind"]
        kind = str(Organisation.Kind.OWNERS_COMMITTEE) if asked == RED else asked
        said = ("name", "members_count", "party_members_count", "does", "contact_role", "public_phone")
        wanted = {key: values[key] for key in said if key in values}
        wanted |= {"community": community, "kind": kind}
        if values.get("estate"):
            wanted["estate"] = self.estates.find(community, values["estate"])
        wanted |= _dates(values)
        notes = []
        if is_mobile(values.get("public_phone", "")):
            notes.append("“公开的电话”是手机号，会显示给居民，请核对。")
        if asked == RED:
            wanted.setdefault("red_since", None)
        return Settled(row, (community.pk, kind, wanted["name"]), wanted, notes)

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        communities = {item.wanted["community"].pk for item in rows}
        found = Organisation.objects.filter(
            community__in=communities, name__in={item.wanted["name"] for item in rows}
        )
        return {
            (row.community_id, row.kind, row.name): row for row in found.select_related("estate", "parent")
        }

    # --- whether it can be so -------------------------------------------------------------------
    def judge(self, rows: Sequence[Parsed]) -> list[Outcome]:
        owners = Organisation.objects.filter(
            kind=Organisation.Kind.OWNERS_COMMITTEE, dissolved_on__isnull=True, estate__isnull=False
        )
        self._taken = {row.estate_id: row for row in owners}
        return super().judge(rows)

    def _judge(self, item: Settled, known: dict[Hashable, models.Model]) -> Outcome:
        record, wanted = known.get(item.key), item.wanted
        try:
            if written := item.row.values.get("parent"):
                wanted["parent"] = self.parents.find(wanted["community"], written, wanted["kind"])
        except Refused as refused:
            return refused.outcome
        if record is not None:
            _keep_what_is_known_better(wanted, record)
        if "red_since" in wanted and wanted["red_since"] is None:
            if record is not None and record.red_since:
                del wanted["red_since"]
            elif problem := self._mark(item, record):
                return problem
        problem = self._contradiction(wanted, record) or self._second_committee(item, record)
        outcome = problem or super()._judge(item, known)
        if outcome.status != REFUSED:
            self.parents.announce(wanted["community"], wanted["name"], wanted["kind"])
        return outcome

    def _mark(self, item: Settled, record: models.Model | None) -> Outcome | None:
        """Since when a committee called 红色业委会 is one: the founding day where nothing else is said."""
        founded = item.wanted.get("founded_on") or (record.founded_on if record else None)
        if founded is None:
            return Outcome.refused(
                "成为红色业委会的日期",
                "",
                "missing_red_since",
                "写了红色业委会，没有写从哪天起，也没有成立日期。",
                "请填“成为红色业委会的日期”或者“成立日期”。",
            )
        item.wanted["red_since"] = founded
        item.notes.append("没有写成为红色业委会的日期，按成立日期登记。")
        return None

    def _contradiction(self, wanted: dict[str, Any], record: models.Model | None) -> Outcome | None:
        """What the row says, together with what is known already, cannot be true."""
        whole = copy(record) if record is not None else Organisation(status=Organisation.Status.ACTIVE)
        for name, value in wanted.items():
            if not isinstance(value, Coming):
                setattr(whole, name, value)
        errors = whole.contradictions()
        parent = wanted.get("parent")
        if record is not None and isinstance(parent, Organisation) and record.stands_above(parent):
            errors["parent"] = "上级组织不能是它自己或者它的下级。"
        for name, sentence in errors.items():
            column = _COLUMN_OF.get(name, "上级组织")
            return Outcome.refused(column, wanted.get(name), _REASONS[name], sentence)
        return None

    def _second_committee(self, item: Settled, record: models.Model | None) -> Outcome | None:
        wanted = item.wanted
        estate = wanted.get("estate") or (record.estate if record else None)
        ended = wanted.get("dissolved_on", record.dissolved_on if record else None)
        if wanted["kind"] != Organisation.Kind.OWNERS_COMMITTEE or estate is None or ended:
            return None
        other = self._taken.get(estate.pk)
        there = other is not None and (record is None or other.pk != record.pk)
        before = self._owners.setdefault(estate.pk, item.key)
        if not there and before == item.key:
            return None
        name = f"“{other.name}”" if there else "，就在这个文件里"
        return Outcome.refused(
            "小区",
            estate.name,
            "second_committee",
            f"{estate.name}已经有一个业委会{name}，红色业委会也算。",
            "同一个业委会请写同样的名称；换届以后旧的先填终止日期。",
        )

    def new_problem(self, item: Settled) -> Outcome | None:
        if item.wanted["kind"] == Organisation.Kind.OWNERS_COMMITTEE and item.wanted.get("estate") is None:
            return Outcome.refused("小区", "", "missing_estate", "业委会要写明是哪个小区的。")
        return None

    # --- writing --------------------------------------------------------------------------------
    def write(self, outcomes: Sequence[Outcome], reason: str) -> None:
        """Those above first, so that whoever hangs below finds them saved."""
        waiting = list(outcomes)
        while waiting:
            unsaved = {_as_coming(outcome.plan) for outcome in waiting if outcome.plan.known is None}
            later = [outcome for outcome in waiting if outcome.plan.wanted.get("parent") in unsaved]
            chosen = {id(outcome) for outcome in later}
            self.parents.forget()
            super().write([outcome for outcome in waiting if id(outcome) not in chosen], reason)
            waiting = later
        self.parents.forget()

    def value_for(self, record: models.Model | None, name: str, value: Any) -> Any:  # noqa: ANN401
        return self.parents.saved(value) if isinstance(value, Coming) else value


def _dates(values: dict[str, Any]) -> dict[str, Any]:
    """The days that a row tells, and the status that goes with them."""
    wanted: dict[str, Any] = {}
    if founded := values.get("founded_on"):
        wanted["founded_precision"] = str(_LENGTHS[len(founded)])
        wanted["founded_on"] = date.fromisoformat(f"{founded}-01-01"[:10])
    for name in ("red_since", "dissolved_on"):
        if values.get(name):
            wanted[name] = date.fromisoformat(values[name])
    if status := values.get("status"):
        wanted["status"] = status
        if status != Organisation.Status.DISSOLVED and not values.get("dissolved_on"):
            wanted["dissolved_on"] = None
    elif "dissolved_on" in wanted:
        wanted["status"] = str(Organisation.Status.DISSOLVED)
    return wanted


def _keep_what_is_known_better(wanted: dict[str, Any], record: models.Model) -> None:
    """A month or a year that the known founding day lies in says nothing new."""
    day, precision = wanted.get("founded_on"), wanted.get("founded_precision")
    known = record.founded_on
    if day is None or known is None or precision == record.founded_precision == Precision.DAY:
        return
    better = _FINENESS.index(record.founded_precision) < _FINENESS.index(precision)
    if better and day <= known <= last_possible(day, precision):
        del wanted["founded_on"], wanted["founded_precision"]


def _as_coming(plan: Plan) -> Coming:
    """How a row below names the one that ``plan`` will make."""
    wanted = plan.wanted
    return Coming(wanted["community"].pk, name_key(wanted["name"]), wanted["kind"])


class OrganisationsKind(SimpleKind):
    key = "organisations"
    label = "组织"
    model = Organisation
    batch = OrganisationsBatch
    touches = (Organisation,)
    telling = ("name", "kind")
    inherited = ("community", "estate")
    columns = (
        COMMUNITY,
        Column(
            "estate",
            "小区",
            ("小区名称", "所属小区", "自然村", "园区"),
            help="整个社区的组织不写。",
            width=16,
        ),
        Column(
            "kind",
            "类型",
            ("类别", "组织类型", "组织类别"),
            required=True,
            help="红色业委会直接写“红色业委会”。",
            choices=(*Organisation.Kind.labels, RED_LABEL),
            width=14,
        ),
        Column(
            "name", "名称", ("组织名称", "组织", "队伍名称", "社团名称", "单位名称"), required=True, width=24
        ),
        Column(
            "parent",
            "上级组织",
            ("上级", "上级党组织", "隶属", "所属党组织"),
            help="小区党支部写社区党委，党小组写小区党支部。",
            width=20,
        ),
        Column("founded_on", "成立日期", ("成立时间", "组建时间", "组建日期", "成立年月"), width=12),
        Column(
            "red_since",
            "成为红色业委会的日期",
            ("红色业委会日期", "红色业委会时间", "认定日期"),
            help="只有红色业委会填写；不写就按成立日期。",
            width=14,
        ),
        Column("members_count", "成员人数", ("成员数", "人数", "总人数", "会员人数", "队员人数"), width=9),
        Column("party_members_count", "党员人数", ("党员数", "其中党员", "其中党员人数"), width=9),
        Column("status", "状态", ("运作状态",), choices=tuple(Organisation.Status.labels), width=9),
        Column("dissolved_on", "终止日期", ("注销日期", "撤销日期", "解散日期"), width=12),
        Column("does", "做什么", ("职能", "主要职能", "工作内容", "主要活动", "业务范围", "简介"), width=36),
        Column(
            "contact_role",
            "联系人（职务）",
            ("联系人职务", "联系人", "负责人职务"),
            help="会公开，只写姓氏和职务，例如：陈会长。",
            width=14,
        ),
        Column(
            "public_phone",
            "公开的电话",
            ("公开电话", "办公电话", "联系电话"),
            help="会公开，写办公电话。",
            width=16,
        ),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "estate": lambda cell: read.text(read.squeezed(cell), 40, "小区"),
        "kind": lambda cell: read.one_of(cell, _KINDS, "类型"),
        "name": lambda cell: read.text(cell, 60, "名称"),
        "parent": lambda cell: read.text(cell, 60, "上级组织"),
        "founded_on": _so_far_known,
        "red_since": _day,
        "members_count": lambda cell: read.whole_number(cell, 100_000),
        "party_members_count": lambda cell: read.whole_number(cell, 100_000),
        "status": lambda cell: read.one_of(cell, _STATUSES, "状态"),
        "dissolved_on": _day,
        "does": lambda cell: read.text(cell, 2000, "做什么", lines=True),
        "contact_role": _role,
        "public_phone": _phone,
    }

    def inherits(self, key: str, cells: dict[str, Any]) -> bool:
        """An organisation of the whole community leaves its estate empty."""
        return key != "estate"

    def export(self, rows: models.QuerySet[Organisation], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("community", "estate", "parent")
        for row in related.order_by("community__code", in_order(), "estate__name", "name").iterator(1000):
            length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(row.founded_precision, 10)
            founded = row.founded_on.isoformat()[:length] if row.founded_on else ""
            yield [
                row.community.name,
                row.estate.name if row.estate else "",
                row.kind_name,
                row.name,
                row.parent.name if row.parent else "",
                row.founded_on if length == 10 else founded,
                row.red_since,
                row.members_count,
                row.party_members_count,
                row.get_status_display(),
                row.dissolved_on,
                row.does,
                row.contact_role,
                row.public_phone,
            ]
