"""What is handed to 12345, a property manager or a department: anonymous unless the resident agreed to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .request import ResidentRequest
from .step import OfRequestQuerySet


class HandOver(models.Model):
    """One passing on. Each one asks anew whether name and telephone may go along."""

    class Kind(models.TextChoices):
        HOTLINE = "hotline", "12345 热线"
        PROPERTY = "property", "物业"
        DEPARTMENT = "department", "职能部门"

    class Consent(models.TextChoices):
        NONE = "none", "匿名转交"
        ASKED = "asked", "等居民答复"
        AGREED = "agreed", "居民同意提供称呼和电话"
        REFUSED = "refused", "居民不同意"

    request = models.ForeignKey(
        ResidentRequest, models.CASCADE, related_name="handovers", verbose_name="居民诉求"
    )
    kind = models.CharField("转给", max_length=10, choices=Kind.choices)
    name = models.CharField("单位名称", max_length=60)
    order_number = models.CharField("对方单号", max_length=40, blank=True)
    text = models.TextField("转交的内容", max_length=1200)
    due_on = models.DateField("请对方办理到", null=True, blank=True)
    consent = models.CharField(
        "联系方式", max_length=8, choices=Consent.choices, default=Consent.NONE, editable=False
    )
    consent_how = models.CharField("怎样同意的", max_length=60, blank=True, editable=False)
    consent_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)
    made_at = models.DateTimeField("转办时间", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="经手人",
        null=True,
        blank=True,
        editable=False,
    )

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "转办"
        verbose_name_plural = "转办"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"转{self.name}"

    @property
    def with_contact(self) -> bool:
        return self.consent == self.Consent.AGREED
