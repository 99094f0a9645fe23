"""Months as they were reported: figures kept, whatever happens to the records later."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..briefs.spans import MONTH, span_around


class FrozenMonths(ScopedQuerySet):
    """The street's: all who work inside read which months are frozen, the street freezes them."""

    community_path = None


class FrozenMonth(models.Model):
    """One time that a month was frozen. Unfrozen it stays, with the reason and what was reported then."""

    month = models.DateField("月份", help_text="这个月的第一天。")
    frozen_at = models.DateTimeField("冻结时间", default=timezone.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name="冻结人", null=True
    )
    unfrozen_at = models.DateTimeField("解冻时间", null=True, blank=True)
    unfrozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="解冻人",
        null=True,
        blank=True,
    )
    unfreeze_reason = models.CharField("解冻原因", max_length=200, blank=True)

    objects = FrozenMonths.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "冻结的月份"
        verbose_name_plural = "冻结的月份"
        ordering = ["-month", "-frozen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=Q(unfrozen_at__isnull=True), name="month_frozen_once"
            ),
            models.CheckConstraint(
                name="month_unfrozen_with_a_reason",
                condition=Q(unfrozen_at__isnull=True) | ~Q(unfreeze_reason=""),
                violation_error_message="解冻请写清原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def last(self) -> date:
        return span_around(MONTH, self.month).last


class FrozenFigures(ScopedQuerySet):
    """Those without a community are the whole street's and not for staff of a community."""


class FrozenFigure(models.Model):
    """A figure as reported; never changed. Without a value there was nothing to count, which is not 0."""

    frozen = models.ForeignKey(FrozenMonth, models.CASCADE, related_name="figures", verbose_name="冻结的月份")
    key = models.SlugField("指标代号", max_length=60)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="+", verbose_name="社区", null=True, blank=True
    )
    value = models.DecimalField("数值", max_digits=16, decimal_places=2, null=True, blank=True)

    objects = FrozenFigures.as_manager()

    class Meta:
        verbose_name = "冻结的数"
        verbose_name_plural = "冻结的数"
        ordering = ["pk"]
        constraints = [
            # Two, since an empty community is equal to no other one.
            models.UniqueConstraint(
                fields=["frozen", "key"],
                condition=Q(community__isnull=True),
                name="figure_of_the_street_frozen_once",
            ),
            models.UniqueConstraint(
                fields=["frozen", "community", "key"], name="figure_of_a_community_frozen_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frozen} {self.key}"


class FigureExplanations(ScopedQuerySet):
    community_path = "figure__community"


class FigureExplanation(models.Model):
    """Why a figure as reported is not what the records say today, in somebody's words."""

    figure = models.OneToOneField(
        FrozenFigure, models.CASCADE, related_name="explanation", verbose_name="冻结的数"
    )
    text = models.CharField("说明", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name="说明人", null=True
    )
    at = models.DateTimeField("说明时间", default=timezone.now)

    objects = FigureExplanations.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "差异说明"
        verbose_name_plural = "差异说明"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]
