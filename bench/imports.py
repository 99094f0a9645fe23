"""A roster of heads imported (read, checked, written with history) beside a bare read and ``bulk_create``.

``python bench/imports.py [--rows 2186] [--runs 5]``: each run imports a fresh roster of the same size and,
right after it, reads the same file with openpyxl and bulk-creates the same people, places and terms without
checks or history. Prints the ratio of the medians (aim 5) and the peak of the process's memory. The database
is the one of ``DATABASE_URL``, else a fresh SQLite file; it is left with the imported rows.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

HEADERS = ["序号", "职务", "姓名", "社区", "小区名称", "负责楼栋", "是否党员", "联系电话", "上任日期"]


def roster(rows: int, run: int, communities: list[str]) -> bytes:
    """A workbook whose rows name nobody twice, in the habits of offices."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("名册")
    sheet.write(0, 0, "楼长名册")
    sheet.write_row(1, 0, HEADERS)
    for row in range(rows):
        community = communities[row % len(communities)]
        phone = f"19{run:02d}{row:07d}"
        estate, building = f"演示{run}号花园{row // 900}区", f"{row % 900 + 1}栋"
        status, start = ("√", "群众", "否", "共青团员")[row % 4], f"2021.{row % 12 + 1}.{row % 28 + 1}"
        name, number = f"演示{_numeral(row)}", phone if row % 3 else int(phone)
        cells = [row + 1, "楼长", name, community, estate, building, status, number, start]
        sheet.write_row(row + 2, 0, cells)
    book.close()
    return stream.getvalue()


def _numeral(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def bare(content: bytes, run: int) -> float:
    """Seconds to read the file with openpyxl and bulk-create its rows, nothing else."""
    from openpyxl import load_workbook

    from communities.models import Community, Estate, Place
    from volunteers.models import Appointment, Volunteer

    known = {community.name: community for community in Community.objects.all()}
    begun = time.perf_counter()
    sheet = load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    names = {(row[3], row[4]) for row in rows}
    estates = {
        (estate.community.name, estate.name): estate
        for estate in Estate.objects.bulk_create(
            [
                Estate(community=known[community], name=f"{name}·", source=str(run))
                for community, name in names
            ]
        )
    }
    places = Place.objects.bulk_create(
        [Place(community=known[row[3]], estate=estates[row[3], f"{row[4]}·"], name=row[5]) for row in rows]
    )
    people = Volunteer.objects.bulk_create([Volunteer(community=known[row[3]], name=row[2]) for row in rows])
    Appointment.objects.bulk_create(
        Appointment(volunteer=person, place=place, started_on=date(2021, 1, 1))
        for person, place in zip(people, places, strict=True)
    )
    return time.perf_counter() - begun


def whole(content: bytes) -> float:
    """Seconds for the import with all that belongs to it. Raises where a row was refused."""
    from guicheng.accounts.models import User
    from guicheng.exchange import pipeline
    from guicheng.exchange.kinds import kind_of

    user = User.objects.get(username="bench")
    begun = time.perf_counter()
    run = pipeline.begin(content, "roster.xlsx", kind_of("heads"), user)
    pipeline.advance(run, ["uploaded"], "checking")
    pipeline.check(run)
    pipeline.advance(run, ["ready"], "writing")
    pipeline.write_safely(run)
    seconds = time.perf_counter() - begun
    if run.status != "done" or run.counts.get("refused"):
        raise SystemExit(f"not imported: {run.status} {run.counts} {run.message}")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2186)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="bench-imports-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "guicheng.settings"
    import django

    django.setup()
    from django.db import connection

    from communities.models import Community
    from guicheng.accounts.models import User
    from guicheng.exchange.lean import keep_lean

    for command in (["migrate", "--verbosity=0"], ["load_communities", "--verbosity=0"]):
        # Apart for the same reason: migrating fills the memory with old models.
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
    keep_lean()
    User.objects.get_or_create(username="bench", defaults={"is_superuser": True, "is_staff": True})
    names = list(Community.objects.values_list("name", flat=True))
    first = int(time.time()) % 90
    pairs = []
    for run in range(asked.runs):
        # In a process of its own, so that the peak measured is the import's.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as maker:
            content = maker.submit(roster, asked.rows, (first + run) % 100, names).result()
        imported = whole(content)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        floor = bare(content, run) if asked.rows <= 20_000 else 0.0
        pairs.append((imported, floor))
        ratio = f", bare {floor:.2f} s, ratio {imported / floor:.2f}" if floor else ""
        print(
            f"{connection.vendor}: {asked.rows} rows in {imported:.2f} s{ratio}, peak {peak:.0f} MB",
            flush=True,
        )
    if pairs[0][1]:
        medians = [statistics.median(side) for side in zip(*pairs, strict=True)]
        print(f"median ratio {medians[0] / medians[1]:.2f} (aim 5)")


if __name__ == "__main__":
    main()
