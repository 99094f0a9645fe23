from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guicheng.search.writer import reindex, start_anew


class Command(BaseCommand):
    help = "重建搜索索引；可以重复执行，只写有变化的条目。恢复备份之后也要执行一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", help="只重建一种：community、estate 或 station")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = reindex(options["kind"])
        except ValueError as exc:
            raise CommandError(str(exc)) from exc
        start_anew()
        self.stdout.write(
            f"搜索索引：写入 {done.written} 条，移除 {done.removed} 条，无变化 {done.unchanged} 条。"
        )
