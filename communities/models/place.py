from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .community import Community
from .estate import Estate
from .point import WithPoint


class PlaceQuerySet(ScopedQuerySet):
    def public(self) -> PlaceQuerySet:
        """Buildings, lanes and streets, as their signs say; who looks after them is another matter."""
        return self.in_use()

    def in_use(self) -> PlaceQuerySet:
        return self.filter(closed_on__isnull=True)


class Place(WithPoint):
    """What one head looks after: a building of an estate, a lane or a street of a community.

    Its own point is for large estates, where the way to a station differs from building to building.
    """

    class Kind(models.TextChoices):
        BUILDING = "building", "楼"
        LANE = "lane", "巷"
        STREET = "street", "街"

    #: What the head of such a place is called.
    HEAD_TITLES = {Kind.BUILDING: "楼长", Kind.LANE: "巷长", Kind.STREET: "街长"}

    community = models.ForeignKey(Community, models.PROTECT, related_name="places", verbose_name="社区")
    estate = models.ForeignKey(
        Estate,
        models.PROTECT,
        related_name="places",
        verbose_name="小区（村、园区）",
        null=True,
        blank=True,
        help_text="巷和街可以不属于任何小区。",
    )
    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.BUILDING)
    name = models.CharField("名称", max_length=40, help_text="照门牌写，例如：3栋、A座、12幢2单元、上九街。")
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    closed_on = models.DateField(
        "停用日期", null=True, blank=True, help_text="拆除或合并以后填写；以前的任职记录都会保留。"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    objects = PlaceQuerySet.as_manager()
    history = records_history()

    class Meta(WithPoint.Meta):
        verbose_name = "楼巷街"
        verbose_name_plural = "楼巷街"
        ordering = ["community__code", "estate__name", "kind", "name"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["estate", "kind", "name"],
                condition=models.Q(estate__isnull=False),
                name="place_once_an_estate",
                violation_error_message="这个小区已经登记过同名的楼（巷、街）。",
            ),
            models.UniqueConstraint(
                fields=["community", "kind", "name"],
                condition=models.Q(estate__isnull=True),
                name="place_once_a_community",
                violation_error_message="这个社区已经登记过同名的楼（巷、街）。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate.name}{self.name}" if self.estate_id else self.name

    def retire(self, today: date) -> None:
        """Pulled down or merged: no longer in use, the terms served there stay."""
        self.closed_on = self.closed_on or today

    @property
    def head_title(self) -> str:
        return self.HEAD_TITLES[self.kind]

    def clean(self) -> None:
        if self.estate_id and self.community_id and self.estate.community_id != self.community_id:
            raise ValidationError({"estate": "这个小区不属于所选的社区。"})
