from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities.boundary import BadBoundary, load_boundary


class Command(BaseCommand):
    help = "载入街道边界（GeoJSON，WGS-84），显示在地图上；再次载入会替换旧的。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", default=settings.STREET_NAME)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            row, points = load_boundary(options["file"], options["name"])
        except OSError as exc:
            raise CommandError(f"打不开 {options['file']}：{exc.strerror}") from exc
        except BadBoundary as exc:
            raise CommandError(str(exc)) from exc
        self.stdout.write(f"已载入“{row.name}”的边界，{points} 个点。")
