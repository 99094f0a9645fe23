"""The KIND ``projects``: one row a project, its measures one a line in one cell."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from guicheng.accounts.history import bulk_create, bulk_update
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Parsed
from guicheng.exchange.simple import Plan, Refused, Settled, SimpleBatch, SimpleKind

from .exchange import COMMUNITY, EstateFinder, community_of
from .exchange_works import past_day, yes_or_no
from .models import Estate, Project, ProjectMeasure
from .named_in_files import CommunityFinder

_STATUSES = {label: value for value, label in Project.Status.choices} | {
    "计划": "planned", "未启动": "planned", "推进中": "running", "在建": "running", "完成": "finished", "已完成": "finished", "结项": "finished",
    "中止": "stopped",
}  # fmt: skip
_NUMBER = re.compile(r"(不少于|不多于)?\s*(\d{1,10}(?:\.\d{1,2})?)\s*([^\d\s；]{0,10})")
_MET = {"达到": True, "没有达到": False}
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
        for part, limit, what in (
            (line.text, 200, "措施"),
            (line.target, 200, "目标"),
            (line.result, 300, "结果"),
        ):
            if len(part) > limit:
                raise BadCell("too_long", f"{what}太长：最多 {limit} 个字，这里有 {len(part)} 个。")
        if line.met and line.met not in _MET:
            raise BadCell("bad_measure", "最后一段只能写“达到”或“没有达到”。")
        return line

    @classmethod
    def of(cls, measure: ProjectMeasure) -> Line:
        word = "" if measure.met is None else "达到" if measure.met else "没有达到"
        return cls(measure.text, measure.target_words, measure.result_words, word)

    def __str__(self) -> str:
        return "｜".join([self.text, self.target, self.result, self.met]).rstrip("｜")

    def fill(self, measure: ProjectMeasure) -> None:
        """Write what the line says into ``measure``; numbers become numbers."""
        measure.text = self.text
        target, measure.target_text = _number(self.target)
        result, measure.result_text = _number(self.result)
        measure.target = Decimal(target.group(2)) if target else None
        measure.result = Decimal(result.group(2)) if result else None
        if target and target.group(1):
            measure.goal = next(key for key, label in ProjectMeasure.Goal.choices if label == target.group(1))
        measure.unit = (target and target.group(3)) or (result and result.group(3)) or ""
        measure.met = _MET.get(self.met)
        measure.judge()


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
    names = re.split(r"[、,，;；\n]", read.plain(cell))
    return [name.strip() for name in names if name.strip()] or None


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
        titles = {item.wanted["title"] for item in rows}
        found = Project.objects.filter(title__in=titles).prefetch_related("estates", "measures")
        projects = {}
        for row in found:
            row.estate_names = frozenset(estate.name for estate in row.estates.all())
            row.measure_lines = "\n".join(str(Line.of(measure)) for measure in row.measures.all())
            projects[row.community_id, row.year, row.title] = row
        return projects

    def differs(self, record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
        now = getattr(record, name)
        if name == "estate_names":
            return bool(value - now)
        if name == "measure_lines":
            return not set(value.splitlines()) <= set(now.splitlines())
        return now != value

    def after(self, plans: Sequence[Plan], new: Sequence[models.Model], mark: dict[str, Any]) -> None:
        """Estates and measures that a project did not have yet; what is said anew of a measure it has."""
        made = iter(new)
        pairs = [(next(made) if plan.known is None else plan.known, plan.wanted) for plan in plans]
        self._link_estates(pairs)
        told = {row.pk: wanted["measure_lines"] for row, wanted in pairs if "measure_lines" in wanted}
        there = {(row.project_id, row.text): row for row in ProjectMeasure.objects.filter(project__in=told)}
        added, changed = [], []
        for key, lines in told.items():
            for number, written in enumerate(lines.splitlines(), start=1):
                line = Line.read(written)
                known = there.get((key, line.text))
                if known is None:
                    known = ProjectMeasure(project_id=key, order=number * 10)
                    added.append(known)
                elif str(Line.of(known)) != written:
                    changed.append(known)
                else:
                    continue
                line.fill(known)
        bulk_create(added, **mark)
        bulk_update(changed, _MEASURE_FIELDS, **mark)

    def _link_estates(self, pairs: Sequence[tuple[models.Model, dict[str, Any]]]) -> None:
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
    telling = ("title",)
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
