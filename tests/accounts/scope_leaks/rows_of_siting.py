"""Rows of where the next stations may come."""

from __future__ import annotations

from communities.models import Community
from stations.models import CandidateSite, SitingRun

from .rows import Side, makes


@makes(CandidateSite)
def _site(side: Side) -> CandidateSite:
    return CandidateSite.objects.create(
        community=side.of(Community), name=side.text(), lat=side.lat, lon=side.lon, cost="12.5"
    )


@makes(SitingRun)
def _run(side: Side) -> SitingRun:
    """A kept answer of one site: all that is in it is the side's own."""
    site, community = side.of(CandidateSite), side.of(Community)
    chosen = {
        "reference": f"added-{site.pk}",
        "kind": "added",
        "name": site.name,
        "community": community.name,
        "lat": site.lat,
        "lon": site.lon,
        "cost": "12.5",
        "added": 7,
        "total": 7,
        "fixed": False,
    }
    answer = {
        "unit": "户",
        "chosen": [chosen],
        "whole": 77,
        "before": 0,
        "after": 7,
        "share_before": 0.0,
        "share_after": 9.09,
        "mean_before": 60.0,
        "mean_after": 55.0,
        "homes": 1,
        "candidates": 1,
        "estimated": 77,
        "unknown_elders": 0,
        "network": "",
        "bound": 7.0,
        "gap": 0.0,
        "proven": True,
        "seconds": 0.01,
        "message": side.text(),
        "day": "2026-06-01",
    }
    asked = {"goal": "most", "n": 1, "minutes": 10, "community": community.code, "said": side.text()}
    return SitingRun.objects.create(community=community, goal=SitingRun.Goal.MOST, asked=asked, answer=answer)
