"""Words to the heads of a community or of the street, and who has read them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from volunteers.models import Volunteer


class HeadNoticeQuerySet(ScopedQuerySet):
    street_rows_visible = True

    def in_force(self, today: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))

    def unread_by(self, person: Volunteer, communities: set[int], today: date) -> Self:
        """What concerns a head of ``communities`` and was not acknowledged yet, the oldest first."""
        mine = self.in_force(today).filter(Q(community__isnull=True) | Q(community__in=communities))
        return mine.exclude(reads__volunteer=person).order_by("created_at")


class HeadNotice(models.Model):
    """Shown at the top of a head's phone until it is acknowledged or past its day."""

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="head_notices",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="不选就是全街道的楼长、巷长、街长，由街道发。",
    )
    title = models.CharField("标题", max_length=40)
    text = models.CharField("内容", max_length=500, help_text="不要写居民的姓名、房号和电话。")
    until = models.DateField("显示到", null=True, blank=True, help_text="不填就一直显示到本人按“知道了”。")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="发出人",
        null=True,
        blank=True,
        editable=False,
    )
    created_at = models.DateTimeField("发出时间", default=timezone.now, editable=False)

    objects = HeadNoticeQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "给楼长的通知"
        verbose_name_plural = "给楼长的通知"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class NoticeReadQuerySet(ScopedQuerySet):
    community_path = "volunteer__community"


class NoticeRead(models.Model):
    """A head pressed 知道了."""

    notice = models.ForeignKey(HeadNotice, models.CASCADE, related_name="reads", verbose_name="通知")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="notices_read", verbose_name="人员")
    at = models.DateTimeField("时间", default=timezone.now)

    objects = NoticeReadQuerySet.as_manager()

    class Meta:
        verbose_name = "已读"
        verbose_name_plural = "已读"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["notice", "volunteer"], name="one_receipt_a_head")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
