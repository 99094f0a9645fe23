"""任务: what the street asks communities for, and what each of them answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import AnyUser, ScopedQuerySet

from ..indicators import Indicator, UnknownIndicator, indicator_of, said_unknown

#: The largest number that an answer may hold.
LARGEST = Decimal(1_000_000_000)


class Tasks(ScopedQuerySet):
    """Made by the street; staff of a community see those that it was asked."""

    community_path = None

    def visible_to(self, user: AnyUser) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.sees_every_community:
            return rows
        return rows.filter(pk__in=TaskAnswer.objects.visible_to(user).values("task"))


class Task(models.Model):
    """Figures, a check or a confirmation that the street wants from communities by a day."""

    class Kind(models.TextChoices):
        FIGURES = "figures", "报数"
        CHECK = "check", "核对"
        CONFIRMATION = "confirmation", "确认"

    title = models.CharField("标题", max_length=80)
    kind = models.CharField(
        "种类",
        max_length=12,
        choices=Kind.choices,
        default=Kind.FIGURES,
        help_text="报数：填几个数。核对：看过以后答属实，还是有出入。确认：答已经知道、已经办好。",
    )
    text = models.TextField("要什么，怎么填", max_length=1000, blank=True)
    key = models.SlugField(
        "对照的指标",
        max_length=60,
        blank=True,
        help_text="选了以后，社区填报时能看到系统里本社区的数和它的记录。",
    )
    due_on = models.DateField("完成期限")
    ended_on = models.DateField(
        "停止填报日期", null=True, blank=True, help_text="从这天起不再收。逾期的在停止之前仍然可以填报。"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="布置人",
        null=True,
        editable=False,
    )
    made_at = models.DateTimeField("布置时间", default=timezone.now, editable=False)

    objects = Tasks.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        ordering = ["-due_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dashboard-task", args=[self.pk])

    def clean(self) -> None:
        if self.key:
            try:
                indicator_of(self.key)
            except UnknownIndicator as exc:
                raise ValidationError({"key": said_unknown(self.key)}) from exc

    def retire(self, day: date) -> None:
        """What was answered is not deleted: the task ends."""
        self.ended_on = self.ended_on or day

    def takes_answers(self, today: date) -> bool:
        return self.ended_on is None or today < self.ended_on

    @property
    def indicator(self) -> Indicator | None:
        try:
            return indicator_of(self.key) if self.key else None
        except UnknownIndicator:
            return None


class TaskFields(Tasks):
    def visible_to(self, user: AnyUser) -> Self:
        rows = ScopedQuerySet.visible_to(self, user)
        return rows.filter(task__in=Task.objects.visible_to(user).values("pk"))


class TaskField(models.Model):
    """One number that a task asks for."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="fields", verbose_name="任务")
    label = models.CharField("填什么", max_length=40)
    unit = models.CharField("单位", max_length=10)
    may_be_empty = models.BooleanField(
        "可以空着", default=False, help_text="不掌握的可以空着；空着不是 0，没有的要填 0。"
    )
    order = models.PositiveSmallIntegerField("顺序", default=10)

    objects = TaskFields.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "要填的数"
        verbose_name_plural = "要填的数"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.label}（{self.unit}）"


class TaskAnswers(ScopedQuerySet):
    def waiting(self) -> Self:
        """Of tasks that still take answers, those that nobody has answered, or that were given back."""
        today = timezone.localdate()
        takes = Q(task__ended_on__isnull=True) | Q(task__ended_on__gt=today)
        return self.filter(takes).exclude(state=TaskAnswer.State.ANSWERED)

    def standing(self, key: str, today: date) -> Self:
        """The rows of one of ``STANDINGS``; each that waits is in just one of the four."""
        if key == "answered":
            return self.filter(state=TaskAnswer.State.ANSWERED)
        rows = self.waiting()
        if key == "returned":
            return rows.filter(state=TaskAnswer.State.RETURNED)
        rows = rows.filter(state=TaskAnswer.State.WAITING)
        if key == "reminded":
            return rows.filter(reminded_at__isnull=False)
        rows = rows.filter(reminded_at__isnull=True)
        return rows.filter(task__due_on__lt=today) if key == "late" else rows.filter(task__due_on__gte=today)


#: How an answer stands, for lists: key → what it is called.
STANDINGS = {
    "returned": "退回补正",
    "reminded": "街道催过，还没有填",
    "late": "过了期限，没有填",
    "open": "还没有填",
    "answered": "已填报",
}


class TaskAnswer(models.Model):
    """What one community answered. The row is there from when it was asked: unanswered is a state, not 0.

    ``version`` grows with each answer and return: whoever sends on an older one is told first
    (``tasks.answering``).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "未填报"
        ANSWERED = "answered", "已填报"
        RETURNED = "returned", "退回补正"

    class Result(models.TextChoices):
        RIGHT = "right", "属实"
        DIFFERS = "differs", "有出入"

    task = models.ForeignKey(Task, models.CASCADE, related_name="answers", verbose_name="任务")
    community = models.ForeignKey(Community, models.PROTECT, related_name="task_answers", verbose_name="社区")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    result = models.CharField("核对结果", max_length=8, choices=Result.choices, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    first_answered_at = models.DateTimeField("首次填报时间", null=True, blank=True)
    answered_at = models.DateTimeField("填报时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="填报人",
        null=True,
        blank=True,
    )
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    reminded_at = models.DateTimeField("提醒时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0, editable=False)

    objects = TaskAnswers.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "任务填报"
        verbose_name_plural = "任务填报"
        ordering = ["task", "community__code"]
        constraints = [
            models.UniqueConstraint(fields=["task", "community"], name="task_asked_once_a_community"),
            models.CheckConstraint(
                name="task_answered_at_a_time",
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="task_returned_with_a_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message="退回请写清原因。",
            ),
        ]
        indexes = [models.Index(fields=["community", "state"], name="task_answers_that_wait")]

    def __str__(self) -> str:
        return f"{self.community}：{self.task}"

    def get_absolute_url(self) -> str:
        return reverse("dashboard-answer", args=[self.pk])

    @property
    def is_answered(self) -> bool:
        return self.state == self.State.ANSWERED

    @property
    def was_late(self) -> bool:
        """Whether it was first answered after its day."""
        first = self.first_answered_at
        return first is not None and timezone.localdate(first) > self.task.due_on

    def words(self, today: date) -> str:
        """How it stands, in words: ``已填报（逾期）``, ``未填报（已过期限）``."""
        if self.is_answered:
            return "已填报（逾期）" if self.was_late else "已填报"
        late = "（已过期限）" if self.task.due_on < today else ""
        return f"{self.get_state_display()}{late}"


class TaskValues(ScopedQuerySet):
    community_path = "answer__community"


class TaskValue(models.Model):
    """A number of an answer. Empty is "left empty", which is not 0; not answered at all has no row."""

    answer = models.ForeignKey(TaskAnswer, models.CASCADE, related_name="values", verbose_name="填报")
    field = models.ForeignKey(TaskField, models.PROTECT, related_name="values", verbose_name="要填的数")
    value = models.DecimalField(
        "数",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(LARGEST)],
    )

    objects = TaskValues.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "填报的数"
        verbose_name_plural = "填报的数"
        ordering = ["field__order", "field"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "field"], name="task_value_once_an_answer"),
            models.CheckConstraint(
                name="task_value_within_bounds",
                condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=LARGEST),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}：{told(self.value)}"


def told(value: Decimal | None) -> str:
    """``1,234.5``; what was left empty says so."""
    if value is None:
        return "空着"
    return f"{value.normalize():,f}"
