"""The KIND ``deliberations``. Resolutions are not part of it: they have an owner and a day of their own."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from guicheng.accounts.admin_scope import may_add
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Parsed
from guicheng.exchange.simple import Refused, Settled, SimpleBatch, SimpleKind

from .dates import Precision, dated
from .exchange import COMMUNITY, community_of
from .models import Deliberation
from .named_in_files import CommunityFinder
from .names_in_text import numbers_in

_KINDS = {label: value for value, label in Deliberation.Kind.choices} | {
    "论坛": "forum", "联席会议": "joint", "多方联席会议制度": "joint", "交流会": "exchange", "茶话会": "tea", "座谈会": "renovation",
    "议事会": "residents", "居民议事": "residents",
}  # fmt: skip
_STATUSES = {label: value for value, label in Deliberation.Status.choices} | {
    "筹备中(不公开)": "planned", "筹备中": "planned", "筹备": "planned", "预告": "announced", "召开": "held", "已开": "held", "已举行": "held", "取消": "cancelled",
}  # fmt: skip
#: The street's own ones have no community.
_STREET = frozenset({"街道", "街道办", "街道本级"})
_YEAR, _MONTH = re.compile(r"\d{4}年?"), re.compile(r"\d{4}[年./-]\d{1,2}月?")
_CLOCK = re.compile(r"[T\s](\d{1,2})[:：](\d{2})(?::\d{2})?$")


def moment(cell: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """``{"day", "precision", "time"}`` of 2022年, 2022年5月, 2026-05-03 or 2026-05-03 19:30; "" where no hour.

    Raises :class:`BadCell`.
    """
    found = read.day(cell, timezone.localdate(), future=True).value
    if found is None:
        return None
    written = read.coded(cell)
    precision = Precision.DAY
    if not isinstance(cell, date) and _YEAR.fullmatch(written):
        precision = Precision.YEAR
    elif not isinstance(cell, date) and _MONTH.fullmatch(written):
        precision = Precision.MONTH
    clock = ""
    if isinstance(cell, datetime) and cell.time() != time():
        clock = cell.strftime("%H:%M")
    elif isinstance(cell, str) and (hour := _CLOCK.search(read.plain(cell))):
        if int(hour.group(1)) > 23 or int(hour.group(2)) > 59:
            raise BadCell("bad_time", "没有这个时间，请写成 2026-05-03 19:30 的样子。")
        clock = f"{int(hour.group(1)):02d}:{hour.group(2)}"
    return {"day": found.isoformat(), "precision": str(precision), "time": clock}


def _public(cell: Any, limit: int, what: str, *, lines: bool = False) -> str:  # noqa: ANN401
    """A text that residents read: without telephone numbers."""
    text = read.text(cell, limit, what, lines=lines)
    if numbers_in(text):
        raise BadCell("number_in_public", f"{what}会公开，不能写电话或证件号码。", "请去掉号码。")
    return text


class DeliberationsBatch(SimpleBatch):
    model = Deliberation
    searched_as = "deliberation"
    labels = {
        "kind": "形式", "starts_at": "日期", "where": "地点", "status": "状态", "attendance": "到场人数", "public_minutes": "公开的纪要",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)

    def settle(self, row: Parsed) -> Settled:
        community = self._community(row)
        values = row.values
        when = values["day"]
        said = ("kind", "topic", "where", "status", "attendance", "public_minutes")
        wanted = {key: values[key] for key in said if key in values}
        day, precision = date.fromisoformat(when["day"]), when["precision"]
        clock = time.fromisoformat(when["time"]) if when["time"] else time()
        wanted["starts_at"] = timezone.make_aware(datetime.combine(day, clock))
        wanted["date_precision"], wanted["community"] = precision, community
        if wanted.get("status") == Deliberation.Status.HELD and day > self.today:
            raise Refused("状态", "已召开", BadCell("too_early", "还没有到这一天，不能写“已召开”。"))
        if "attendance" in wanted and day > self.today:
            raise Refused(
                "到场人数", wanted["attendance"], BadCell("too_early", "还没有召开，不能填到场人数。")
            )
        key = (community.pk if community else None, wanted["topic"], day)
        return Settled(row, key, wanted)

    def _community(self, row: Parsed) -> Any:  # noqa: ANN401
        written = row.values.get("community", "")
        if written not in _STREET | {settings.STREET_NAME}:
            return community_of(self.communities, row)
        if not (self.user.sees_every_community and may_add(Deliberation, self.user)):
            raise Refused("社区", written, BadCell("not_yours", "街道组织的，请交给街道管理员导入。"))
        row.values.pop("around", None)
        return None

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        found = Deliberation.objects.filter(topic__in={item.key[1] for item in rows})
        return {
            (row.community_id, row.topic, row.first_day): row for row in found.select_related("community")
        }

    def _judge(self, item: Settled, known: dict[Hashable, models.Model]) -> Any:  # noqa: ANN401
        record: Any = known.get(item.key)
        if record is not None:
            if not item.row.values["day"]["time"]:
                # A day alone says nothing of the hour.
                item.wanted["starts_at"] = record.starts_at
            start = item.wanted["starts_at"]
            if record.ends_at and record.ends_at <= start:
                return Refused(
                    "日期", start, BadCell("bad_order", "开始时间晚于已登记的结束时间，请在后台改。")
                ).outcome
            new = item.wanted.get("public_minutes")
            changes = new is not None and self.differs(record, "public_minutes", new)
            if record.minutes_published_on and (
                changes or item.wanted.get("status", record.status) != record.status
            ):
                return Refused(
                    "公开的纪要", new, BadCell("published", "纪要已经公开，请在后台里修改，不能用表格改。")
                ).outcome
        return super()._judge(item, known)

    def differs(self, record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
        now = getattr(record, name)
        if name in {"where", "topic", "public_minutes"}:
            return read.text(now, 100_000, name, lines=True) != value
        if name == "starts_at":
            return now.replace(second=0, microsecond=0) != value
        return now != value


class DeliberationsKind(SimpleKind):
    key = "deliberations"
    label = "议事协商"
    model = Deliberation
    batch = DeliberationsBatch
    touches = (Deliberation,)
    telling = ("topic", "day")
    inherited = ("community",)
    columns = (
        COMMUNITY,
        Column(
            "kind",
            "形式",
            ("类型", "会议形式", "议事形式"),
            choices=tuple(Deliberation.Kind.labels),
            width=14,
        ),
        Column("topic", "议题", ("主题", "会议主题", "议事主题", "内容"), required=True, width=30),
        Column(
            "day",
            "日期",
            ("时间", "召开日期", "召开时间", "会议时间"),
            required=True,
            help="例如 2026-05-03 19:30；只知道年份的写 2022年。",
            width=18,
        ),
        Column("where", "地点", ("会议地点", "召开地点"), width=20),
        Column("status", "状态", (), choices=tuple(Deliberation.Status.labels), width=14),
        Column("attendance", "到场人数", ("参加人数", "参会人数", "人数"), width=10),
        Column(
            "public_minutes",
            "公开的纪要",
            ("纪要", "会议纪要"),
            help="导入后要在后台再按一次“公开纪要”，居民才看得到。人名只写姓氏和身份。",
            width=40,
        ),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "kind": lambda cell: read.one_of(cell, _KINDS, "形式"),
        "topic": lambda cell: _public(cell, 80, "议题"),
        "day": moment,
        "where": lambda cell: _public(cell, 80, "地点"),
        "status": lambda cell: read.one_of(cell, _STATUSES, "状态"),
        "attendance": lambda cell: read.whole_number(cell),
        "public_minutes": lambda cell: _public(cell, 8000, "公开的纪要", lines=True),
    }

    def title_of(self, values: dict[str, Any]) -> str:
        day = values.get("day") or {}
        return "　".join(part for part in (values.get("topic", ""), day.get("day", "")) if part)

    def export(self, rows: models.QuerySet[Deliberation], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("community").order_by("community__code", "starts_at", "pk")
        for row in related.iterator(1000):
            day = dated(row.first_day, row.date_precision)
            if row.date_precision == Precision.DAY:
                start = timezone.localtime(row.starts_at)
                day = start.strftime("%Y-%m-%d %H:%M") if row.has_time else start.strftime("%Y-%m-%d")
            yield [
                row.community.name if row.community else settings.STREET_NAME,
                row.get_kind_display(),
                row.topic,
                day,
                row.where,
                row.get_status_display(),
                row.attendance,
                row.public_minutes,
            ]
