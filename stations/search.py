"""What of the stations can be found."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from guicheng.search import Source, reference, register, sync

from .models import Audience, Scene, Station


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
    register(
        # For the site's own search; who looks for a place does not mean what is done there.
        Source(
            kind="scene",
            model=Scene,
            queryset=lambda: Scene.objects.public().select_related("audience", "station"),
            names=lambda scene: [scene.title],
            aliases=lambda scene: [scene.audience.name],
            community=lambda scene: reference("community", scene.station.community_id),
            point=lambda scene: (scene.station.lat, scene.station.lon),
            is_public=lambda scene: scene.public,
            rank=4,
            unasked=False,
        )
    )


@receiver(post_save, sender=Audience)
@receiver(post_save, sender=Station)
def _scenes_follow(instance: Audience | Station, **kwargs: Any) -> None:  # noqa: ANN401
    """A scene is found by its audience's name, and only while its station is open to residents."""
    keys = list(instance.scenes.values_list("pk", flat=True))
    if keys:
        transaction.on_commit(lambda: sync("scene", keys))
