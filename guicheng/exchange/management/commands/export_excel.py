from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guicheng.accounts import events
from guicheng.accounts.scope import visible_to
from guicheng.exchange.kinds import kind_of, kinds
from guicheng.exchange.results import make_workbook

from .import_excel import acting_user


class Command(BaseCommand):
    help = "导出 Excel，列和导入的一样。电话默认遮住中间四位，要完整号码加 --whole-phones。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.key for kind in kinds()], help="种类。")
        parser.add_argument("out", type=Path, help="写到这个 .xlsx 文件。")
        parser.add_argument("--as", dest="username", help="以这个账号的身份导出；不写就用系统管理员。")
        parser.add_argument("--whole-phones", action="store_true", help="写完整的电话。")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, user = kind_of(options["kind"]), acting_user(options["username"])
        rows = visible_to(kind.model, user)
        masked = not options["whole_phones"]
        try:
            options["out"].touch(mode=0o600)
            make_workbook(kind.columns, kind.export(rows, masked=masked), kind.label).save(options["out"])
        except OSError as exc:
            raise CommandError(f"{options['out']} 写不进去：{exc.strerror}。") from exc
        what = f"{kind.key}{'' if masked else ' whole'} (command)"
        count = rows.count()
        events.record(events.Kind.EXPORT, user=user, what=what, count=count)
        self.stdout.write(f"已导出 {count} 条。")
