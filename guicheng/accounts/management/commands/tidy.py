from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guicheng.accounts.keeping import cleaners

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "清理超过保留期限的内容（安全日志、过期的登录等）。请每天自动执行一次，重复执行没有坏处。"

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for label, clean in cleaners():
            try:
                count = clean()
            except Exception:
                # What one cannot remove must not keep the others from their work.
                logger.exception("tidy: %s", label)
                failed.append(label)
            else:
                self.stdout.write(f"{label}：清理 {count} 条")
        if failed:
            raise CommandError(f"这些没有清理成功：{'、'.join(failed)}。原因见上面的错误信息。")
