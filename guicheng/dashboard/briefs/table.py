"""The tables of a brief, for its page, its Word file and its workbook alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from ..models import Brief
from ..told import plain
from .freezing import Frozen, Number
from .spans import said

HEADS = ("指标", "单位", "本期", "期末累计", "比上一期", "公布数", "目标")
COMPARED = ("指标", "单位", "本份", "上一份", "相差")


@dataclass(frozen=True)
class Compared:
    """One figure of a brief beside the same of the last brief of its kind."""

    label: str
    unit: str
    value: Number
    before: Number

    @property
    def by(self) -> Number:
        if self.value is None or self.before is None:
            return None
        return plain(Decimal(str(self.value)) - Decimal(str(self.before)))


@dataclass(frozen=True)
class Line:
    """One figure of a brief. ``total``: None for what does not add up over time."""

    label: str
    unit: str
    value: Number
    total: Number
    change: Number
    published: str
    target: str
    flow: bool

    @property
    def cells(self) -> tuple[str | int | float | None, ...]:
        total = self.total if self.flow else None
        return (self.label, self.unit, self.value, total, self.change, self.published, self.target)


def lines(brief: Brief) -> list[Line]:
    return [
        Line(
            _label(row),
            row["unit"],
            row["value"],
            row["total"],
            row["change"],
            _with_when(row["published"], row["published_when"], ""),
            _with_when(row["target"], row["target_when"], "前"),
            row["flow"],
        )
        for row in brief.figures
    ]


def _label(row: Frozen) -> str:
    return row["label"] if row["public"] else f"{row['label']}（内部）"


def _with_when(words: str, when: str, after: str) -> str:
    return f"{words}（{when}{after}）" if words else ""


def compared(brief: Brief, last: Brief | None) -> list[Compared]:
    """Figures that both briefs have; none without a last one."""
    before = {row["key"]: row for row in last.figures} if last else {}
    return [
        Compared(_label(row), row["unit"], row["value"], before[row["key"]]["value"])
        for row in brief.figures
        if row["key"] in before
    ]


def notes(brief: Brief) -> list[str]:
    """Where the numbers come from and what they mean."""
    counted = timezone.localtime(brief.counted_at)
    sources = sorted({row["source"] for row in brief.figures if row["source"]})
    lines = [
        f"数据由{brief.where}党群服务系统按登记的记录统计，统计时间{said(counted.date())} {counted:%H:%M}，"
        f"期间{said(brief.first)}至{said(brief.last)}，按业务日期计算。",
        "活动、人次、台账、诉求、议事这类指标，“本期”是期间内新增的数，“期末累计”是截至最后一天的总数；"
        "其他指标，“本期”是最后一天的数。“—”表示没有可以算的记录，和 0 不同。",
        "标“（内部）”的指标不向居民公开。",
    ]
    if sources:
        lines.append(f"公布数和目标的来源：{'、'.join(sources)}。")
    return lines
