"""The worker beside the server: it imports, it may be killed at any moment, and it leaves with its server."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.files import HEADERS, head, workbook

ROOT = Path(__file__).resolve().parent.parent.parent
UPLOAD = """
from guicheng.accounts.models import User
from guicheng.exchange import pipeline, tasks
from guicheng.exchange.kinds import kind_of
run = pipeline.begin(open({path!r}, "rb").read(), "a.xlsx", kind_of("heads"), User.objects.get())
tasks.start_check(run)
"""
CONFIRM = """
from guicheng.exchange import tasks
from guicheng.exchange.models import ImportRun
tasks.start_write(ImportRun.objects.get())
"""


#: Starts a worker as a server does, says its number, and waits.
SERVER = """
import os, subprocess, sys
command = [sys.executable, "manage.py", "work", f"--with-parent={os.getpid()}"]
print(subprocess.Popen(command).pid, flush=True)
input()
"""


class Site:
    """A database of its own under ``folder``, and commands on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "VAR_DIR": str(folder),
            "TASK_QUEUE": "database",
            "DJANGO_SETTINGS_MODULE": "guicheng.settings",
            "DJANGO_SUPERUSER_PASSWORD": "not-used-anywhere-9",
        }

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def python(self, text: str) -> None:
        self.manage("shell", "--no-imports", "--command", text)

    def worker(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "work", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL)

    def ask(self, statement: str) -> object:
        with sqlite3.connect(self.folder / "guicheng.sqlite3", timeout=20) as database:
            return database.execute(statement).fetchone()[0]

    def wait(self, true: Callable[[], bool], seconds: float = 40) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "nothing happened"
            time.sleep(0.2)

    def status(self) -> object:
        return self.ask("SELECT status FROM exchange_importrun")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with its communities and an administrator."""
    site = Site(tmp_path_factory.mktemp("filled"))
    site.manage("migrate", "--verbosity=0")
    site.manage("load_communities")
    site.manage("createsuperuser", "--noinput", "--username=admin", "--email=a@example.org")
    return site.folder


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Site:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return Site(tmp_path)


def test_a_worker_that_was_killed_loses_nothing(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    rows = [
        head(f"演示{'一二三四五六七八九十'[n % 10]}", 楼栋=f"{n}栋", 电话=f"199{n:08d}") for n in range(6_000)
    ]
    path.write_bytes(workbook([HEADERS, *rows]))
    site.python(UPLOAD.format(path=str(path)))
    first = site.worker()
    site.wait(lambda: int(str(site.ask("SELECT count(*) FROM exchange_importrow"))) > 0)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert site.status() == "checking"
    # The silence that tells a dead worker from a slow one, without waiting for it.
    with sqlite3.connect(site.folder / "guicheng.sqlite3", timeout=20) as database:
        database.execute("UPDATE exchange_importrun SET alive_at = '2020-01-01 00:00:00'")
    second = site.worker()
    try:
        site.wait(lambda: site.status() == "ready")
        assert site.ask("SELECT count(*) FROM exchange_importrow WHERE status = 'new'") == 6_000
        site.python(CONFIRM)
        site.wait(lambda: site.status() == "done")
        assert site.ask("SELECT count(*) FROM volunteers_appointment") == 6_000
        assert site.ask("SELECT count(*) FROM volunteers_historicalappointment") == 6_000
    finally:
        second.terminate()
        second.wait(timeout=20)


def test_it_leaves_when_its_server_is_gone(site: Site) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    site.wait(lambda: not _is_running(child), seconds=20)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
