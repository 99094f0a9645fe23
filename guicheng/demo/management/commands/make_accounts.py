from __future__ import annotations

import secrets
from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communities.installation import is_demonstration
from communities.models import Community, Membership
from guicheng.accounts.admin_scope import works_inside
from guicheng.accounts.models import Role, User


@dataclass(frozen=True)
class Planned:
    username: str
    name: str
    role: Role
    community: str | None = None
    superuser: bool = False


ACCOUNTS = (
    Planned("admin", "系统管理员（演示）", Role.STREET_ADMIN, superuser=True),
    Planned("jiedao", "街道管理员（演示）", Role.STREET_ADMIN),
    Planned("guiya", "桂雅社区工作人员（演示）", Role.COMMUNITY_WORKER, "桂雅社区"),
    Planned("zhuangan", "大德社区创熟专干（演示）", Role.SPECIALIST, "大德社区"),
    Planned("bumen", "职能部门经办人（演示）", Role.DEPARTMENT),
    Planned("lingdao", "街道领导（演示）", Role.STREET_LEADER),
    Planned("louzhang", "楼长（演示）", Role.HEAD),
)
# Letters that nobody takes for one another or for a digit.
_CONSONANTS, _VOWELS, _DIGITS = "bdfghjkmnprstvz", "aeu", "23456789"


class Command(BaseCommand):
    help = "在演示数据库里为每个角色建一个账号，密码随机，只显示一次；再次执行则换成新密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = f"{settings.SITE_URL or 'http://127.0.0.1:8000'}/admin/"
        parser.add_argument("--url", default=default, help="登录地址，显示在表的上方。")
        parser.add_argument("--keep", action="store_true", help="账号已在时不改密码。")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_demonstration():
            raise CommandError(
                "这不是演示数据库，不建演示账号，什么也没有改动。正式使用请执行 manage.py createsuperuser。"
            )
        if (
            options["keep"]
            and User.objects.filter(username__in=[plan.username for plan in ACCOUNTS]).exists()
        ):
            self.stdout.write("演示账号已在，密码不变。忘记了请执行 make accounts 换成新密码。")
            return
        passwords = {plan: make_password() for plan in ACCOUNTS}
        with transaction.atomic():
            inside = {plan: works_inside(_save(plan, password)) for plan, password in passwords.items()}
        self.stdout.write(f"登录地址：{options['url']}")
        self.stdout.write("密码只显示这一次：\n")
        rows = [("角色", "用户名", "密码", "后台")]
        rows += [(p.name, p.username, word, "有" if inside[p] else "没有") for p, word in passwords.items()]
        widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = (text + " " * (widths[column] - _width(text)) for column, text in enumerate(row))
            self.stdout.write("  " + "  ".join(cells).rstrip())
        self.stdout.write("\n后台一栏写“没有”的角色，现在还没有可以用的后台页面，登录后看不到记录。")


def make_password() -> str:
    """Three words of four letters and six digits, such as ``bake-fuzu-dena-473926``: 50 bits."""
    words = ("".join(secrets.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 2) for _ in range(3))
    return "-".join((*words, "".join(secrets.choice(_DIGITS) for _ in range(6))))


def _save(plan: Planned, password: str) -> User:
    user = User.objects.filter(username=plan.username).first() or User(username=plan.username)
    user.name, user.role = plan.name, plan.role
    user.is_superuser, user.is_staff, user.is_active = plan.superuser, plan.role != Role.HEAD, True
    user.must_change_password = False
    user.set_password(password)
    user.save()
    communities = Community.objects.filter(name=plan.community) if plan.community else []
    user.memberships.exclude(community__in=communities).delete()
    for community in communities:
        Membership.objects.get_or_create(user=user, community=community)
    return user


def _width(text: str) -> int:
    """Columns that the text takes in a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
