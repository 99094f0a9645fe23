from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from stations.models import Activity

from .volunteer import Volunteer


class ServiceHoursQuerySet(ScopedQuerySet):
    """Kept by the community that keeps the person's record."""

    community_path = "volunteer__community"


class ServiceHours(models.Model):
    """服务时长: what somebody did for the community on a day, and for how many hours."""

    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="service_hours", verbose_name="人员"
    )
    date = models.DateField("日期")
    hours = models.DecimalField(
        "小时",
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal(24))],
        help_text="可以写半小时，例如 1.5。",
    )
    what = models.CharField("做了什么", max_length=100)
    activity = models.ForeignKey(
        Activity,
        models.SET_NULL,
        related_name="service_hours",
        verbose_name="活动",
        null=True,
        blank=True,
        help_text="在某一场活动里服务的，选上它。",
    )

    objects = ServiceHoursQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "服务时长"
        verbose_name_plural = "服务时长（志愿服务）"
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="service_hours_within_a_day",
                condition=models.Q(hours__gt=0, hours__lte=24),
                violation_error_message="一天的服务时长在 0 到 24 小时之间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.hours} 小时" if self.date else "服务时长"

    def clean(self) -> None:
        if self.date and self.date > date.today():
            raise ValidationError({"date": "这个日期还没有到。"})
