from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..dates import Precision, dated
from .estate import Estate


class EstateEventQuerySet(ScopedQuerySet):
    community_path = "estate__community"

    def public(self) -> Self:
        return self.filter(public=True)


class EstateEvent(models.Model):
    """A turning point of an estate that no other record holds: nothing is written down twice."""

    class Kind(models.TextChoices):
        PROPERTY = "property", "选聘物业"
        ELECTION = "election", "换届"
        RENEWAL = "renewal", "改造"
        HANDOVER = "handover", "交付"
        OTHER = "other", "其他"

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="events", verbose_name="小区（村、园区）")
    kind = models.CharField("类型", max_length=10, choices=Kind.choices, default=Kind.OTHER)
    on = models.DateField("日期")
    precision = models.CharField("日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY)
    title = models.CharField("事件", max_length=80, help_text="不写个人全名。")
    text = models.TextField("经过", blank=True, max_length=2000)
    public = models.BooleanField("向居民公开", default=True)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = EstateEventQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "小区大事"
        verbose_name_plural = "小区大事"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["estate", "-on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "on", "title"],
                name="estate_event_once_a_day",
                violation_error_message="这个小区这一天已经登记过同样的事。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": "日期还没有到，发生以后再登记。"})

    @property
    def when(self) -> str:
        return dated(self.on, self.precision)
