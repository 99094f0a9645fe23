"""创熟智库: people with a trade who advise the street and its communities."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from communities.models import Community, Deliberation, Project
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import mask, normalise_phone

from .texts import no_numbers


class ExpertQuerySet(ScopedQuerySet):
    """The street's experts are there for every community."""

    street_rows_visible = True

    def available(self) -> Self:
        return self.filter(status=Expert.Status.ACTIVE)


class Expert(models.Model):
    class Field(models.TextChoices):
        GOVERNANCE = "governance", "社区治理"
        LAW = "law", "法律"
        PLANNING = "planning", "规划与建筑"
        PROPERTY = "property", "物业管理"
        SOCIAL = "social", "社会工作"
        MIND = "mind", "心理"
        SAFETY = "safety", "消防与安全"
        HEALTH = "health", "医疗与养老"
        MONEY = "money", "财务与审计"
        CULTURE = "culture", "文化与传播"
        OTHER = "other", "其他"

    class Free(models.TextChoices):
        ANY = "any", "随时可以联系"
        WEEKDAY = "weekday", "工作日白天"
        EVENING = "evening", "晚上"
        WEEKEND = "weekend", "周末"
        BOOKED = "booked", "要提前约"

    class Status(models.TextChoices):
        ACTIVE = "active", "在聘"
        PAUSED = "paused", "暂停"
        LEFT = "left", "已退出"

    ERASED_NAME = "已抹去"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="experts",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="不选社区就是街道聘请的，各社区都看得到。",
    )
    name = models.CharField("姓名", max_length=40, help_text="不公开。")
    field = models.CharField("领域", max_length=12, choices=Field.choices)
    speciality = models.CharField("专长", max_length=80, blank=True, help_text="例如：旧楼加装电梯的审批。")
    organisation = models.CharField("单位", max_length=80, blank=True)
    free = models.CharField("什么时候有空", max_length=8, choices=Free.choices, default=Free.BOOKED)
    availability = models.CharField("时间说明", max_length=120, blank=True, validators=[no_numbers])
    phone = SealedField("电话", blank=True, default="", help_text="加密保存，不公开。")
    phone_tail = models.CharField("电话后四位", max_length=4, blank=True, editable=False)
    status = models.CharField("状态", max_length=8, choices=Status.choices, default=Status.ACTIVE)
    note = models.CharField("说明", max_length=200, blank=True)
    source = models.CharField("资料来源", max_length=200, blank=True)
    erased_on = models.DateField("抹去个人信息日期", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ExpertQuerySet.as_manager()
    history = records_history(excluded=["phone", "phone_tail"])

    #: What says who somebody is: blanked in every version when an expert is erased.
    PERSONAL = {"name": ERASED_NAME, "organisation": "", "speciality": "", "note": "", "source": ""}

    class Meta:
        verbose_name = "智库专家"
        verbose_name_plural = "创熟智库专家"
        ordering = ["field", "name", "pk"]
        indexes = [models.Index(fields=["status", "field"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_tail = self.phone[-4:]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        try:
            self.phone = normalise_phone(self.phone or "")
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc

    def retire(self, today: date) -> None:
        """Is asked no more; what they advised stays."""
        self.status = self.Status.LEFT

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)


class ConsultationQuerySet(ScopedQuerySet):
    street_rows_visible = True

    def unanswered(self, today: date) -> Self:
        """Planned, and its day has passed."""
        return self.filter(status=Consultation.Status.PLANNED, on__lt=today)


class Consultation(models.Model):
    """A question put to an expert, for a deliberation or a project, and what they advised."""

    class Status(models.TextChoices):
        PLANNED = "planned", "已约好"
        DONE = "done", "已完成"
        CANCELLED = "cancelled", "已取消"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="consultations",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="哪个社区来问的；街道自己问的不选。",
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="consultations", verbose_name="专家")
    on = models.DateField("日期")
    question = models.CharField("问题", max_length=300, validators=[no_numbers])
    advice = models.TextField("建议", blank=True, max_length=4000, validators=[no_numbers])
    deliberation = models.ForeignKey(
        Deliberation,
        models.SET_NULL,
        related_name="consultations",
        verbose_name="议事协商",
        null=True,
        blank=True,
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        related_name="consultations",
        verbose_name="书记项目",
        null=True,
        blank=True,
    )
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.PLANNED)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ConsultationQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "智库咨询"
        verbose_name_plural = "创熟智库咨询"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_done_with_advice",
                condition=~Q(status="done") | ~Q(advice=""),
                violation_error_message="已完成的咨询请写上建议。",
            )
        ]
        indexes = [models.Index(fields=["community", "-on"]), models.Index(fields=["status", "on"])]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.question[:20]}" if self.on else "智库咨询"

    def clean(self) -> None:
        if self.status == self.Status.DONE and self.on and self.on > date.today():
            raise ValidationError({"on": "日期还没有到，状态请选“已约好”。"})
        if self.status == self.Status.DONE and not self.advice.strip():
            raise ValidationError({"advice": "已完成的咨询请写上建议。"})
        for name, what in (("deliberation", "这次议事"), ("project", "这个项目")):
            linked = getattr(self, name) if getattr(self, f"{name}_id") else None
            if linked is not None and linked.community_id not in (None, self.community_id):
                raise ValidationError({name: f"{what}不属于所选的社区。"})
