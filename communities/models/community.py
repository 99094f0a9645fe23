from __future__ import annotations

from datetime import date
from typing import Self

from django.apps import apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .point import WithPoint, phone_validator


class CommunityQuerySet(ScopedQuerySet):
    community_path = ""

    def public(self) -> Self:
        return self.with_certified()

    def with_certified(self) -> Self:
        """Brings ``certified_on`` along, for whoever shows many communities."""
        certificates = apps.get_model("communities", "FamiliarStatus").objects.certificates(
            timezone.localdate()
        )
        mine = certificates.filter(community=models.OuterRef("pk"))
        return self.annotate(certified_on=models.Subquery(mine.values("on")[:1]))


class Community(WithPoint):
    class Kind(models.TextChoices):
        URBAN = "urban", "城市社区"
        RURAL = "rural", "农村社区"

    code = models.CharField(
        "统计用区划代码",
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^\d{12}$", "区划代码是 12 位数字。")],
    )
    name = models.CharField("社区名称", max_length=30, unique=True)
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    rural_pilot = models.BooleanField("农村创熟试点", default=False)
    phone = models.CharField("联系电话", max_length=20, blank=True, validators=[phone_validator])
    address = models.CharField("办公地址", max_length=120, blank=True)

    objects = CommunityQuerySet.as_manager()
    history = records_history()

    class Meta(WithPoint.Meta):
        verbose_name = "社区"
        verbose_name_plural = "社区"
        ordering = ["code"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.CheckConstraint(
                name="community_code_12_digits",
                condition=models.Q(code__regex=r"^\d{12}$"),
                violation_error_message="区划代码是 12 位数字。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("community", args=[self.code])

    @cached_property
    def certified_on(self) -> date | None:
        """Since when the community is a certified 熟人社区; its status records alone say so."""
        rows = self.familiar_statuses.certificates(timezone.localdate())
        return rows.values_list("on", flat=True).first()

    @property
    def short_name(self) -> str:
        return self.name.removesuffix("社区")


class MembershipQuerySet(ScopedQuerySet):
    pass


class Membership(models.Model):
    """A user's community: what they see and may change follows from it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="账号"
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships", verbose_name="社区")

    objects = MembershipQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "所属社区"
        verbose_name_plural = "所属社区"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "community"],
                name="one_membership_a_community",
                violation_error_message="这个账号已经属于这个社区。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.community}"
