"""Work outside the request. A task may be lost with its worker: whoever looks at the run starts it anew."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from . import pipeline
from .models import SILENCE, ImportRun


@task()
def check_run(pk: int) -> None:
    run = ImportRun.objects.filter(pk=pk, status=ImportRun.Status.CHECKING).first()
    if run is not None:
        try:
            pipeline.check(run)
        except Exception as exc:  # noqa: BLE001
            pipeline.broke_off(run, exc)


@task()
def write_run(pk: int) -> None:
    run = ImportRun.objects.filter(pk=pk, status=ImportRun.Status.WRITING).first()
    if run is not None:
        try:
            pipeline.write_safely(run)
        except Exception as exc:  # noqa: BLE001
            pipeline.broke_off(run, exc)


def start_check(run: ImportRun) -> bool:
    """Check the file again from the start; False where it is under way already."""
    begun = pipeline.advance(
        run,
        [ImportRun.Status.UPLOADED, ImportRun.Status.READY, ImportRun.Status.FAILED],
        ImportRun.Status.CHECKING,
    )
    if begun:
        check_run.enqueue(run.pk)
    return begun


def start_write(run: ImportRun) -> bool:
    """Write what was checked; False where somebody confirmed already."""
    begun = pipeline.advance(run, [ImportRun.Status.READY], ImportRun.Status.WRITING)
    if begun:
        write_run.enqueue(run.pk)
    return begun


def resume_silent() -> int:
    """Take up runs whose worker died; how many. Both kinds of work can be begun again at any time."""
    silent = ImportRun.objects.filter(status__in=ImportRun.BUSY, alive_at__lt=timezone.now() - SILENCE)
    count = 0
    for run in silent:
        # Only one of several that look at the same time takes it up.
        claimed = ImportRun.objects.filter(pk=run.pk, alive_at=run.alive_at).update(alive_at=timezone.now())
        if claimed:
            (check_run if run.status == ImportRun.Status.CHECKING else write_run).enqueue(run.pk)
            count += 1
    return count
