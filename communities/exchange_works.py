"""The KIND ``works``."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from guicheng.accounts.history import bulk_create, bulk_update
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell, name_key
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import REFUSED, Outcome, Parsed
from guicheng.exchange.simple import Plan, Refused, Settled, SimpleBatch, SimpleKind, as_read

from .dates import Precision
from .exchange import COMMUNITY, EstateFinder, community_of
from .models import Community, Estate, Organisation, Place, Works, WorksStage
from .named_in_files import CommunityFinder
from .works import SETTLED_FIELDS, out_of_order, settle

_KINDS = {label: value for value, label in Works.Kind.choices} | {
    "加梯": "lift", "旧楼加装电梯": "lift", "旧改": "renovation", "小区改造": "renovation", "引进物业": "property", "更换物业": "property",
    "维修资金": "fund",
}  # fmt: skip
_STAGES = {label: value for value, label in Works.Stage.choices} | {
    "征求意见": "consent", "表决": "consent", "公示中": "notice", "报建中": "permit", "报批": "permit", "施工中": "building", "竣工": "done",
    "竣工验收": "done", "使用登记": "done", "完成": "done", "已完成": "done", "投入使用": "done", "中止": "stopped",
}  # fmt: skip
_STAGE_WORDS = ("意向", "征求意见与表决", "公示", "报建", "施工", "竣工验收与使用登记", "完成", "已中止")
YES_OR_NO = {"是": "1", "公开": "1", "否": "0", "不公开": "0"}


def past_day(cell: Any) -> str | None:  # noqa: ANN401
    found = read.day(cell, timezone.localdate()).value
    return found.isoformat() if found else None


def yes_or_no(cell: Any) -> bool | None:  # noqa: ANN401
    written = read.one_of(cell, YES_OR_NO, "公开")
    return None if written == "" else written == "1"


@dataclass(frozen=True)
class Told:
    """A stage and the day on which works came to it."""

    name: str
    stage: str
    on: date | None

    def __str__(self) -> str:
        return f"{self.name}（{self.on}）" if self.on else ""


class WorksBatch(SimpleBatch):
    model = Works
    labels = {
        "estate": "小区", "place": "楼", "part": "单元", "kind": "类别", "told": "阶段", "led_by_organisation": "牵头的组织",
        "led_by": "牵头人", "about": "介绍", "started_on": "开始日期", "public": "公开", "source": "资料来源",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.estates = EstateFinder()
        self._places: dict[int, dict[str, Place]] = {}
        self._organisations: dict[int, dict[str, Organisation]] = {}

    def settle(self, row: Parsed) -> Settled:
        values = row.values
        community = community_of(self.communities, row)
        said = ("title", "kind", "part", "led_by", "about", "public", "source")
        wanted = {key: values[key] for key in said if key in values}
        if "started_on" in values:
            wanted["started_on"] = date.fromisoformat(values["started_on"])
        stage, on = values.get("stage"), values.get("stage_on")
        if bool(stage) != bool(on):
            bad = BadCell("stage_without_day", "阶段和阶段日期要么都填，要么都不填。")
            raise Refused("阶段日期", on, bad)
        if stage:
            name = Works.stage_name(values["kind"], stage)
            wanted["told"] = Told(name, stage, date.fromisoformat(on))
        wanted["community"] = community
        estate = self.estates.find(community, values.get("estate", ""))
        if estate:
            wanted["estate"] = estate
        if values.get("place"):
            wanted["place"] = self._place(estate, values["place"])
        if values.get("led_by_organisation"):
            wanted["led_by_organisation"] = self._organisation(community, values["led_by_organisation"])
        return Settled(row, (community.pk, wanted["title"]), wanted)

    def _place(self, estate: Estate | None, written: str) -> Place:
        if estate is None:
            raise Refused("楼", written, BadCell("missing_estate", "楼要写明在哪个小区。"))
        if estate.pk not in self._places:
            rows = Place.objects.filter(estate=estate)
            self._places[estate.pk] = {name_key(place.name): place for place in rows}
        found = self._places[estate.pk].get(name_key(written))
        if found is None:
            raise Refused(
                "楼", written, BadCell("unknown_place", f"{estate}没有登记过这栋楼。", "请先登记楼。")
            )
        return found

    def _organisation(self, community: Community, written: str) -> Organisation:
        if community.pk not in self._organisations:
            rows = Organisation.objects.filter(community=community)
            self._organisations[community.pk] = {name_key(row.name): row for row in rows}
        found = self._organisations[community.pk].get(name_key(written))
        if found is None:
            bad = BadCell(
                "unknown_organisation", f"{community}没有登记过这个组织。", "写在“牵头人”一列也可以。"
            )
            raise Refused("牵头的组织", written, bad)
        return found

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        titles = {item.wanted["title"] for item in rows}
        found = Works.objects.filter(community__in={item.key[0] for item in rows}).select_related(
            "community", "estate", "place__estate", "led_by_organisation"
        )
        works: dict[Hashable, Any] = {
            (row.community_id, title): row for row in found if (title := as_read(row.title)) in titles
        }
        by_key = {row.pk: row for row in works.values()}
        for row in by_key.values():
            row.known_stages = []
            row.told = Told(row.stage_label, row.stage, row.stage_on)
        for stage in WorksStage.objects.filter(works__in=by_key):
            by_key[stage.works_id].known_stages.append(stage)
        return works

    def differs(self, record: Any, name: str, value: Any) -> bool:  # noqa: ANN401
        if name == "told":
            return (value.stage, value.on) not in {(stage.stage, stage.on) for stage in record.known_stages}
        if name == "title":
            return False
        return super().differs(record, name, value)

    def judge(self, rows: Sequence[Parsed]) -> list[Outcome]:
        return [self._in_time(self._in_place(outcome)) for outcome in super().judge(rows)]

    def _in_place(self, outcome: Outcome) -> Outcome:
        """Refuse an estate in which the building that is known does not stand."""
        plan: Plan | None = outcome.plan
        if outcome.status == REFUSED or plan is None or plan.known is None or "place" in plan.wanted:
            return outcome
        place, estate = plan.known.place, plan.wanted.get("estate")
        if place is None or estate is None or place.estate_id == estate.pk:
            return outcome
        said = f"已登记的楼是“{place}”，不在这个小区里。"
        return Outcome.refused("小区", estate.name, "place_elsewhere", said, "请同时写明是哪栋楼。")

    def _in_time(self, outcome: Outcome) -> Outcome:
        """Refuse a stage that would not fit between those that are known; settle what follows from it."""
        plan: Plan | None = outcome.plan
        if outcome.status == REFUSED or plan is None:
            return outcome
        wanted, known = plan.wanted, plan.known
        stages = list(getattr(known, "known_stages", []))
        told: Told | None = wanted.get("told")
        if told and (known is None or self.differs(known, "told", told)):
            stages = [stage for stage in stages if stage.stage != told.stage]
            stages.append(WorksStage(stage=told.stage, on=told.on))
        if wrong := out_of_order(stages, self.today):
            return Outcome.refused("阶段日期", told and told.on, "stage_out_of_order", wrong[0][1])
        started = wanted.get("started_on") or getattr(known, "started_on", None)
        end = next((stage.on for stage in stages if stage.stage == Works.Stage.DONE), None)
        if started and end and end < started:
            return Outcome.refused("开始日期", started, "bad_order", "完成日期不能早于开始日期。")
        come = Works(started_on=started)
        settle(come, stages)
        for name in SETTLED_FIELDS:
            wanted[name] = getattr(come, name)
            if known is None or wanted[name] != getattr(known, name):
                plan.changed.append(name)
        return outcome

    def after(self, plans: Sequence[Plan], new: Sequence[models.Model], mark: dict[str, Any]) -> None:
        """The rows of the stages."""
        made = iter(new)
        pairs = [(next(made) if plan.known is None else plan.known, plan.wanted) for plan in plans]
        told = {row.pk: wanted["told"] for row, wanted in pairs if "told" in wanted}
        there = {(row.works_id, row.stage): row for row in WorksStage.objects.filter(works__in=told)}
        added, moved = [], []
        for key, step in told.items():
            known = there.get((key, step.stage))
            if known is None:
                added.append(WorksStage(works_id=key, stage=step.stage, on=step.on))
            elif known.on != step.on:
                known.on, known.precision = step.on, Precision.DAY
                moved.append(known)
        bulk_create(added, **mark)
        bulk_update(moved, ["on", "precision"], **mark)


class WorksKind(SimpleKind):
    key = "works"
    label = "改造与物业事项"
    model = Works
    batch = WorksBatch
    touches = (Works, WorksStage)
    telling = ("title", "kind", "stage", "about")
    inherited = ("community",)
    columns = (
        COMMUNITY,
        Column("estate", "小区", ("小区名称", "所属小区", "项目地点"), width=18),
        Column("place", "楼", ("楼栋", "楼号", "栋号", "幢"), help="楼要先登记过。", width=10),
        Column("part", "单元", ("单元号", "梯号"), width=10),
        Column(
            "kind", "类别", ("类型", "事项类别"), required=True, choices=tuple(Works.Kind.labels), width=14
        ),
        Column("title", "名称", ("事项名称", "项目名称", "项目", "事项"), required=True, width=32),
        Column("stage", "阶段", ("进度", "当前阶段", "目前进展"), choices=_STAGE_WORDS, width=18),
        Column("stage_on", "阶段日期", ("进入阶段日期", "进度日期", "日期"), width=12),
        Column(
            "led_by_organisation", "牵头的组织", ("牵头组织", "牵头单位"), help="要先登记过的组织。", width=20
        ),
        Column("led_by", "牵头人", ("牵头人岗位", "负责人"), help="写单位或岗位，不写全名。", width=18),
        Column("about", "介绍", ("内容", "项目内容", "说明"), width=30),
        Column("started_on", "开始日期", ("启动日期", "启动时间", "开始时间"), width=12),
        Column("public", "公开", ("是否公开",), choices=("是", "否"), width=8),
        Column("source", "资料来源", ("来源",), width=18),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "estate": lambda cell: read.text(read.squeezed(cell), 40, "小区"),
        "place": lambda cell: read.text(read.squeezed(cell), 40, "楼"),
        "part": lambda cell: read.text(cell, 40, "单元"),
        "kind": lambda cell: read.one_of(cell, _KINDS, "类别"),
        "title": lambda cell: read.text(cell, 80, "名称"),
        "stage": lambda cell: read.one_of(cell, _STAGES, "阶段"),
        "stage_on": past_day,
        "led_by_organisation": lambda cell: read.text(cell, 60, "牵头的组织"),
        "led_by": lambda cell: read.text(cell, 60, "牵头人"),
        "about": lambda cell: read.text(cell, 2000, "介绍", lines=True),
        "started_on": past_day,
        "public": yes_or_no,
        "source": lambda cell: read.text(cell, 200, "资料来源"),
    }

    def title_of(self, values: dict[str, Any]) -> str:
        return " ".join(str(values[key]) for key in ("community", "title") if values.get(key))

    def export(self, rows: models.QuerySet[Works], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("community", "estate", "place", "led_by_organisation")
        for row in related.order_by("community__code", "title").iterator(1000):
            yield [
                row.community.name,
                row.estate.name if row.estate else "",
                row.place.name if row.place else "",
                row.part,
                row.get_kind_display(),
                row.title,
                row.stage_label if row.stage_on else "",
                row.stage_on,
                row.led_by_organisation.name if row.led_by_organisation else "",
                row.led_by,
                row.about,
                row.started_on,
                "是" if row.public else "否",
                row.source,
            ]
