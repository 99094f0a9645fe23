from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .service import Audience
from .station import Station


class ActivityQuerySet(ScopedQuerySet):
    community_path = "station__community"

    def public(self) -> Self:
        return self.filter(station__status__in=Station.PUBLIC_STATUSES)

    def coming(self, now: datetime) -> Self:
        """Not over yet, the next first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def on_days(self, start: datetime, days: int) -> Self:
        """Those that touch the ``days`` days from the local midnight before ``start``."""
        midnight = timezone.localtime(start).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.filter(starts_at__lt=midnight + timedelta(days=days), ends_at__gt=midnight).order_by(
            "starts_at", "pk"
        )


class ActivitySeries(models.Model):
    """A weekly series: its activities are rows of their own, each of which may be changed or cancelled."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="series", verbose_name="站点")
    title = models.CharField("名称", max_length=60)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class SeriesQuerySet(ScopedQuerySet):
        community_path = "station__community"

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "系列活动"
        verbose_name_plural = "系列活动"

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    class Kind(models.TextChoices):
        PARTY = "party", "党建学习"
        VOLUNTEER = "volunteer", "志愿服务"
        CULTURE = "culture", "文体活动"
        CHILDREN = "children", "亲子与青少年"
        ELDERS = "elders", "长者关爱"
        HEALTH = "health", "健康义诊"
        LAW = "law", "法律与政策"
        GOVERNANCE = "governance", "议事协商"
        TRAINING = "training", "就业与培训"
        OTHER = "other", "其他"

    class Status(models.TextChoices):
        PLANNED = "planned", "如期举行"
        CANCELLED = "cancelled", "已取消"

    station = models.ForeignKey(Station, models.PROTECT, related_name="activities", verbose_name="站点")
    series = models.ForeignKey(
        ActivitySeries,
        models.SET_NULL,
        related_name="activities",
        verbose_name="所属系列",
        null=True,
        blank=True,
        editable=False,
    )
    title = models.CharField("名称", max_length=60)
    kind = models.CharField("类型", max_length=12, choices=Kind.choices, default=Kind.OTHER)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.PLANNED)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=80, blank=True, help_text="不填就是在站点内。")
    audience = models.ForeignKey(
        Audience,
        models.PROTECT,
        related_name="activities",
        verbose_name="面向人群",
        null=True,
        blank=True,
        help_text="不选就是面向所有居民。",
    )
    capacity = models.PositiveIntegerField("名额", null=True, blank=True)
    sign_up_open = models.BooleanField("接受网上报名", default=False)
    sign_up_closes_at = models.DateTimeField(
        "报名截止时间", null=True, blank=True, help_text="不填就是活动开始时截止。"
    )
    attendance = models.PositiveIntegerField("参与人次", null=True, blank=True, help_text="活动结束后填写。")
    walk_ins = models.PositiveIntegerField("没报名直接来的人数", default=0, editable=False)
    description = models.TextField("介绍", blank=True, max_length=2000)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ActivityQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "党群服务活动"
        verbose_name_plural = "党群服务活动"
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="activity_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束时间必须晚于开始时间。",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"]),
            models.Index(fields=["station", "starts_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def where(self) -> str:
        return self.place or self.station.name

    @property
    def sign_up_ends(self) -> datetime:
        """When signing up is over: as set, at the latest when the activity is over."""
        return min(self.sign_up_closes_at or self.starts_at, self.ends_at)

    @property
    def takes_sign_ups(self) -> bool:
        """Whether signing up is open now; the places are not looked at."""
        return self.sign_up_open and not self.cancelled and timezone.now() < self.sign_up_ends
