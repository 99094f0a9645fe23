from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.models import User
from guicheng.accounts.scope import ScopedQuerySet

from .community import Community


class LessonQuerySet(ScopedQuerySet):
    def published(self) -> Self:
        return self.filter(published_on__isnull=False)

    def public(self) -> Self:
        return self.published().filter(public=True)

    def _seen(self, user: User) -> Q:
        """One's own, and what has been published: others are to learn from it."""
        return self._own(user) | Q(published_on__isnull=False)


class Lesson(models.Model):
    """经验做法: what a community (a pilot, say) learnt, for others to follow."""

    class Theme(models.TextChoices):
        URBAN_VILLAGE = "urban_village", "城中村治理"
        HEADS = "heads", "三长队伍"
        DELIBERATION = "deliberation", "议事协商"
        NEIGHBOURS = "neighbours", "邻里互助"
        NEWCOMERS = "newcomers", "新市民融合"
        WORTHIES = "worthies", "乡贤引领"
        PARTY = "party", "党建引领"
        OTHER = "other", "其他"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="lessons",
        verbose_name="来自哪个社区",
        null=True,
        blank=True,
        help_text="不选就是街道总结的。",
    )
    theme = models.CharField("主题", max_length=14, choices=Theme.choices)
    title = models.CharField("题目", max_length=80)
    text = models.TextField("做法", max_length=8000, help_text="写清怎样做、要注意什么。不写个人全名。")
    published_on = models.DateField(
        "发布日期", null=True, blank=True, help_text="发布以后，各社区的工作人员都能看到。"
    )
    public = models.BooleanField("也向居民公开", default=False)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = LessonQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "经验做法"
        verbose_name_plural = "经验做法"
        ordering = ["-published_on", "title"]
        constraints = [
            models.CheckConstraint(
                name="lesson_public_once_published",
                condition=Q(public=False) | Q(published_on__isnull=False),
                violation_error_message="向居民公开的，要先填发布日期。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lesson", args=[self.pk])

    def clean(self) -> None:
        if self.published_on and self.published_on > timezone.localdate():
            raise ValidationError({"published_on": "日期还没有到。到时候再发布。"})


class LessonFollowQuerySet(ScopedQuerySet):
    pass


class LessonFollow(models.Model):
    """A community does as another one did, in its own way."""

    class Result(models.TextChoices):
        TRYING = "trying", "正在试"
        WORKS = "works", "有成效"
        STOPPED = "stopped", "不合适，已停"

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="follows", verbose_name="经验做法")
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="lessons_followed", verbose_name="社区"
    )
    since = models.DateField("开始日期")
    adapted = models.TextField("结合本社区作了哪些调整", blank=True, max_length=2000)
    state = models.CharField("情况", max_length=8, choices=Result.choices, default=Result.TRYING)
    result = models.TextField("效果", blank=True, max_length=2000)

    objects = LessonFollowQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "学习借鉴"
        verbose_name_plural = "学习借鉴"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "community"],
                name="lesson_followed_once",
                violation_error_message="这个社区已经登记过学习这条做法，请修改原来的记录。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}：{self.lesson}"

    def clean(self) -> None:
        errors = {}
        if self.since and self.since > timezone.localdate():
            errors["since"] = "日期还没有到，开始以后再登记。"
        if self.lesson_id and self.community_id and self.lesson.community_id == self.community_id:
            errors["lesson"] = "这是本社区自己的做法，不用登记学习。"
        if errors:
            raise ValidationError(errors)
