"""The whole suite in up to three rounds: SQLite, PostgreSQL, a real browser.

``run_tests.py all [pytest arguments]`` runs what this machine can; ``run_tests.py e2e …`` the browser alone.
``TEST_DATABASE_URL`` names the PostgreSQL, ``CHROMIUM`` the browser where it is not on the PATH. What could
not be tried is named in a line with how to get it, and is a failure with ``REQUIRE_ALL=1``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import chromium  # noqa: E402  the folder above is not on the path of a script

#: pytest's exit code when nothing was collected: right when the arguments chose a few tests.
NO_TESTS = 5
EXAMPLE_DATABASE = "postgres://postgres@127.0.0.1:5432/test"


def run_round(name: str, database: str | None, arguments: list[str], chosen: bool) -> bool:
    """One run of pytest; whether it passed. ``chosen``: the arguments pick tests, so none is no failure."""
    environment = {key: value for key, value in os.environ.items() if key != "TEST_DATABASE_URL"}
    if database:
        environment["TEST_DATABASE_URL"] = database
    # Each round starts several interpreters: compiled once, the modules are there for all the others.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    print(f"== {name}", flush=True)
    done = subprocess.run([sys.executable, "-m", "pytest", "-rfEs", *arguments], cwd=ROOT, env=environment)
    return done.returncode == 0 or (done.returncode == NO_TESTS and chosen)


def main() -> None:
    scope, chosen = sys.argv[1], sys.argv[2:]
    required = os.environ.get("REQUIRE_ALL", "") not in ("", "0")
    database = os.environ.get("TEST_DATABASE_URL")
    rounds: dict[str, bool | str] = {}
    # Whoever has done their part takes over from the others: one long module does not hold up the end.
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    if scope == "all":
        # Tables straight from the models: PostgreSQL and the commands make theirs by migrations.
        rounds["SQLite"] = run_round("SQLite", None, [*workers, "--nomigrations", *chosen], bool(chosen))
        if database:
            # The commands make databases of their own, the same in both rounds.
            # So is what walks all pages to ask our own code: one database answers for both.
            once = ["-m", "not e2e and not any_database"]
            selection = [*workers, "--ignore=tests/commands", *once, *chosen]
            rounds["PostgreSQL"] = run_round("PostgreSQL", database, selection, bool(chosen))
        else:
            rounds["PostgreSQL"] = f"请设 TEST_DATABASE_URL，例如 {EXAMPLE_DATABASE}"
    if chromium.find():
        # Each process has a site and a browser of its own; a few chosen tests are seen best one by one.
        # Migrations were tried by then: by the commands on SQLite, by the whole round on PostgreSQL.
        selection = ["--nomigrations", "-m", "e2e", *(chosen or [*workers, "tests/e2e"])]
        rounds["浏览器"] = run_round("浏览器", None, selection, bool(chosen))
    else:
        rounds["浏览器"] = f"没有找到 Chromium，安装：{chromium.HOW_TO_GET}"

    failed = [name for name, result in rounds.items() if result is False]
    untried = [name for name, result in rounds.items() if isinstance(result, str)]
    print("== 结果")
    for name, result in rounds.items():
        verdict = {True: "通过", False: "没有通过"}.get(result, f"没有测试。{result}")
        print(f"{name}：{verdict}")
    if failed or (untried and (required or scope == "e2e")):
        sys.exit(1)


if __name__ == "__main__":
    main()
