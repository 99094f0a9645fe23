"""How a head gets in without a password: a link for one use, then the phone that used it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.scope import ScopedQuerySet
from volunteers.models import Volunteer

#: A link that nobody used stops working after so many hours.
LINK_HOURS = 72


def link_end() -> datetime:
    return timezone.now() + timedelta(hours=LINK_HOURS)


class SignInLinkQuerySet(ScopedQuerySet):
    def usable(self, now: datetime) -> Self:
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)


class SignInLink(models.Model):
    """One link for one head, for one phone. Only a keyed hash of it is kept."""

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="sign_in_links", verbose_name="社区"
    )
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="sign_in_links", verbose_name="人员"
    )
    token_print = models.CharField("链接指纹", max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name="发出人", null=True
    )
    issued_at = models.DateTimeField("发出时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效到", default=link_end)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "登录链接"
        verbose_name_plural = "登录链接（楼长手机）"
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.issued_at:%Y-%m-%d %H:%M}"

    @property
    def state(self) -> str:
        if self.used_at:
            return "已使用"
        if self.revoked_at:
            return "已作废"
        return "已过期" if self.expires_at <= timezone.now() else "等待使用"


class HeadDeviceQuerySet(ScopedQuerySet):
    def active(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class HeadDevice(models.Model):
    """A phone that a head uses, known by a key in its cookie of which a keyed hash is kept."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="head_devices", verbose_name="社区")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="head_devices", verbose_name="人员")
    link = models.OneToOneField(
        SignInLink, models.PROTECT, related_name="device", verbose_name="由哪个链接登录"
    )
    key_print = models.CharField("钥匙指纹", max_length=64, unique=True, editable=False)
    label = models.CharField("手机", max_length=40, blank=True)
    since = models.DateTimeField("登录时间", auto_now_add=True)
    seen_on = models.DateField("最近使用", default=timezone.localdate)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = HeadDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "楼长手机"
        verbose_name_plural = "楼长手机"
        ordering = ["-since"]
        indexes = [
            models.Index(fields=["volunteer"], condition=Q(revoked_at__isnull=True), name="device_in_use")
        ]

    def __str__(self) -> str:
        return self.label or "手机"
