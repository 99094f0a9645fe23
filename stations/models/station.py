from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.urls import reverse

from communities.models import Community, Estate, WithPoint, phone_validator
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet


class StationQuerySet(ScopedQuerySet):
    def public(self) -> Self:
        """Stations that residents may see: those that serve, and those that stopped for a while."""
        return self.filter(status__in=Station.PUBLIC_STATUSES)

    def serving(self) -> Self:
        """Stations that serve and whose place is known: what "nearest" chooses from."""
        return self.filter(status=Station.Status.OPEN, lat__isnull=False)

    def for_cards(self) -> Self:
        """With all that a station card shows, in a fixed number of queries."""
        return self.select_related("community", "estate", "timetable").prefetch_related(
            models.Prefetch("offerings", queryset=_offerings_for_cards())
        )


def _offerings_for_cards() -> models.QuerySet:
    from .service import Offering

    return Offering.objects.filter(service__active=True).select_related("service")


class Station(WithPoint):
    class Level(models.TextChoices):
        CENTRE = "centre", "党群服务中心"
        STATION = "station", "党群服务站"
        POINT = "point", "党群服务点"

    class Status(models.TextChoices):
        PLANNED = "planned", "规划中"
        BUILDING = "building", "建设中"
        OPEN = "open", "已启用"
        SUSPENDED = "suspended", "暂停服务"
        CLOSED = "closed", "已撤销"

    #: What residents may see: those that serve, and those that stopped for a while. What hangs on a station
    #: is filtered by a join on it; a subquery over a million stations costs seconds on SQLite.
    PUBLIC_STATUSES = (Status.OPEN, Status.SUSPENDED)

    class PointSource(models.TextChoices):
        SURVEYED = "surveyed", "现场定位"
        PICKED = "picked", "地图上点选"
        ADDRESS = "address", "由地址推算"
        ESTIMATED = "estimated", "大致位置"

    class Access(models.TextChoices):
        YES = "yes", "有"
        NO = "no", "没有"
        UNKNOWN = "unknown", "未登记"

    community = models.ForeignKey(Community, models.PROTECT, related_name="stations", verbose_name="社区")
    estate = models.ForeignKey(
        Estate,
        models.PROTECT,
        related_name="stations",
        verbose_name="小区（村、园区）",
        null=True,
        blank=True,
    )
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=10, choices=Level.choices, default=Level.STATION)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    address = models.CharField("地址", max_length=120, blank=True)
    point_source = models.CharField("位置来源", max_length=10, choices=PointSource.choices, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True, validators=[phone_validator])
    description = models.TextField("简介", blank=True, max_length=2000)
    step_free = models.CharField("无障碍通道", max_length=7, choices=Access.choices, default=Access.UNKNOWN)
    toilet = models.CharField("无障碍卫生间", max_length=7, choices=Access.choices, default=Access.UNKNOWN)
    parking = models.CharField("停车位", max_length=7, choices=Access.choices, default=Access.UNKNOWN)
    timetable = models.ForeignKey(
        "Timetable", models.PROTECT, related_name="stations", verbose_name="开放时间", null=True, blank=True
    )
    opened_on = models.DateField("启用日期", null=True, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    confirmed_on = models.DateField(
        "最近核对日期", null=True, blank=True, help_text="最近一次有人核对过地址、电话和开放时间的日期。"
    )
    source = models.CharField("资料来源", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = StationQuerySet.as_manager()
    history = records_history()

    class Meta(WithPoint.Meta):
        verbose_name = "党群服务站"
        verbose_name_plural = "党群服务站"
        ordering = ["community__code", "level", "name"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "name"],
                name="station_name_once_a_community",
                violation_error_message="这个社区已经有同名的站点。",
            ),
            models.CheckConstraint(
                name="station_closes_after_opening",
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                violation_error_message="撤销日期不能早于启用日期。",
            ),
        ]
        indexes = [
            # What "nearest" reads: only stations that serve, in the order of their place.
            models.Index(
                fields=["lat", "lon"], name="station_serving_point", condition=models.Q(status="open")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        if self.estate_id and self.community_id and self.estate.community_id != self.community_id:
            raise ValidationError({"estate": "这个小区不属于所选的社区。"})

    def retire(self, today: date) -> None:
        """End the station and keep its record: activities and figures go on pointing at it."""
        self.status = self.Status.CLOSED
        self.closed_on = self.closed_on or today

    def get_absolute_url(self) -> str:
        return reverse("station", args=[self.pk])
