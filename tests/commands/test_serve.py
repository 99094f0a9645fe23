"""``make run`` after the libraries are installed: the real server over a database of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """As on a fresh machine: none of the settings of the tests."""
    ours = {"DATABASE_URL", "CACHE_URL", "SECRET_KEY", "STATICFILES_STORAGE", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "VAR_DIR": str(tmp_path / "数据 var"), "PYTHONUTF8": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(mode: str, environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Serves, gives the address and all that was said until it stood, and stops by Ctrl+C."""
    command = [sys.executable, "tools/serve.py", mode, "127.0.0.1", str(free_port())]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if "Ready: " in line:
                break
        else:
            pytest.fail("".join(said))
        yield line.split("Ready: ")[1].split()[0], "".join(said)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        process.stdout.close()


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_a_fresh_machine_gets_a_demonstration_and_the_second_start_keeps_it(
    environment: dict[str, str],
) -> None:
    with served("run", environment) as (address, said):
        assert "密码只显示这一次" in said
        asked = Request(f"{address}admin/login/?q=secret", headers={"Referer": f"{address}?q=secret"})
        with urlopen(asked, timeout=20) as answer:
            page = answer.read().decode()
        assert "登录" in page
        with urlopen(f"{address}static/admin/css/base.css", timeout=20) as style:
            assert style.status == 200
    log = Path(environment["VAR_DIR"], "access.log").read_text()
    assert "GET /admin/login/ 200" in log
    assert "secret" not in log
    assert Path(environment["VAR_DIR"], "secret_key").stat().st_mode & 0o777 == 0o600

    with served("run", environment) as (_, said):
        assert "演示数据已在" in said
        assert "密码只显示这一次" not in said
        assert "静态文件" not in said


def test_a_live_database_is_neither_served_nor_changed_by_make_run(environment: dict[str, str]) -> None:
    with served("live", environment) as (_, said):
        assert "createsuperuser" in said
    before = manage(environment, "dumpdata", "--exclude", "contenttypes", "--exclude", "auth.permission")
    done = subprocess.run(
        [sys.executable, "tools/serve.py", "run", "127.0.0.1", str(free_port())],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "有正式数据" in done.stderr and "make live" in done.stderr
    assert before == manage(
        environment, "dumpdata", "--exclude", "contenttypes", "--exclude", "auth.permission"
    )


@pytest.mark.parametrize("mode", ["run", "accounts"])
def test_a_database_that_cannot_be_reached_is_one_sentence(mode: str, environment: dict[str, str]) -> None:
    environment["DATABASE_URL"] = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"
    command = [sys.executable, "tools/serve.py", mode, "127.0.0.1", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("数据库打不开：") and done.stderr.count("\n") == 1


def test_a_setting_that_makes_no_sense_is_named(environment: dict[str, str]) -> None:
    environment["DATABASE_URL"] = "nonsense"
    command = [sys.executable, "tools/serve.py", "run", "127.0.0.1", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr and "Traceback" not in done.stderr
