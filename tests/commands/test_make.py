"""The commands, as somebody on a bare machine meets them: each trouble is one clear sentence."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The commands alone, in a folder with a space and Chinese in its name, with an empty list to install."""
    folder = tmp_path / "克隆 目录"
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "requirements.txt").write_text("")
    return folder


def make(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON": sys.executable, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(
        ["make", *arguments], cwd=checkout, env=environment, capture_output=True, text=True, timeout=300
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a failed command said, without make's own."""
    assert done.returncode
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_make_alone_lists_the_commands(checkout: Path) -> None:
    listed = make(checkout).stdout
    for command in ("run", "live", "install", "accounts", "test", "check", "e2e", "bench", "lock"):
        assert f"make {command} " in listed


def test_a_busy_port_is_told_before_anything_is_done(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = sentence(make(checkout, "run", f"PORT={port}"))
    assert f"端口 {port} 已被别的程序占用" in said
    assert f"make run PORT={port + 1}" in said
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1", "８０００", ""])
def test_what_is_no_port_is_refused(checkout: Path, port: str) -> None:
    assert "1 到 65535" in sentence(make(checkout, "run", f"PORT={port}"))


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_refused(checkout: Path, host: str) -> None:
    assert "HOST=127.0.0.1" in sentence(make(checkout, "run", "PORT=18765", f"HOST={host}"))


def pretend(folder: Path, name: str, version: tuple[int, int], *, venv: bool) -> None:
    """A stand-in interpreter that answers the two questions asked of it."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(
        "#!/bin/sh\n"
        f'case "$2" in *ensurepip*) exit {0 if venv else 1};; '
        f"*print*) echo {version[0]}.{version[1]};; *) exit {0 if version >= (3, 11) else 1};; esac\n"
    )
    program.chmod(0o755)


def find_python(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", ROOT / "tools" / "find_python.sh"],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
    )


def test_no_python_at_all_is_one_sentence(tmp_path: Path) -> None:
    assert "没有找到 Python" in sentence(find_python(tmp_path))


def test_an_old_python_is_named_with_what_is_needed(tmp_path: Path) -> None:
    pretend(tmp_path, "python3", (3, 9), venv=True)
    said = sentence(find_python(tmp_path))
    assert "3.11" in said and "3.9" in said


def test_a_newer_python_beside_an_old_one_is_found(tmp_path: Path) -> None:
    pretend(tmp_path, "python3", (3, 9), venv=True)
    pretend(tmp_path, "python3.12", (3, 12), venv=True)
    assert find_python(tmp_path).stdout.strip() == "python3.12"


def test_a_python_that_can_make_environments_is_preferred(tmp_path: Path) -> None:
    pretend(tmp_path, "python3", (3, 13), venv=False)
    pretend(tmp_path, "python3.11", (3, 11), venv=True)
    assert find_python(tmp_path).stdout.strip() == "python3.11"


def test_debian_without_python3_venv_is_told_what_to_install(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    said = sentence(make(checkout, "install", PYTHONPATH=str(tmp_path)))
    assert said == "请先安装 python3-venv：sudo apt install python3-venv"


def test_install_is_done_once_and_again_after_it_was_cut_short(checkout: Path) -> None:
    assert make(checkout, "install").returncode == 0
    kept = checkout / ".venv" / "mine"
    kept.touch()

    again = make(checkout, "install")
    assert (again.returncode, again.stdout) == (0, "")

    (checkout / "requirements.txt").write_text("# changed\n")
    assert "requirements.txt" in make(checkout, "install").stdout
    assert kept.exists()

    (checkout / ".venv" / "unfinished").touch()
    assert make(checkout, "install").returncode == 0
    assert not kept.exists()
    assert make(checkout, "install").stdout == ""


def test_two_commands_at_once_do_not_undo_each_others_install(checkout: Path) -> None:
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: make(checkout, "install"), range(2)))
    assert [done.returncode for done in both] == [0, 0]
    assert sum("正在建立" in done.stdout for done in both) == 1


def test_a_list_that_cannot_be_installed_is_one_clear_failure(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("django==5.2.0\n")
    done = make(checkout, "install", PIP_NO_INDEX="1")
    assert done.returncode
    assert done.stderr.splitlines()[-2].startswith("依赖没有装成")
    assert "Traceback" not in done.stderr
    assert not (checkout / ".venv" / "installed.json").exists()
