"""An import on its way: the file, what each row will do, how far it is. Personal cells lie sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.fields import SealedJSONField

#: Without a sign of life for so long, work counts as broken off and is taken up again.
SILENCE = timedelta(seconds=90)


class ImportRunQuerySet(ScopedQuerySet):
    """Everyone their own; the street sees all."""

    community_path = None

    def visible_to(self, user: Any) -> Self:  # noqa: ANN401
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_every_community:
            return self.all()
        return self.filter(user=user)

    def editable_by(self, user: Any) -> Self:  # noqa: ANN401
        return self.visible_to(user) if user.is_authenticated and user.may_write else self.none()


class ImportRun(models.Model):
    class Status(models.TextChoices):
        UPLOADED = "uploaded", "待核对各列"
        CHECKING = "checking", "正在检查"
        READY = "ready", "待确认"
        WRITING = "writing", "正在写入"
        DONE = "done", "已完成"
        UNDONE = "undone", "已撤销"
        CANCELLED = "cancelled", "已放弃"
        FAILED = "failed", "没有成功"

    #: Work goes on in the background.
    BUSY = (Status.CHECKING, Status.WRITING)

    kind = models.CharField("种类", max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="导入人"
    )
    status = models.CharField("进度", max_length=10, choices=Status.choices, default=Status.UPLOADED)
    file_name = models.CharField("文件", max_length=120)
    stored_as = models.CharField(max_length=40, blank=True, editable=False)
    #: The file's own hash: the same file sent twice is known.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    #: ``[{"name", "hidden", "use", "last_header", "headers": {index: text}, "mapping": {index: key}}]``
    layout = models.JSONField(default=list, editable=False)
    counts = models.JSONField("结果", default=dict, editable=False)
    #: Which worker stages rows now.
    claim = models.CharField(max_length=32, blank=True, editable=False)
    done_rows = models.PositiveIntegerField(default=0, editable=False)
    total_rows = models.PositiveIntegerField(default=0, editable=False)
    message = models.CharField("说明", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    alive_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入记录"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "alive_at"])]

    def __str__(self) -> str:
        return f"导入 #{self.pk}"

    @property
    def reason(self) -> str:
        """What every change of this import carries in its history."""
        return f"导入 #{self.pk}"

    @property
    def is_silent(self) -> bool:
        """Under way on paper, but nobody works on it any more."""
        return self.status in self.BUSY and (
            self.alive_at is None or timezone.now() - self.alive_at > SILENCE
        )

    @property
    def percent(self) -> int:
        return min(100 * self.done_rows // self.total_rows, 100) if self.total_rows else 0


class ImportRow(models.Model):
    class Status(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "有改动"
        UNCHANGED = "unchanged", "没有变化"
        REFUSED = "refused", "没有接受"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices)
    reason = models.CharField(max_length=20, blank=True)
    noted = models.BooleanField(default=False)
    #: ``{"values", "notes", "problems", "changes", "creates"}``
    data = SealedJSONField(default="")

    class ImportRowQuerySet(ScopedQuerySet):
        community_path = None

        def visible_to(self, user: Any) -> Self:  # noqa: ANN401
            return self.filter(run__in=ImportRun.objects.visible_to(user))

        def editable_by(self, user: Any) -> Self:  # noqa: ANN401
            return self.none()

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "导入的一行"
        verbose_name_plural = "导入的各行"
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "status"])]

    def __str__(self) -> str:
        return f"第 {self.number} 行"


class LearntColumn(models.Model):
    """A header that somebody corrected: read so the next time by everyone of the same office."""

    kind = models.CharField(max_length=20)
    #: The office: a community's key, or "" for the street.
    office = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=80)
    column = models.CharField(max_length=30, blank=True)

    class LearntQuerySet(ScopedQuerySet):
        community_path = None

        def visible_to(self, user: Any) -> Self:  # noqa: ANN401
            return self.none()

    objects = LearntQuerySet.as_manager()

    class Meta:
        verbose_name = "记住的列"
        verbose_name_plural = "记住的列"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "office", "label"], name="one_meaning_a_header_and_office"
            )
        ]

    def __str__(self) -> str:
        return self.label
