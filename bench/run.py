"""All benchmarks: ``make bench`` or ``python bench/run.py [--sizes 178,17800,1000000] [--only …]``.

Ratios within one run, over the real gunicorn; SQLite always, PostgreSQL where ``TEST_DATABASE_URL`` names a
server (databases ``bench_…`` are made there). Databases are kept in ``--folder`` and used again; the million
takes minutes to load once, so it is measured only when asked for by ``--sizes``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench import nearest_floor, pages, rush  # noqa: E402
from bench.server import Database, gunicorn, postgres_server  # noqa: E402
from bench.table import Table  # noqa: E402

PARTS = ("nearest", "pages", "rush", "weight", "search")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="178,17800", help="stations, with commas between")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--requests", type=int, default=200, help="places compared for each ratio")
    parser.add_argument("--kinds", default="SQLite,PostgreSQL")
    asked = parser.parse_args()
    parts = set(asked.only.split(","))
    sizes = [int(size) for size in asked.sizes.split(",")]
    folder = asked.folder.resolve()
    table = Table()

    kinds = [("SQLite", "")] if "SQLite" in asked.kinds else []
    if "PostgreSQL" in asked.kinds:
        if server := postgres_server():
            kinds.append(("PostgreSQL", server))
        else:
            print("PostgreSQL was not measured: set TEST_DATABASE_URL to name a server.")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for kind, server in kinds:
        for size in sizes:
            database = Database(kind, size, folder / f"{kind.lower()}-{size}", server)
            if parts & {"nearest", "pages", "rush", "weight"}:
                table.title(f"{kind}, {size:,} stations")
                measure(table, database, parts, asked.requests)
    if "search" in parts:
        print("\nSearch", flush=True)
        subprocess.run([sys.executable, str(ROOT / "bench" / "search.py")], check=True)
    print("\n" + (f"Above the aim: {'; '.join(table.missed)}" if table.missed else "Every aim was reached."))


def measure(table: Table, database: Database, parts: set[str], requests: int) -> None:
    database.prepare()
    with gunicorn(database) as port:
        if "nearest" in parts:
            nearest_floor.measure(table, port, database.stations, requests)
        if "pages" in parts:
            pages.measure(table, port)
        if "rush" in parts:
            rush.measure(table, port, database.folder)
        if "weight" in parts and not database.server:
            pages.weigh(table, port, "with map", 110)
    if "weight" in parts and not database.server:
        with gunicorn(database.as_live(database.folder / "live")) as port:
            pages.weigh(table, port, "without map", 30)


if __name__ == "__main__":
    main()
