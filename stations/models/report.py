"""What residents tell the staff: something is wrong, something is missing."""

from __future__ import annotations

from django.db import models

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .service import Service
from .station import Station


class ReportQuerySet(ScopedQuerySet):
    community_path = "station__community"


class WishQuerySet(ScopedQuerySet):
    pass


class Handled(models.Model):
    """Waits for staff until somebody has dealt with it."""

    created_at = models.DateTimeField("收到时间", auto_now_add=True)
    handled = models.BooleanField("已处理", default=False)
    answer = models.CharField("处理情况", max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["handled", "-created_at"]


class StationReport(Handled):
    class Kind(models.TextChoices):
        PLACE = "place", "地图位置不对"
        ADDRESS = "address", "地址不对"
        HOURS = "hours", "开放时间不对"
        PHONE = "phone", "电话打不通"
        SERVICE = "service", "服务事项不对"
        OTHER = "other", "其他"

    station = models.ForeignKey(Station, models.CASCADE, related_name="reports", verbose_name="站点")
    kind = models.CharField("哪里不对", max_length=10, choices=Kind.choices)
    text = models.CharField("应该是怎样", max_length=300, blank=True)

    objects = ReportQuerySet.as_manager()
    history = records_history()

    class Meta(Handled.Meta):
        verbose_name = "信息有误的反映"
        verbose_name_plural = "信息有误的反映"

    def __str__(self) -> str:
        return f"{self.station}：{self.get_kind_display()}"


class ServiceWish(Handled):
    """需求征集: a service that residents miss. No personal data is asked for."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="wishes", verbose_name="社区")
    station = models.ForeignKey(
        Station, models.CASCADE, related_name="wishes", verbose_name="站点", null=True, blank=True
    )
    service = models.ForeignKey(
        Service, models.SET_NULL, related_name="wishes", verbose_name="服务事项", null=True, blank=True
    )
    text = models.CharField("希望有什么服务", max_length=200, blank=True)

    objects = WishQuerySet.as_manager()
    history = records_history()

    class Meta(Handled.Meta):
        verbose_name = "服务需求"
        verbose_name_plural = "服务需求"

    def __str__(self) -> str:
        return self.service.name if self.service_id else self.text
