"""What residents would like to be talked about, and who seconds it."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..names_in_text import refuse_numbers
from .community import Community
from .deliberation import Deliberation


class TopicQuerySet(ScopedQuerySet):
    def public(self) -> Self:
        """What staff released, in their words; never what a resident typed."""
        return self.filter(released_on__isnull=False)

    def waiting(self) -> Self:
        return self.filter(status=Topic.Status.WAITING)

    def with_seconds(self) -> Self:
        """Counted beside each row: a list then counts only for the rows that it shows."""
        seconds = TopicSecond.objects.filter(topic=models.OuterRef("pk")).order_by().values("topic")
        counted = models.Subquery(seconds.annotate(n=models.Count("pk")).values("n"))
        return self.annotate(seconds_count=Coalesce(counted, 0))


class Topic(models.Model):
    """A topic that a resident proposed. ``title`` and ``text`` are theirs and stay inside."""

    class Status(models.TextChoices):
        WAITING = "waiting", "待处理"
        OPEN = "open", "征集附议"
        DECLINED = "declined", "没有采纳"
        TAKEN = "taken", "已列入议事"

    community = models.ForeignKey(Community, models.PROTECT, related_name="topics", verbose_name="社区")
    title = models.CharField("居民写的题目", max_length=60, blank=True)
    text = models.TextField("居民写的内容", max_length=1000, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    public_title = models.CharField(
        "公开的题目", max_length=60, blank=True, help_text="会显示给居民。不写人名、电话和门牌。"
    )
    public_text = models.TextField(
        "公开的说明",
        max_length=1000,
        blank=True,
        help_text="会显示给居民。用自己的话概括，不照抄居民写的个人情况。",
    )
    answer = models.TextField(
        "给居民的答复", max_length=1000, blank=True, help_text="会公开；没有采纳的，写清原因。"
    )
    deliberation = models.ForeignKey(
        Deliberation,
        models.PROTECT,
        related_name="topics",
        verbose_name="列入的议事",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    released_on = models.DateField("公开日期", null=True, blank=True)
    decided_on = models.DateField("处理日期", null=True, blank=True)
    erased_on = models.DateField("抹去原文日期", null=True, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()
    # A resident's own words are erased in time, so no version may keep them.
    history = records_history(excluded=["title", "text"])

    class Meta:
        verbose_name = "居民提出的议题"
        verbose_name_plural = "居民提出的议题"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="topic_released_in_words",
                condition=Q(released_on__isnull=True) | ~Q(public_title=""),
                violation_error_message="公开的议题要有公开的题目。",
            ),
            models.CheckConstraint(
                name="topic_open_is_released",
                condition=~Q(status="open") | Q(released_on__isnull=False),
                violation_error_message="征集附议的议题要先公开。",
            ),
            models.CheckConstraint(
                name="topic_declined_with_a_reason",
                condition=~Q(status="declined") | ~Q(answer=""),
                violation_error_message="没有采纳的，请写清原因。",
            ),
            models.CheckConstraint(
                name="topic_taken_somewhere",
                condition=Q(status="taken", deliberation__isnull=False)
                | (~Q(status="taken") & Q(deliberation__isnull=True)),
                violation_error_message="列入议事的，请选是哪一次议事。",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "status"]),
            models.Index(fields=["released_on"]),
            models.Index(fields=["-created_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.public_title or self.title or f"第 {self.pk} 号议题"

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.pk])

    def clean(self) -> None:
        errors = {}
        for name in ("public_title", "public_text", "answer"):
            try:
                refuse_numbers(getattr(self, name))
            except ValidationError as exc:
                errors[name] = exc
        if self.deliberation_id and self.deliberation.community_id not in (None, self.community_id):
            errors["deliberation"] = ValidationError("这次议事是别的社区的，请重新选择。")
        if errors:
            raise ValidationError(errors)


class TopicSecondQuerySet(ScopedQuerySet):
    community_path = "topic__community"


class TopicSecond(models.Model):
    """One browser that seconds a topic; nothing tells whose."""

    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="seconds", verbose_name="议题", editable=False
    )
    device_print = models.CharField("手机指纹", max_length=64, editable=False)
    created_at = models.DateTimeField("附议时间", auto_now_add=True)

    objects = TopicSecondQuerySet.as_manager()

    class Meta:
        verbose_name = "附议"
        verbose_name_plural = "附议"
        constraints = [models.UniqueConstraint(fields=["topic", "device_print"], name="one_second_a_device")]

    def __str__(self) -> str:
        return f"第 {self.pk} 次附议"
