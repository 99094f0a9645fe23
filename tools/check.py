"""Everything about the code that can be judged without running it; all steps run, then the verdict."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, "manage.py"]
IMPORTS = (
    "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
)
STEPS: list[tuple[str, list[str]]] = [
    ("ruff", [sys.executable, "-m", "ruff", "check", "--quiet", "."]),
    ("格式", [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("导入方向", [sys.executable, "-c", IMPORTS]),
    ("迁移", [*MANAGE, "makemigrations", "--check", "--dry-run", "--no-color"]),
    ("上线设置", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING", "--no-color"]),
]


def main() -> None:
    started = time.monotonic()
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as var:
        # As on a live site with a certificate, and away from this checkout's own database and key.
        live = {"VAR_DIR": var, "HTTPS": "on", "SECRET_KEY": secrets.token_urlsafe(50), "DEBUG": "off"}
        environment = {**os.environ, **live}
        environment.pop("DATABASE_URL", None)
        for name, command in STEPS:
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
            if done.returncode:
                failed.append(name)
                print(f"✗ {name}\n{done.stdout}{done.stderr}", flush=True)
            else:
                print(f"✓ {name}", flush=True)
    seconds = time.monotonic() - started
    if failed:
        sys.exit(f"检查没有通过：{'、'.join(failed)}（{seconds:.0f} 秒）")
    print(f"检查全部通过（{seconds:.0f} 秒）")


if __name__ == "__main__":
    main()
