"""Makes ``.venv`` and installs one hash-locked list into it; skipped when that list is in already.

``install.py requirements.txt``. Runs on any Python ≥ 3.11 with nothing installed. A run that was cut
short is known by the mark it left and starts over with a new ``.venv``; so does one that no longer runs
(its Python was removed). A ``.venv`` made by hand is kept and completed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
#: Which lists are installed: name of the list → SHA-256 of its bytes.
INSTALLED = VENV / "installed.json"
#: There while pip is at work.
UNFINISHED = VENV / "unfinished"
LOG = ROOT / "var" / "install.log"
LOCK = ROOT / "var" / "install.lock"


def environment() -> dict[str, str]:
    """The environment for pip, without what would lead it out of the virtual environment."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_ROOT"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def usable() -> bool:
    """Whether ``.venv`` is there, whole, and still runs."""
    if UNFINISHED.exists():
        return False
    try:
        works = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, env=environment())
    except OSError:
        return False
    return works.returncode == 0


def lists_installed() -> dict[str, str]:
    """What ``INSTALLED`` says."""
    try:
        found = json.loads(INSTALLED.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def run(command: list[str | Path], failure: str) -> None:
    """Runs quietly; on failure prints the last lines of what went wrong and one sentence."""
    done = subprocess.run(
        command, env=environment(), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    if "No space left on device" in said or "Disk quota exceeded" in said:
        sys.exit("磁盘空间不够，依赖没有装完，请清理后再试。")
    with contextlib.suppress(OSError):
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text(said)
    errors = [line for line in said.splitlines() if line.startswith("ERROR")]
    print("\n".join(errors[-2:]), file=sys.stderr)
    sys.exit(failure)


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401  Debian ships it apart, in python3-venv
    except ImportError:
        sys.exit("请先安装 python3-venv：sudo apt install python3-venv")
    print("正在建立 .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", VENV], "建立 .venv 没有成功，详情见 var/install.log。")


def install(name: str) -> None:
    """Installs the list ``name`` unless ``.venv`` has it."""
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    ready = usable()
    installed = lists_installed() if ready else {}
    if installed.get(name) == digest:
        return
    if not ready:
        make_venv()
    print(f"正在按 {name} 安装依赖，第一次约需一分钟 …", flush=True)
    UNFINISHED.touch()
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    run(
        # The list is complete, so there is nothing to resolve; Python compiles what it imports by itself.
        [*pip, "--require-hashes", "--no-deps", "--no-compile", "--requirement", name],
        "依赖没有装成，多半是网络不通：请检查网络后重试，详情见 var/install.log。",
    )
    INSTALLED.write_text(json.dumps({**installed, name: digest}))
    UNFINISHED.unlink()


def main() -> None:
    try:
        LOCK.parent.mkdir(parents=True, exist_ok=True)
        with LOCK.open("w") as lock:
            # Another command that is installing would look like one that was cut short.
            fcntl.flock(lock, fcntl.LOCK_EX)
            install(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("已中断，下次会重新安装。")
    except OSError as exc:
        sys.exit(f"写不进 {exc.filename or '.venv'}：{exc.strerror}。请检查磁盘空间和权限。")


if __name__ == "__main__":
    main()
