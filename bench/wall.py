"""What a screen of the wall asks every minute, beside an empty view of the same site.

``python bench/wall.py [--pairs 500]``: over the real gunicorn an empty page and the wall's content are asked
in turn, once each a pair; printed is the ratio of the medians (aim 2) of a 304 by a link and by an official's
page, the queries that it takes, and for the record what counting anew once a minute costs and how many bytes
are sent. SQLite always, PostgreSQL where ``TEST_DATABASE_URL`` names a server.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench.server import Answer, Client, Database, gunicorn, postgres_server  # noqa: E402
from bench.table import Table  # noqa: E402

AIM = 2.0
EMPTY = "/bench/empty/"


def ways_in() -> None:
    """Print the path of a link's content, and an official's pass."""
    import django

    django.setup()
    from django.urls import reverse

    from guicheng.accounts.models import Role, User
    from guicheng.dashboard.wall.links import make_link, new_stamp
    from guicheng.dashboard.wall.passes import new_pass

    user, _ = User.objects.get_or_create(
        username="bench-street", defaults={"role": Role.STREET_ADMIN, "is_staff": True}
    )
    _, token, _ = make_link(new_stamp(), "bench", None, user)
    print(reverse("dashboard-wall-link-content", args=[token]), new_pass(user))


def pairs(client: Client, path: str, headers: dict[str, str], number: int) -> tuple[float, float]:
    """Medians in milliseconds of the empty page and of a 304 at ``path``, asked in turn."""
    etag = client.get(path, **headers).headers["etag"]
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(number + 20):
        empty, answer = client.get(EMPTY), client.get(path, **headers, If_None_Match=etag)
        # Once a minute one request counts anew: that is measured apart.
        if turn >= 20 and _is_short(answer):
            taken[0].append(empty.milliseconds)
            taken[1].append(answer.milliseconds)
        etag = answer.headers["etag"]
    return statistics.median(taken[0]), statistics.median(taken[1])


def _is_short(answer: Answer) -> bool:
    assert answer.status in {200, 304}, answer.status
    return answer.status == 304


def measure(table: Table, database: Database, number: int) -> None:
    database.prepare()
    command = [sys.executable, __file__, "--ways-in"]
    said = subprocess.run(
        command, cwd=ROOT, env=database.environment, check=True, stdout=subprocess.PIPE, text=True
    )
    path, given_pass = said.stdout.split()
    official = "/dashboard/wall/content/"
    with gunicorn(database) as port:
        client = Client(port)
        first = client.get(path, Bench_Count="1")
        text = f"{first.milliseconds:.0f} ms, {first.headers['bench-queries']} queries"
        table.line("counting anew, once a minute for all screens together", text)
        for name, address, headers in (
            ("by a link", path, {}),
            ("of an official's page", official, {"Wall_Pass": given_pass}),
        ):
            empty, answer = pairs(client, address, headers, number)
            ratio = answer / empty
            text = f"{ratio:.2f} ({answer:.2f} / {empty:.2f} ms)"
            table.line(f"304 {name} / an empty view", text, aim=f"≤ {AIM}", reached=ratio <= AIM)
            etag = client.get(address, **headers).headers["etag"]
            counted = client.get(address, **headers, If_None_Match=etag, Bench_Count="1")
            queries = int(counted.headers["bench-queries"])
            table.line("  its queries", str(queries), aim="0", reached=queries == 0)
        sizes = [len(client.get(path, Accept_Encoding=coding).body) / 1024 for coding in ("identity", "gzip")]
        table.line("the content where it changed", f"{sizes[0]:.1f} KB, gzip {sizes[1]:.1f} KB")
        client.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--stations", type=int, default=178)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--ways-in", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ways_in:
        ways_in()
        return
    table = Table()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    server = postgres_server()
    for kind, at in [("SQLite", ""), *([("PostgreSQL", server)] if server else [])]:
        folder = given.folder.resolve() / f"{kind.lower()}-{given.stations}"
        database = Database(kind, given.stations, folder, at)
        table.title(f"{kind}, {given.stations:,} stations")
        measure(table, database, given.pairs)
    print("\n" + (f"Above the aim: {'; '.join(table.missed)}" if table.missed else "Every aim was reached."))


if __name__ == "__main__":
    main()
