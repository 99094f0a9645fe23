"""新小区三同步: for each of the three parts, whether it was there in time, is late, or is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .models import Community, Organisation, ThreeSync
from .models.three_sync import PARTS, SOON_DAYS, due_days

IN_TIME, DONE_LATE, DUE, SOON, LATE = "in_time", "done_late", "due", "soon", "late"


@dataclass(frozen=True)
class PartState:
    """One part of one estate on a day."""

    part: str
    label: str
    due_on: date
    done_on: date | None
    evidence: str
    organisation: Organisation | None
    today: date

    @property
    def standing(self) -> str:
        if self.done_on:
            return IN_TIME if self.done_on <= self.due_on else DONE_LATE
        if self.today > self.due_on:
            return LATE
        return SOON if self.days <= SOON_DAYS else DUE

    @property
    def days(self) -> int:
        """Days late (of what is done or should be), or days left."""
        return abs(((self.done_on or self.today) - self.due_on).days)

    @property
    def words(self) -> str:
        if self.standing == IN_TIME:
            return "按期完成"
        if self.standing == DONE_LATE:
            return f"完成，迟了 {self.days} 天"
        if self.standing == LATE:
            return f"已超期 {self.days} 天"
        return f"还有 {self.days} 天" if self.days else "今天到期"


@dataclass(frozen=True)
class OnTime:
    """Of ``due`` estates whose days have all come, ``on_time`` had all three in time."""

    on_time: int
    due: int

    @property
    def percent(self) -> float | None:
        return 100 * self.on_time / self.due if self.due else None


def part_states(row: ThreeSync, today: date) -> list[PartState]:
    """The three parts in their order, without a query where ``branch`` and ``team`` are there."""
    return [
        PartState(
            part,
            label,
            row.handover_on + due_days(part),
            getattr(row, f"{part}_on"),
            getattr(row, f"{part}_evidence"),
            getattr(row, part, None),
            today,
        )
        for part, (label, _) in PARTS.items()
    ]


def summary(row: ThreeSync, today: date) -> str:
    """The whole in one phrase: 三项齐全, or what is missing."""
    states = part_states(row, today)
    if all(state.done_on for state in states):
        return "三项齐全"
    late = [state.label for state in states if state.standing == LATE]
    return f"超期：{'、'.join(late)}" if late else "进行中"


def on_time_share(day: date, community: Community | None = None) -> OnTime:
    """Of the estates whose three due days have come by ``day``, those with all three in time.

    By business dates alone: what was recorded later counts for the day on which it happened.
    """
    last = day - max(due_days(part) for part in PARTS)
    rows = ThreeSync.objects.filter(handover_on__lte=last)
    if community is not None:
        rows = rows.filter(estate__community=community)
    states = [part_states(row, day) for row in rows]
    on_time = sum(all(state.standing == IN_TIME for state in parts) for parts in states)
    return OnTime(on_time, len(states))
