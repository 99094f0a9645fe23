"""What a 书记项目 set out to reach, how it goes, and pictures of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.pictures.models import Picture

from .project import Project


class OfProjectQuerySet(ScopedQuerySet):
    community_path = "project__community"

    def public(self) -> Self:
        return self.filter(project__in=Project.objects.public())


class NoteQuerySet(OfProjectQuerySet):
    def public(self) -> Self:
        return super().public().filter(public=True)


def plain_number(value: Decimal) -> str:
    return f"{value.normalize():f}"


class ProjectMeasure(models.Model):
    """A measure with what it was to reach – a number or words – and what it reached."""

    class Goal(models.TextChoices):
        AT_LEAST = "at_least", "不少于"
        AT_MOST = "at_most", "不多于"

    project = models.ForeignKey(Project, models.CASCADE, related_name="measures", verbose_name="书记项目")
    text = models.CharField("措施", max_length=200)
    goal = models.CharField("目标是", max_length=10, choices=Goal.choices, default=Goal.AT_LEAST)
    target = models.DecimalField("目标数值", max_digits=14, decimal_places=2, null=True, blank=True)
    result = models.DecimalField("结果数值", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    target_text = models.CharField(
        "目标（文字）", max_length=200, blank=True, help_text="说不成数字的目标写在这里。"
    )
    result_text = models.CharField("结果（文字）", max_length=300, blank=True)
    met = models.BooleanField(
        "达到目标",
        null=True,
        blank=True,
        help_text="目标和结果都有数字时自动判断；文字目标由人判断。",
    )
    order = models.PositiveSmallIntegerField("顺序", default=10)

    objects = OfProjectQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "措施和目标"
        verbose_name_plural = "措施和目标"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.judge()
        super().save(*args, **kwargs)

    def judge(self) -> None:
        """Numbers decide for themselves whether the target is met."""
        if self.target is not None and self.result is not None:
            below, above = self.result < self.target, self.result > self.target
            self.met = not (above if self.goal == self.Goal.AT_MOST else below)

    def clean(self) -> None:
        if self.met is not None and self.result is None and not self.result_text:
            raise ValidationError({"result_text": "判断达到没有以前，请先写结果。"})

    @property
    def target_words(self) -> str:
        number = (
            f"{self.get_goal_display()} {plain_number(self.target)} {self.unit}".strip()
            if self.target is not None
            else ""
        )
        return "；".join(part for part in (number, self.target_text) if part)

    @property
    def result_words(self) -> str:
        number = f"{plain_number(self.result)} {self.unit}".strip() if self.result is not None else ""
        return "；".join(part for part in (number, self.result_text) if part)


class ProjectNote(models.Model):
    """How a project goes."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="notes", verbose_name="书记项目")
    on = models.DateField("日期")
    text = models.CharField("进展", max_length=500)
    public = models.BooleanField("公开", default=True)

    objects = NoteQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "项目进展"
        verbose_name_plural = "项目进展"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["project", "on"])]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.text[:30]}"

    def too_early(self, first: date) -> str:
        return f"进展的日期不能早于项目的年度（{first.year} 年）。" if self.on and self.on < first else ""


class ProjectPhoto(Picture):
    """A picture of a project; residents see it only where somebody said so."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="photos", verbose_name="书记项目")
    taken_on = models.DateField("拍摄日期", null=True, blank=True)
    public = models.BooleanField("公开", default=False)

    objects = NoteQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "项目照片"
        verbose_name_plural = "项目照片"
