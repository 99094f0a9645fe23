"""The honour wall, and what of it a community's page shows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.db.models import QuerySet

from .models import Community, Honour


def on_the_page(community: Community, most: int = 6) -> QuerySet[Honour]:
    """The latest public honours of a community, for its home page; one query."""
    return (
        Honour.objects.public().filter(community=community).select_related("organisation", "project")[:most]
    )


def by_year(rows: Iterable[Honour]) -> list[tuple[int, list[Honour]]]:
    """Honours, the latest first, parted by year."""
    return [(year, list(some)) for year, some in groupby(rows, key=lambda row: row.on.year)]
