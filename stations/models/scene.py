"""特色服务场景: what a station does for one group of people, and when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .service import Audience, Service
from .station import Station


class SceneQuerySet(ScopedQuerySet):
    community_path = "station__community"

    def public(self) -> Self:
        return self.filter(public=True, audience__active=True, station__status__in=Station.PUBLIC_STATUSES)

    def current(self, today: date) -> Self:
        """Not over: going on, or about to begin."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))


class Scene(models.Model):
    """One scene: for whom, where, with which services, when."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "每周一"
        TUESDAY = 1, "每周二"
        WEDNESDAY = 2, "每周三"
        THURSDAY = 3, "每周四"
        FRIDAY = 4, "每周五"
        SATURDAY = 5, "每周六"
        SUNDAY = 6, "每周日"

    title = models.CharField("名称", max_length=40)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="scenes", verbose_name="服务人群")
    station = models.ForeignKey(Station, models.PROTECT, related_name="scenes", verbose_name="站点")
    services = models.ManyToManyField(Service, related_name="scenes", verbose_name="服务事项", blank=True)
    schedule = models.CharField("什么时候", max_length=80, help_text="例如：上学日放学后，寒暑假全天。")
    weekday = models.PositiveSmallIntegerField(
        "每周哪天", choices=Weekday.choices, null=True, blank=True, help_text="固定在一天的才选。"
    )
    starts = models.TimeField("开始", null=True, blank=True)
    ends = models.TimeField("结束", null=True, blank=True)
    description = models.TextField("介绍", max_length=1000, blank=True)
    public = models.BooleanField("向居民公开", default=True)
    since = models.DateField("从哪天起", null=True, blank=True)
    until = models.DateField("到哪天止", null=True, blank=True, help_text="不填就是长期。")
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = SceneQuerySet.as_manager()
    history = records_history(m2m=[services])

    class Meta:
        verbose_name = "特色服务场景"
        verbose_name_plural = "特色服务场景"
        ordering = ["audience__order", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "title"],
                name="scene_title_once_a_station",
                violation_error_message="这个站点已经有同名的场景。",
            ),
            models.CheckConstraint(
                name="scene_ends_after_it_starts",
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gt=F("starts")),
                violation_error_message="结束时间必须晚于开始时间。",
            ),
            models.CheckConstraint(
                name="scene_until_not_before_since",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="“到哪天止”不能早于“从哪天起”。",
            ),
        ]
        indexes = [models.Index(fields=["audience", "public"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("scene", args=[self.pk])

    def clean(self) -> None:
        if self.ends and not self.starts:
            raise ValidationError({"starts": "填了结束时间，也要填开始时间。"})
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "结束时间必须晚于开始时间。"})
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "“到哪天止”不能早于“从哪天起”。"})

    def retire(self, today: date) -> None:
        """Ends today and is shown no longer."""
        self.until = max(self.since, today) if self.since else today
        self.public = False

    @property
    def when(self) -> str:
        """The fixed day and time where there is one, "" else: 每周三 9:30–11:00."""
        day = self.get_weekday_display() if self.weekday is not None else ""
        if self.starts is None:
            return day
        hours = f"{self.starts:%H:%M}–{self.ends:%H:%M}" if self.ends else f"{self.starts:%H:%M} 开始"
        return f"{day} {hours}".strip()

    def is_over(self, today: date) -> bool:
        return self.until is not None and self.until < today

    def is_coming(self, today: date) -> bool:
        return self.since is not None and self.since > today
