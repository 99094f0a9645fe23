"""The station that the newspaper named in February 2023, as it reported it."""

from __future__ import annotations

from datetime import date

from communities.models import Estate
from communities.named import read_named

from .models import Station


def named_stations(estates: dict[tuple[str, str], Estate]) -> list[Station]:
    """The named stations, not saved, in their estates; ``estates`` by names of community and estate.

    Only the month of opening was reported: it stands as the month's first day.
    """
    records = read_named()
    stations = []
    for record in records["stations"]:
        estate = estates[(record["community"], record["estate"])]
        stations.append(
            Station(
                community=estate.community,
                estate=estate,
                name=record["name"],
                level=Station.Level.STATION,
                status=Station.Status.OPEN,
                opened_on=date.fromisoformat(f"{record['opened']}-01"),
                description="；".join(record["facts"]) + "。",
                source=records["source"],
            )
        )
    return stations


def load_named_stations() -> int:
    """Save those of the named stations that are not there yet; how many were new. Needs the estates."""
    estates = {
        (estate.community.name, estate.name): estate for estate in Estate.objects.select_related("community")
    }
    known = set(Station.objects.values_list("community__name", "name"))
    new = [
        station for station in named_stations(estates) if (station.community.name, station.name) not in known
    ]
    return len(Station.objects.bulk_create(new))
