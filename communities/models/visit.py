from __future__ import annotations

from datetime import date

from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..dates import Precision, dated
from .community import Community


class VisitQuerySet(ScopedQuerySet):
    pass


class Visit(models.Model):
    """走访调研: the centre's people go to a community. What they promised there are undertakings."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="visits", verbose_name="社区")
    on = models.DateField("走访日期")
    precision = models.CharField("日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY)
    by = models.CharField("走访单位（人）", max_length=80, help_text="写单位或岗位，例如：街道党群服务中心。")
    topic = models.CharField("走访内容", max_length=120, blank=True)
    found = models.TextField("了解到的情况", blank=True, max_length=4000)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "走访调研"
        verbose_name_plural = "走访调研"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["community", "on"])]

    def __str__(self) -> str:
        return f"{self.when}走访{self.community}"

    @property
    def when(self) -> str:
        return dated(self.on, self.precision)

    @property
    def first_day(self) -> date:
        return self.on
