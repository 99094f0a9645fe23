from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .station import Station


class ListQuerySet(ScopedQuerySet):
    """An editable list shared by the whole street; entries retire instead of being deleted."""

    community_path = None

    def public(self) -> Self:
        return self.filter(active=True)


class Colour(models.TextChoices):
    """Few enough to be told apart, each with its word beside it; the shades are the style sheet's."""

    GREY = "grey", "灰"
    RED = "red", "红"
    ORANGE = "orange", "橙"
    GOLD = "gold", "金"
    GREEN = "green", "绿"
    TEAL = "teal", "青"
    BLUE = "blue", "蓝"
    PURPLE = "purple", "紫"


class ListEntry(models.Model):
    name = models.CharField("名称", max_length=30, unique=True)
    slug = models.SlugField("网址用名", max_length=40, unique=True, help_text="只用字母、数字和连字符。")
    order = models.PositiveSmallIntegerField("顺序", default=100)
    colour = models.CharField("颜色", max_length=10, choices=Colour.choices, default=Colour.GREY)
    active = models.BooleanField("使用中", default=True, help_text="不再使用时取消勾选，不必删除。")

    objects = ListQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def retire(self, today: date) -> None:
        """No longer offered as a choice; what was chosen stays."""
        self.active = False


class Audience(ListEntry):
    history = records_history()

    class Meta(ListEntry.Meta):
        verbose_name = "服务人群"
        verbose_name_plural = "服务人群"


class Service(ListEntry):
    description = models.CharField("说明", max_length=200, blank=True)
    audiences = models.ManyToManyField(Audience, related_name="services", verbose_name="服务人群", blank=True)
    history = records_history(m2m=[audiences])

    class Meta(ListEntry.Meta):
        verbose_name = "服务事项"
        verbose_name_plural = "服务事项"


class OfferingQuerySet(ScopedQuerySet):
    community_path = "station__community"

    def public(self) -> Self:
        return self.filter(station__status__in=Station.PUBLIC_STATUSES, service__active=True)


class Offering(models.Model):
    """A service at a station, with when or how in a few words."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="offerings", verbose_name="站点")
    service = models.ForeignKey(Service, models.PROTECT, related_name="offerings", verbose_name="服务事项")
    note = models.CharField("时间或说明", max_length=60, blank=True, help_text="例如：每周三上午，需预约。")

    objects = OfferingQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "站点服务"
        verbose_name_plural = "站点服务"
        ordering = ["service__order", "service__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "station"],
                name="service_once_a_station",
                violation_error_message="这个站点已经有这项服务。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}（{self.note}）" if self.note else str(self.service)
