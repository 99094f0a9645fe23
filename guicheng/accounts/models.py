"""Who works with the system. Which community they belong to is kept in ``communities.Membership``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from simple_history.models import HistoricalRecords


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
