from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stations.measuring import Measuring, Report
from stations.walking.asking import network_engine
from stations.walking.engines import EngineDown

#: Seconds between two lines of progress.
_EVERY = 5


class Command(BaseCommand):
    help = (
        "按街道路网计算每个小区（楼）到附近站点和候选地点的步行时间，并保存结果。"
        "只算有变化的；中断了再运行一次，接着算。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=4, help="同时问几个问题，默认 4。")
        parser.add_argument("--json", action="store_true", help="输出 JSON。")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["threads"] <= 64:
            raise CommandError("--threads 要在 1 到 64 之间。")
        try:
            engine = network_engine(connections=options["threads"])
            if engine is None:
                raise CommandError(
                    "没有设置 VALHALLA_URL，步行按直线距离估算，不需要计算。"
                    "要按路网计算，请先运行 make walking（见运维手册）。"
                )
            quiet = options["json"] or options["verbosity"] == 0
            run = Measuring(engine, progress=(lambda done, total: None) if quiet else self._progress)
            run.threads = options["threads"]
            self._told, self._done = 0.0, -1
            report = run.run()
        except EngineDown as exc:
            raise CommandError(f"{exc}已经算好的都保存了，引擎恢复以后再运行一次，会接着算。") from exc
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_told(report))

    def _progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if (done == total and done != self._done) or now - self._told > _EVERY:
            self._told, self._done = now, done
            self.stdout.write(f"{done} / {total}")
            self.stdout.flush()


def _told(report: Report) -> str:
    lines = [
        f"路网：{report.network}",
        f"新算 {report.measured} 处（{report.pairs} 条路），没有变化的 {report.unchanged} 处，"
        f"步行范围 {report.isochrones} 个，用时 {report.seconds:.0f} 秒。",
    ]
    if report.off:
        lines.append(f"其中 {report.off} 处离最近的路超过 300 米，仍按估算；请核对它们的位置。")
    if report.removed:
        lines.append(f"清理了 {report.removed} 处已经不存在的。")
    return "\n".join(lines)
