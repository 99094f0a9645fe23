from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .published import StreetFigures


def _between(least: int, most: int) -> list[Any]:
    said = f"请填 {least:,} 到 {most:,}。"
    return [MinValueValidator(least, said), MaxValueValidator(most, said)]


class QualityLimits(models.Model):
    """Where the improbable and the stale begin: one row, the street's to change; without it what is usual."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    attendance = models.PositiveIntegerField(
        "一天的参与人次",
        default=1000,
        validators=_between(10, 500_000),
        help_text="一场活动，或者一个站点同一天的几场活动合计，超过这么多人次就请核对。",
    )
    places_per_head = models.PositiveIntegerField(
        "一个人负责几处",
        default=10,
        validators=_between(1, 1000),
        help_text="一个人同时负责的楼、巷、街超过这么多处就请核对。",
    )
    entries_per_day = models.PositiveIntegerField(
        "一天的台账",
        default=30,
        validators=_between(1, 1000),
        help_text="一位楼长（巷长、街长）一天记下的台账超过这么多条就请核对。",
    )
    members = models.PositiveIntegerField(
        "组织的成员人数",
        default=1000,
        validators=_between(10, 50_000),
        help_text="一个组织的成员超过这么多人就请核对。",
    )
    households = models.PositiveIntegerField(
        "小区的户数",
        default=8000,
        validators=_between(10, 50_000),
        help_text="一个小区（村、园区）超过这么多户就请核对。",
    )
    stale_days = models.PositiveIntegerField(
        "多少天没有下文",
        default=90,
        validators=_between(1, 3650),
        help_text="跟进中的台账、过了期限的诉求，这么多天还没有下文就算过时。",
    )

    objects = StreetFigures.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "数据质量的界限"
        verbose_name_plural = "数据质量的界限"
        constraints = [models.CheckConstraint(name="quality_limits_are_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "数据质量的界限"

    @classmethod
    def current(cls) -> QualityLimits:
        return cls.objects.filter(pk=1).first() or cls()


class AcceptedRecords(ScopedQuerySet):
    """Those of records without a community are the street's."""


class AcceptedRecord(models.Model):
    """已核实无误: somebody looked at what a check finds wrong with a record, and it is right as it is.

    It holds for the version of the record that was seen: when the record changes the check finds it anew.
    """

    check_key = models.SlugField("检查项目", max_length=40)
    row = models.PositiveBigIntegerField("记录编号")
    version = models.PositiveBigIntegerField("核实时的版本", null=True, editable=False)
    community = models.ForeignKey(
        Community, models.CASCADE, related_name="+", verbose_name="社区", null=True, editable=False
    )
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name="核实人", null=True
    )
    at = models.DateTimeField("核实时间", default=timezone.now)

    objects = AcceptedRecords.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "核实无误的记录"
        verbose_name_plural = "核实无误的记录"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_key", "row"], name="record_accepted_once_a_check")
        ]

    def __str__(self) -> str:
        return f"{self.check_key} {self.row}"
