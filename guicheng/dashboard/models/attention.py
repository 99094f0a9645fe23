from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..indicators import Good, Indicator, UnknownIndicator, indicator_of, is_flow, said_unknown

#: Days that a rule may look back.
LONGEST = 731


class AttentionRules(ScopedQuerySet):
    """The street's own: read by all who work inside, changed by the street."""

    community_path = None


class AttentionRule(models.Model):
    """When a figure of a community needs attention: a line of data, judged by ``attention.judging``."""

    class Kind(models.TextChoices):
        LATE = "late", "超期（没有达到要求）"
        EMPTY = "empty", "空白"
        FALLING = "falling", "下滑"
        IMPROBABLE = "improbable", "不合常理"

    #: Those that hold a figure against an earlier one.
    BACKWARD = (Kind.FALLING, Kind.IMPROBABLE)

    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    key = models.SlugField("指标", max_length=60)
    threshold = models.DecimalField(
        "界限",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"), "界限要大于 0。")],
        help_text="超期：越多越好的指标低于它、越少越好的指标达到它，就提醒。"
        "下滑：变差了百分之几（百分比类的指标是几个百分点）。"
        "不合常理：是以前的几倍（百分比类的指标是变动几个百分点）。空白不填。",
    )
    span = models.PositiveSmallIntegerField(
        "看多少天",
        default=0,
        validators=[MaxValueValidator(LONGEST, f"最多看 {LONGEST} 天。")],
        help_text="活动、台账、诉求这类不断新增的指标，看最近这么多天新增的数，与再往前同样多的天数比；"
        "其他指标与这么多天以前比。超期和空白可以填 0，只看当天。",
    )
    base = models.PositiveIntegerField(
        "至少多少才比",
        default=0,
        help_text="以前和现在都少于这个数的不提醒：数太小，变化多半是碰巧。百分比类的指标看总数有多少条记录。",
    )
    sentence = models.CharField(
        "提示语", max_length=120, help_text="请谁做什么，例如：请社区核对活动是否漏登。"
    )
    order = models.PositiveSmallIntegerField("顺序", default=10, help_text="小的排在前面。")
    active = models.BooleanField("启用", default=True)

    objects = AttentionRules.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "关注规则"
        verbose_name_plural = "关注规则"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attention_rule_has_its_threshold",
                condition=Q(kind="empty", threshold__isnull=True)
                | (~Q(kind="empty") & Q(threshold__isnull=False, threshold__gt=0)),
                violation_error_message="“空白”不填界限，其他种类要填大于 0 的界限。",
            ),
            models.CheckConstraint(
                name="attention_rule_looks_back",
                condition=~Q(kind__in=["falling", "improbable"]) | Q(span__gt=0),
                violation_error_message="“下滑”和“不合常理”要与以前比，请填看多少天。",
            ),
        ]

    def __str__(self) -> str:
        return self.says

    def clean(self) -> None:
        try:
            indicator = indicator_of(self.key)
        except UnknownIndicator as exc:
            raise ValidationError({"key": said_unknown(self.key)}) from exc
        if self.span and not indicator.has_past:
            said = f"“{indicator.label}”只知道今天的情况，不能和过去比；请换一个指标，或把天数改为 0。"
            raise ValidationError({"key": said})
        if self.kind == self.Kind.LATE and indicator.good is Good.NEITHER:
            raise ValidationError({"key": f"“{indicator.label}”多少都可以，没有要求，不能用“超期”。"})

    @property
    def indicator(self) -> Indicator | None:
        """None for a key that has gone since the rule was written."""
        try:
            return indicator_of(self.key)
        except UnknownIndicator:
            return None

    @property
    def is_flow(self) -> bool:
        """Whether it is about what was added in a span, not about how something stands."""
        return bool(self.span and self.indicator and is_flow(self.indicator))

    @property
    def says(self) -> str:
        """The rule in words: ``开展各类党群服务活动：近 30 天没有新增``."""
        indicator = self.indicator
        if indicator is None:
            return f"{self.key}：没有这个指标，不起作用"
        limit = f"{self.threshold.normalize():f}" if self.threshold is not None else ""
        shares, down = indicator.unit == "%", indicator.good is Good.DOWN
        much = f"{limit} 个百分点以上" if shares else f"{limit}% 以上"
        unit = "%" if shares else f" {indicator.unit}"
        late = f"{limit}{unit}以上" if down else f"低于 {limit}{unit}"
        jumped = f"比{self.before}变动 {much}" if shares else f"是{self.before}的 {limit} 倍以上"
        words = {
            self.Kind.LATE: late,
            self.Kind.EMPTY: "没有新增" if self.is_flow else "是 0，或者没有可以算的记录",
            self.Kind.FALLING: f"比{self.before}{'多' if down else '少'} {much}",
            self.Kind.IMPROBABLE: jumped,
        }[self.Kind(self.kind)]
        recent = f"近 {self.span} 天" if self.is_flow else ""
        stands = self.span and not self.is_flow and self.kind not in self.BACKWARD
        return f"{indicator.label}：{recent}{words}{f'，已经 {self.span} 天' if stands else ''}"

    @property
    def before(self) -> str:
        """What it is held against."""
        return f"前 {self.span} 天" if self.is_flow else f" {self.span} 天以前"
