"""How far works have come: stages in order of their days, and their line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .chronicle import Moment, Subject
from .dates import dated
from .models import Works, WorksStage

_ORDER = {stage.value: number for number, stage in enumerate(Works.Stage)}


def in_order(stages: Iterable[WorksStage]) -> list[WorksStage]:
    """By day; of one day in the order in which stages follow each other."""
    return sorted(stages, key=lambda row: (row.on, _ORDER[row.stage]))


def out_of_order(stages: Sequence[WorksStage], today: date) -> list[tuple[WorksStage, str]]:
    """Which rows cannot be, each with a sentence: days to come, twice the same, one before its forerunner."""
    wrong: list[tuple[WorksStage, str]] = []
    seen: set[str] = set()
    for row in stages:
        if row.on > today:
            wrong.append((row, "还没有到的阶段请不要登记，到了那一天再填。"))
        if row.stage in seen:
            wrong.append((row, f"“{row.get_stage_display()}”只登记一次，请改原来的一行。"))
        seen.add(row.stage)
    before: WorksStage | None = None
    for row in sorted(stages, key=lambda row: _ORDER[row.stage]):
        if before is not None and row.on < before.on:
            wrong.append(
                (
                    row,
                    f"“{row.get_stage_display()}”不能早于“{before.get_stage_display()}”"
                    f"（{dated(before.on, before.precision)}），请核对日期。",
                )
            )
        before = row
    return wrong


def settle(works: Works, stages: Iterable[WorksStage]) -> bool:
    """Bring the stage of ``works`` (not saved here) in line with its rows; whether anything changed."""
    rows = in_order(stages)
    was = (works.stage, works.stage_on, works.stage_precision, works.started_on, works.finished_on)
    if rows:
        last = rows[-1]
        works.stage, works.stage_on, works.stage_precision = last.stage, last.on, last.precision
        works.started_on = works.started_on or rows[0].on
        works.finished_on = last.on if last.stage == Works.Stage.DONE else None
    else:
        works.stage, works.stage_on, works.finished_on = Works.Stage.INTENT, None, None
    return was != (works.stage, works.stage_on, works.stage_precision, works.started_on, works.finished_on)


SETTLED_FIELDS = ["stage", "stage_on", "stage_precision", "started_on", "finished_on"]


@dataclass(frozen=True)
class Step:
    """One stage of a line: ``state`` is done, now or ahead."""

    label: str
    state: str
    when: str = ""

    @property
    def word(self) -> str:
        return {"done": "已过", "now": "现在", "ahead": "还没到"}[self.state]


def line(works: Works, stages: Iterable[WorksStage]) -> list[Step]:
    """The way of ``works`` from the first wish to the end. What was stopped stands where it stopped."""
    known = {row.stage: row for row in stages}
    here = _ORDER[works.stage]
    if works.stage == Works.Stage.STOPPED:
        here = max((_ORDER[key] for key in known if key != Works.Stage.STOPPED), default=-1)
    steps = []
    for key, label in Works.line_of(works.kind):
        place = _ORDER[key]
        state = "done" if place < here else "now" if place == here else "ahead"
        if key == Works.Stage.DONE and works.stage == Works.Stage.DONE:
            state = "done"
        steps.append(Step(label, state, known[key].when if key in known else ""))
    if works.stage == Works.Stage.STOPPED:
        steps.append(Step("已中止", "now", works.stage_when))
    return steps


def works_moments(subject: Subject) -> Iterator[Moment]:
    """Each stage that works of ``subject`` came to."""
    rows = WorksStage.objects.filter(works__community=subject.community).select_related("works")
    if subject.public:
        rows = rows.public()
    if subject.estate is not None:
        rows = rows.filter(works__estate=subject.estate)
    for row in rows:
        works = row.works
        yield Moment(
            row.on,
            f"{works.title}：{Works.stage_name(works.kind, row.stage)}",
            row.public_note if subject.public else row.note,
            works.get_absolute_url() if works.public else "",
            works.get_kind_display(),
            row.precision,
        )
