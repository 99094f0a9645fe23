"""What the street network said about walks, kept: worked out by ``manage.py measure_walks``."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..walking import Pace
from .station import Station


class KeptWalks(models.Model):
    """The walks from one home to everything near it.

    ``walks`` holds records of :data:`stations.kept_walks.RECORD`. All targets whose straight distance is at
    most ``radius`` metres were asked for; ``inputs`` is a digest of what the answer rests on, so that a run
    knows what is out of date. Holds places only, nothing personal.
    """

    class Origin(models.TextChoices):
        ESTATE = "estate", "小区（村、园区）"
        PLACE = "place", "楼"

    class Toward(models.TextChoices):
        STATIONS = "stations", "站点"
        SITES = "sites", "候选地点"

    origin = models.CharField("起点类别", max_length=8, choices=Origin.choices)
    origin_id = models.BigIntegerField("起点")
    toward = models.CharField("终点类别", max_length=8, choices=Toward.choices)
    lat = models.FloatField("纬度")
    lon = models.FloatField("经度")
    #: Metres to the nearest street; empty: off the network.
    snap = models.FloatField("离最近的路（米）", null=True)
    radius = models.FloatField("算到多远（米）")
    network = models.CharField("路网", max_length=80)
    inputs = models.CharField("依据", max_length=40)
    walks = models.BinaryField("步行结果")
    measured_at = models.DateTimeField("计算时间", auto_now=True)

    class Meta:
        verbose_name = "步行计算结果"
        verbose_name_plural = "步行计算结果"
        constraints = [
            models.UniqueConstraint(fields=["toward", "origin", "origin_id"], name="walks_once_an_origin"),
        ]
        # Which are the newest: without it SQLite would read past everything that is kept.
        indexes = [models.Index(fields=["measured_at"], name="walks_newest")]

    def __str__(self) -> str:
        return f"{self.get_origin_display()} {self.origin_id} → {self.get_toward_display()}"


class KeptIsochrones(models.Model):
    """What is reached on foot from one station within :attr:`MINUTES`: GeoJSON geometries in that order."""

    MINUTES: ClassVar[tuple[int, ...]] = (5, 10, 15)

    station = models.ForeignKey(Station, models.CASCADE, related_name="isochrones", verbose_name="站点")
    pace = models.CharField("步速", max_length=5, choices=[(pace.value, pace.value) for pace in Pace])
    lat = models.FloatField("纬度")
    lon = models.FloatField("经度")
    network = models.CharField("路网", max_length=80)
    areas = models.JSONField("范围")
    measured_at = models.DateTimeField("计算时间", auto_now=True)

    class Meta:
        verbose_name = "步行范围"
        verbose_name_plural = "步行范围"
        constraints = [
            models.UniqueConstraint(fields=["station", "pace"], name="isochrones_once_a_station_and_pace"),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.pace}"
