"""The KIND ``stations``."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from communities.exchange import COMMUNITY, LAT, LON, community_of, differs_in, point_of, rounded
from communities.models import phone_validator
from communities.named_in_files import CommunityFinder
from guicheng.accounts.history import bulk_create
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Parsed
from guicheng.exchange.simple import Plan, Refused, Settled, SimpleBatch, SimpleKind

from . import timetable as tt
from .models import Offering, Service, Station, Timetable

DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAY_KEYS = tuple(f"day{number}" for number in range(7))
_LEVELS = {label: value for value, label in Station.Level.choices} | {
    "中心": "centre", "站": "station", "点": "point", "服务站": "station", "服务点": "point",
}  # fmt: skip
_STATUSES = {label: value for value, label in Station.Status.choices} | {
    "开放": "open", "启用": "open", "正常": "open", "规划": "planned", "在建": "building", "暂停": "suspended", "撤销": "closed",
}  # fmt: skip


def _phone(cell: Any) -> str:  # noqa: ANN401
    written = read.squeezed(cell)
    if written in read.NOTHING:
        return ""
    if not phone_validator.regex.fullmatch(written):
        raise BadCell("bad_phone", "电话请写成 0757-86123456、13812345678 或 12345 的样子。")
    return written


def _hours(cell: Any) -> str:  # noqa: ANN401
    """A day's hours as they are kept, or "" where nothing was written."""
    written = read.plain(cell)
    if written in read.NOTHING:
        return ""
    try:
        return tt.format_day(tt.parse_day(written))
    except tt.BadHours as exc:
        raise BadCell("bad_hours", str(exc)) from exc


def _past_day(cell: Any) -> str | None:  # noqa: ANN401
    found = read.day(cell, timezone.localdate()).value
    return found.isoformat() if found else None


def _yes_or_no(cell: Any) -> bool | None:  # noqa: ANN401
    written = read.one_of(cell, {"是": "1", "开放": "1", "否": "0", "不开放": "0"}, "法定节假日开放")
    return None if written == "" else written == "1"


def _listed(cell: Any) -> list[str] | None:  # noqa: ANN401
    text = read.plain(cell)
    for mark in ",，;；/\n":
        text = text.replace(mark, "、")
    return [part.strip() for part in text.split("、") if part.strip()] or None


@dataclass(frozen=True)
class Hours:
    """A week as written; ``holidays`` None where nothing was said about them."""

    week: str
    holidays: bool | None

    def __str__(self) -> str:
        return str(Timetable(week=self.week))

    def is_kept_by(self, timetable: Timetable | None) -> bool:
        return (
            timetable is not None
            and timetable.week == self.week
            and self.holidays in (None, timetable.open_on_holidays)
        )

    def saved(self, before: Timetable | None) -> Timetable:
        holidays = self.holidays
        if holidays is None:
            holidays = before is not None and before.open_on_holidays
        return Timetable.for_week(tt.decode_week(self.week), open_on_holidays=holidays)


class StationsBatch(SimpleBatch):
    model = Station
    searched_as = "station"
    labels = {
        "level": "级别", "status": "状态", "address": "地址", "phone": "电话", "description": "简介", "lat": "纬度", "lon": "经度",
        "timetable": "开放时间", "opened_on": "启用日期", "confirmed_on": "最近核对日期", "services": "增加服务",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.services = {service.name: service for service in Service.objects.filter(active=True)}

    def settle(self, row: Parsed) -> Settled:
        community = community_of(self.communities, row)
        said = ("name", "level", "status", "address", "phone", "description")
        wanted = {key: row.values[key] for key in said if key in row.values} | point_of(row)
        for key in ("opened_on", "confirmed_on"):
            if key in row.values:
                wanted[key] = read.day(row.values[key], self.today).value
        if any(key in row.values for key in _DAY_KEYS):
            wanted["timetable"] = self._week(row)
        if unknown := [name for name in row.values.get("services", ()) if name not in self.services]:
            known = "、".join(list(self.services)[:12])
            bad = BadCell(
                "unknown_service", f"没有“{'、'.join(unknown[:3])}”这项服务。", f"可以写：{known} 等。"
            )
            raise Refused("服务事项", "、".join(unknown), bad)
        if "services" in row.values:
            wanted["services"] = frozenset(row.values["services"])
        if "lat" in wanted:
            wanted["point_source"] = Station.PointSource.ADDRESS
        return Settled(row, (community.pk, wanted["name"]), {"community": community, **wanted})

    def _week(self, row: Parsed) -> Hours:
        """All seven days, those not written closed. Raises :class:`Refused`."""
        try:
            days = tt.check_week(tuple(tt.parse_day(row.values.get(key, "")) for key in _DAY_KEYS))
        except tt.BadHours as exc:
            raise Refused("开放时间", "", BadCell("bad_hours", str(exc))) from exc
        return Hours(tt.encode_week(days), row.values.get("holidays"))

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        names = {item.wanted["name"] for item in rows}
        found = Station.objects.filter(name__in=names).select_related("community", "timetable")
        stations = {(station.community_id, station.name): station for station in found}
        for station in stations.values():
            station.services = frozenset()  # type: ignore[attr-defined]
        offered = Offering.objects.filter(station__in=stations.values()).values_list(
            "station_id", "service__name"
        )
        by_key = {station.pk: station for station in stations.values()}
        for key, name in offered:
            by_key[key].services |= {name}  # type: ignore[attr-defined]
        return dict(stations)

    def differs(self, record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
        if name == "services":
            return bool(value - record.services)  # type: ignore[attr-defined]
        if name == "timetable":
            return not value.is_kept_by(record.timetable)  # type: ignore[attr-defined]
        if name == "point_source":
            return False
        return differs_in(record, name, value)

    def value_for(self, record: models.Model | None, name: str, value: Any) -> Any:  # noqa: ANN401
        if name == "timetable":
            before = record.timetable if record is not None else None  # type: ignore[attr-defined]
            return value.saved(before)
        return value

    def after(self, plans: Sequence[Plan], new: Sequence[models.Model], mark: dict[str, Any]) -> None:
        """The services that were not offered yet."""
        made = iter(new)
        wanted = {
            (next(made) if plan.known is None else plan.known).pk: plan.wanted.get("services", frozenset())
            for plan in plans
        }
        there = set(Offering.objects.filter(station__in=wanted).values_list("station_id", "service__name"))
        missing = [
            (key, name) for key, names in wanted.items() for name in sorted(names) if (key, name) not in there
        ]
        bulk_create([Offering(station_id=key, service=self.services[name]) for key, name in missing], **mark)


class StationsKind(SimpleKind):
    key = "stations"
    label = "党群服务站"
    model = Station
    batch = StationsBatch
    touches = (Station, Offering)
    telling = ("name",)
    inherited = ("community",)
    columns = (
        COMMUNITY,
        Column(
            "name",
            "站点名称",
            ("名称", "站点", "党群服务站", "党群服务中心", "阵地名称"),
            required=True,
            width=26,
        ),
        Column("level", "级别", ("类别", "类型"), choices=tuple(Station.Level.labels), width=14),
        Column("status", "状态", ("建设情况", "是否启用"), choices=tuple(Station.Status.labels), width=10),
        Column("address", "地址", ("详细地址", "站点地址", "所在地址"), width=30),
        Column("phone", "电话", ("联系电话", "站点电话", "服务电话"), width=16),
        LAT,
        LON,
        *(
            Column(
                key,
                day,
                (f"{day}开放时间", f"星期{day[1]}"),
                help="例如 8:30-12:00、14:00-17:30；不开放写“休息”。",
                width=20,
            )
            for key, day in zip(_DAY_KEYS, DAYS, strict=True)
        ),
        Column("holidays", "法定节假日开放", ("节假日是否开放",), choices=("是", "否"), width=10),
        Column(
            "services",
            "服务事项",
            ("服务内容", "服务项目"),
            help="用顿号隔开；只会增加，不会减少。",
            width=30,
        ),
        Column("opened_on", "启用日期", ("启用时间", "投入使用时间", "揭牌时间"), width=12),
        Column("confirmed_on", "最近核对日期", ("核对日期",), width=12),
        Column("description", "简介", ("说明", "备注"), width=30),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "name": lambda cell: read.text(cell, 60, "站点名称"),
        "level": lambda cell: read.one_of(cell, _LEVELS, "级别"),
        "status": lambda cell: read.one_of(cell, _STATUSES, "状态"),
        "address": lambda cell: read.text(cell, 120, "地址"),
        "phone": _phone,
        "lat": read.decimal,
        "lon": read.decimal,
        **dict.fromkeys(_DAY_KEYS, _hours),
        "holidays": _yes_or_no,
        "services": _listed,
        "opened_on": _past_day,
        "confirmed_on": _past_day,
        "description": lambda cell: read.text(cell, 2000, "简介", lines=True),
    }

    def export(self, rows: models.QuerySet[Station], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("community", "timetable").prefetch_related("offerings__service")
        for row in related.order_by("community__code", "level", "name").iterator(500):
            week = row.timetable.spans if row.timetable else None
            yield [
                row.community.name,
                row.name,
                row.get_level_display(),
                row.get_status_display(),
                row.address,
                row.phone,
                rounded(row.lat),
                rounded(row.lon),
                *([tt.format_day(day) for day in week] if week else [""] * 7),
                {True: "是", False: "否"}[row.timetable.open_on_holidays] if row.timetable else "",
                "、".join(offering.service.name for offering in row.offerings.all()),
                row.opened_on,
                row.confirmed_on,
                row.description,
            ]
