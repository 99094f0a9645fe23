"""Who works with the system. Which community they belong to is kept in ``communities.Membership``."""

from __future__ import annotations

import time
from base64 import b32encode
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP
from django_otp.util import random_hex
from simple_history.models import HistoricalRecords

from guicheng.privacy.fields import SealedField


class Role(models.TextChoices):
    STREET_ADMIN = "street_admin", "街道管理员"
    COMMUNITY_WORKER = "community_worker", "社区工作人员"
    SPECIALIST = "specialist", "创熟专干"
    DEPARTMENT = "department", "职能部门经办人"
    STREET_LEADER = "street_leader", "街道领导（只读）"
    HEAD = "head", "楼长／巷长／街长"


#: Roles that see every community.
STREET_ROLES = frozenset({Role.STREET_ADMIN, Role.STREET_LEADER})
#: Roles that see the communities of their memberships.
COMMUNITY_ROLES = frozenset({Role.COMMUNITY_WORKER, Role.SPECIALIST})
#: Roles that may change what they see.
WRITING_ROLES = frozenset({Role.STREET_ADMIN, Role.COMMUNITY_WORKER, Role.SPECIALIST})


class User(AbstractUser):
    """An account. ``is_superuser`` is 系统管理员; everyone else has a role."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=40, blank=True)
    role = models.CharField("角色", max_length=20, choices=Role.choices, default=Role.COMMUNITY_WORKER)
    must_change_password = models.BooleanField(
        "下次登录须改密码", default=False, help_text="新账号和重置密码后打开，本人改过密码后自动关闭。"
    )

    history = HistoricalRecords(excluded_fields=["password", "last_login"], user_related_name="+")

    #: Columns that every log-in writes: they make no new version of the account.
    _UNRECORDED = frozenset({"password", "last_login"})

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["username"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None and set(fields) <= self._UNRECORDED:
            self.skip_history_when_saving = True
            try:
                super().save(*args, **kwargs)
            finally:
                del self.skip_history_when_saving
            return
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name or self.username

    @property
    def sees_every_community(self) -> bool:
        return self.is_active and (self.is_superuser or self.role in STREET_ROLES)

    @property
    def may_write(self) -> bool:
        return self.is_active and (self.is_superuser or self.role in WRITING_ROLES)


class SecurityEvent(models.Model):
    """What happened to accounts and to personal data: who, when, where from; no numbers or passwords."""

    class Kind(models.TextChoices):
        LOGIN = "login", "登录"
        LOGIN_FAILED = "login_failed", "登录失败"
        LOCKED = "locked", "登录被锁定"
        LOGOUT = "logout", "退出"
        PASSWORD = "password", "改密码"  # noqa: S105
        SECOND_FACTOR = "second_factor", "动态验证码"
        SESSION_ENDED = "session_ended", "结束登录"
        ACCOUNT = "account", "账号变动"
        REVEAL = "reveal", "查看电话"
        EXPORT = "export", "导出"
        IMPORT = "import", "导入"
        UNDO = "undo", "撤销导入"
        MERGE = "merge", "合并人员"
        ERASE = "erase", "抹去个人信息"
        RESTORE = "restore", "恢复记录"

    kind = models.CharField("事项", max_length=20, choices=Kind.choices)
    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="账号",
        null=True,
        blank=True,
    )
    username = models.CharField("用户名", max_length=150, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    what = models.CharField("内容", max_length=200, blank=True)
    count = models.PositiveIntegerField("条数", null=True, blank=True)

    class Meta:
        verbose_name = "安全日志"
        verbose_name_plural = "安全日志"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "at"]), models.Index(fields=["user", "at"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class SignIn(models.Model):
    """One browser that is logged in: what its owner needs to know it by, and to end it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins", verbose_name="账号"
    )
    session_key = models.CharField("会话", max_length=40, unique=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    device = models.CharField("设备", max_length=60, blank=True)
    created = models.DateTimeField("登录时间", default=timezone.now)
    last_seen = models.DateTimeField("最近使用", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "登录"
        verbose_name_plural = "登录"
        ordering = ["-last_seen", "-pk"]

    def __str__(self) -> str:
        return self.device or "未知设备"


def new_key() -> str:
    """A secret of 160 bits (RFC 4226 §4) in hex."""
    return random_hex(20)


class Authenticator(TimestampMixin, ThrottlingMixin, Device):
    """The app on somebody's telephone that shows codes (TOTP, RFC 6238). Its secret lies sealed.

    django-otp's own TOTPDevice keeps the secret as plain text.
    """

    #: Guesses are delayed by 1, 2, 4 … seconds up to 2**9: slow to guess, and whoever knows the password
    #: cannot keep the owner out for hours.
    MOST_COUNTED = 10

    key = SealedField("密钥", default=new_key, editable=False)
    last_t = models.BigIntegerField("最近用过的时段", default=-1)

    class Meta:
        verbose_name = "动态验证码"
        verbose_name_plural = "动态验证码"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed=True), name="one_authenticator_a_user"
            )
        ]

    def verify_token(self, token: str) -> bool:
        """Whether ``token`` is the code of now (half a minute earlier or later); each counts once."""
        if not self.verify_is_allowed()[0]:
            return False
        totp = TOTP(bytes.fromhex(self.key))
        totp.time = time.time()
        if token.isascii() and token.isdigit() and totp.verify(int(token), 1, self.last_t + 1):
            self.last_t = totp.t()
            self.succeeded()
            return True
        self.failed()
        return False

    def succeeded(self) -> None:
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()

    def failed(self) -> None:
        self.throttle_increment(commit=False)
        self.throttling_failure_count = min(self.throttling_failure_count, self.MOST_COUNTED)
        self.save()

    def get_throttle_factor(self) -> int:
        return 1

    @property
    def secret(self) -> str:
        """The secret as an app takes it when it is typed in."""
        return b32encode(bytes.fromhex(self.key)).decode()

    def address(self, issuer: str) -> str:
        """What the square code says (Key URI Format of Google Authenticator)."""
        label = quote(f"{issuer}:{self.user.get_username()}")
        return (
            f"otpauth://totp/{label}?{urlencode({'secret': self.secret, 'issuer': issuer}, quote_via=quote)}"
        )


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost: once, and only its keyed hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name="账号"
    )
    mark = models.CharField("指纹", max_length=64)

    class Meta:
        verbose_name = "备用码"
        verbose_name_plural = "备用码"
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="recovery_code_once")]

    def __str__(self) -> str:
        return "备用码"
