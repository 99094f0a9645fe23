from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import mask

from .volunteer import Volunteer


class OfferQuerySet(ScopedQuerySet):
    def waiting(self) -> Self:
        return self.filter(status=Offer.Status.WAITING)

    def past_keeping(self) -> Self:
        """Settled, or waiting in vain, for longer than whoever offered was told."""
        today = timezone.localdate()
        settled = models.Q(decided_on__lt=today - timedelta(days=Offer.KEPT_SETTLED_DAYS))
        old = models.Q(decided_on__isnull=True, told_on__lt=today - timedelta(days=Offer.KEPT_WAITING_DAYS))
        return self.exclude(status=Offer.Status.ACCEPTED).filter(settled | old)


class Offer(models.Model):
    """我也来出一份力: somebody offers to serve. Accepted, they become a person of the community's records."""

    KEPT_SETTLED_DAYS, KEPT_WAITING_DAYS = 90, 180

    class Role(models.TextChoices):
        HEAD = "head", "楼长（巷长、街长）"
        MEDIATOR = "mediator", "调解员"
        VOLUNTEER = "volunteer", "志愿者"

    class Status(models.TextChoices):
        WAITING = "waiting", "等待联系"
        ACCEPTED = "accepted", "已接受"
        DECLINED = "declined", "已婉拒"

    community = models.ForeignKey(Community, models.CASCADE, related_name="offers", verbose_name="社区")
    role = models.CharField("想做什么", max_length=10, choices=Role.choices)
    name = models.CharField("称呼", max_length=40)
    phone = SealedField("电话", blank=True, default="")
    phone_print = models.CharField("电话指纹", max_length=64, blank=True, editable=False, db_index=True)
    text = models.CharField("补充", max_length=200, blank=True)
    told_on = models.DateField("告知并同意日期")
    told_wording = models.TextField("告知的内容", blank=True, max_length=2000)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    decided_on = models.DateField("处理日期", null=True, blank=True)
    reason = models.CharField("婉拒的原因", max_length=200, blank=True)
    volunteer = models.ForeignKey(
        Volunteer,
        models.SET_NULL,
        related_name="offers",
        verbose_name="登记为",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("收到时间", auto_now_add=True)

    objects = OfferQuerySet.as_manager()
    history = records_history(excluded=["name", "phone", "phone_print", "text"])

    #: What says who offered: blanked once they are in the records, or with the offer itself.
    BLANKED = {"name": "", "phone": "", "phone_print": "", "text": ""}

    class Meta:
        verbose_name = "报名"
        verbose_name_plural = "我也来出一份力（报名）"
        ordering = ["status", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="offer_settled_on_a_day",
                condition=models.Q(status="waiting", decided_on__isnull=True)
                | models.Q(~models.Q(status="waiting"), decided_on__isnull=False),
                violation_error_message="处理过的报名要有处理日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}：想当{self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_print = fingerprint(self.phone)
        super().save(*args, **kwargs)

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)
