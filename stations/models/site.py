"""Where a station might be opened: points that staff add beside the estates and the planned stations."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models

from communities.models import Community, WithPoint
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet


class CandidateSiteQuerySet(ScopedQuerySet):
    """Only for who works inside: where a station may come is nobody's to read before it is decided."""


class CandidateSite(WithPoint):
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="candidate_sites", verbose_name="社区"
    )
    name = models.CharField("名称", max_length=60, help_text="例如：文化路旧供销社。")
    cost = models.DecimalField(
        "预计投入（万元）",
        max_digits=8,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MaxValueValidator(10_000)],
        help_text="不知道就空着。选址时可以限定总投入。",
    )
    excluded = models.BooleanField("不考虑", default=False, help_text="勾选以后选址不再考虑这里。")
    note = models.CharField("说明", max_length=200, blank=True, help_text="例如：产权、面积、能用的时间。")

    objects = CandidateSiteQuerySet.as_manager()
    history = records_history()

    class Meta(WithPoint.Meta):
        verbose_name = "候选地点"
        verbose_name_plural = "候选地点"
        ordering = ["community__code", "name"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "name"],
                name="site_name_once_a_community",
                violation_error_message="这个社区已经有同名的候选地点。",
            ),
            models.CheckConstraint(
                name="site_cost_not_negative",
                condition=models.Q(cost__isnull=True) | models.Q(cost__gte=0),
                violation_error_message="预计投入不能是负数。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
