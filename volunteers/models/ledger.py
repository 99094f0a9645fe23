"""联系服务群众工作台账: what a head did for whom, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from communities.models import Community, Place
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import AnyUser, ScopedQuerySet
from guicheng.pictures.models import Picture

from .appointment import Appointment
from .volunteer import Volunteer


class MatterKindQuerySet(ScopedQuerySet):
    community_path = None

    def offered(self) -> Self:
        return self.filter(retired=False)


class MatterKind(models.Model):
    """What a contact is about: the street's list, which it changes as it likes."""

    name = models.CharField("名称", max_length=20, unique=True)
    sensitive = models.BooleanField(
        "敏感", default=False, help_text="勾选后，记这一类事时自动标为敏感，看得到的人更少。"
    )
    order = models.PositiveSmallIntegerField("顺序", default=10)
    retired = models.BooleanField("停用", default=False, help_text="停用后不再出现在选择里，以前的记录不变。")

    objects = MatterKindQuerySet.as_manager()

    class Meta:
        verbose_name = "事项类别"
        verbose_name_plural = "事项类别（台账与诉求）"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class ContactLogQuerySet(ScopedQuerySet):
    """Sensitive entries are read by those who write in the community and by the street's administrators."""

    def visible_to(self, user: AnyUser) -> Self:
        rows = super().visible_to(user)
        return rows if user.is_authenticated and user.may_write else rows.filter(sensitive=False)

    def of_heads(self, appointments: models.QuerySet[Appointment]) -> Self:
        """What was logged in these terms; for the head's own page."""
        return self.filter(appointment__in=appointments)

    def open(self) -> Self:
        return self.exclude(result=ContactLog.Result.DONE)

    def overdue(self, today: date) -> Self:
        """Open, and the day of the next step has passed."""
        return self.open().filter(follow_up_on__lt=today)

    def escalated(self) -> Self:
        return self.filter(result=ContactLog.Result.ESCALATED)


class ContactLog(models.Model):
    """One contact of a head with a household or a person; no more about them than the work needs."""

    class Channel(models.TextChoices):
        VISIT = "visit", "上门走访"
        PHONE = "phone", "电话"
        WECHAT = "wechat", "微信"
        MEETING = "meeting", "议事"
        PATROL = "patrol", "巡楼"

    class With(models.TextChoices):
        HOUSEHOLD = "household", "住户"
        ELDER = "elder", "长者"
        CHILD = "child", "儿童青少年"
        NEWCOMER = "newcomer", "新市民"
        SHOP = "shop", "商户"
        SEVERAL = "several", "多户居民"
        OTHER = "other", "其他"

    class Result(models.TextChoices):
        DONE = "done", "办结"
        FOLLOWING = "following", "跟进中"
        ESCALATED = "escalated", "上报"

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="contacts", verbose_name="社区", editable=False
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="contacts", verbose_name="楼长（巷长、街长）"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="contacts", verbose_name="楼巷街", editable=False
    )
    head = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="contacts", verbose_name="记录人", editable=False
    )
    on = models.DateField("日期")
    channel = models.CharField("方式", max_length=10, choices=Channel.choices, default=Channel.VISIT)
    contacted = models.CharField("联系对象", max_length=10, choices=With.choices, default=With.HOUSEHOLD)
    household = models.CharField(
        "位置", max_length=20, blank=True, help_text="只写到单元或楼层，例如：2单元。不要写姓名、房号和电话。"
    )
    kind = models.ForeignKey(MatterKind, models.PROTECT, related_name="contacts", verbose_name="事项类别")
    text = models.CharField("内容", max_length=500, help_text="一句话写明情况，不要写姓名和电话。")
    result = models.CharField("结果", max_length=10, choices=Result.choices, default=Result.DONE)
    reported_to = models.CharField("上报给谁", max_length=40, blank=True)
    follow_up_on = models.DateField("下次跟进", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    sensitive = models.BooleanField("敏感", default=False, help_text="邻里纠纷等事项，只有经办人员看得到。")
    draft_id = models.UUIDField("手机上的编号", null=True, blank=True, unique=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="代记人",
        null=True,
        blank=True,
        editable=False,
    )
    created_at = models.DateTimeField("记录时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ContactLogQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "台账记录"
        verbose_name_plural = "联系服务群众工作台账"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_closed_when_done",
                condition=Q(result="done", closed_on__isnull=False)
                | (~Q(result="done") & Q(closed_on__isnull=True)),
                violation_error_message="办结的要有办结日期，没有办结的不能有。",
            ),
            models.CheckConstraint(
                name="contact_escalated_to_somebody",
                condition=~Q(result="escalated") | ~Q(reported_to=""),
                violation_error_message="上报的请写明上报给谁。",
            ),
        ]
        indexes = [
            models.Index(fields=["-on", "-id"], name="contact_newest"),
            # The last two so that figures are counted without reading the entries themselves.
            models.Index(
                fields=["community", "-on", "-id", "result", "closed_on"], name="contact_newest_closed_here"
            ),
            models.Index(fields=["appointment", "-on", "-id"], name="contact_newest_of_head"),
            models.Index(fields=["follow_up_on"], condition=~Q(result="done"), name="contact_open"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_channel_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Bring what follows from other columns in line: whose, where, closed when, sensitive by its kind."""
        self.place_id = self.appointment.place_id
        self.head_id = self.appointment.volunteer_id
        self.community_id = self.appointment.place.community_id
        if self._state.adding and self.kind.sensitive:
            self.sensitive = True
        if self.result == self.Result.DONE:
            self.closed_on = self.closed_on or self.on
            self.follow_up_on = None
        else:
            self.closed_on = None

    def clean(self) -> None:
        today = date.today()
        if self.on and self.on > today:
            raise ValidationError({"on": "这个日期还没有到。"})
        if self.closed_on and self.closed_on > today:
            raise ValidationError({"closed_on": "这个日期还没有到。"})
        if self.on and self.closed_on and self.closed_on < self.on:
            raise ValidationError({"closed_on": "办结日期不能早于联系的日期。"})
        if self.on and self.follow_up_on and self.follow_up_on < self.on:
            raise ValidationError({"follow_up_on": "下次跟进的日期不能早于联系的日期。"})
        if self.result == self.Result.ESCALATED and not self.reported_to:
            raise ValidationError({"reported_to": "上报的请写明上报给谁。"})
        if self.appointment_id and self.on:
            self._check_term()
        if self.appointment_id and self.kind_id:
            # The form does not hold these columns, and the database's rules look at them.
            self.settle()

    def _check_term(self) -> None:
        term = self.appointment
        if term.started_on and self.on < term.started_on:
            raise ValidationError({"on": f"早于任职日期（{term.started_on:%Y-%m-%d}）。"})
        if term.ended_on and self.on > term.ended_on:
            raise ValidationError({"on": f"晚于离任日期（{term.ended_on:%Y-%m-%d}）。"})

    @property
    def is_open(self) -> bool:
        return self.result != self.Result.DONE


class FollowUpQuerySet(ScopedQuerySet):
    community_path = "contact__community"

    def visible_to(self, user: AnyUser) -> Self:
        rows = super().visible_to(user)
        return rows if user.is_authenticated and user.may_write else rows.filter(contact__sensitive=False)


class FollowUp(models.Model):
    """A later step on a contact that was not settled at once."""

    contact = models.ForeignKey(
        ContactLog, models.CASCADE, related_name="follow_ups", verbose_name="台账记录"
    )
    on = models.DateField("日期")
    text = models.CharField("做了什么", max_length=500)
    draft_id = models.UUIDField("手机上的编号", null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField("记录时间", auto_now_add=True)

    objects = FollowUpQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "跟进"
        verbose_name_plural = "跟进"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"

    def clean(self) -> None:
        if self.on and self.on > date.today():
            raise ValidationError({"on": "这个日期还没有到。"})
        if self.on and self.contact_id and self.contact.on and self.on < self.contact.on:
            raise ValidationError({"on": "跟进的日期不能早于第一次联系的日期。"})


class ContactPhotoQuerySet(FollowUpQuerySet):
    """Read by whoever may read the entry."""


class ContactPhoto(Picture):
    """A picture that goes with an entry, for those who handle it alone."""

    contact = models.ForeignKey(ContactLog, models.CASCADE, related_name="photos", verbose_name="台账记录")

    objects = ContactPhotoQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "台账照片"
        verbose_name_plural = "台账照片"
