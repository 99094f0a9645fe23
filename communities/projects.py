"""书记项目 side by side: how far each has come, and what of them goes into the chronicle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from .chronicle import Moment, Subject
from .dates import Precision
from .models import Community, ProgressNote, Project, ProjectMeasure, ProjectNote, Undertaking


@dataclass
class Standing:
    """A project with its counts."""

    project: Project
    milestones: int = 0
    done: int = 0
    overdue: int = 0
    measures: int = 0
    met: int = 0
    last: date | None = None

    @property
    def community(self) -> Community:
        return self.project.community

    def heard(self, day: date | None) -> None:
        if day and (self.last is None or day > self.last):
            self.last = day


def standings(projects: QuerySet[Project], today: date) -> list[Standing]:
    """Each project with its counts, in the order of ``projects``; five queries whatever their number."""
    rows = {row.pk: Standing(row) for row in projects.select_related("community")}
    keys = list(rows)
    steps = Undertaking.objects.filter(project__in=keys).order_by().values("project")
    overdue = Q(state="open", due_on__lt=today)
    for found in steps.annotate(
        n=Count("pk"),
        done=Count("pk", filter=Q(state="done")),
        overdue=Count("pk", filter=overdue),
        closed=Max("closed_on"),
    ):
        row = rows[found["project"]]
        row.milestones, row.done, row.overdue = found["n"], found["done"], found["overdue"]
        row.heard(found["closed"])
    measures = ProjectMeasure.objects.filter(project__in=keys).order_by().values("project")
    for found in measures.annotate(n=Count("pk"), met=Count("pk", filter=Q(met=True))):
        row = rows[found["project"]]
        row.measures, row.met = found["n"], found["met"]
    notes = ProjectNote.objects.filter(project__in=keys).order_by().values("project")
    for found in notes.annotate(day=Max("on")):
        rows[found["project"]].heard(found["day"])
    progress = ProgressNote.objects.filter(undertaking__project__in=keys).order_by()
    for found in progress.values("undertaking__project").annotate(day=Max("on")):
        rows[found["undertaking__project"]].heard(found["day"])
    return list(rows.values())


#: Name in the address → label and what the comparison is sorted by; the first is the usual one.
SORTS: dict[str, tuple[str, Any]] = {
    "community": ("社区", lambda row: (row.community.code, row.project.title)),
    "status": ("状态", lambda row: list(Project.Status.values).index(row.project.status)),
    "done": ("节点完成", lambda row: (-(row.done / row.milestones if row.milestones else -1), -row.done)),
    "overdue": ("节点超期", lambda row: -row.overdue),
    "met": ("目标达到", lambda row: (-(row.met / row.measures if row.measures else -1), -row.met)),
    "last": ("最近进展", lambda row: -(row.last.toordinal() if row.last else 0)),
}


def project_moments(subject: Subject) -> Iterator[Moment]:
    """Begin, exchange at a conference and end of the projects of ``subject``."""
    rows = Project.objects.filter(community=subject.community)
    if subject.public:
        rows = rows.public()
    if subject.estate is not None:
        rows = rows.filter(estates=subject.estate)
    for row in rows:
        url = row.get_absolute_url() if row.public else ""
        yield Moment(
            row.first_day, f"书记项目立项：{row.title}", row.problem[:120], url, "项目", Precision.YEAR
        )
        if row.presented_on:
            yield Moment(row.presented_on, f"书记项目在大会上交流：{row.title}", "", url, "项目")
        if row.status == Project.Status.FINISHED and row.reviewed_on and not subject.public:
            yield Moment(row.reviewed_on, f"书记项目年终评审：{row.title}", row.review[:120], url, "项目")
