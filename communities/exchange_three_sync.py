"""The KIND ``three-sync``."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Parsed
from guicheng.exchange.simple import Refused, Settled, SimpleBatch, SimpleKind

from .exchange import COMMUNITY, EstateFinder, community_of
from .models import ThreeSync
from .named_in_files import CommunityFinder
from .three_sync import part_states, summary

_DAYS = {
    "handover_on": "交付日期",
    "branch_on": "党支部成立日期",
    "team_on": "创熟团队成立日期",
    "station_on": "党群阵地启用日期",
}
_TEXTS = {
    "branch_evidence": "党支部依据",
    "team_evidence": "创熟团队依据",
    "station_evidence": "党群阵地依据",
    "note": "说明",
}


def _day(cell: Any) -> str | None:  # noqa: ANN401
    found = read.day(cell, timezone.localdate()).value
    return found.isoformat() if found else None


class ThreeSyncBatch(SimpleBatch):
    model = ThreeSync
    labels = _DAYS | _TEXTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.estates = EstateFinder()

    def settle(self, row: Parsed) -> Settled:
        community = community_of(self.communities, row)
        estate = self.estates.find(community, row.values["estate"])
        wanted: dict[str, Any] = {
            name: date.fromisoformat(row.values[name]) for name in _DAYS if name in row.values
        }
        wanted |= {name: row.values[name] for name in _TEXTS if name in row.values}
        try:
            ThreeSync(estate=estate, **wanted).clean()
        except ValidationError as exc:
            name, sentences = next(iter(exc.message_dict.items()))
            bad = BadCell("bad_date", sentences[0])
            raise Refused(self.labels[name], row.values.get(name), bad) from exc
        return Settled(row, estate.pk, {"estate": estate, **wanted})

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        found = ThreeSync.objects.filter(estate__in=[item.key for item in rows]).select_related("estate")
        return {row.estate_id: row for row in found}


class ThreeSyncKind(SimpleKind):
    key = "three-sync"
    label = "新小区三同步"
    model = ThreeSync
    batch = ThreeSyncBatch
    touches = (ThreeSync,)
    telling = ("estate",)
    inherited = ("community",)
    columns = (
        COMMUNITY,
        Column("estate", "小区名称", ("小区", "新小区", "楼盘"), required=True, width=18),
        Column("handover_on", "交付日期", ("交付时间", "收楼日期"), required=True, width=12),
        Column("branch_on", "党支部成立日期", ("党支部", "党支部成立时间"), width=14),
        Column("branch_evidence", "党支部依据", ("批复文号",), width=22),
        Column("team_on", "创熟团队成立日期", ("创熟团队", "创熟团队成立时间"), width=14),
        Column("team_evidence", "创熟团队依据", (), width=22),
        Column("station_on", "党群阵地启用日期", ("党群阵地", "党群阵地启用时间"), width=14),
        Column("station_evidence", "党群阵地依据", (), width=22),
        Column("note", "说明", ("备注",), width=30),
        Column("standing", "进度", ("进展",), help="只在导出时有，导入时不读。", width=40),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "estate": lambda cell: read.text(read.squeezed(cell), 40, "小区名称"),
        **dict.fromkeys(_DAYS, _day),
        **{
            name: lambda cell, label=label: read.text(cell, 200, label)
            for name, label in _TEXTS.items()
            if name != "note"
        },
        "note": lambda cell: read.text(cell, 2000, "说明", lines=True),
    }

    def title_of(self, values: dict[str, Any]) -> str:
        return "　".join(values[key] for key in ("community", "estate") if values.get(key))

    def export(self, rows: models.QuerySet[ThreeSync], *, masked: bool) -> Iterator[list[Any]]:
        today = timezone.localdate()
        ordered = rows.select_related("estate__community", "branch", "team")
        for row in ordered.order_by("estate__community__code", "handover_on").iterator(1000):
            parts = "；".join(f"{state.label}{state.words}" for state in part_states(row, today))
            yield [
                row.estate.community.name,
                row.estate.name,
                row.handover_on,
                *(
                    getattr(row, f"{part}_{what}")
                    for part in ("branch", "team", "station")
                    for what in ("on", "evidence")
                ),
                row.note,
                f"{summary(row, today)}。{parts}",
            ]
