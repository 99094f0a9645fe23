from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import AnyUser, ScopedQuerySet

from ..dates import Precision, dated, last_possible
from .community import Community
from .study import StreetQuerySet


class FamiliarStatusQuerySet(ScopedQuerySet):
    def editable_by(self, user: AnyUser) -> Self:
        """A community records its own steps; whether it is certified the street records."""
        rows = super().editable_by(user)
        if user.is_authenticated and not user.sees_every_community:
            rows = rows.exclude(status__in=FamiliarStatus.STREETS)
        return rows

    def until(self, day: date | None) -> Self:
        return self.filter(on__lte=day) if day else self

    def current(self, day: date | None = None) -> Self:
        """The row that holds for each community: the last one, or the last one up to ``day``."""
        last = FamiliarStatus.objects.until(day).filter(community=OuterRef("community"))
        return self.filter(pk=Subquery(last.order_by("-on", "-pk").values("pk")[:1]))

    def certificates(self, day: date) -> Self:
        """Rows of 达标 that hold on ``day``, one a community: neither run out nor overtaken.

        A certificate under re-evaluation (到期复评) holds until its last day.
        """
        deciding = FamiliarStatus.objects.until(day).filter(community=OuterRef("community"))
        last = deciding.exclude(status=FamiliarStatus.Status.RECHECK).order_by("-on", "-pk")
        valid = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
        return self.filter(valid, pk=Subquery(last.values("pk")[:1]), status=FamiliarStatus.Status.CERTIFIED)

    def expiring(self, today: date) -> Self:
        """Certificates that end within the setting's days, and those that ended with nothing after them."""
        last = today + timedelta(days=settings.FAMILIAR_EXPIRING_DAYS)
        return self.current().filter(status=FamiliarStatus.Status.CERTIFIED, expires_on__lte=last)

    def unassessed(self, today: date) -> Self:
        """Communities at work on it (创建中) that have not handed in this year's self-assessment."""
        handed_in = SelfAssessment.objects.filter(year=today.year, submitted_on__isnull=False)
        rows = self.current().filter(status=FamiliarStatus.Status.BUILDING)
        return rows.exclude(community__in=handed_in.values("community"))


class FamiliarStatus(models.Model):
    """One step of a community on its way to 熟人社区. The last row holds; earlier ones are history."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "未启动"
        STARTED = "started", "已启动"
        BUILDING = "building", "创建中"
        SELF_ASSESSED = "self_assessed", "自评"
        INSPECTION = "inspection", "待验收"
        CERTIFIED = "certified", "达标"
        RECHECK = "recheck", "到期复评"
        FAILED = "failed", "未通过"

    #: What the street alone records.
    STREETS = (Status.CERTIFIED, Status.RECHECK, Status.FAILED)

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="familiar_statuses", verbose_name="社区"
    )
    status = models.CharField("状态", max_length=13, choices=Status.choices)
    on = models.DateField("日期")
    precision = models.CharField("日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY)
    expires_on = models.DateField(
        "有效期至", null=True, blank=True, help_text="只有“达标”可以填；没有期限的不填。"
    )
    by = models.CharField("认定（登记）单位", max_length=60, blank=True, help_text="例如：南海区民政局。")
    document = models.CharField("文件", max_length=120, blank=True, help_text="文件名称或文号。")
    note = models.TextField("说明", blank=True, max_length=2000)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = FamiliarStatusQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "创熟状态"
        verbose_name_plural = "创熟状态"
        ordering = ["community__code", "-on", "-pk"]
        indexes = [models.Index(fields=["community", "-on", "-id"]), models.Index(fields=["status", "on"])]
        constraints = [
            models.CheckConstraint(
                name="familiar_expires_after_start",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("on")),
                violation_error_message="有效期不能早于达标的日期，也不能是同一天。",
            ),
            models.CheckConstraint(
                name="familiar_only_certificates_expire",
                condition=Q(expires_on__isnull=True) | Q(status="certified"),
                violation_error_message="只有“达标”可以填有效期。",
            ),
            models.UniqueConstraint(
                fields=["community", "status", "on"],
                name="familiar_status_once_a_day",
                violation_error_message="这个社区这一天已经登记过同样的状态。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.get_status_display()}（{self.when}）"

    def clean(self) -> None:
        errors = {}
        if self.on and self.on > timezone.localdate():
            errors["on"] = "日期还没有到，到了那一天再登记。"
        if self.on and self.expires_on and self.expires_on <= last_possible(self.on, self.precision):
            errors["expires_on"] = f"有效期必须晚于达标的日期（{self.when}）。"
        if errors:
            raise ValidationError(errors)

    @property
    def when(self) -> str:
        return dated(self.on, self.precision)


class FamiliarCriterion(models.Model):
    """What a community is measured by on its way; the street's list."""

    name = models.CharField("标准", max_length=60, unique=True)
    explanation = models.CharField("怎样算做到", max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(
        "分值", default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    order = models.PositiveSmallIntegerField("顺序", default=10)
    active = models.BooleanField("使用中", default=True)

    objects = StreetQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "创熟标准"
        verbose_name_plural = "创熟标准"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="familiar_criterion_weight_1_to_100",
                condition=Q(weight__gte=1, weight__lte=100),
                violation_error_message="分值在 1 到 100 之间。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def retire(self, today: date) -> None:
        self.active = False


class SelfAssessmentQuerySet(ScopedQuerySet):
    def editable_by(self, user: AnyUser) -> Self:
        """What was handed in lies with the street, which may give it back."""
        rows = super().editable_by(user)
        if user.is_authenticated and not user.sees_every_community:
            rows = rows.filter(submitted_on__isnull=True)
        return rows

    def submitted(self) -> Self:
        return self.filter(submitted_on__isnull=False)

    def with_score(self) -> Self:
        """``score``: points reached of 100, by the weights that held when the lines were made."""
        reached = models.Case(
            models.When(lines__met=AssessmentLine.Met.YES, then=F("lines__weight") * 2),
            models.When(lines__met=AssessmentLine.Met.PARTLY, then=F("lines__weight")),
            default=0,
            output_field=models.IntegerField(),
        )
        points, most = models.Sum(reached), models.Sum("lines__weight")
        return self.annotate(
            score=models.ExpressionWrapper(points * 50.0 / most, output_field=models.FloatField()),
            unanswered=models.Count("lines", filter=Q(lines__met="")),
        )


class SelfAssessment(models.Model):
    """What a community says of itself in a year, criterion by criterion."""

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="self_assessments", verbose_name="社区"
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    submitted_on = models.DateField("提交日期", null=True, blank=True, editable=False)
    note = models.TextField("说明", blank=True, max_length=2000)

    objects = SelfAssessmentQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "创熟自评"
        verbose_name_plural = "创熟自评"
        ordering = ["-year", "community__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "year"],
                name="self_assessment_once_a_year",
                violation_error_message="这个社区这一年已经有自评，请打开原来的继续填。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.year} 年自评"

    def clean(self) -> None:
        if self.year and self.year > timezone.localdate().year:
            raise ValidationError({"year": "还没有到这一年。"})

    def make_lines(self) -> list[AssessmentLine]:
        """A line for each criterion in use that has none yet, with today's weight."""
        known = set(self.lines.values_list("criterion_id", flat=True))
        missing = FamiliarCriterion.objects.filter(active=True).exclude(pk__in=known)
        lines = [AssessmentLine(assessment=self, criterion=row, weight=row.weight) for row in missing]
        for line in lines:
            line.save()
        return lines


class AssessmentLineQuerySet(ScopedQuerySet):
    community_path = "assessment__community"


class AssessmentLine(models.Model):
    class Met(models.TextChoices):
        YES = "yes", "是"
        PARTLY = "partly", "部分"
        NO = "no", "否"

    assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="lines", verbose_name="自评")
    criterion = models.ForeignKey(
        FamiliarCriterion, models.PROTECT, related_name="lines", verbose_name="标准"
    )
    #: Kept with the line: a list that the street changes later leaves earlier scores as they were.
    weight = models.PositiveSmallIntegerField("分值", editable=False)
    met = models.CharField("做到了吗", max_length=6, choices=Met.choices, blank=True)
    evidence = models.CharField("依据", max_length=500, blank=True)

    objects = AssessmentLineQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "自评项"
        verbose_name_plural = "自评项"
        ordering = ["criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name="assessment_line_once",
                violation_error_message="这条标准已经在自评里。",
            )
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.weight is None:
            self.weight = self.criterion.weight
        super().save(*args, **kwargs)
