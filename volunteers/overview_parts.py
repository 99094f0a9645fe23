"""What the records of people tell on a community's page: numbers alone, no names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from communities.models import Community, Place
from communities.overview import register, told

from .gaps import has_head
from .models import Mediator, WorthyDeed


def _heads(community: Community, today: date) -> QuerySet[Any]:
    """Places in use by kind; ``m``: those of them with a head."""
    rows = Place.objects.public().filter(community=community).order_by()
    parted = rows.values("kind").annotate(places=Count("pk"), covered=Count("pk", filter=Q(has_head())))
    return told(parted, "heads", key="kind", n="places", m="covered")


def _mediators(community: Community, today: date) -> QuerySet[Any]:
    rows = Mediator.objects.counted_on(today).filter(community=community).order_by()
    return told(rows.values("community").annotate(people=Count("pk")), "mediators", n="people")


def _deeds(community: Community, today: date) -> QuerySet[Any]:
    """Public deeds of worthies by role."""
    rows = WorthyDeed.objects.public().filter(worthy__community=community).order_by()
    return told(rows.values("role").annotate(deeds=Count("pk")), "deeds", key="role", n="deeds")


def register_overview() -> None:
    """Called once at start."""
    register("heads", _heads)
    register("mediators", _mediators)
    register("deeds", _deeds)
