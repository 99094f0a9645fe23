from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guicheng.accounts import events
from guicheng.accounts.models import User
from guicheng.exchange import pipeline
from guicheng.exchange.kinds import Kind, Parsed, kind_of, kinds
from guicheng.exchange.lean import keep_lean
from guicheng.exchange.models import ImportRow, ImportRun
from guicheng.exchange.reading import MAX_BYTES, Unreadable
from guicheng.exchange.results import refused_workbook

ALL_TAKEN, SOME_REFUSED, NOT_READ = 0, 1, 2


class Command(BaseCommand):
    help = "导入 Excel 或 CSV。全部接受返回 0，有没接受的行返回 1（写在 --errors 里），整个文件读不了返回 2。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.key for kind in kinds()], help="种类。")
        parser.add_argument("file", type=Path, help="文件：.xlsx、.xls 或 .csv。")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入。")
        parser.add_argument("--errors", type=Path, help="没有接受的行写到这个 .xlsx 文件。")
        parser.add_argument("--json", type=Path, help="接受和没有接受的行写到这个 JSON 文件。")
        parser.add_argument("--as", dest="username", help="以这个账号的身份导入；不写就用系统管理员。")

    def handle(self, *args: Any, **options: Any) -> None:
        keep_lean()
        kind, path = kind_of(options["kind"]), options["file"]
        user = acting_user(options["username"])
        try:
            if path.stat().st_size > MAX_BYTES:
                raise Unreadable("文件超过 50 MB，请分成几个文件。")
            run = pipeline.begin(path.read_bytes(), path.name, kind, user)
        except OSError as exc:
            self._give_up(f"{path} 打不开：{exc.strerror}。")
        except Unreadable as exc:
            self._give_up(str(exc))
        try:
            self._run(run, kind, options)
        finally:
            if options["dry_run"]:
                pipeline.forget(run)
                run.delete()

    def _run(self, run: ImportRun, kind: Kind, options: dict[str, Any]) -> None:
        pipeline.advance(run, [ImportRun.Status.UPLOADED], ImportRun.Status.CHECKING)
        pipeline.check(run)
        if run.status == ImportRun.Status.FAILED:
            self._give_up(run.message)
        if not options["dry_run"]:
            pipeline.advance(run, [ImportRun.Status.READY], ImportRun.Status.WRITING)
            pipeline.write_safely(run)
            if run.status == ImportRun.Status.FAILED:
                self._give_up(run.message)
            count = run.counts.get("new", 0) + run.counts.get("changed", 0)
            what = f"{kind.key} #{run.pk} (command)"
            events.record(events.Kind.IMPORT, user=run.user, what=what, count=count)
        if options["json"]:
            options["json"].write_text(
                json.dumps(as_json(run, kind), ensure_ascii=False, indent=1), encoding="utf-8"
            )
        refused = ImportRow.objects.filter(run=run, status=ImportRow.Status.REFUSED)
        self._report(run, refused, options["dry_run"])
        if not refused.exists():
            return
        if options["errors"]:
            refused_workbook(run).save(options["errors"])
        sys.exit(SOME_REFUSED)

    def _report(self, run: ImportRun, refused: Any, dry: bool) -> None:  # noqa: ANN401
        counts = run.counts
        self.stdout.write(
            f"{'检查' if dry else '导入'}完成："
            f"新增 {counts.get('new', 0)}，有改动 {counts.get('changed', 0)}，"
            f"没有变化 {counts.get('unchanged', 0)}，没有接受 {counts.get('refused', 0)}。"
        )
        for row in refused[:20]:
            first = row.data["problems"][0]
            where = f"{row.sheet} " if row.sheet else ""
            said = f"{first['column']}：{first['message']}{first['suggestion']}"
            self.stdout.write(f"  {where}第 {row.number} 行 {said}")
        if refused.count() > 20:
            self.stdout.write("  ……其余请看 --errors 的文件。")

    def _give_up(self, message: str) -> None:
        raise CommandError(message, returncode=NOT_READ)


def acting_user(username: str | None) -> User:
    """Whose scope a command works in. Raises :class:`CommandError`."""
    if username:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有“{username}”这个账号，或者已经停用。", returncode=NOT_READ)
        return user
    user = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if user is None:
        raise CommandError(
            "还没有系统管理员。请先 createsuperuser，或用 --as 指定账号。", returncode=NOT_READ
        )
    return user


def as_json(run: ImportRun, kind: Kind) -> dict[str, Any]:
    """What was taken and refused, in the order of the file."""
    taken, refused = [], []
    for row in ImportRow.objects.filter(run=run).order_by("pk").iterator(1000):
        place = {"sheet": row.sheet, "row": row.number}
        if row.status == ImportRow.Status.REFUSED:
            problems = row.data["problems"]
            first = problems[0]
            refused.append(
                {
                    **place,
                    "reason": row.reason,
                    "column": first["column"],
                    "message": first["message"],
                    "suggestion": first["suggestion"],
                }
            )
        else:
            parsed = Parsed(row.sheet, row.number, row.data["values"])
            taken.append({**place, "status": row.status, **kind.json_row(parsed), "notes": row.data["notes"]})
    return {"kind": kind.key, "rows": taken, "refused": refused}
