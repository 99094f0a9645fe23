"""Files and rows of imports are kept for a time, and never longer than a person's own data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import pipeline
from .models import ImportRow, ImportRun

Status = ImportRun.Status
#: Days after which a file that nobody went on with is thrown away.
_WAITING_DAYS = 7


def clear_old_imports() -> int:
    """Throw away files and rows that are over their time; counts and dates of the run stay. How many rows."""
    now = timezone.now()
    waiting = ImportRun.objects.filter(
        status__in=[Status.UPLOADED, Status.READY, Status.FAILED],
        created_at__lt=now - timedelta(days=_WAITING_DAYS),
    )
    old = ImportRun.objects.filter(created_at__lt=now - timedelta(days=settings.KEEP_IMPORT_DAYS)).exclude(
        status__in=ImportRun.BUSY
    )
    count = 0
    for run in waiting | old:
        count += clear_run(run)
        if run.status in {Status.UPLOADED, Status.READY}:
            ImportRun.objects.filter(pk=run.pk).update(status=Status.CANCELLED, finished_at=now)
    return count


def clear_run(run: ImportRun) -> int:
    """The file and the rows of one run; how many rows."""
    pipeline.forget(run)
    return ImportRow.objects.filter(run=run).delete()[0]


def clear_old_tasks() -> int:
    """Notes of the queue about work that ended long ago."""
    limit = timezone.now() - timedelta(days=settings.KEEP_IMPORT_DAYS)
    return DBTaskResult.objects.finished().filter(finished_at__lt=limit).delete()[0]


def forget_rows(kind: str, concerns: Callable[[dict[str, Any]], bool]) -> int:
    """Blank the rows whose values ``concerns`` says yes to, and throw away the files that they stood in."""
    count = 0
    for run in ImportRun.objects.filter(kind=kind):
        hit = [
            row.pk
            for row in ImportRow.objects.filter(run=run).order_by("pk").iterator(500)
            if row.data and concerns(row.data.get("values", {}))
        ]
        if hit:
            blank = {"values": {}, "notes": [], "problems": [], "changes": {}, "creates": []}
            rows = list(ImportRow.objects.filter(pk__in=hit))
            for row in rows:
                row.data = blank
            ImportRow.objects.bulk_update(rows, ["data"], batch_size=500)
            pipeline.forget(run)
            count += len(hit)
    return count
