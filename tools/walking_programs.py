"""Installs the programs that the walking network needs, beside the project and not into ``.venv``.

Valhalla comes as a wheel of plain programs for Python 3.12, which run without any Python; pyosmium for the
Python that runs here. ``requirements-valhalla.txt`` and ``requirements-osmium.txt`` pin them with hashes.
They lie in ``$WALKING_PROGRAMS``, by default ``$VAR_DIR/walking/programs``, a folder for each version.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tools.install import environment
from tools.walking_service import ROOT, Trouble, pinned, programs_folder

VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
#: What the programs take on the disk while they are unpacked, in MB.
ROOM_MB = 700
NEEDED = "需要 64 位 Linux（x86 或 ARM，glibc 2.28 以上）"


def python() -> Path:
    """The interpreter with pip: the project's, else (in a container) the one that runs this."""
    return VENV_PYTHON if VENV_PYTHON.exists() else Path(sys.executable)


def places(home: Path) -> tuple[Path, Path]:
    """Where the pinned Valhalla and pyosmium are or will be."""
    # The Python of .venv, not the one that runs this, is going to load pyosmium.
    command = [python(), "-c", "import sys; print(sys.implementation.cache_tag)"]
    tag = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    folder = programs_folder(home)
    return folder / f"valhalla-{pinned('valhalla')}", folder / f"osmium-{pinned('osmium')}-{tag}"


def missing(home: Path) -> bool:
    return not all(place.is_dir() for place in places(home))


def install(home: Path) -> tuple[Path, Path]:
    """Both programs' folders, installed where they are not. Raises :class:`Trouble`."""
    if missing(home):
        _need_pip()
    valhalla, osmium = places(home)
    if not valhalla.is_dir():
        _must_fit()
        _pip("valhalla", valhalla, "--python-version", "3.12")
        _must_run(valhalla)
    if not osmium.is_dir():
        _pip("osmium", osmium)
    return valhalla, osmium


def _need_pip() -> None:
    """On a fresh checkout ``.venv``, which has pip, is made first; that says itself what is missing."""
    if subprocess.run([python(), "-m", "pip", "--version"], capture_output=True).returncode:
        made = subprocess.run([sys.executable, ROOT / "tools" / "install.py", "requirements.txt"])
        if made.returncode:
            sys.exit(made.returncode)


def _must_fit() -> None:
    """Wheels are there for the common machines; for any other pip would only say that it found none."""
    kind, version = platform.libc_ver()
    fits = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64") and kind == "glibc"
    if not fits or tuple(int(part) for part in version.split(".")[:2]) < (2, 28):
        raise Trouble(f"步行引擎没有这台机器能用的版本：{NEEDED}。")


def _pip(program: str, place: Path, *arguments: str) -> None:
    """Installs one list into ``place``, which is there only when all of it is."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f"{place.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    pip = [python(), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile", *arguments]
    wanted = ["--target", unfinished, "--requirement", ROOT / f"requirements-{program}.txt"]
    done = subprocess.run([*pip, *options, *wanted], env=environment(), capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        if "No space left on device" in done.stderr or "Disk quota exceeded" in done.stderr:
            raise Trouble("磁盘空间不够，步行引擎没有装完，请清理后再试。")
        (place.parent / "install.log").write_text(done.stdout + done.stderr)
        raise Trouble(
            f"步行引擎没有装成，多半是网络不通：请检查网络后重试，详情见 {place.parent / 'install.log'}。"
        )
    unfinished.replace(place)


def _must_run(valhalla: Path) -> None:
    command = [valhalla / "valhalla" / "bin" / "valhalla_build_tiles", "--version"]
    try:
        works = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        works = False
    if not works:
        shutil.rmtree(valhalla, ignore_errors=True)
        raise Trouble(f"步行引擎在这台机器上运行不了：{NEEDED}。")
