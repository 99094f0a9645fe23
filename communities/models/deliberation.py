from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..dates import Precision, dated
from .community import Community
from .estate import Estate

#: How long one lasts where nobody said when it ends.
USUAL_LENGTH = timedelta(hours=2)
#: Days after it was held within which minutes are written.
MINUTES_DAYS = 14


class DeliberationQuerySet(ScopedQuerySet):
    street_rows_visible = True

    def public(self) -> Self:
        return self.filter(public=True).exclude(status=Deliberation.Status.PLANNED)

    def held(self) -> Self:
        return self.filter(status=Deliberation.Status.HELD)

    def coming(self, now: datetime) -> Self:
        """Not over yet, also those that were cancelled, the next one first."""
        last_start = now - USUAL_LENGTH
        over = Q(ends_at__lte=now) | Q(ends_at__isnull=True, starts_at__lte=last_start)
        rows = self.filter(status__in=(Deliberation.Status.ANNOUNCED, Deliberation.Status.CANCELLED))
        return rows.exclude(over).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Whatever is no longer to come, the latest first."""
        return self.exclude(pk__in=self.coming(now).order_by().values("pk")).order_by("-starts_at", "-pk")

    def unmarked(self, now: datetime) -> Self:
        """Announced, over by the clock, and nobody has said whether it was held."""
        over = Q(ends_at__lte=now) | Q(ends_at__isnull=True, starts_at__lte=now - USUAL_LENGTH)
        return self.filter(over, status=Deliberation.Status.ANNOUNCED)

    def without_minutes(self, now: datetime | None = None) -> Self:
        """Held and nothing written down; with ``now`` only those that are late with it."""
        rows = self.held().filter(minutes="", public_minutes="", source="")
        return rows.filter(starts_at__lte=now - timedelta(days=MINUTES_DAYS)) if now else rows


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
    cancelled_because = models.CharField(
        "取消的原因", max_length=200, blank=True, help_text="会显示给居民，例如：台风预警，改期另行通知。"
    )
    sign_up_open = models.BooleanField("接受网上报名", default=False)
    capacity = models.PositiveIntegerField(
        "座位数",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="网上报名最多收多少人；不填就是不限。",
    )
    public = models.BooleanField("向居民公开", default=True)
    source = models.CharField("资料来源", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

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
            models.CheckConstraint(
                name="deliberation_publishes_written_minutes",
                condition=Q(minutes_published_on__isnull=True) | ~Q(public_minutes=""),
                violation_error_message="纪要已经公开，不能清空；请先撤回公开。",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-starts_at"]),
            models.Index(fields=["status"]),
            models.Index(fields=["-starts_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("deliberation", args=[self.pk])

    def clean(self) -> None:
        if self.estate_id and (self.community_id is None or self.estate.community_id != self.community_id):
            raise ValidationError({"estate": "这个小区不属于所选的社区。"})
        if self.status == self.Status.CANCELLED and not self.cancelled_because:
            raise ValidationError({"cancelled_because": "取消的，请写一句原因，居民会看到。"})
        if self.status == self.Status.HELD and self.starts_at and self.first_day > timezone.localdate():
            raise ValidationError({"status": "还没有到开会的日子，不能标为“已召开”。"})
        if self.status != self.Status.HELD and self.minutes_published_on:
            raise ValidationError({"status": "纪要已经公开，只能是“已召开”。"})

    @property
    def first_day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def has_time(self) -> bool:
        """Whether the hour is known: records of old only tell the day."""
        return self.date_precision == Precision.DAY and timezone.localtime(self.starts_at).time() != time()

    @property
    def when(self) -> str:
        """``2026年3月5日 周四 19:30–21:00``, no more of it than is known."""
        text = dated(self.first_day, self.date_precision)
        if self.date_precision != Precision.DAY:
            return text
        start = timezone.localtime(self.starts_at)
        text = f"{text} 周{'一二三四五六日'[start.weekday()]}"
        if not self.has_time:
            return text
        end = f"–{timezone.localtime(self.ends_at):%H:%M}" if self.ends_at else ""
        return f"{text} {start:%H:%M}{end}"

    @property
    def over_at(self) -> datetime:
        return self.ends_at or self.starts_at + USUAL_LENGTH

    @property
    def held(self) -> bool:
        return self.status == self.Status.HELD

    @property
    def cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_public(self) -> bool:
        return self.public and self.status != self.Status.PLANNED

    @property
    def shows_minutes(self) -> bool:
        return bool(self.held and self.public_minutes and self.minutes_published_on)

    @property
    def by(self) -> str:
        """Who calls for it."""
        return str(self.community) if self.community_id else str(settings.STREET_NAME)
