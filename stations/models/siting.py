"""Answers of the siting page, kept with what was asked, so that a meeting can come back to them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from communities.models import Community
from guicheng.accounts.models import User
from guicheng.accounts.scope import ScopedQuerySet


class SitingRunQuerySet(ScopedQuerySet):
    """Those of the whole street are the street's alone."""


class SitingRun(models.Model):
    """``asked`` and ``answer`` as :mod:`stations.siting.asking` writes them. Never changed once kept."""

    class Goal(models.TextChoices):
        MOST = "most", "增加最多住户"
        FEWEST = "fewest", "最少的站点达到比例"
        WALK = "walk", "平均步行最短"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="siting_runs",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="空的是全街道。",
    )
    goal = models.CharField("目标", max_length=6, choices=Goal.choices)
    asked = models.JSONField("条件")
    answer = models.JSONField("结果")
    made_by = models.ForeignKey(
        User, models.SET_NULL, related_name="siting_runs", verbose_name="谁算的", null=True
    )
    made_at = models.DateTimeField("什么时候", auto_now_add=True)

    objects = SitingRunQuerySet.as_manager()

    class Meta:
        verbose_name = "选址结果"
        verbose_name_plural = "选址结果"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="siting_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_goal_display()}（{self.made_at:%Y-%m-%d %H:%M}）"

    def get_absolute_url(self) -> str:
        return reverse("dashboard-siting-run", args=[self.pk])
