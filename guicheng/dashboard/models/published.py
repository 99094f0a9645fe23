from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models

from communities.dates import Precision, dated
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..indicators import UnknownIndicator, indicator_of


class StreetFigures(ScopedQuerySet):
    """The street's own: read by all who work inside, changed by the street."""

    community_path = None

    def public(self) -> Self:
        return self.all()


class PublishedFigure(models.Model):
    """What was published, or promised, for the whole street: with its date, its words and its source."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "已公布"
        TARGET = "target", "目标"

    class Qualifier(models.TextChoices):
        EXACT = "exact", "等于"
        OVER = "over", "超过"
        AT_LEAST = "at_least", "不少于"

    key = models.SlugField("指标代号", max_length=60, help_text="与看板上的一致，例如 building_heads。")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices, default=Kind.PUBLISHED)
    qualifier = models.CharField("关系", max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    as_of = models.DateField("截至（完成期限）", help_text="目标填应当达到的日期。")
    start_on = models.DateField(
        "从哪天算起",
        null=True,
        blank=True,
        help_text="目标才填：从这天到期限，按天数算出现在应到多少。不填就从期限那年 1 月 1 日算起。",
    )
    precision = models.CharField("日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY)
    quote = models.CharField("原话", max_length=200, blank=True)
    source = models.CharField("来源", max_length=200)

    objects = StreetFigures.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "公布数和目标"
        verbose_name_plural = "公布数和目标"
        ordering = ["key", "kind", "-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "kind", "as_of"],
                name="figure_published_once_a_day",
                violation_error_message="这个指标在这一天已经有一个公布数（目标）。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.words}"

    def clean(self) -> None:
        if self.start_on and self.as_of and self.start_on >= self.as_of:
            raise ValidationError({"start_on": "起始日期要早于完成期限。"})
        try:
            indicator_of(self.key)
        except UnknownIndicator as exc:
            raise ValidationError({"key": "没有这个代号的指标，请看“数据看板－指标说明”。"}) from exc

    @property
    def label(self) -> str:
        try:
            return indicator_of(self.key).label
        except UnknownIndicator:
            return self.key

    @property
    def when(self) -> str:
        return dated(self.as_of, self.precision)

    @property
    def words(self) -> str:
        """``超过 1000``: the number with its qualifier, as it was said."""
        mark = "" if self.qualifier == self.Qualifier.EXACT else f"{self.get_qualifier_display()} "
        return f"{mark}{self.value.normalize():f}"

    def agrees(self, live: Decimal | None) -> bool:
        """Whether a live figure is what was published, or reaches what was promised."""
        if live is None:
            return False
        if self.qualifier == self.Qualifier.OVER:
            return live > self.value
        if self.qualifier == self.Qualifier.AT_LEAST or self.kind == self.Kind.TARGET:
            return live >= self.value
        return live == self.value
