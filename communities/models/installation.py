from __future__ import annotations

from typing import Self

from django.db import models

from guicheng.accounts.scope import ScopedQuerySet


class BoundaryQuerySet(ScopedQuerySet):
    community_path = None

    def public(self) -> Self:
        """What maps draw: outlines of the street and of communities, not where the water is."""
        return self.exclude(name=Boundary.WATER)


class Boundary(models.Model):
    """A boundary that the operator loaded, as GeoJSON geometry in degrees WGS-84 (lon, lat order).

    Named as the street, as a community, or as :attr:`WATER`: rivers and lakes, where nothing can stand.
    """

    WATER = "水域"

    name = models.CharField("名称", max_length=60, unique=True)
    geometry = models.JSONField("图形")
    attribution = models.CharField("来源与许可", max_length=200, blank=True)
    loaded_at = models.DateTimeField("载入时间", auto_now=True)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = "边界"
        verbose_name_plural = "边界"

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """One row about this database as a whole: is it a demonstration?"""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_demonstration = models.BooleanField("演示数据库", default=False)
    demonstration_scale = models.PositiveIntegerField("演示规模", default=1)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = "本系统"
        verbose_name_plural = "本系统"
        constraints = [
            models.CheckConstraint(name="installation_is_one_row", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return "演示数据库" if self.is_demonstration else "正式数据库"
