from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.models import Installation
from guicheng.demo.guard import Refused
from guicheng.demo.load import load


class Command(BaseCommand):
    help = "载入演示数据（虚构的站点、小区、活动）；只用于空数据库，可以重复执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, help="放大倍数，供测量速度用，默认 1。")
        parser.add_argument("--only", choices=["stations"], help="只放大站点，增加的不能搜索。")

    def handle(self, *args: Any, **options: Any) -> None:
        scale = options["scale"]
        if scale is not None and not 1 <= scale <= 10_000:
            raise CommandError("--scale 要在 1 到 10000 之间。")
        begun = time.monotonic()
        say = self.stdout.write if options["verbosity"] > 0 else (lambda line: None)
        try:
            loaded = load(
                timezone.localdate(), scale=scale or 1, only_stations=bool(options["only"]), say=say
            )
        except Refused as exc:
            raise CommandError(str(exc)) from exc
        if loaded.new:
            say(f"演示数据已载入，用时 {time.monotonic() - begun:.1f} 秒。")
            return
        there = Installation.objects.get(pk=1).demonstration_scale
        added = loaded.counts["活动"]
        say("演示数据已在，保持不变。" if not added else f"演示数据已在，补上近期活动 {added} 场。")
        if scale not in (None, there):
            raise CommandError(
                f"现有演示数据的规模是 {there}，不是 {scale}。要换规模，请换一个空数据库再载入。"
            )
