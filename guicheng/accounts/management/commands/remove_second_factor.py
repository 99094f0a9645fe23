from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guicheng.accounts import lockout, second_factor, signins
from guicheng.accounts.events import Kind, record
from guicheng.accounts.models import User


class Command(BaseCommand):
    help = "系统管理员丢了手机又没有备用码时，在服务器上取消他的动态验证码并解除登录锁定。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="用户名")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("没有这个用户名。")
        there = second_factor.remove(user)
        lockout.unlock([user])
        signins.end_all(user)
        record(Kind.SECOND_FACTOR, user=user, what="在服务器上取消动态验证码、解除锁定")
        done = "已取消动态验证码" if there else "这个账号没有开启动态验证码"
        self.stdout.write(f"{done}；登录锁定已解除，已登录的地方全部退出。")
