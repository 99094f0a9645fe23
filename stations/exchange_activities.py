"""The KIND ``activities``."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime, time
from typing import Any

from django.db import models
from django.utils import timezone
from rapidfuzz import fuzz, process

from communities.exchange import COMMUNITY, community_of
from communities.named_in_files import CommunityFinder
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Parsed
from guicheng.exchange.simple import Refused, Settled, SimpleBatch, SimpleKind, show

from .models import Activity, Audience, Station

_KINDS = {label: value for value, label in Activity.Kind.choices}
_STATUSES = {label: value for value, label in Activity.Status.choices} | {
    "取消": "cancelled", "正常": "planned", "已举行": "planned", "已开展": "planned", "完成": "planned",
}  # fmt: skip
_TIME = re.compile(r"(上午|下午|晚上|中午|早上)?(\d{1,2})(?:[:：时点](\d{1,2})?分?|(半))?(半)?")


def _day(cell: Any) -> str | None:  # noqa: ANN401
    found = read.day(cell, timezone.localdate(), future=True).value
    return found.isoformat() if found else None


def clock(cell: Any) -> str | None:  # noqa: ANN401
    """ "09:30" of a time cell, of a fraction of a day, or of 9:30, 下午3点半."""
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, datetime):
        return cell.strftime("%H:%M")
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 1440) % 1440
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    written = read.squeezed(cell)
    if written in read.NOTHING:
        return None
    found = _TIME.fullmatch(re.sub(r":\d{2}$", "", written) if written.count(":") == 2 else written)
    if not found:
        raise BadCell("bad_time", "时间请写成 9:30 的样子。")
    part, hours, minutes = found.group(1), int(found.group(2)), int(found.group(3) or 0)
    if found.group(4) or found.group(5):
        minutes = 30
    if part in {"下午", "晚上"} and hours < 12:
        hours += 12
    if hours > 23 or minutes > 59:
        raise BadCell("bad_time", "没有这个时间，请写成 9:30 的样子。")
    return f"{hours:02d}:{minutes:02d}"


class ActivitiesBatch(SimpleBatch):
    model = Activity
    labels = {
        "kind": "类型", "status": "状态", "ends_at": "结束时间", "place": "地点", "audience": "面向人群", "capacity": "名额",
        "attendance": "参与人次", "description": "介绍",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.audiences = {audience.name: audience for audience in Audience.objects.all()}
        self._stations: dict[int, dict[str, Station]] = {}

    def settle(self, row: Parsed) -> Settled:
        station = self._station(row)
        values = row.values
        starts, ends = self._moment(values, "start"), self._moment(values, "end")
        if ends <= starts:
            raise Refused("结束时间", values["end"], BadCell("bad_order", "结束时间必须晚于开始时间。"))
        said = ("title", "kind", "status", "place", "capacity", "attendance", "description")
        wanted = {key: values[key] for key in said if key in values}
        if "audience" in values:
            wanted["audience"] = self._audience(values["audience"])
        wanted.update(station=station, starts_at=starts, ends_at=ends)
        if "attendance" in wanted and ends > timezone.now():
            raise Refused(
                "参与人次", wanted["attendance"], BadCell("too_early", "活动还没有结束，不能填人次。")
            )
        return Settled(row, (station.pk, wanted["title"], starts), wanted)

    def _moment(self, values: dict[str, Any], key: str) -> datetime:
        clock_time = time.fromisoformat(values[key])
        return timezone.make_aware(
            datetime.combine(read.day(values["day"], self.today, future=True).value, clock_time)
        )

    def _station(self, row: Parsed) -> Station:
        community = community_of(self.communities, row)
        if community.pk not in self._stations:
            rows = Station.objects.filter(community=community)
            self._stations[community.pk] = {station.name: station for station in rows}
        known, name = self._stations[community.pk], row.values["station"]
        if name in known:
            return known[name]
        near = [
            found
            for found, _, _ in process.extract(name, list(known), scorer=fuzz.ratio, limit=2, score_cutoff=50)
        ]
        hint = f"是不是“{'”或“'.join(near)}”？" if near else "请先登记站点。"
        raise Refused("站点", name, BadCell("unknown_station", f"{community}没有这个站点。", hint))

    def _audience(self, name: str) -> Audience:
        if name not in self.audiences:
            bad = BadCell("bad_choice", f"没有“{name}”这类人群，可以写：{'、'.join(self.audiences)}。")
            raise Refused("面向人群", name, bad)
        return self.audiences[name]

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        keys = [item.key for item in rows]
        found = Activity.objects.filter(
            station__in={key[0] for key in keys}, starts_at__in={key[2] for key in keys}
        ).select_related("audience")
        return {(row.station_id, row.title, row.starts_at): row for row in found}


class ActivitiesKind(SimpleKind):
    key = "activities"
    label = "党群服务活动"
    model = Activity
    batch = ActivitiesBatch
    touches = (Activity,)
    telling = ("title", "station", "day")
    inherited = ("community", "station")
    columns = (
        COMMUNITY,
        Column("station", "站点", ("站点名称", "党群服务站", "活动站点", "阵地"), required=True, width=24),
        Column("title", "活动名称", ("名称", "活动主题", "主题", "活动"), required=True, width=26),
        Column("kind", "类型", ("活动类型", "类别"), choices=tuple(Activity.Kind.labels), width=12),
        Column("day", "日期", ("活动日期", "开展日期", "举办日期", "活动时间"), required=True, width=12),
        Column("start", "开始时间", ("开始",), required=True, help="例如 9:30。", width=10),
        Column("end", "结束时间", ("结束",), required=True, help="例如 11:00。", width=10),
        Column("place", "地点", ("活动地点",), help="不填就是在站点内。", width=18),
        Column("audience", "面向人群", ("服务人群", "参加对象", "对象"), width=12),
        Column("capacity", "名额", ("人数上限", "招募人数"), width=8),
        Column("attendance", "参与人次", ("参加人数", "参与人数", "人次", "到场人数"), width=10),
        Column("status", "状态", (), choices=tuple(Activity.Status.labels), width=10),
        Column("description", "介绍", ("活动内容", "内容", "简介", "备注"), width=30),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "station": lambda cell: read.text(cell, 60, "站点"),
        "title": lambda cell: read.text(cell, 60, "活动名称"),
        "kind": lambda cell: read.one_of(cell, _KINDS, "类型"),
        "day": _day,
        "start": clock,
        "end": clock,
        "place": lambda cell: read.text(cell, 80, "地点"),
        "audience": lambda cell: read.text(cell, 30, "面向人群"),
        "capacity": lambda cell: read.whole_number(cell, 100_000),
        "attendance": lambda cell: read.whole_number(cell, 1_000_000),
        "status": lambda cell: read.one_of(cell, _STATUSES, "状态"),
        "description": lambda cell: read.text(cell, 2000, "介绍", lines=True),
    }

    def title_of(self, values: dict[str, Any]) -> str:
        return "　".join(show(values[key]) for key in ("station", "title", "day") if values.get(key))

    def export(self, rows: models.QuerySet[Activity], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("station__community", "audience")
        for row in related.order_by("station__community__code", "starts_at", "pk").iterator(1000):
            starts, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
            yield [
                row.station.community.name,
                row.station.name,
                row.title,
                row.get_kind_display(),
                starts.date(),
                starts.strftime("%H:%M"),
                ends.strftime("%H:%M"),
                row.place,
                row.audience.name if row.audience else "",
                row.capacity,
                row.attendance,
                row.get_status_display(),
                row.description,
            ]
