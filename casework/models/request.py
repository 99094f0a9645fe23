"""A resident's request, from the first word to the last answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community, Company, Estate, Place
from communities.models.point import WithPoint
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import AnyUser, ScopedQuerySet
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import mask, normalise_phone
from stations.models import Station
from volunteers.models import Appointment, MatterKind


class RequestQuerySet(ScopedQuerySet):
    """For those who handle it. Residents see their own by its secret link, others only released summaries.

    Sensitive matters (邻里纠纷 and the like) are read by those who handle them, not by who only looks on.
    """

    def visible_to(self, user: AnyUser) -> Self:
        rows = super().visible_to(user)
        handles = user.is_authenticated and user.may_write
        return rows if handles else rows.filter(Q(kind__isnull=True) | Q(kind__sensitive=False))

    def open(self) -> Self:
        return self.filter(status__in=ResidentRequest.OPEN)

    def for_head(self, appointments: Iterable[Appointment]) -> Self:
        """What lies with the holders of these terms and is not settled yet, the most urgent first."""
        mine = self.filter(
            appointment__in=list(appointments),
            assigned_to=ResidentRequest.Assignee.HEAD,
            status=ResidentRequest.Status.WORKING,
            reported_done_at__isnull=True,
        )
        return mine.order_by(models.F("due_on").asc(nulls_last=True), "created_at")

    def released(self) -> Self:
        """Whose summary staff released for everyone. Show nothing of them but ``summary`` and status."""
        return self.filter(summary_released=True).exclude(summary="")

    def past_their_time(self, now: datetime) -> Self:
        """Settled so long ago that the personal data have to go."""
        before = now - timedelta(days=settings.KEEP_REQUESTS_DAYS)
        return self.filter(erased_on__isnull=True, done_at__lt=before).exclude(
            status__in=ResidentRequest.OPEN
        )


class ResidentRequest(WithPoint):
    """What a resident asks for, who looks after it, and what became of it.

    ``version`` grows with every step: whoever decides on an older one is told first (``casework.requests``).
    """

    class Status(models.TextChoices):
        NEW = "new", "待受理"
        ACCEPTED = "accepted", "已受理"
        WORKING = "working", "办理中"
        PASSED = "passed", "已转办"
        REOPENED = "reopened", "重新提出"
        ANSWERED = "answered", "已答复"
        CLOSED = "closed", "已办结"
        REFUSED = "refused", "不予受理"

    #: Somebody still has to do something.
    OPEN = (Status.NEW, Status.ACCEPTED, Status.WORKING, Status.PASSED, Status.REOPENED)

    class Channel(models.TextChoices):
        WEB = "web", "网上"
        PHONE = "phone", "电话"
        COUNTER = "counter", "窗口"
        HOTLINE = "hotline", "12345 转来"

    class Assignee(models.TextChoices):
        HEAD = "head", "楼长、巷长、街长"
        STATION = "station", "党群服务站"
        DELIBERATION = "deliberation", "议事协商"
        HOTLINE = "hotline", "12345 热线"
        PROPERTY = "property", "物业"
        DEPARTMENT = "department", "职能部门"

    #: Passed on to others: what they get is a hand-over, anonymous unless the resident agreed.
    OUTSIDE = (Assignee.HOTLINE, Assignee.PROPERTY, Assignee.DEPARTMENT)

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="resident_requests", verbose_name="社区"
    )
    estate = models.ForeignKey(
        Estate,
        models.SET_NULL,
        related_name="resident_requests",
        verbose_name="小区（村、园区）",
        null=True,
        blank=True,
    )
    place = models.ForeignKey(
        Place,
        models.SET_NULL,
        related_name="resident_requests",
        verbose_name="楼巷街",
        null=True,
        blank=True,
    )
    kind = models.ForeignKey(
        MatterKind,
        models.PROTECT,
        related_name="resident_requests",
        verbose_name="事项类别",
        null=True,
        blank=True,
    )
    where = models.CharField("具体位置", max_length=100, blank=True)
    text = models.TextField("居民的话", max_length=1000)
    summary = models.CharField(
        "公开的概要",
        max_length=60,
        blank=True,
        help_text="给别的居民看的一句话，不写姓名、门牌、电话，例如：3栋楼下路灯不亮。",
    )
    summary_released = models.BooleanField(
        "公开概要", default=False, help_text="打勾以后，附近居民反映问题时能看到这一句，免得重复反映。"
    )
    channel = models.CharField("来源", max_length=10, choices=Channel.choices, default=Channel.WEB)
    hotline_number = models.CharField("12345 工单号", max_length=40, blank=True)

    surname = models.CharField("称呼", max_length=20, blank=True, help_text="姓就够了，例如：陈女士。")
    company = models.ForeignKey(
        Company,
        models.SET_NULL,
        related_name="resident_requests",
        verbose_name="企业",
        null=True,
        blank=True,
        help_text="代表企业提出的，选登记过的企业。",
    )
    company_name = models.CharField("代表的企业（自己写的）", max_length=80, blank=True)
    phone = SealedField("电话", blank=True, default="", help_text="想得到回复才需要。加密保存。")
    phone_print = models.CharField("电话指纹", max_length=64, blank=True, editable=False, db_index=True)
    phone_tail = models.CharField("电话后四位", max_length=4, blank=True, editable=False, db_index=True)

    token_print = models.CharField(
        "链接指纹", max_length=64, null=True, blank=True, unique=True, editable=False
    )
    code = models.CharField("查询码", max_length=8, unique=True, editable=False)

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.NEW)
    assigned_to = models.CharField("交给", max_length=14, choices=Assignee.choices, blank=True)
    appointment = models.ForeignKey(
        Appointment,
        models.SET_NULL,
        related_name="resident_requests",
        verbose_name="楼长（巷长、街长）",
        null=True,
        blank=True,
    )
    station = models.ForeignKey(
        Station,
        models.SET_NULL,
        related_name="resident_requests",
        verbose_name="站点",
        null=True,
        blank=True,
    )
    assignee_name = models.CharField("交给谁", max_length=60, blank=True)
    head_may_call = models.BooleanField("楼长可以看电话", default=False)
    reported_done_at = models.DateTimeField("楼长报告办好", null=True, blank=True, editable=False)
    due_on = models.DateField("办理期限", null=True, blank=True)
    public_answer = models.TextField("公开答复", max_length=1000, blank=True)

    rating = models.PositiveSmallIntegerField(
        "评分", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_comment = models.CharField("评价", max_length=300, blank=True)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField("重新提出时间", null=True, blank=True, editable=False)
    reopen_reason = models.CharField("重新提出的原因", max_length=300, blank=True)

    suspicious = models.BooleanField("可疑", default=False)
    suspicious_why = models.CharField("可疑的原因", max_length=100, blank=True)
    text_print = models.CharField("内容指纹", max_length=64, blank=True, editable=False, db_index=True)

    created_at = models.DateTimeField("收到时间", default=timezone.now, editable=False)
    done_at = models.DateTimeField("办完时间", null=True, blank=True, editable=False)
    erased_on = models.DateField("抹去个人信息日期", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    #: What goes when a request is erased, and what no version of the history ever keeps.
    ERASED_AS: dict[str, Any] = {
        "text": "（已抹去）",
        "where": "",
        "surname": "",
        "company_name": "",
        "phone": "",
        "phone_print": "",
        "phone_tail": "",
        "token_print": None,
        "text_print": "",
        "lat": None,
        "lon": None,
        "public_answer": "",
        "rating_comment": "",
        "reopen_reason": "",
    }

    objects = RequestQuerySet.as_manager()
    history = records_history(excluded=[*ERASED_AS, "code"])

    class Meta(WithPoint.Meta):
        verbose_name = "居民诉求"
        verbose_name_plural = "居民诉求"
        ordering = ["-created_at", "-pk"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.CheckConstraint(
                name="request_rating_sane",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
                violation_error_message="评分是 1 到 5 分。",
            ),
            models.CheckConstraint(
                name="request_done_has_time",
                condition=Q(status__in=["answered", "closed", "refused"], done_at__isnull=False)
                | Q(status__in=["new", "accepted", "working", "passed", "reopened"], done_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "status", "due_on"]),
            models.Index(fields=["status", "done_at"]),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return f"诉求 {self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.note_phone()
        fields = kwargs.get("update_fields")
        if fields is not None and "phone" in fields:
            kwargs["update_fields"] = {*fields, "phone_print", "phone_tail"}
        super().save(*args, **kwargs)

    def note_phone(self) -> None:
        """Bring the columns that are searched in line with the sealed number."""
        self.phone_print = fingerprint(self.phone)
        self.phone_tail = self.phone[-4:]

    def clean(self) -> None:
        try:
            self.phone = normalise_phone(self.phone or "")
        except ValueError as exc:
            raise ValidationError({"phone": str(exc)}) from exc
        self.check_places()

    def check_places(self) -> None:
        """Raises ``ValidationError`` where estate or place lie in another community."""
        if self.estate_id and self.community_id and self.estate.community_id != self.community_id:
            raise ValidationError({"estate": "这个小区不属于所选的社区，请重新选择。"})
        if self.place_id and self.community_id and self.place.community_id != self.community_id:
            raise ValidationError({"place": "这个楼（巷、街）不属于所选的社区，请重新选择。"})
        if self.company_id and self.community_id and self.company.community_id != self.community_id:
            raise ValidationError({"company": "这家企业不属于所选的社区，请重新选择。"})

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)

    @property
    def phone_for_head(self) -> str:
        """The resident's number where staff ticked that the head may call, else ""."""
        return self.phone if self.head_may_call else ""

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    def is_overdue(self, today: date | None = None) -> bool:
        return bool(self.is_open and self.due_on and self.due_on < (today or timezone.localdate()))

    @property
    def spot(self) -> str:
        """Where it is, as staff say it."""
        parts = [str(self.community), str(self.estate or ""), self.place.name if self.place_id else ""]
        return " ".join(part for part in [*parts, self.where] if part)

    @property
    def may_rate(self) -> bool:
        return self.status in {self.Status.ANSWERED, self.Status.CLOSED} and self.rating is None

    def may_reopen(self, now: datetime) -> bool:
        """Once, within ``REOPEN_REQUEST_DAYS`` after it was settled."""
        if self.is_open or self.reopened_at is not None or self.done_at is None or self.erased_on:
            return False
        return now <= self.done_at + timedelta(days=settings.REOPEN_REQUEST_DAYS)
