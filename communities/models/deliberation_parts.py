"""Who sits at the table of a deliberation, its photos, who signed up for it, who stood at the door."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.pictures.models import Picture
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import mask

from ..names_in_text import refuse_numbers
from .deliberation import Deliberation
from .organisation import Organisation

#: People whom one sign-up may bring, the one who signs up included.
MOST_PEOPLE = 5


class OfDeliberation(ScopedQuerySet):
    """Rows that lie where their deliberation lies."""

    community_path = "deliberation__community"
    street_rows_visible = True


class DeliberationPartyQuerySet(OfDeliberation):
    def public(self) -> Self:
        return self.filter(deliberation__in=Deliberation.objects.public())


class DeliberationParty(models.Model):
    """One side at the table: an organisation of the community, or whoever else speaks for somebody."""

    class StandsFor(models.TextChoices):
        RESIDENTS = "residents", "居民代表"
        OWNERS = "owners", "业委会"
        PROPERTY = "property", "物业"
        COMMUNITY = "community", "社区"
        DEPARTMENT = "department", "部门"
        EXPERT = "expert", "专家"
        OTHER = "other", "其他"

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="parties", verbose_name="议事协商"
    )
    stands_for = models.CharField(
        "代表哪一方", max_length=10, choices=StandsFor.choices, default=StandsFor.RESIDENTS
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="deliberations",
        verbose_name="组织",
        null=True,
        blank=True,
    )
    name = models.CharField(
        "名称", max_length=60, blank=True, help_text="会公开。人名只写姓氏和身份，例如：3栋陈楼长。"
    )
    people = models.PositiveSmallIntegerField(
        "人数", default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    invited = models.BooleanField("邀请了", default=True)
    present = models.BooleanField("到场了", default=False)

    objects = DeliberationPartyQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "参加方"
        verbose_name_plural = "参加方"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="party_is_somebody",
                condition=~Q(name="") | Q(organisation__isnull=False),
                violation_error_message="请选一个组织，或者写上名称。",
            ),
            models.CheckConstraint(
                name="party_of_people",
                condition=Q(people__gte=1),
                violation_error_message="人数至少是 1。",
            ),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        return "，".join(
            part for part in (self.organisation_id and self.organisation.name, self.name) if part
        )

    def clean(self) -> None:
        refuse_numbers(self.name)
        if self.organisation_id and self.deliberation.community_id not in (
            None,
            self.organisation.community_id,
        ):
            raise ValidationError({"organisation": "这个组织不属于这次议事的社区，请直接写名称。"})


class DeliberationPhotoQuerySet(OfDeliberation):
    def public(self) -> Self:
        """Only what staff chose to show, of what was held and is public."""
        return self.filter(public=True, deliberation__in=Deliberation.objects.public().held())


class DeliberationPhoto(Picture):
    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="photos", verbose_name="议事协商"
    )
    public = models.BooleanField("公开", default=False)

    objects = DeliberationPhotoQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "议事照片"
        verbose_name_plural = "议事照片"


class DeliberationSignUpQuerySet(OfDeliberation):
    def live(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def people(self) -> int:
        return self.aggregate(total=models.Sum("people"))["total"] or 0


class DeliberationSignUp(models.Model):
    """Who says they will come. A secret link opens it; only the link's hash is kept."""

    deliberation = models.ForeignKey(
        Deliberation, models.PROTECT, related_name="sign_ups", verbose_name="议事协商", editable=False
    )
    surname = models.CharField("姓氏", max_length=10, blank=True, editable=False)
    phone = SealedField("电话", blank=True, default="", editable=False)
    phone_print = models.CharField("电话指纹", max_length=64, blank=True, editable=False)
    people = models.PositiveSmallIntegerField("人数", default=1, editable=False)
    token_hash = models.CharField("链接指纹", max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  (many without one)
    created_at = models.DateTimeField("报名时间", auto_now_add=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True, editable=False)
    erased_on = models.DateField("抹去个人信息日期", null=True, blank=True, editable=False)

    objects = DeliberationSignUpQuerySet.as_manager()

    #: Columns that say who somebody is, and what they become when it is long over.
    PERSONAL: dict[str, Any] = {"surname": "", "phone": "", "phone_print": "", "token_hash": None}

    class Meta:
        verbose_name = "议事报名"
        verbose_name_plural = "议事报名"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliberation", "phone_print"],
                condition=~Q(phone_print="") & Q(cancelled_at__isnull=True),
                name="one_deliberation_sign_up_a_phone",
            ),
            models.CheckConstraint(
                name="deliberation_sign_up_people", condition=Q(people__gte=1, people__lte=MOST_PEOPLE)
            ),
        ]
        indexes = [
            models.Index(fields=["phone_print"]),
            models.Index(fields=["erased_on", "deliberation"]),
        ]

    def __str__(self) -> str:
        """Names nobody: this text stands in logs and titles."""
        return f"第 {self.pk} 号报名"

    @property
    def live(self) -> bool:
        return self.cancelled_at is None

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)

    @property
    def called(self) -> str:
        return self.surname or "已抹去"


class DeliberationPresenceQuerySet(OfDeliberation):
    pass


class DeliberationPresence(models.Model):
    """One telephone that was held to the code at the door; nothing tells whose."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="presences", verbose_name="议事协商", editable=False
    )
    device_print = models.CharField("手机指纹", max_length=64, editable=False)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = DeliberationPresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "扫码到场"
        verbose_name_plural = "扫码到场"
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "device_print"], name="one_presence_a_device")
        ]

    def __str__(self) -> str:
        return f"第 {self.pk} 次扫码"
