"""The KIND ``projects``: one row a project, its measures one a line in one cell."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from guicheng.accounts.history import bulk_create, bulk_update, keep_baseline
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Outcome, Parsed
from guicheng.exchange.simple import Plan, Refused, Settled, SimpleBatch, SimpleKind, as_read

from .exchange import COMMUNITY, EstateFinder, community_of
from .exchange_works import past_day, yes_or_no
from .models import Estate, Project, ProjectMeasure
from .named_in_files import CommunityFinder

_STATUSES = {label: value for value, label in Project.Status.choices} | {
    "计划": "planned", "未启动": "planned", "推进中": "running", "在建": "running", "完成": "finished", "已完成": "finished", "结项": "finished",
    "中止": "stopped",
}  # fmt: skip
_NUMBER = re.compile(r"(不少于|不多于)?\s*(-?\d{1,12}(?:\.\d{1,2})?)\s*((?:[^\d\s；.][^\s；]{0,9})?)")
_GOALS = {label: value for value, label in ProjectMeasure.Goal.choices}
_MET = {"达到": True, "没有达到": False}
_WORD = {True: "达到", False: "没有达到", None: ""}
_MEASURE_FIELDS = ["goal", "target", "result", "unit", "target_text", "result_text", "met"]


@dataclass(frozen=True)
class Line:
    """A measure as one line of a cell: ``措施｜目标｜结果｜达到``; what follows the first part may be left out."""

    text: str
    target: str = ""
    result: str = ""
    met: str = ""

    @classmethod
    def read(cls, written: str) -> Line:
        """Raises :class:`BadCell`."""
        parts = [part.strip() for part in re.split(r"[｜|]", written)]
        if len(parts) > 4:
            raise BadCell("bad_measure", "一行一条措施，写成“措施｜目标｜结果｜达到”的样子。")
        line = cls(*parts)
        if not line.text:
            raise BadCell("bad_measure", "每一行先写措施，再写“｜目标｜结果”。")
        made = ProjectMeasure(text=line.text)
        if line.met and line.met not in _MET:
            raise BadCell("bad_measure", "最后一段只能写“达到”或“没有达到”。")
        line.fill(made)
        for part, limit, what in (
            (line.text, 200, "措施"),
            (made.target_text, 200, "目标"),
            (made.result_text, 300, "结果"),
        ):
            if len(part) > limit:
                raise BadCell("too_long", f"{what}太长：最多 {limit} 个字，这里有 {len(part)} 个。")
        if line.met and not line.result:
            raise BadCell("bad_measure", f"“{line.text}”：判断达到没有以前，请先写结果。")
        if line.met and made.met is not _MET[line.met]:
            said = f"“{line.text}”按数字是“{_WORD[made.met]}”，和写的不一致；目标是上限的，请写“不多于”。"
            raise BadCell("bad_measure", said)
        return line

    @classmethod
    def of(cls, measure: ProjectMeasure) -> Line:
        said = (measure.text, measure.target_words, measure.result_words)
        parts = [" ".join(as_read(re.sub("[｜|]", "／", part)).split()) for part in said]
        return cls(*parts, _WORD[measure.met])

    def __str__(self) -> str:
        return "｜".join([self.text, self.target, self.result, self.met]).rstrip("｜")

    def fill(self, measure: ProjectMeasure) -> None:
        """Write what the line says into ``measure``; numbers become numbers, what is left out stays."""
        now = Line.of(measure)
        unit = ""
        if self.result and self.result != now.result:
            number, measure.result_text = _number(self.result)
            measure.result = Decimal(number.group(2)) if number else None
            unit = number.group(3) if number else ""
            measure.met = None
        if self.target and self.target != now.target:
            number, measure.target_text = _number(self.target)
            measure.target = Decimal(number.group(2)) if number else None
            unit = (number.group(3) if number else "") or unit
            if number and number.group(1):
                measure.goal = _GOALS[number.group(1)]
            measure.met = None
        measure.unit = unit or measure.unit
        if self.met:
            measure.met = _MET[self.met]
        measure.judge()

    def adds_to(self, measure: ProjectMeasure) -> bool:
        """Whether the line says anything that is not known of ``measure``."""
        told = copy(measure)
        self.fill(told)
        return Line.of(told) != Line.of(measure)


def _number(written: str) -> tuple[re.Match[str] | None, str]:
    """The number at the beginning, if there is one, and the words after it."""
    first, _, rest = written.partition("；")
    found = _NUMBER.fullmatch(first.strip())
    return (found, rest.strip()) if found else (None, written)


def _measures(cell: Any) -> str:  # noqa: ANN401
    written = read.text(cell, 20_000, "措施", lines=True)
    lines = [str(Line.read(line)) for line in written.splitlines() if line.strip()]
    if len({Line.read(line).text for line in lines}) < len(lines):
        raise BadCell("bad_measure", "同一条措施写了两次。")
    return "\n".join(lines)


def _estates(cell: Any) -> list[str] | None:  # noqa: ANN401
    names = re.split(r"[、,，;；\r\n]", cell if isinstance(cell, str) else read.plain(cell))
    return [name for name in map(read.squeezed, names) if name not in read.NOTHING] or None


def _year(cell: Any) -> int | None:  # noqa: ANN401
    written = read.coded(cell).removesuffix("年度").removesuffix("年")
    if written in read.NOTHING:
        return None
    if not re.fullmatch(r"20\d\d|2100", written, re.ASCII):
        raise BadCell("bad_year", "年度请写成 2023 的样子。")
    return int(written)


def _money(cell: Any) -> str | None:  # noqa: ANN401
    written = read.coded(cell).replace(",", "").removesuffix("元")
    if written in read.NOTHING:
        return None
    if not re.fullmatch(r"\d{1,10}(\.\d{1,2})?", written, re.ASCII):
        raise BadCell("bad_number", "预算请写成以元为单位的数字。")
    return written


class ProjectsBatch(SimpleBatch):
    model = Project
    labels = {
        "status": "状态", "problem": "要解决的问题", "estate_names": "增加小区", "partners": "共建单位", "budget": "预算", "budget_public": "公开预算",
        "measure_lines": "措施和结果", "results": "成效", "lessons": "经验和教训", "presented_on": "交流日期", "reviewed_on": "评审日期", "review": "评审意见",
        "public": "公开", "source": "资料来源",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.estates = EstateFinder()

    def settle(self, row: Parsed) -> Settled:
        values = row.values
        community = community_of(self.communities, row)
        said = (
            "year", "title", "status", "problem", "partners", "budget_public", "measure_lines", "results",
            "lessons", "review", "public", "source",
        )  # fmt: skip
        wanted = {key: values[key] for key in said if key in values} | {"community": community}
        for key in ("presented_on", "reviewed_on"):
            if key in values:
                wanted[key] = date.fromisoformat(values[key])
                if wanted[key].year < wanted["year"]:
                    bad = BadCell("bad_order", f"不能早于项目的年度（{wanted['year']} 年）。")
                    raise Refused(self.labels[key], values[key], bad)
        if "budget" in values:
            wanted["budget"] = Decimal(values["budget"])
        if "estates" in values:
            found = [self.estates.find(community, name) for name in values["estates"]]
            wanted["estate_names"] = frozenset(estate.name for estate in found if estate)
        return Settled(row, (community.pk, wanted["year"], wanted["title"]), wanted)

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        keys = {item.key for item in rows}
        found = Project.objects.filter(
            community__in={key[0] for key in keys}, year__in={key[1] for key in keys}
        ).prefetch_related("estates", "measures")
        projects: dict[Hashable, Any] = {
            key: row for row in found if (key := (row.community_id, row.year, as_read(row.title))) in keys
        }
        for row in projects.values():
            row.estate_names = frozenset(estate.name for estate in row.estates.all())
            row.measure_lines = "\n".join(str(Line.of(measure)) for measure in row.measures.all())
        return projects

    def differs(self, record: Any, name: str, value: Any) -> bool:  # noqa: ANN401
        if name == "estate_names":
            return bool(value - record.estate_names)
        if name == "measure_lines":
            known = {Line.of(measure).text: measure for measure in record.measures.all()}
            lines = [Line.read(line) for line in value.splitlines()]
            return any(line.text not in known or line.adds_to(known[line.text]) for line in lines)
        if name == "title":
            return False
        return super().differs(record, name, value)

    def _judge(self, item: Settled, known: dict[Hashable, models.Model]) -> Outcome:
        record: Any = known.get(item.key)
        dated = "reviewed_on" in item.wanted or (record is not None and record.reviewed_on)
        if "review" in item.wanted and not dated:
            bad = BadCell("review_without_day", "写了评审意见，请填评审日期。")
            return Refused("评审日期", "", bad).outcome
        outcome = super()._judge(item, known)
        if record is not None and outcome.plan and "estate_names" in outcome.plan.changed:
            # So that a version with the new estates is written even where nothing else is new.
            outcome.plan.changed.append("year")
        return outcome

    def write(self, outcomes: Sequence[Outcome], reason: str) -> None:
        plans: list[Plan] = [outcome.plan for outcome in outcomes]
        linked = [plan for plan in plans if plan.known is not None and "estate_names" in plan.changed]
        keep_baseline([plan.known for plan in linked if plan.known is not None])
        self.tie([(plan.known, plan.wanted) for plan in linked if plan.known is not None])
        super().write(outcomes, reason)

    def after(self, plans: Sequence[Plan], new: Sequence[models.Model], mark: dict[str, Any]) -> None:
        """Measures that a project did not have yet; what is said anew of a measure it has."""
        made = iter(new)
        pairs = [(next(made) if plan.known is None else plan.known, plan.wanted) for plan in plans]
        told = {row.pk: wanted["measure_lines"] for row, wanted in pairs if "measure_lines" in wanted}
        rows = ProjectMeasure.objects.filter(project__in=told)
        there = {(row.project_id, Line.of(row).text): row for row in rows}
        added, changed = [], []
        for key, lines in told.items():
            for number, written in enumerate(lines.splitlines(), start=1):
                line = Line.read(written)
                known = there.get((key, line.text))
                if known is None:
                    known = ProjectMeasure(project_id=key, text=line.text, order=number * 10)
                    added.append(known)
                elif line.adds_to(known):
                    changed.append(known)
                else:
                    continue
                line.fill(known)
        bulk_create(added, **mark)
        bulk_update(changed, _MEASURE_FIELDS, **mark)

    def tie(self, pairs: Sequence[tuple[models.Model, dict[str, Any]]]) -> None:
        """Estates that a project did not have yet."""
        told = {row.pk: wanted for row, wanted in pairs if wanted.get("estate_names")}
        names = {name for wanted in told.values() for name in wanted["estate_names"]}
        known = {(row.community_id, row.name): row.pk for row in Estate.objects.filter(name__in=names)}
        through = Project.estates.through
        through.objects.bulk_create(
            [
                through(project_id=key, estate_id=known[wanted["community"].pk, name])
                for key, wanted in told.items()
                for name in sorted(wanted["estate_names"])
            ],
            ignore_conflicts=True,
        )


class ProjectsKind(SimpleKind):
    key = "projects"
    label = "书记项目"
    model = Project
    batch = ProjectsBatch
    touches = (Project, ProjectMeasure)
    telling = ("title", "problem", "measure_lines", "results")
    inherited = ("community", "year")
    columns = (
        COMMUNITY,
        Column("year", "年度", ("年份", "项目年度"), required=True, width=8),
        Column("title", "项目名称", ("名称", "书记项目", "书记项目名称", "项目"), required=True, width=34),
        Column("status", "状态", ("进度", "项目状态"), choices=tuple(Project.Status.labels), width=10),
        Column("problem", "要解决的问题", ("问题", "存在问题", "解决问题"), width=30),
        Column(
            "estates", "涉及小区", ("小区", "涉及的小区"), help="用顿号隔开；只会增加，不会减少。", width=20
        ),
        Column("partners", "共建单位", ("合作单位", "参与单位"), help="用顿号隔开。", width=24),
        Column("budget", "预算（元）", ("预算", "经费预算"), width=12),
        Column("budget_public", "公开预算", ("预算是否公开",), choices=("是", "否"), width=8),
        Column(
            "measure_lines",
            "措施和目标",
            ("措施", "项目措施", "主要措施"),
            help="一行一条：措施｜目标｜结果｜达到。例如：培训调解员｜不少于 20 名｜23 名。只会增加和更新，不会减少。",
            width=50,
        ),
        Column("results", "成效", ("项目成效", "工作成效"), width=30),
        Column("lessons", "经验和教训", ("经验", "经验教训"), width=30),
        Column("presented_on", "交流日期", ("大会交流日期",), width=12),
        Column("reviewed_on", "评审日期", ("年终评审日期",), width=12),
        Column("review", "评审意见", ("年终评审意见",), help="只给工作人员看。", width=24),
        Column("public", "公开", ("是否公开",), choices=("是", "否"), width=8),
        Column("source", "资料来源", ("来源",), width=18),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "year": _year,
        "title": lambda cell: read.text(cell, 80, "项目名称"),
        "status": lambda cell: read.one_of(cell, _STATUSES, "状态"),
        "problem": lambda cell: read.text(cell, 2000, "要解决的问题", lines=True),
        "estates": _estates,
        "partners": lambda cell: read.text(cell, 300, "共建单位"),
        "budget": _money,
        "budget_public": yes_or_no,
        "measure_lines": _measures,
        "results": lambda cell: read.text(cell, 4000, "成效", lines=True),
        "lessons": lambda cell: read.text(cell, 4000, "经验和教训", lines=True),
        "presented_on": past_day,
        "reviewed_on": past_day,
        "review": lambda cell: read.text(cell, 2000, "评审意见", lines=True),
        "public": yes_or_no,
        "source": lambda cell: read.text(cell, 200, "资料来源"),
    }

    def title_of(self, values: dict[str, Any]) -> str:
        return " ".join(str(values[key]) for key in ("community", "year", "title") if values.get(key))

    def export(self, rows: models.QuerySet[Project], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("community").prefetch_related("estates", "measures")
        for row in related.order_by("community__code", "year", "title").iterator(500):
            yield [
                row.community.name,
                row.year,
                row.title,
                row.get_status_display(),
                row.problem,
                "、".join(estate.name for estate in row.estates.all()),
                row.partners,
                row.budget,
                "是" if row.budget_public else "否",
                "\n".join(str(Line.of(measure)) for measure in row.measures.all()),
                row.results,
                row.lessons,
                row.presented_on,
                row.reviewed_on,
                row.review,
                "是" if row.public else "否",
                row.source,
            ]
