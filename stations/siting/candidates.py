"""Where a station might come: planned stations, estates, and points that staff added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from communities.models import Community, Estate

from ..measuring import added_site, estate_site
from ..models import CandidateSite, Station


class SiteKind(StrEnum):
    PLANNED = "planned"
    ADDED = "added"
    ESTATE = "estate"


SITE_LABELS = {
    SiteKind.PLANNED: "规划中、建设中的站点",
    SiteKind.ADDED: "自己添加的候选地点",
    SiteKind.ESTATE: "各小区（村、园区）",
}
#: One of a kind, in a line.
SITE_NAMES = {SiteKind.PLANNED: "规划站点", SiteKind.ADDED: "候选地点", SiteKind.ESTATE: "小区"}


@dataclass(frozen=True)
class Candidate:
    """``lat``, ``lon`` in degrees WGS-84; ``cost`` in 万元, None where it is not known."""

    kind: SiteKind
    pk: int
    name: str
    community: int
    lat: float
    lon: float
    cost: Decimal | None = None

    @property
    def reference(self) -> str:
        """What stands for it in an address or a kept answer."""
        return f"{self.kind}-{self.pk}"

    @property
    def key(self) -> int:
        """Its key among the targets that walks are kept to: of stations, or of sites."""
        if self.kind is SiteKind.PLANNED:
            return self.pk
        return added_site(self.pk) if self.kind is SiteKind.ADDED else estate_site(self.pk)


PLANNED = (Station.Status.PLANNED, Station.Status.BUILDING)


def candidates(kinds: Iterable[SiteKind], community: Community | None = None) -> list[Candidate]:
    """All with a point, by kind and key; of ``community`` alone where one is given."""
    wanted = set(kinds)
    only = {"community": community} if community else {}
    found: list[Candidate] = []
    if SiteKind.PLANNED in wanted:
        rows = Station.objects.filter(status__in=PLANNED, lat__isnull=False, **only)
        found += [
            Candidate(SiteKind.PLANNED, *row)
            for row in rows.order_by("pk").values_list("pk", "name", "community_id", "lat", "lon")
        ]
    if SiteKind.ADDED in wanted:
        rows = CandidateSite.objects.filter(excluded=False, lat__isnull=False, **only)
        found += [
            Candidate(SiteKind.ADDED, *row)
            for row in rows.order_by("pk").values_list("pk", "name", "community_id", "lat", "lon", "cost")
        ]
    if SiteKind.ESTATE in wanted:
        rows = Estate.objects.filter(lat__isnull=False, **only)
        found += [
            Candidate(SiteKind.ESTATE, *row)
            for row in rows.order_by("pk").values_list("pk", "name", "community_id", "lat", "lon")
        ]
    return found


def unknown_references(texts: Iterable[str], known: Iterable[Candidate]) -> list[str]:
    """Those of ``texts`` that stand for none of ``known``."""
    there = {each.reference for each in known}
    return [text for text in texts if text not in there]
