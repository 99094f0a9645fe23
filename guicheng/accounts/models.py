"""Who works with the system. Which community they belong to is kept in ``communities.Membership``."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


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

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["username"]

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
