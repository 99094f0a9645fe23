"""What the communities' own records tell on a community's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from .models import (
    Community,
    Deliberation,
    Estate,
    Honour,
    Organisation,
    Project,
    Topic,
    Undertaking,
    Works,
)
from .organisations import RED
from .overview import latest, register, told

#: Estates named on a community's page.
MOST_ESTATES = 120
#: Of each kind of record the latest so many.
MOST = 3


def _estates(community: Community, today: date) -> QuerySet[Any]:
    rows = latest(Estate.objects.public().filter(community=community), ("name",), MOST_ESTATES)
    return told(rows, "estates", pk="pk", title="name", key="kind")


def _organisations(community: Community, today: date) -> QuerySet[Any]:
    """How many of each kind are at work; 红色业委会 apart from the other owners' committees."""
    rows = Organisation.objects.public().active().filter(community=community).order_by()
    kind = Case(When(red_since__isnull=False, then=Value(RED)), default=F("kind"), output_field=CharField())
    parted = rows.annotate(group=kind).values("group").annotate(count=Count("pk"))
    return told(parted, "organisations", key="group", n="count")


def _deliberations(community: Community, today: date) -> QuerySet[Any]:
    coming = Deliberation.objects.public().filter(
        community=community, status=Deliberation.Status.ANNOUNCED, starts_at__gte=timezone.now()
    )
    return told(
        latest(coming, ("starts_at",), MOST),
        "deliberations",
        pk="pk",
        title="topic",
        key="kind",
        day=TruncDate("starts_at"),
    )


def _held(community: Community, today: date) -> QuerySet[Any]:
    rows = Deliberation.objects.public().held().filter(community=community)
    return told(
        latest(rows, ("-starts_at",), MOST),
        "held",
        pk="pk",
        title="topic",
        key="kind",
        note="date_precision",
        day=TruncDate("starts_at"),
    )


def _promises(community: Community, today: date) -> QuerySet[Any]:
    """Resolutions by state; ``m``: those of them that are overdue."""
    rows = Undertaking.objects.public().resolutions().filter(community=community).order_by()
    late = Count("pk", filter=Q(due_on__lt=today, state=Undertaking.State.OPEN))
    parted = rows.values("state").annotate(count=Count("pk"), late=late)
    return told(parted, "resolutions", key="state", n="count", m="late")


def _projects(community: Community, today: date) -> QuerySet[Any]:
    rows = Project.objects.public().filter(community=community)
    return told(
        latest(rows, ("-year", "title"), MOST), "projects", pk="pk", title="title", key="status", n="year"
    )


def _works(community: Community, today: date) -> QuerySet[Any]:
    """Cases that are under way; ``key``: the kind, ``note``: the stage, ``day``: since when."""
    rows = Works.objects.public().running().filter(community=community)
    return told(
        latest(rows, ("-stage_on", "-pk"), MOST),
        "works",
        pk="pk",
        title="title",
        key="kind",
        note="stage",
        day="stage_on",
    )


def _honours(community: Community, today: date) -> QuerySet[Any]:
    rows = Honour.objects.public().filter(community=community)
    return told(
        latest(rows, ("-on", "-pk"), MOST), "honours", pk="pk", title="title", note="precision", day="on"
    )


def _topics(community: Community, today: date) -> QuerySet[Any]:
    """Residents' topics that can be seconded."""
    rows = Topic.objects.public().filter(community=community, status=Topic.Status.OPEN)
    return told(latest(rows, ("-created_at",), MOST), "topics", pk="pk", title="public_title")


def register_overview() -> None:
    """Called once at start."""
    register("estates", _estates)
    register("organisations", _organisations)
    register("deliberations", _deliberations)
    register("held", _held)
    register("resolutions", _promises)
    register("projects", _projects)
    register("works", _works)
    register("honours", _honours)
    register("topics", _topics)
