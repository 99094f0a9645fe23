"""How the site is served: ``gunicorn -c guicheng/gunicorn.py guicheng.wsgi:application``.

Threads, so that a slow upload holds a thread and not a process. The address is given with ``--bind``,
more workers with ``--workers`` or in ``GUNICORN_CMD_ARGS``, which gunicorn reads by itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from guicheng.settings import BASE_DIR, TASKS, TRUSTED_PROXIES
from guicheng.web.hidden import hide

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 5
# Heartbeats are touches of a file: on a disk a busy device would get a healthy worker killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Headers of a proxy count only when there is one; behind nginx in a container its address is not known.
forwarded_allow_ips = "*" if TRUSTED_PROXIES else ""

# Path only: where somebody stands and what they search for is in the query string and in the Referer.
accesslog = "-"
access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
loglevel = "warning"


class logger_class(Logger):  # noqa: N801  (a setting of gunicorn)
    """Secret links are paths too: of them only a mark is written."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            name: hide(value) if isinstance(value, str) else value
            for name, value in super().atoms(*args, **kwargs).items()
        }


def post_worker_init(worker: Any) -> None:
    """Says where the site is, once, when the first worker has loaded it.

    Ctrl+C is taken like any other stop: what the threads have in hand is finished. Gunicorn's own handler
    would take the lock of the thread pool; where the signal came while the same thread held it, that waits
    for ever, and the worker is killed only after ``graceful_timeout``.
    """
    for quick in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(quick, worker.handle_exit)
    if worker.age != 1:
        return
    bound = worker.sockets[0].sock.getsockname()
    if isinstance(bound, tuple):
        host = {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(bound[0], bound[0])  # noqa: S104
        address = f"http://[{host}]:{bound[1]}/" if ":" in host else f"http://{host}:{bound[1]}/"
    else:
        address = f"unix:{bound}"
    print(f"桂城党群服务中心已启动 · Ready: {address} （按 Ctrl+C 停止）", flush=True)


_helpers: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """Long work is done by a process beside the workers, so that no request waits for it."""
    if TASKS["default"]["BACKEND"].endswith("DatabaseBackend"):
        command = [sys.executable, str(BASE_DIR / "manage.py"), "work", f"--with-parent={os.getpid()}"]
        _helpers.append(subprocess.Popen(command))  # noqa: S603


def on_exit(server: Any) -> None:
    for helper in _helpers:
        helper.terminate()
    for helper in _helpers:
        try:
            helper.wait(timeout=10)
        except subprocess.TimeoutExpired:
            # A long import may be cut off: it is taken up again at the next start.
            helper.kill()
