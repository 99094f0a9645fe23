"""综合评价: schemes as data, one evaluation a scheme and period, one result a head with what it rests on."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q

from communities.models import Community, Place
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .appointment import Appointment

_HUNDRED = [MinValueValidator(0), MaxValueValidator(100)]


class Band(models.TextChoices):
    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASSED = "passed", "合格"
    WEAK = "weak", "待改进"


class StreetsList(ScopedQuerySet):
    """What the street sets for all; staff of communities read it."""

    community_path = None


class EvaluationScheme(models.Model):
    """How heads are evaluated: what counts, how much, and which points make which band."""

    class Period(models.TextChoices):
        QUARTER = "quarter", "季度"
        YEAR = "year", "年度"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_USE = "in_use", "使用中"
        RETIRED = "retired", "停用"

    #: The field that says whether heads of a kind of place are evaluated.
    KINDS = {Place.Kind.BUILDING: "buildings", Place.Kind.LANE: "lanes", Place.Kind.STREET: "streets"}

    name = models.CharField("名称", max_length=40, unique=True)
    period = models.CharField("周期", max_length=10, choices=Period.choices, default=Period.QUARTER)
    status = models.CharField(
        "状态",
        max_length=10,
        choices=Status.choices,
        default=Status.DRAFT,
        help_text="改成“使用中”才能开展评价：至少一项标准，权重合计 100。",
    )
    buildings = models.BooleanField("评价楼长", default=True)
    lanes = models.BooleanField("评价巷长", default=True)
    streets = models.BooleanField("评价街长", default=True)
    excellent_from = models.PositiveSmallIntegerField("优秀，从多少分起", default=85, validators=_HUNDRED)
    good_from = models.PositiveSmallIntegerField("良好，从多少分起", default=70, validators=_HUNDRED)
    passed_from = models.PositiveSmallIntegerField("合格，从多少分起", default=55, validators=_HUNDRED)
    least_contacts = models.PositiveSmallIntegerField(
        "评为优秀至少联系几次",
        default=3,
        help_text="按整期计，任职不满一期的按天数折算。0 就是没有这条要求。",
    )
    least_days = models.PositiveSmallIntegerField(
        "在任至少多少天才评价", default=30, help_text="这一期里在任天数少于它的，本期不评。"
    )
    least_weight = models.PositiveSmallIntegerField(
        "有数据的权重至少多少",
        default=50,
        validators=_HUNDRED,
        help_text="没有数据的项不计，由其他项分担；有数据的不到这么多，就不计算得分，由社区核实后评定。",
    )
    few_contacts = models.PositiveSmallIntegerField(
        "联系少于几次算“数量少”", default=3, help_text="数量少的结果都注明“仅供参考”。"
    )
    few_households = models.PositiveSmallIntegerField("少于几户算“数量少”", default=10)
    grace_days = models.PositiveSmallIntegerField(
        "期末后几天内办结也算",
        default=15,
        help_text="免得期末几天的事影响办结率。",
        validators=[MaxValueValidator(90)],
    )
    note = models.TextField("说明", blank=True, max_length=1000)

    objects = StreetsList.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "评价方案"
        verbose_name_plural = "评价方案"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_bands_in_order",
                condition=Q(excellent_from__gt=F("good_from"), good_from__gt=F("passed_from")),
                violation_error_message="等次的分数要从高到低：优秀高于良好，良好高于合格。",
            ),
            models.CheckConstraint(
                name="evaluation_of_somebody",
                condition=Q(buildings=True) | Q(lanes=True) | Q(streets=True),
                violation_error_message="请至少选一种：楼长、巷长或者街长。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_kinds(self) -> list[str]:
        return [kind.value for kind, column in self.KINDS.items() if getattr(self, column)]


class Criterion(models.Model):
    """One thing that counts. Points run straight from 0 at ``zero_at`` to 100 at ``full_at``."""

    scheme = models.ForeignKey(
        EvaluationScheme, models.CASCADE, related_name="criteria", verbose_name="评价方案"
    )
    name = models.CharField("标准", max_length=30)
    measure = models.CharField("怎么算", max_length=30)
    weight = models.PositiveSmallIntegerField(
        "权重", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    zero_at = models.DecimalField("0 分", max_digits=8, decimal_places=2, default=0)
    full_at = models.DecimalField("满分", max_digits=8, decimal_places=2, default=100)
    order = models.PositiveSmallIntegerField("顺序", default=10)

    objects = StreetsList.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "评价标准"
        verbose_name_plural = "评价标准"
        ordering = ["scheme", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="criterion_once_a_scheme",
                violation_error_message="这个方案里已经有同名的标准。",
            ),
            models.CheckConstraint(
                name="criterion_points_have_a_span",
                condition=~Q(zero_at=F("full_at")),
                violation_error_message="“0 分”和“满分”不能是同一个数。",
            ),
            models.CheckConstraint(
                name="criterion_weighs",
                condition=Q(weight__range=(1, 100)),
                violation_error_message="权重是 1 到 100。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Evaluation(models.Model):
    """A scheme applied to a period. ``snapshot`` is the scheme as it was: results are explained by it."""

    scheme = models.ForeignKey(
        EvaluationScheme, models.PROTECT, related_name="evaluations", verbose_name="评价方案"
    )
    first = models.DateField("从")
    last = models.DateField("到")
    label = models.CharField("哪一期", max_length=20)
    snapshot = models.JSONField("当时的方案", default=dict, editable=False)
    computed_at = models.DateTimeField("计算时间", null=True, blank=True, editable=False)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="由谁计算",
        null=True,
        blank=True,
        editable=False,
    )

    objects = StreetsList.as_manager()
    history = records_history(excluded=["snapshot"])

    class Meta:
        verbose_name = "评价（每期一次）"
        verbose_name_plural = "评价（每期一次）"
        ordering = ["-first", "scheme"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "first"],
                name="evaluation_once_a_period",
                violation_error_message="这一期已经评价过。请打开它重新计算。",
            ),
            models.CheckConstraint(name="evaluation_period_in_order", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.snapshot.get('name', '') or self.scheme}"

    @property
    def period(self) -> str:
        """quarter or year, as the scheme said when it was applied."""
        return self.snapshot.get("period") or self.scheme.period


class HeadResultQuerySet(ScopedQuerySet):
    """Staff read those of their community; a head only reads the own published ones (``of_person``)."""

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def waiting(self) -> Self:
        return self.filter(published_at__isnull=True)

    def of_person(self, person: int | OuterRef) -> Self:
        return self.filter(appointment__volunteer_id=person)


class HeadResult(models.Model):
    """One head in one evaluation.

    ``basis``: households, days served, which sources had data. ``evidence``: of each source the records that
    counted, with the dates and states that were counted and a keyed digest, but no texts. ``lines``: each
    criterion's raw value, points and weight. ``marks``: points given by hand, by criterion.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="results", verbose_name="评价", editable=False
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="results", verbose_name="楼长（巷长、街长）", editable=False
    )
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="results", verbose_name="社区", editable=False
    )
    basis = models.JSONField("依据", default=dict, editable=False)
    evidence = models.JSONField("记录", default=dict, editable=False)
    lines = models.JSONField("各项", default=list, editable=False)
    marks = models.JSONField("社区评分", default=dict, blank=True, editable=False)
    computed = models.DecimalField(
        "计算得分", max_digits=4, decimal_places=1, null=True, blank=True, editable=False
    )
    adjusted = models.DecimalField(
        "调整为",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=_HUNDRED,
        help_text="不调整就空着。0 到 100 分，要写明理由。",
    )
    adjusted_reason = models.CharField("调整的理由", max_length=200, blank=True)
    adjusted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="由谁调整",
        null=True,
        blank=True,
        editable=False,
    )
    band = models.CharField("等次", max_length=10, choices=Band.choices, blank=True, editable=False)
    few = models.BooleanField("数量少，仅供参考", default=False, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤回的原因", max_length=200, blank=True, editable=False)
    comment = models.CharField("本人的话", max_length=500, blank=True, editable=False)
    commented_at = models.DateTimeField("本人说的时间", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = HeadResultQuerySet.as_manager()
    history = records_history(excluded=["evidence", "basis", "comment"])

    class Meta:
        verbose_name = "评价结果"
        verbose_name_plural = "评价结果"
        # By place, never by points: no list here is a ranking.
        ordering = [
            "-evaluation__first",
            "community__code",
            "appointment__place__estate__name",
            "appointment__place__name",
            "pk",
        ]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "appointment"], name="result_once_a_term"),
            models.CheckConstraint(
                name="result_adjusted_with_a_reason",
                condition=Q(adjusted__isnull=True) | ~Q(adjusted_reason=""),
                violation_error_message="调整了得分，请写明理由。",
            ),
            models.CheckConstraint(
                name="result_points_in_range",
                condition=(Q(computed__isnull=True) | Q(computed__range=(0, 100)))
                & (Q(adjusted__isnull=True) | Q(adjusted__range=(0, 100))),
                violation_error_message="得分在 0 到 100 之间。",
            ),
            models.CheckConstraint(
                name="result_published_with_a_band",
                condition=Q(published_at__isnull=True) | ~Q(band=""),
                violation_error_message="还没有等次的结果不能发布。",
            ),
        ]
        indexes = [models.Index(fields=["community", "published_at"])]

    def __str__(self) -> str:
        return f"{self.appointment}" if self.appointment_id else "评价结果"

    @property
    def score(self) -> Any:  # noqa: ANN401
        """Points that hold: adjusted where they were, else computed; None without."""
        return self.computed if self.adjusted is None else self.adjusted

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def clean(self) -> None:
        if self.adjusted is not None and not self.adjusted_reason.strip():
            raise ValidationError({"adjusted_reason": "调整了得分，请写明理由。"})
        if self.adjusted is None and self.adjusted_reason.strip():
            raise ValidationError({"adjusted": "写了理由，还要写调整为多少分。"})

    @property
    def served_from(self) -> date | None:
        return date.fromisoformat(self.basis["from"]) if "from" in self.basis else None

    @property
    def served_to(self) -> date | None:
        return date.fromisoformat(self.basis["to"]) if "to" in self.basis else None
