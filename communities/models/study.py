from __future__ import annotations

from datetime import date

from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet


class StreetQuerySet(ScopedQuerySet):
    """The street's own: read by all who work inside, changed by the street."""

    community_path = None


class StudyVisit(models.Model):
    """外出考察: where the street went to learn, what it learnt. What follows from it are undertakings."""

    on = models.DateField("日期")
    title = models.CharField("名称", max_length=80)
    by = models.CharField("参加人员", max_length=200, blank=True, help_text="写单位和岗位。")
    theme = models.TextField("主题", blank=True, max_length=1000)
    learnt = models.TextField("学到了什么", blank=True, max_length=4000)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = StreetQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "外出考察"
        verbose_name_plural = "外出考察"
        ordering = ["-on"]

    def __str__(self) -> str:
        return self.title

    @property
    def first_day(self) -> date:
        return self.on


class StudySite(models.Model):
    study_visit = models.ForeignKey(StudyVisit, models.CASCADE, related_name="sites", verbose_name="考察")
    name = models.CharField("考察点", max_length=80)
    town = models.CharField("所在镇街", max_length=30, blank=True)
    facts = models.TextField("情况和荣誉", blank=True, max_length=1000)
    order = models.PositiveSmallIntegerField("顺序", default=10)

    objects = StreetQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "考察点"
        verbose_name_plural = "考察点"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class SiteFigure(models.Model):
    """A number that a site told: with its unit and as of when."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", "等于"
        OVER = "over", "超过"
        AT_LEAST = "at_least", "不少于"

    site = models.ForeignKey(StudySite, models.CASCADE, related_name="figures", verbose_name="考察点")
    label = models.CharField("指标", max_length=40)
    qualifier = models.CharField("关系", max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    unit = models.CharField("单位", max_length=10)
    as_of = models.DateField("截至", null=True, blank=True)

    objects = StreetQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "考察点数据"
        verbose_name_plural = "考察点数据"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.value.normalize():f} {self.unit}"
