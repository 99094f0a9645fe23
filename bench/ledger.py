"""The ledger at 100 times the demonstration's entries beside the ledger as it is.

``python bench/ledger.py [--times 100] [--pairs 40]``: two databases are filled with ``load_demo``, and in one
the entries are copied until there are so many times more (about 3,000,000). The same page is asked of both
in turn, once each a pair, in two processes; printed is the ratio of the medians (aim 1.5). SQLite files under
``--folder``; PostgreSQL instead where ``TEST_DATABASE_URL`` is set. Copying takes some minutes, once.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

AIM = 1.5
#: What is asked, as whom.
PAGES = {
    "list, a community's worker": ("worker", "/admin/volunteers/contactlog/"),
    "list, the street": ("street", "/admin/volunteers/contactlog/"),
    "overdue, a community's worker": ("worker", "/admin/volunteers/contactlog/?work=overdue"),
    "overdue, the street": ("street", "/admin/volunteers/contactlog/?work=overdue"),
    "the head's first screen": ("head", "/my/"),
}


def environment(folder: Path, times: int, name: str) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    found = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "guicheng.settings"}
    # Hashed names would have to be collected first; pages hold the same links either way.
    found["STATICFILES_STORAGE"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    found.pop("DATABASE_URL", None)
    if server := os.environ.get("TEST_DATABASE_URL"):
        found["DATABASE_URL"] = f"{server.rsplit('/', 1)[0]}/bench_{name}_{times}"
    return found


def prepare(environ: dict[str, str], times: int, script: str) -> None:
    if name := environ.get("DATABASE_URL", "").rsplit("/", 1)[-1]:
        import psycopg2

        connection = psycopg2.connect(os.environ["TEST_DATABASE_URL"].rsplit("/", 1)[0] + "/postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')
        connection.close()
    for command in (["migrate", "-v0"], ["load_demo"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environ, check=True)
    subprocess.run([sys.executable, script, "--copy", str(times)], cwd=ROOT, env=environ, check=True)


def copy(times: int) -> None:
    """Copy the entries inside the database until there are ``times`` as many, each under a number of its own.

    What is open stays as many as it was: a community that works for years has old entries, not old debts.
    """
    from django.db import connection

    from volunteers.models import ContactLog

    quote = connection.ops.quote_name
    columns = [field for field in ContactLog._meta.concrete_fields if not field.primary_key]
    names = ", ".join(quote(field.column) for field in columns)
    settled = {"draft_id": "NULL", "result": "'done'", "closed_on": quote("on"), "follow_up_on": "NULL"}
    values = ", ".join(settled.get(field.name, quote(field.column)) for field in columns)
    table = quote(ContactLog._meta.db_table)
    last = ContactLog.objects.order_by("pk").last().pk
    copied = last > 100_000
    with connection.cursor() as cursor:
        for _ in range(0 if copied else times - 1):
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id <= {last}")
        cursor.execute("ANALYZE")


def answer() -> None:
    """Ask the page of each line of standard input; print seconds."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from casework.my_door import issue
    from communities.models import Community, Membership
    from guicheng.accounts.models import Role, User
    from volunteers.models import ContactLog

    settings.ALLOWED_HOSTS = ["*"]
    community = Community.objects.get(pk=ContactLog.objects.order_by("pk").first().community_id)
    people = {}
    for name, role in (("worker", Role.COMMUNITY_WORKER), ("street", Role.STREET_ADMIN)):
        user, new = User.objects.get_or_create(
            username=f"bench-{name}", defaults={"role": role, "is_staff": True}
        )
        if new and name == "worker":
            Membership.objects.create(user=user, community=community)
        people[name] = Client()
        people[name].force_login(user)
    term = ContactLog.objects.filter(appointment__ended_on__isnull=True).order_by("pk").first().appointment
    people["head"] = Client()
    people["head"].post(f"/my/in/{issue(term.volunteer, community, user)}/")
    print("ready", flush=True)
    for line in sys.stdin:
        who, path = line.split()
        begun = time.perf_counter()
        response = people[who].get(path)
        seconds = time.perf_counter() - begun
        assert response.status_code == 200, (response.status_code, path)
        print(seconds, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench" / "ledger")
    parser.add_argument("--copy", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.copy:
        import django

        django.setup()
        copy(asked.copy)
    elif asked.answer:
        answer()
    else:
        compare(asked.folder.resolve(), asked.times, asked.pairs, PAGES)


def compare(
    folder: Path,
    times: int,
    pairs: int,
    pages: dict[str, tuple[str, str]],
    *,
    name: str = "ledger",
    script: str = __file__,
) -> None:
    """Print the ratio of each of ``pages``; ``script`` knows ``--copy`` and ``--answer``."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    running = {}
    for size in (1, times):
        environ = environment(folder / str(size), size, name)
        prepare(environ, size, script)
        running[size] = subprocess.Popen(
            [sys.executable, script, "--answer"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    for process in running.values():
        assert process.stdout.readline().strip() == "ready"
    for what, (who, path) in pages.items():
        taken: dict[int, list[float]] = {size: [] for size in running}
        for number in range(pairs + 3):
            for size, process in running.items():
                process.stdin.write(f"{who} {path}\n")
                process.stdin.flush()
                seconds = float(process.stdout.readline())
                if number >= 3:  # the first ones warm up
                    taken[size].append(seconds)
        show(what, statistics.median(taken[1]), statistics.median(taken[times]))
    for process in running.values():
        process.stdin.close()
        process.wait()


def show(what: str, small: float, large: float, aim: float = AIM) -> None:
    ratio = large / small
    verdict = "yes" if ratio <= aim else "NO"
    measured = f"{small * 1000:7.1f} ms {large * 1000:7.1f} ms  ratio {ratio:.2f}"
    print(f"  {what:<50} {measured}  {verdict}", flush=True)


if __name__ == "__main__":
    main()
