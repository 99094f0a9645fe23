"""调解: one quarrel that a mediator took up, without anybody's name, and what became of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import AnyUser, ScopedQuerySet

from .mediator import MediationField, Mediator
from .texts import no_numbers


class MediationCaseQuerySet(ScopedQuerySet):
    """Sensitive cases are read by those who write in the community and by the street's administrators."""

    def visible_to(self, user: AnyUser) -> Self:
        rows = super().visible_to(user)
        return rows if user.is_authenticated and user.may_write else rows.filter(sensitive=False)

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_on__isnull=False)


class MediationCase(models.Model):
    class Result(models.TextChoices):
        SETTLED = "settled", "调解成功"
        PARTLY = "partly", "部分成功"
        FAILED = "failed", "未成"
        PASSED_ON = "passed_on", "移交"

    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="cases", verbose_name="调解员")
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="mediation_cases", verbose_name="社区", editable=False
    )
    kind = models.ForeignKey(MediationField, models.PROTECT, related_name="cases", verbose_name="类别")
    on = models.DateField("受理日期")
    parties = models.CharField(
        "双方",
        max_length=60,
        validators=[no_numbers],
        help_text="不写姓名、房号和电话，例如：楼上住户与楼下住户。",
    )
    text = models.TextField(
        "什么事", blank=True, max_length=1000, validators=[no_numbers], help_text="不写姓名、房号和电话。"
    )
    result = models.CharField(
        "结果", max_length=10, choices=Result.choices, blank=True, help_text="不填就是还在调解。"
    )
    passed_to = models.CharField(
        "移交给谁", max_length=60, blank=True, help_text="例如：街道司法所、派出所。"
    )
    closed_on = models.DateField("结案日期", null=True, blank=True)
    hours = models.DecimalField(
        "用时（小时）",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal(500))],
    )
    sensitive = models.BooleanField(
        "敏感", default=False, help_text="勾选后，只有经办的工作人员和街道管理员看得到。"
    )
    created_at = models.DateTimeField("记录时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = MediationCaseQuerySet.as_manager()
    history = records_history()

    #: Texts that may say who somebody is.
    TEXTS = ("parties", "text", "passed_to")

    class Meta:
        verbose_name = "调解记录"
        verbose_name_plural = "调解记录"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="mediation_closed_with_a_result",
                condition=Q(result="", closed_on__isnull=True) | (~Q(result="") & Q(closed_on__isnull=False)),
                violation_error_message="有结果的要有结案日期，没有结果的不能有。",
            ),
            models.CheckConstraint(
                name="mediation_closed_after_it_began",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("on")),
                violation_error_message="结案日期不能早于受理日期。",
            ),
            models.CheckConstraint(
                name="mediation_passed_on_to_somebody",
                condition=~Q(result="passed_on") | ~Q(passed_to=""),
                violation_error_message="移交的请写明移交给谁。",
            ),
            models.CheckConstraint(
                name="mediation_hours_sane",
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=500),
                violation_error_message="用时在 0 到 500 小时之间。",
            ),
        ]
        indexes = [
            models.Index(fields=["-on", "-id"], name="mediation_newest"),
            models.Index(fields=["community", "-on", "-id"], name="mediation_newest_here"),
            models.Index(fields=["mediator", "-on"], name="mediation_of_mediator"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.kind}" if self.on and self.kind_id else "调解记录"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Bring what follows from other columns in line: whose, closed when, sensitive by its kind."""
        if self._state.adding:
            self.community_id = self.mediator.community_id
            self.sensitive = self.sensitive or self.kind.sensitive
        if not self.result:
            self.closed_on = None

    def clean(self) -> None:
        today = date.today()
        for name in ("on", "closed_on"):
            value = getattr(self, name)
            if value and value > today:
                raise ValidationError({name: "这个日期还没有到。"})
        if self.on and self.closed_on and self.closed_on < self.on:
            raise ValidationError({"closed_on": "结案日期不能早于受理日期。"})
        if self.result and not self.closed_on:
            raise ValidationError({"closed_on": "有结果的请填结案日期。"})
        if self.closed_on and not self.result:
            raise ValidationError({"result": "填了结案日期，请选结果。"})
        if self.result == self.Result.PASSED_ON and not self.passed_to:
            raise ValidationError({"passed_to": "移交的请写明移交给谁。"})
        if self.mediator_id and self.kind_id:
            self.settle()

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
