"""What of the stations can be found."""

from __future__ import annotations

from guicheng.search import Source, reference, register

from .models import Station


def register_sources() -> None:
    register(
        Source(
            kind="station",
            model=Station,
            queryset=Station.objects.public,
            names=lambda station: [station.name],
            community=lambda station: reference("community", station.community_id),
            point=lambda station: (station.lat, station.lon),
            address=lambda station: station.address,
            is_public=lambda station: station.status in (Station.Status.OPEN, Station.Status.SUSPENDED),
            rank=2,
            words=(
                "党群服务中心",
                "党群服务站",
                "党群服务点",
                "党群服务",
                "党群中心",
                "党群站",
                "服务中心",
                "服务站",
                "服务点",
                "党群",
            ),  # fmt: skip
        )
    )
