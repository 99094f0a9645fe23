"""The 45 书记项目 of 2023: three as reported, the others invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from communities.models import Community, Project, ProjectMeasure, ProjectNote, Undertaking

from . import words, works_words
from .chance import chance

YEAR = 2023
UNKNOWN_TITLE = "书记项目（名称未见报道）"
Keep = Callable[[list[Any]], list[Any]]


def projects(named: dict[str, Any], communities: dict[str, Community], today: date, keep: Keep) -> int:
    """One for each community, with measures, milestones and progress; how many."""
    reported = {record["community"]: record for record in named["secretary_projects"]}
    rng = chance("projects")
    rows, plans = [], []
    for number, community in enumerate(communities.values()):
        record = reported.get(community.name)
        if record:
            row = _reported(community, record, named["source"])
            plan = [(text, None, "") for text in record.get("measures", [])]
        else:
            title, problem, plan = works_words.PROJECTS[number % len(works_words.PROJECTS)]
            row = _invented(community, title, problem)
        rows.append(row)
        plans.append(plan)
    keep(rows)
    measures: list[ProjectMeasure] = []
    notes: list[ProjectNote] = []
    steps: list[Undertaking] = []
    for number, (row, plan) in enumerate(zip(rows, plans, strict=True)):
        invented = row.source == words.SOURCE
        for order, (text, target, unit) in enumerate(plan, start=1):
            measure = ProjectMeasure(project=row, text=text, order=order * 10, unit=unit)
            if target is not None:
                reached = round(target * rng.choice((0.8, 1, 1, 1.1, 1.2)))
                reached = min(reached, 100) if unit == "%" else reached
                measure.target, measure.result = Decimal(target), Decimal(reached)
                measure.judge()
            measures.append(measure)
        if not invented:
            continue
        for place, text in enumerate(works_words.NOTES):
            on = date(YEAR, 3 + 2 * place, rng.randint(3, 25))
            notes.append(ProjectNote(project=row, on=on, text=text))
        for place, text in enumerate(works_words.STEPS):
            due = date(YEAR, 4 + 4 * place, 28)
            failed = number % 11 == 7 and place == 2
            steps.append(
                Undertaking(
                    project=row,
                    community=row.community,
                    text=f"演示：{text}",
                    owner="社区党委",
                    due_on=due,
                    state="failed" if failed else "done",
                    closed_on=due - timedelta(days=rng.randint(0, 20)) if not failed else due,
                    outcome="演示：场地没有落实，转入下一年。" if failed else "演示：按期完成。",
                )
            )
    keep(measures)
    keep(notes)
    keep(steps)
    return len(rows)


def _reported(community: Community, record: dict[str, Any], source: str) -> Project:
    presented = record.get("presented_on")
    return Project(
        community=community,
        year=record["year"],
        title=record["title"] or UNKNOWN_TITLE,
        problem=record.get("problem", ""),
        presented_on=date.fromisoformat(presented) if presented else None,
        source=source,
    )


def _invented(community: Community, title: str, problem: str) -> Project:
    return Project(
        community=community,
        year=YEAR,
        title=f"{title}（演示）",
        status=Project.Status.FINISHED,
        problem=f"演示：{problem}",
        partners="小区党支部、物业公司、街坊会",
        results=works_words.RESULTS,
        lessons=works_words.LESSONS,
        reviewed_on=date(YEAR, 12, 20),
        review="演示：评审意见为虚构。",
        source=words.SOURCE,
    )
