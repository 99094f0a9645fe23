from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .community import Community
from .point import WithPoint


class EstateQuerySet(ScopedQuerySet):
    def public(self) -> Self:
        return self.all()


class Estate(WithPoint):
    class Kind(models.TextChoices):
        ESTATE = "estate", "小区"
        VILLAGE = "village", "自然村"
        URBAN_VILLAGE = "urban_village", "城中村"
        PARK = "park", "园区"
        STREET = "street", "街区"

    community = models.ForeignKey(Community, models.PROTECT, related_name="estates", verbose_name="社区")
    name = models.CharField("名称", max_length=40)
    aliases = models.CharField(
        "别名", max_length=200, blank=True, help_text="居民常用的其他叫法，用顿号或逗号隔开。"
    )
    kind = models.CharField("类型", max_length=13, choices=Kind.choices, default=Kind.ESTATE)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    elders = models.PositiveIntegerField(
        "60 岁以上老人",
        null=True,
        blank=True,
        help_text="人数，只填总数。选址时可以按老人数来算。",
    )
    industry_community = models.CharField(
        "所属城市主题产业社区",
        max_length=40,
        blank=True,
        help_text="园区填写，例如：怡海湖鲲鹏科创产业社区。",
    )
    note = models.TextField("说明", blank=True, max_length=2000)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = EstateQuerySet.as_manager()
    history = records_history()

    class Meta(WithPoint.Meta):
        verbose_name = "小区（村、园区）"
        verbose_name_plural = "小区（村、园区）"
        ordering = ["community__code", "name"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "name"],
                name="estate_name_once_a_community",
                violation_error_message="这个社区已经有同名的小区（村、园区）。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("estate", args=[self.pk])

    @property
    def alias_list(self) -> list[str]:
        text = self.aliases
        for mark in ",，;；/\n":
            text = text.replace(mark, "、")
        return [part.strip() for part in text.split("、") if part.strip()]
