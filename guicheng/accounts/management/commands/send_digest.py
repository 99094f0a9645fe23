from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guicheng.accounts.digest import digests, mail_is_set_up, send

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "给填了电子邮箱的账号发一封“本周待办”。请每周自动执行一次；同一周内重复执行不会再发。"
        "没有设置 EMAIL_URL 时不发信，待办仍然显示在后台首页。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只显示会发给谁、有几件，不发信。")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        if not dry and not mail_is_set_up():
            self.stdout.write("没有设置 EMAIL_URL，不发信。待办显示在后台首页。")
            return
        sent, skipped, failed = 0, 0, []
        for digest in digests(timezone.now()):
            if dry:
                self.stdout.write(f"{digest.user.username}：{digest.subject}")
                continue
            try:
                if send(digest):
                    sent += 1
                else:
                    skipped += 1
            except Exception:
                # One wrong address must not keep the others from their letter.
                logger.exception("send_digest: account %s", digest.user.pk)
                failed.append(digest.user.username)
        if dry:
            return
        self.stdout.write(f"已发送 {sent} 封" + (f"，本周已经发过的 {skipped} 封" if skipped else "") + "。")
        if failed:
            raise CommandError(f"这些账号没有发成：{'、'.join(failed)}。原因见上面的错误信息。")
