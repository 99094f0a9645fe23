from __future__ import annotations

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from guicheng.exchange.lean import keep_lean
from guicheng.exchange.tasks import resume_silent

#: Seconds between two looks for work whose worker died.
_LOOK = 60


class Command(BaseCommand):
    help = "在后台做费时的工作（导入等）。网站启动时会自动启动它；单独运行时用 systemd 看管。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-parent", type=int, help="这个进程号的进程结束时也结束。")

    def handle(self, *args: Any, **options: Any) -> None:
        keep_lean()
        threading.Thread(target=_take_up, daemon=True).start()
        if options["with_parent"]:
            threading.Thread(target=_leave_with, args=[options["with_parent"]], daemon=True).start()
        call_command("db_worker", interval=1, reload=False, verbosity=0)


def _take_up() -> None:
    """Start broken-off work anew, now and every minute."""
    while True:
        close_old_connections()
        resume_silent()
        close_old_connections()
        time.sleep(_LOOK)


def _leave_with(parent: int) -> None:
    """A server that was killed outright must not leave a worker behind."""
    while os.getppid() == parent:
        time.sleep(2)
    os.kill(os.getpid(), signal.SIGTERM)
