from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.fields import SealedField

from .community import Community
from .estate import Estate


class CompanyQuerySet(ScopedQuerySet):
    pass


class Company(models.Model):
    """A company that a community serves. Known to the staff alone."""

    class Size(models.TextChoices):
        LARGE = "large", "大型"
        MEDIUM = "medium", "中型"
        SMALL = "small", "小型"
        MICRO = "micro", "微型"

    community = models.ForeignKey(Community, models.PROTECT, related_name="companies", verbose_name="社区")
    estate = models.ForeignKey(
        Estate,
        models.PROTECT,
        related_name="companies",
        verbose_name="园区（楼宇、小区）",
        null=True,
        blank=True,
    )
    name = models.CharField("企业名称", max_length=80)
    industry = models.CharField("行业", max_length=40, blank=True)
    size = models.CharField("规模", max_length=8, choices=Size.choices, blank=True)
    employees = models.PositiveIntegerField("职工人数", null=True, blank=True)
    contact_role = models.CharField(
        "联系人（职务）", max_length=30, blank=True, help_text="例如：行政部陈经理。"
    )
    contact_phone = SealedField("联系电话", blank=True, default="", help_text="只给工作人员看，加密保存。")
    left_on = models.DateField("迁出日期", null=True, blank=True)
    note = models.TextField("说明", blank=True, max_length=2000)

    objects = CompanyQuerySet.as_manager()
    history = records_history(excluded=["contact_phone", "contact_role"])

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        ordering = ["community__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="company_once_a_community",
                violation_error_message="这个社区已经登记过同名的企业。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.estate_id and self.community_id and self.estate.community_id != self.community_id:
            raise ValidationError({"estate": "这个园区不属于所选的社区。"})
