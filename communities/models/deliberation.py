from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..dates import Precision, dated
from .community import Community
from .estate import Estate


class DeliberationQuerySet(ScopedQuerySet):
    street_rows_visible = True

    def public(self) -> Self:
        return self.filter(public=True).exclude(status=Deliberation.Status.PLANNED)

    def held(self) -> Self:
        return self.filter(status=Deliberation.Status.HELD)


class Deliberation(models.Model):
    """城市论坛, 多方联席会议 and their like: many sides sit down over one matter, and settle something.

    A community's, or (without one) the street's. What was settled are its undertakings.
    """

    class Kind(models.TextChoices):
        FORUM = "forum", "城市论坛"
        JOINT = "joint", "多方联席会议"
        EXCHANGE = "exchange", "创熟交流会"
        TEA = "tea", "乡贤茶话会"
        RENOVATION = "renovation", "改造座谈会"
        RESIDENTS = "residents", "居民议事会"

    class Status(models.TextChoices):
        PLANNED = "planned", "筹备中（不公开）"
        ANNOUNCED = "announced", "已预告"
        HELD = "held", "已召开"
        CANCELLED = "cancelled", "已取消"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="deliberations",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="不选社区就是街道组织的。",
    )
    estate = models.ForeignKey(
        Estate,
        models.PROTECT,
        related_name="deliberations",
        verbose_name="小区（村、园区）",
        null=True,
        blank=True,
    )
    kind = models.CharField("形式", max_length=12, choices=Kind.choices, default=Kind.FORUM)
    topic = models.CharField("议题", max_length=80)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.PLANNED)
    starts_at = models.DateTimeField("开始时间")
    date_precision = models.CharField(
        "时间精确到", max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    where = models.CharField("地点", max_length=80, blank=True)
    agenda = models.TextField("议程", blank=True, max_length=4000)
    minutes = models.TextField("会议记录（内部）", blank=True, max_length=20000)
    public_minutes = models.TextField(
        "公开的纪要",
        blank=True,
        max_length=8000,
        help_text="会显示给居民。人名只写姓氏和身份，例如：陈楼长、物业李经理。",
    )
    minutes_published_on = models.DateField("纪要公开日期", null=True, blank=True)
    attendance = models.PositiveIntegerField("到场人数", null=True, blank=True)
    public = models.BooleanField("向居民公开", default=True)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = DeliberationQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "议事协商"
        verbose_name_plural = "议事协商"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="deliberation_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束时间必须晚于开始时间。",
            ),
        ]
        indexes = [models.Index(fields=["community", "-starts_at"]), models.Index(fields=["status"])]

    def __str__(self) -> str:
        return self.topic

    def clean(self) -> None:
        if self.estate_id and (self.community_id is None or self.estate.community_id != self.community_id):
            raise ValidationError({"estate": "这个小区不属于所选的社区。"})

    @property
    def first_day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def when(self) -> str:
        return dated(self.first_day, self.date_precision)

    @property
    def shows_minutes(self) -> bool:
        return bool(self.public_minutes and self.minutes_published_on)
