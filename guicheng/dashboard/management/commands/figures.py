from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.models import Community
from guicheng.dashboard.days import BadDay, parse_day
from guicheng.dashboard.snapshot import count, differences, snapshot
from guicheng.dashboard.told import Told, told


class Command(BaseCommand):
    help = "全部指标：实时数、公布数和目标。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON。")
        parser.add_argument("--community", metavar="CODE", help="只看一个社区（12 位区划代码）。")
        parser.add_argument("--as-of", metavar="DATE", help="截至哪一天，例如 2025-12-31；不填就是今天。")
        parser.add_argument(
            "--check", action="store_true", help="重新数一遍，与各页正在显示的数比对；不一致时返回 1。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        day = self._day(options["as_of"])
        community = self._community(options["community"])
        shown = snapshot(day)
        if options["check"]:
            self._check(day)
            return
        lines = told(shown, community.pk if community else None)
        if options["json"]:
            self.stdout.write(json.dumps([line.as_dict() for line in lines], ensure_ascii=False, indent=2))
            return
        where = community.name if community else "全街道"
        self.stdout.write(f"{where}，截至 {day.isoformat()}（{timezone.localtime(shown.at):%H:%M:%S} 统计）")
        for line in lines:
            self.stdout.write(_sentence(line))

    def _day(self, text: str | None) -> date:
        try:
            return parse_day(text) if text else timezone.localdate()
        except BadDay as exc:
            raise CommandError(str(exc)) from exc

    def _community(self, code: str | None) -> Community | None:
        if not code:
            return None
        found = Community.objects.filter(code=code).first() if code.isdecimal() else None
        if found is None:
            raise CommandError(f"没有区划代码是 {code} 的社区。")
        return found

    def _check(self, day: date) -> None:
        wrong = differences(snapshot(day), count(day))
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(
                f"{len(wrong)} 处与重新统计的结果不同。刚刚有人改动过记录时，一分钟后再试一次。"
            )
        self.stdout.write("与重新统计的结果完全一致。")


def _sentence(line: Told) -> str:
    parts = [f"{line.label}：{'没有数据' if line.live is None else line.live} {line.unit}"]
    if line.published is not None:
        mark = {"over": "超过 ", "at_least": "不少于 "}.get(line.qualifier or "", "")
        parts.append(f"公布 {mark}{line.published}（{line.published_as_of}）")
    if line.target is not None:
        parts.append(f"目标 {line.target}（{line.target_by}）")
    return "，".join(parts)
