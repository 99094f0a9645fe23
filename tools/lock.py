"""Writes the lists of pinned, hashed libraries from ``pyproject.toml``.

Releases younger than a week are left out: a bad one is usually found and withdrawn within days. The list
for developers is built on the one for running, so that tests run on exactly what is served. Programs that
stand beside the site have a list each, without the libraries of their Python side, which nobody imports.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *("--quiet", "--generate-hashes", "--exclude-newer", "7 days"),
    *("--no-header", "--no-emit-index-url", "--no-emit-find-links"),
]
SITE = ["--universal", "--python-version", "3.11", "pyproject.toml"]
PROGRAM = ["--python-version", "3.12", "--no-deps"]


def compile_list(output: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", *COMPILE, *arguments]
    done = subprocess.run([*command, "--output-file", output], cwd=ROOT)
    if done.returncode:
        sys.exit(f"{output} 没有生成。")
    pinned = sum("==" in line for line in (ROOT / output).read_text().splitlines())
    print(f"{output}：{pinned} 个库")


def main() -> None:
    given = sys.argv[1:]
    compile_list("requirements.txt", *SITE, *given)
    compile_list("requirements-dev.txt", *SITE, "--extra", "dev", "--constraint", "requirements.txt", *given)
    for program in ("valhalla", "osmium"):
        compile_list(f"requirements-{program}.txt", *PROGRAM, "--group", program, *given)


if __name__ == "__main__":
    main()
