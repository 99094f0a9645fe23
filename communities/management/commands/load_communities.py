from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from communities.reference import DEFAULT_FILE, load_communities


class Command(BaseCommand):
    help = "载入 45 个社区；可以重复执行，已有的社区保持不变。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("csv", nargs="?", type=Path, default=DEFAULT_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_communities(options["csv"])
        except (OSError, ValueError, ValidationError) as exc:
            raise CommandError(str(exc)) from exc
        self.stdout.write(f"社区：新增 {loaded.created} 个，已有 {loaded.unchanged} 个。")
