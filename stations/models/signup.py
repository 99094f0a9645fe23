"""Who comes to an activity: a surname, a sealed telephone, how many; erased when it is long over."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When

from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import mask

from .activity import Activity

#: People whom one sign-up may bring, the one who signs up included.
MOST_PEOPLE = 5


class SignUpQuerySet(ScopedQuerySet):
    community_path = "activity__station__community"

    def live(self) -> Self:
        """Those that hold a place or wait for one."""
        return self.filter(state__in=SignUp.LIVE)

    def booked(self) -> Self:
        return self.filter(state=SignUp.State.BOOKED)

    def waiting(self) -> Self:
        """In the order in which they move up."""
        return self.filter(state=SignUp.State.WAITING).order_by("pk")

    def people(self) -> int:
        return self.aggregate(total=models.Sum("people"))["total"] or 0

    def arrived_people(self) -> int:
        return self.aggregate(total=models.Sum("arrived"))["total"] or 0

    def with_phone(self, phone: str) -> Self:
        return self.filter(phone_print=fingerprint(phone))

    def to_tell(self, now: datetime) -> Self:
        """Whoever does not know yet what became of the activity or of their place: somebody has to call."""
        where = Case(
            When(activity__place="", then=F("activity__station__name")), default=F("activity__place")
        )
        off = Q(activity__status=Activity.Status.CANCELLED)
        changed = (
            ~Q(knows_state=F("state"))
            | ~Q(knows_starts_at=F("activity__starts_at"))
            | ~Q(knows_where=F("now_where"))
        )
        rows = self.live().filter(activity__ends_at__gt=now).annotate(now_where=where)
        return rows.filter(Q(off & ~Q(knows_state=SignUp.OFF)) | Q(~off & changed))


class SignUp(models.Model):
    """One sign-up for one activity. Its secret link opens it; only the link's hash is kept."""

    class State(models.TextChoices):
        BOOKED = "booked", "已报上"
        WAITING = "waiting", "候补"
        CANCELLED = "cancelled", "已取消"

    class Source(models.TextChoices):
        WEB = "web", "网上"
        STAFF = "staff", "工作人员代报"

    LIVE = (State.BOOKED, State.WAITING)
    #: ``knows_state`` of who was told that the activity itself is cancelled.
    OFF = "off"

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="sign_ups", verbose_name="活动", editable=False
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, editable=False)
    surname = models.CharField("姓氏", max_length=10, blank=True, editable=False)
    phone = SealedField("电话", blank=True, default="", editable=False)
    phone_print = models.CharField("电话指纹", max_length=64, blank=True, editable=False)
    phone_tail = models.CharField("电话后四位", max_length=4, blank=True, editable=False)
    people = models.PositiveSmallIntegerField(
        "人数",
        default=1,
        editable=False,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    child_born = models.PositiveSmallIntegerField("孩子出生年份", null=True, blank=True, editable=False)
    guardian_agreed_at = models.DateTimeField("监护人同意时间", null=True, blank=True, editable=False)
    source = models.CharField(
        "来源", max_length=5, choices=Source.choices, default=Source.WEB, editable=False
    )
    token_hash = models.CharField("链接指纹", max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  (many without one)
    #: What the person was last told, or could read when signing up.
    knows_state = models.CharField("知道的状态", max_length=10, editable=False)
    knows_starts_at = models.DateTimeField("知道的时间", editable=False)
    knows_where = models.CharField("知道的地点", max_length=80, editable=False)
    arrived = models.PositiveSmallIntegerField("到场人数", null=True, blank=True, editable=False)
    arrived_at = models.DateTimeField("签到时间", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("报名时间", auto_now_add=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True, editable=False)
    erased_on = models.DateField("抹去个人信息日期", null=True, blank=True, editable=False)

    objects = SignUpQuerySet.as_manager()

    #: Columns that say who somebody is, and what they become when the activity is long over.
    PERSONAL: dict[str, Any] = {
        "surname": "",
        "phone": "",
        "phone_print": "",
        "phone_tail": "",
        "child_born": None,
        "token_hash": None,
    }

    class Meta:
        verbose_name = "活动报名"
        verbose_name_plural = "活动报名"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "phone_print"],
                condition=~Q(phone_print="") & Q(state__in=["booked", "waiting"]),
                name="one_sign_up_a_phone",
            ),
            models.CheckConstraint(
                name="sign_up_brings_people", condition=Q(people__gte=1, people__lte=MOST_PEOPLE)
            ),
            models.CheckConstraint(
                name="guardian_agreed_to_child",
                condition=Q(child_born__isnull=True) | Q(guardian_agreed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["activity", "state"]),
            models.Index(fields=["phone_print"]),
            models.Index(fields=["erased_on", "activity"]),
        ]

    def __str__(self) -> str:
        """Names nobody: this text stands in logs and titles."""
        return f"第 {self.pk} 号报名"

    @property
    def live(self) -> bool:
        return self.state in self.LIVE

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)

    @property
    def called(self) -> str:
        """How staff address the person."""
        return f"{self.surname}（尾号 {self.phone_tail}）" if self.surname else "已抹去"
