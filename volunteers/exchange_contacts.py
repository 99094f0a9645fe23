"""The KIND ``contacts``: the ledger of what heads did for residents."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from rapidfuzz import fuzz, process

from communities.exchange import COMMUNITY, community_of
from communities.models import Community
from communities.named_in_files import CommunityFinder
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell, name_key, squeezed
from guicheng.exchange.columns import Column
from guicheng.exchange.keeping import forget_rows
from guicheng.exchange.kinds import Outcome, Parsed
from guicheng.exchange.simple import Plan, Refused, Settled, SimpleBatch, SimpleKind, show

from . import exchange_contact_words as said
from . import heads_columns
from .contact_terms import TermFinder
from .erasure import Erased
from .matter_kinds import other_kind
from .models import ContactLog, MatterKind

_HEADS = {column.key: column for column in heads_columns.COLUMNS}
_CHOICES = {
    "channel": ContactLog.Channel,
    "contacted": ContactLog.With,
    "result": ContactLog.Result,
}
_ROOM = re.compile(r"(?<=[\u3400-\u9fff])[-－—]?\d{3,4}(?:室|房|号房|号)?$|[-－—]\d{3,4}(?:室|房|号房|号)?$")


def forget_head(who: Erased) -> None:
    """Blank what imports still hold of an erased head."""
    communities = set(Community.objects.filter(pk__in=who.communities).values_list("name", flat=True))
    forget_rows(
        ContactsKind.key,
        lambda values: values.get("head") in who.names and values.get("community") in communities,
    )


def no_finer(household: str) -> str:
    """Where somebody lives without the number of the flat: 2单元501 is 2单元."""
    return _ROOM.sub("", household)


class ContactsBatch(SimpleBatch):
    model = ContactLog
    labels = {
        "channel": "方式", "contacted": "联系对象", "household": "位置", "kind": "事项类别", "result": "结果",
        "reported_to": "上报给谁", "follow_up_on": "下次跟进", "closed_on": "办结日期", "sensitive": "敏感",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.terms = TermFinder()
        self.kinds = {name_key(kind.name): kind for kind in MatterKind.objects.all()}

    def settle(self, row: Parsed) -> Settled:
        values = row.values
        community = community_of(self.communities, row)
        on = date.fromisoformat(values["on"])
        term = self.terms.find(community, row, on)
        plain = ("channel", "contacted", "household", "result", "reported_to")
        wanted: dict[str, Any] = {key: values[key] for key in plain if key in values}
        if "matter" in values:
            wanted["kind"] = self._kind(values["matter"])
        for key in ("follow_up_on", "closed_on"):
            if key in values:
                wanted[key] = date.fromisoformat(values[key])
        wanted |= {"appointment": term, "on": on, "text": values["text"]}
        return Settled(row, (term.pk, on, values["text"]), wanted)

    def _kind(self, written: str) -> MatterKind:
        key = name_key(written)
        known = self.kinds.get(key) or self.kinds.get(said.KINDS.get(key, ""))
        if known is not None:
            return known
        offered = [kind.name for kind in self.kinds.values() if not kind.retired]
        near = [
            name
            for name, _, _ in process.extract(written, offered, scorer=fuzz.ratio, limit=2, score_cutoff=40)
        ]
        hint = f"是不是“{'”或“'.join(near)}”？" if near else f"可以写：{'、'.join(offered)}。"
        raise Refused("事项类别", written, BadCell("unknown_kind", "没有这个事项类别。", hint))

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        keys = [item.key for item in rows]
        found = ContactLog.objects.filter(
            appointment__in={key[0] for key in keys}, on__in={key[1] for key in keys}
        )
        ordered = found.select_related("kind", "appointment").order_by("-pk")
        return {(row.appointment_id, row.on, compared(row.text)): row for row in ordered}

    def _judge(self, item: Settled, known: dict[Hashable, models.Model]) -> Outcome:
        if problem := self._complete(item, known.get(item.key)):
            return problem
        outcome = super()._judge(item, known)
        record = known.get(item.key)
        for name, choices in _CHOICES.items():
            if record is not None and self.labels[name] in outcome.changes:
                pair = [choices(value).label for value in (getattr(record, name), item.wanted[name])]
                outcome.changes[self.labels[name]] = [str(label) for label in pair]
        return outcome

    def _complete(self, item: Settled, record: models.Model | None) -> Outcome | None:
        """Bring what a row says in line with itself and with what is there; a refusal where it cannot be."""
        wanted: dict[str, Any] = item.wanted
        then: Any = record if isinstance(record, ContactLog) else None
        if then is None:
            wanted.setdefault("result", _result_of(wanted))
        result = wanted.get("result") or then.result
        on, today = wanted["on"], self.today
        closed = wanted.pop("closed_on", None)
        if result == ContactLog.Result.DONE:
            if wanted.get("follow_up_on"):
                item.notes.append("已经办结，下次跟进没有登记。")
            wanted["follow_up_on"] = None
            wanted["closed_on"] = closed or (then.closed_on if then else None) or on
        elif closed:
            return Outcome.refused(
                "办结日期", closed, "not_closed", "没有办结的，不能有办结日期。", "请核对结果。"
            )
        else:
            wanted["closed_on"] = None
        if closed and not on <= closed <= today:
            return Outcome.refused("办结日期", closed, "bad_order", "办结日期不能早于联系的日期。")
        if (following := wanted.get("follow_up_on")) and following < on:
            return Outcome.refused("下次跟进", following, "bad_order", "下次跟进的日期不能早于联系的日期。")
        reported = wanted.get("reported_to") or (then.reported_to if then else "")
        if result == ContactLog.Result.ESCALATED and not reported:
            return Outcome.refused("上报给谁", "", "missing_reported_to", "上报的请写明上报给谁。")
        kind = wanted.get("kind")
        if then is not None:
            del wanted["text"]
            if kind and kind.sensitive and kind != then.kind:
                wanted["sensitive"] = True
        elif kind is None:
            item.notes.append("没有写事项类别，按“其他”登记。")
        return None

    def differs(self, record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
        now = getattr(record, name)
        return (no_finer(now) if name == "household" else now) != value

    def make(self, plan: Plan) -> models.Model:
        contact = ContactLog(**{"kind": None, **plan.wanted}, written_by=self.user)
        if contact.kind_id is None:
            contact.kind = other_kind()
        contact.settle()
        return contact


def compared(text: str) -> str:
    """A text as a row of a file gives it."""
    return heads_columns.masked_phones(read.plain(text))


def _result_of(wanted: dict[str, Any]) -> str:
    """What a row without a result tells by its other cells."""
    if wanted.get("closed_on"):
        return str(ContactLog.Result.DONE)
    if wanted.get("reported_to"):
        return str(ContactLog.Result.ESCALATED)
    return str(ContactLog.Result.FOLLOWING if wanted.get("follow_up_on") else ContactLog.Result.DONE)


def _day(future: bool) -> Any:  # noqa: ANN401
    def reader(cell: Any) -> str | None:  # noqa: ANN401
        found = read.day(cell, timezone.localdate(), future=future).value
        return found.isoformat() if found else None

    return reader


class ContactsKind(SimpleKind):
    key = "contacts"
    label = "联系服务群众台账"
    model = ContactLog
    batch = ContactsBatch
    touches = (ContactLog,)
    telling = ("text", "on", "place", "head")
    inherited = ("community", "estate", "head", "place", "on")
    columns = (
        COMMUNITY,
        replace(_HEADS["estate"], help="小区、自然村或园区；巷和街可以不写。"),
        replace(_HEADS["place"], required=False, help="照登记的写，例如：3栋、上九街；写了楼长姓名的可以不写。"),
        Column("head", "楼长姓名", said.HEAD, help="不写就是这一天在任的正职。", width=12),
        Column("on", "日期", said.ON, required=True, help="写成 2026-03-01，不能是以后的日期。", width=12),
        Column("channel", "方式", said.CHANNEL, choices=tuple(ContactLog.Channel.labels), width=10),
        Column("contacted", "联系对象", said.CONTACTED, help="只写类别，不写姓名。", choices=tuple(ContactLog.With.labels), width=12),
        Column("household", "位置", said.HOUSEHOLD, help="只写到单元或楼层，例如：2单元。", width=10),
        Column("matter", "事项类别", said.MATTER, help="照街道的清单写，例如：环境、安全。", width=14),
        Column("text", "内容", said.TEXT, required=True, help="一句话，不写姓名和电话。", width=40),
        Column("result", "结果", said.RESULT, choices=tuple(ContactLog.Result.labels), width=10),
        Column("reported_to", "上报给谁", said.REPORTED_TO, help="上报的要写，例如：社区居委会。", width=14),
        Column("follow_up_on", "下次跟进", said.FOLLOW_UP, help="没有办结的写下次跟进的日期。", width=12),
        Column("closed_on", "办结日期", said.CLOSED, help="办结的才写；不写就是联系当天。", width=12),
    )  # fmt: skip
    readers = {
        "community": lambda cell: read.text(squeezed(cell), 60, "社区"),
        "head": read.person_name,
        "on": _day(future=False),
        "channel": lambda cell: read.one_of(cell, said.CHANNELS, "方式"),
        "matter": lambda cell: read.text(squeezed(cell), 40, "事项类别"),
        "result": lambda cell: read.one_of(cell, said.RESULTS, "结果"),
        "reported_to": lambda cell: read.text(cell, 40, "上报给谁"),
        "follow_up_on": _day(future=True),
        "closed_on": _day(future=False),
    }

    def inherits(self, key: str, cells: dict[str, Any]) -> bool:
        if key == "estate":
            return heads_columns.lacks_estate(cells)
        # Whoever looks after the place that is written is told by the place.
        return key != "head" or squeezed(cells.get("place")) in read.NOTHING

    def parse(self, cells: dict[str, Any], row: Parsed, context: Any) -> None:  # noqa: ANN401
        super().parse(cells, row, context)
        place = squeezed(cells.get("place"))
        if place not in read.NOTHING:
            if kind := heads_columns.role_of_place(place, cells):
                row.values["kind"] = str(kind)
            heads_columns.take_place(cells, row, self)
        elif not row.values.get("head"):
            row.problems.append(
                self.problem("place", "", "missing_place", "没有写是哪一处，也没有写楼长姓名。")
            )
        self.take(row, "text", lambda: _text(cells.get("text"), row), show(cells.get("text")))
        if not row.values.get("text") and not self.complained(row, "内容"):
            row.problems.append(self.missing("text"))
        self.take(
            row, "household", lambda: _household(cells.get("household"), row), show(cells.get("household"))
        )
        self.take(
            row, "contacted", lambda: _contacted(cells.get("contacted"), row), show(cells.get("contacted"))
        )

    def title_of(self, values: dict[str, Any]) -> str:
        where = "".join(str(values.get(key, "")) for key in ("estate", "place"))
        return "　".join(part for part in (values.get("on", ""), where, values.get("head", "")) if part)

    def export(self, rows: models.QuerySet[ContactLog], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("community", "place__estate", "head", "kind")
        for row in related.order_by("on", "pk").iterator(1000):
            yield [
                row.community.name,
                row.place.estate.name if row.place.estate else "",
                row.place.name,
                row.head.name,
                row.on,
                row.get_channel_display(),
                row.get_contacted_display(),
                row.household,
                row.kind.name,
                row.text,
                row.get_result_display(),
                row.reported_to,
                row.follow_up_on,
                row.closed_on,
            ]


def _text(cell: Any, row: Parsed) -> str:  # noqa: ANN401
    text = read.text(cell, 500, "内容")
    return heads_columns.without_phones(text, row, "内容里的电话没有照抄。")


def _household(cell: Any, row: Parsed) -> str:  # noqa: ANN401
    written = read.text(squeezed(cell), 40, "位置")
    cut = no_finer(written)
    if cut != written:
        row.notes.append("位置只登记到单元或楼层，没有照抄房号。")
    if len(cut) > 20:
        raise BadCell("too_long", "位置太长：只写到单元或楼层，最多 20 个字。")
    return cut


def _contacted(cell: Any, row: Parsed) -> str:  # noqa: ANN401
    try:
        return read.one_of(cell, said.WITH, "联系对象")
    except BadCell:
        # Offices write whom they met; a ledger that is passed around names nobody.
        row.notes.append("联系对象只登记类别，不登记姓名，按“其他”登记。")
        return str(ContactLog.With.OTHER)
