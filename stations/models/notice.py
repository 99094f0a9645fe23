from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .station import Station


class NoticeQuerySet(ScopedQuerySet):
    street_rows_visible = True

    def public(self) -> Self:
        return self.filter(Q(station__isnull=True) | Q(station__status__in=Station.PUBLIC_STATUSES))

    def in_force(self, now: datetime) -> Self:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now)


class Notice(models.Model):
    """A notice of the street (no community), of a community, or of one station of it."""

    community = models.ForeignKey(
        Community,
        models.CASCADE,
        related_name="notices",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="不选社区就是全街道的公告。",
    )
    station = models.ForeignKey(
        Station,
        models.CASCADE,
        related_name="notices",
        verbose_name="站点",
        null=True,
        blank=True,
        help_text="只关于一个站点时选择。",
    )
    title = models.CharField("标题", max_length=60)
    body = models.TextField("内容", blank=True, max_length=2000)
    closes = models.BooleanField(
        "临时停止服务", default=False, help_text="勾选后，公告有效期内相关站点显示为“临时停止服务”。"
    )
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间", null=True, blank=True, help_text="不填就一直有效。")

    objects = NoticeQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "公告"
        verbose_name_plural = "公告"
        ordering = ["-closes", "-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束时间必须晚于开始时间。",
            ),
            models.CheckConstraint(
                name="notice_of_a_station_names_its_community",
                condition=Q(station__isnull=True) | Q(community__isnull=False),
                violation_error_message="选了站点，也要选它所在的社区。",
            ),
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        if self.station_id:
            if self.community_id is None:
                self.community_id = self.station.community_id
            elif self.station.community_id != self.community_id:
                raise ValidationError({"station": "这个站点不属于所选的社区。"})

    @property
    def scope_label(self) -> str:
        if self.station_id:
            return str(self.station)
        return str(self.community) if self.community_id else "全街道"
