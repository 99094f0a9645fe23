from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .community import Community
from .estate import Estate

#: Days without progress after which somebody should ask how it goes.
QUIET_DAYS = 60


class ProjectQuerySet(ScopedQuerySet):
    def public(self) -> Self:
        return self.filter(public=True)

    def quiet(self, since: date) -> Self:
        """Running ones, begun before ``since``, of which no progress was noted from then on."""
        from .project_progress import ProjectNote
        from .undertaking import ProgressNote

        notes = ProjectNote._base_manager.filter(project=OuterRef("pk"), on__gte=since)
        steps = ProgressNote._base_manager.filter(undertaking__project=OuterRef("pk"), on__gte=since)
        running = self.filter(status=Project.Status.RUNNING, year__lte=since.year)
        return running.filter(~Exists(notes), ~Exists(steps))

    def unreviewed(self, today: date) -> Self:
        """Of years that are over, without a review."""
        return self.filter(year__lt=today.year, reviewed_on__isnull=True)


class Project(models.Model):
    """书记项目: what a community's secretary sets out to change in a year, and what came of it."""

    class Status(models.TextChoices):
        PLANNED = "planned", "计划中"
        RUNNING = "running", "进行中"
        FINISHED = "finished", "已结项"
        STOPPED = "stopped", "已中止"

    community = models.ForeignKey(Community, models.PROTECT, related_name="projects", verbose_name="社区")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    title = models.CharField("项目名称", max_length=80)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.RUNNING)
    problem = models.TextField("要解决的问题", blank=True, max_length=2000)
    estates = models.ManyToManyField(
        Estate, related_name="projects", verbose_name="涉及的小区（村、园区）", blank=True
    )
    partners = models.CharField("共建单位", max_length=300, blank=True, help_text="用顿号隔开。")
    budget = models.DecimalField("预算（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    budget_public = models.BooleanField("公开预算", default=False)
    results = models.TextField("成效", blank=True, max_length=4000)
    lessons = models.TextField("经验和教训", blank=True, max_length=4000)
    presented_on = models.DateField("在大会上交流的日期", null=True, blank=True)
    reviewed_on = models.DateField("年终评审日期", null=True, blank=True)
    review = models.TextField("评审意见（内部）", blank=True, max_length=2000)
    public = models.BooleanField("向居民公开", default=True)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = ProjectQuerySet.as_manager()
    history = records_history(m2m=[estates])

    class Meta:
        verbose_name = "书记项目"
        verbose_name_plural = "书记项目"
        ordering = ["-year", "community__code", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "year", "title"],
                name="project_once_a_year",
                violation_error_message="这个社区今年已经登记过同名的书记项目。",
            ),
            models.CheckConstraint(
                name="project_budget_not_negative",
                condition=models.Q(budget__isnull=True) | models.Q(budget__gte=0),
                violation_error_message="预算不能是负数。",
            ),
        ]
        indexes = [models.Index(fields=["year"])]

    def __str__(self) -> str:
        return f"{self.title}（{self.year}）"

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.pk])

    @property
    def partner_list(self) -> list[str]:
        return [part.strip() for part in self.partners.replace("，", "、").split("、") if part.strip()]

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)
