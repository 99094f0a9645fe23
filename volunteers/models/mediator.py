"""创熟调解员: people who help neighbours to settle quarrels, what they learnt and how long it counts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .volunteer import Volunteer

#: So many days before its end a certificate is due to be renewed.
CERTIFICATE_NOTICE_DAYS = 60


class MediationFieldQuerySet(ScopedQuerySet):
    community_path = None

    def offered(self) -> Self:
        return self.filter(retired=False)


class MediationField(models.Model):
    """What a quarrel is about: the street's list, which it changes as it likes."""

    name = models.CharField("名称", max_length=20, unique=True)
    sensitive = models.BooleanField(
        "敏感", default=False, help_text="勾选后，这一类调解自动标为敏感，看得到的人更少。"
    )
    order = models.PositiveSmallIntegerField("顺序", default=10)
    retired = models.BooleanField("停用", default=False, help_text="停用后不再出现在选择里，以前的记录不变。")

    objects = MediationFieldQuerySet.as_manager()

    class Meta:
        verbose_name = "调解领域"
        verbose_name_plural = "调解领域"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def retire(self, today: date) -> None:
        """No longer offered as a choice; what was chosen stays."""
        self.retired = True


class MediatorQuerySet(ScopedQuerySet):
    def serving(self) -> Self:
        return self.filter(status=Mediator.Status.SERVING)

    def counted_on(self, day: date) -> Self:
        """Who served with a certificate in force on ``day``, by the dates of their record."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
            certified_on__lte=day,
        )

    def expiring(self, today: date) -> Self:
        """Serving, and the certificate ends within the notice."""
        last = today + timedelta(days=CERTIFICATE_NOTICE_DAYS)
        return self.serving().filter(expires_on__gte=today, expires_on__lte=last)

    def expired(self, today: date) -> Self:
        """Serving with a certificate that is over."""
        return self.serving().filter(expires_on__lt=today)


class Mediator(models.Model):
    """A person as mediator of a community. The same person may be a head, and mediate elsewhere too."""

    class Status(models.TextChoices):
        TRAINING = "training", "培训中"
        SERVING = "serving", "在任"
        LEFT = "left", "已退出"

    volunteer = models.ForeignKey(
        Volunteer,
        models.PROTECT,
        related_name="mediators",
        verbose_name="人员",
        help_text="先在“人员”里登记姓名和电话，再在这里选。",
    )
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="mediators", verbose_name="服务社区"
    )
    fields = models.ManyToManyField(
        MediationField, related_name="mediators", verbose_name="调解领域", blank=True
    )
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.TRAINING)
    certificate_no = models.CharField("证书编号", max_length=40, blank=True)
    certified_on = models.DateField("发证日期", null=True, blank=True)
    expires_on = models.DateField(
        "有效期至", null=True, blank=True, help_text="到期前 60 天会提醒；不填就是长期有效。"
    )
    started_on = models.DateField("任职日期", null=True, blank=True, help_text="不填就是发证那天。")
    ended_on = models.DateField("退出日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    source = models.CharField("资料来源", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = MediatorQuerySet.as_manager()
    history = records_history(m2m=[fields])

    class Meta:
        verbose_name = "调解员"
        verbose_name_plural = "创熟调解员"
        ordering = ["community__code", "volunteer__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "community"],
                name="mediator_once_a_community",
                violation_error_message="这个人已经登记为本社区的调解员，请在那条记录里修改。",
            ),
            models.CheckConstraint(
                name="mediator_certificate_ends_after_it_begins",
                condition=Q(expires_on__isnull=True)
                | Q(certified_on__isnull=False, expires_on__gt=F("certified_on")),
                violation_error_message="证书的有效期必须晚于发证日期；没有发证日期的不能填有效期。",
            ),
            models.CheckConstraint(
                name="mediator_left_on_a_day",
                condition=Q(status="left", ended_on__isnull=False)
                | (~Q(status="left") & Q(ended_on__isnull=True)),
                violation_error_message="“已退出”的要填退出日期，其他状态不能填。",
            ),
            models.CheckConstraint(
                name="mediator_ends_after_start",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message="退出日期不能早于任职日期。",
            ),
            models.CheckConstraint(
                name="mediator_in_training_has_no_certificate",
                condition=~Q(status="training") | Q(certified_on__isnull=True),
                violation_error_message="已经发证的，状态请选“在任”。",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "expires_on"]),
            models.Index(fields=["certified_on"]),
        ]

    def __str__(self) -> str:
        return str(self.volunteer)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Who serves without a first day began with the certificate."""
        if self.status != self.Status.TRAINING and self.started_on is None:
            self.started_on = self.certified_on

    def clean(self) -> None:
        today = date.today()
        for name in ("certified_on", "started_on", "ended_on"):
            value = getattr(self, name)
            if value and value > today:
                raise ValidationError({name: "这个日期还没有到。"})
        if self.expires_on and self.certified_on and self.expires_on <= self.certified_on:
            raise ValidationError({"expires_on": "有效期必须晚于发证日期。"})
        if self.expires_on and not self.certified_on:
            raise ValidationError({"certified_on": "填了有效期，也要填发证日期。"})
        if self.status == self.Status.TRAINING and self.certified_on:
            raise ValidationError({"status": "已经发证的，状态请选“在任”。"})
        if self.status == self.Status.LEFT and not self.ended_on:
            raise ValidationError({"ended_on": "“已退出”的请填退出日期。"})
        if self.ended_on and self.status != self.Status.LEFT:
            raise ValidationError({"status": "填了退出日期，状态请选“已退出”。"})
        if self.volunteer_id and self.volunteer.erased_on and self._state.adding:
            raise ValidationError({"volunteer": "这个人的个人信息已经抹去，不能再登记。"})
        self.settle()

    def retire(self, today: date) -> None:
        """Leaves today; cases and trainings stay."""
        self.status = self.Status.LEFT
        self.ended_on = self.ended_on or today

    def certificate_state(self, today: date) -> str:
        """The certificate in a few words, "" for one that needs no look."""
        if self.certified_on is None:
            return "没有证书"
        if self.expires_on is None:
            return ""
        left = (self.expires_on - today).days
        if left < 0:
            return "已过期"
        return f"还有 {left} 天到期" if left <= CERTIFICATE_NOTICE_DAYS else ""


class MediatorTrainingQuerySet(ScopedQuerySet):
    community_path = "mediator__community"


class MediatorTraining(models.Model):
    """What a mediator learnt on a day."""

    DEFAULT_SUBJECT = "创熟调解员培训"

    mediator = models.ForeignKey(Mediator, models.CASCADE, related_name="trainings", verbose_name="调解员")
    on = models.DateField("培训日期")
    subject = models.CharField("内容", max_length=80, default=DEFAULT_SUBJECT)
    hours = models.DecimalField(
        "学时",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(200))],
    )

    objects = MediatorTrainingQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "培训"
        verbose_name_plural = "调解员培训"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediator", "on", "subject"],
                name="mediator_training_once",
                violation_error_message="同一天同一项培训已经登记过。",
            ),
            models.CheckConstraint(
                name="mediator_training_hours_sane",
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=200),
                violation_error_message="学时在 0 到 200 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.subject}" if self.on else self.subject

    def clean(self) -> None:
        if self.on and self.on > date.today():
            raise ValidationError({"on": "这个日期还没有到。"})
