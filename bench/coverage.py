"""The 10-minute circle: measuring beside the bare engine, the page beside values held in memory, a province.

``python bench/coverage.py [--pairs 25] [--runs 3] [--slice 2000]``, on SQLite files under ``--folder``:

* the street (178 stations, 600 estates, streets every 150 m over 14 × 12 km, a river): all walks and areas
  measured and kept, beside the same requests sent as they are by as many threads (aim 2);
* ``/dashboard/coverage/`` from what is kept, beside the same page over values held in memory (aim 2);
* a province (20,000 stations, 200,000 estates, as dense): some of its homes measured among all of them, the
  hours that follow for all; and all homes by the straight line. Memory is what a process had at most.

The engine and its streets are made once, by the project's own tools, in the same folder (270 MB).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench import grid  # noqa: E402
from bench.table import Table  # noqa: E402
from tools import walking, walking_service  # noqa: E402

AIM = 2.0
#: A province's hours and gigabytes.
AIM_HOURS, AIM_MEMORY = 24.0, 1.0
STATIONS, ESTATES = 20_000, 200_000
THREADS = 4
#: Homes look this far; the streets reach so much farther than the homes that are measured.
MARGIN = 3000


# --- the engine -------------------------------------------------------------------------------------


def engine(folder: Path, width: int, height: int) -> tuple[subprocess.Popen[bytes], str]:
    """A process that serves streets of this size, made where they are not there yet, and its address."""
    os.environ["WALKING_PROGRAMS"] = str(folder.parent / "walking-programs")
    home = folder / "walking"
    home.mkdir(parents=True, exist_ok=True)
    osm = folder / f"streets-{width}-{height}.osm"
    if not osm.exists():
        grid.write(osm, width, height)
    walking.build(home, osm, walking.read_box(grid.box(width, height)))
    network = walking_service.current(home)
    assert network
    port = walking_service.spare_port()
    process = walking_service.launch(network, port, network / "bench.log")
    walking_service.wait_until_it_answers(port, process, network / "bench.log")
    return process, f"http://127.0.0.1:{port}"


def environment(folder: Path, url: str = "") -> dict[str, str]:
    found = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "guicheng.settings"}
    found["STATICFILES_STORAGE"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    found["VALHALLA_URL"] = url
    found.pop("DATABASE_URL", None)
    return found


def child(folder: Path, part: str, url: str, *words: str) -> dict[str, Any]:
    """One part in a process of its own over the database in ``folder``; what it found out."""
    command = [sys.executable, __file__, "--part", part, *words]
    found = subprocess.run(
        command, cwd=ROOT, env=environment(folder, url), check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(found.stdout.splitlines()[-1])


def prepare(folder: Path, square: grid.Square, stations: int, estates: int, communities: int) -> None:
    """A database with these rows, made anew."""
    (folder / "static").mkdir(parents=True, exist_ok=True)
    for left in folder.glob("guicheng.sqlite3*"):
        left.unlink()
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True)
    sizes = [square.x, square.y, square.width, square.height, stations, estates, communities]
    child(folder, "fill", "", *(f"--size={size}" for size in sizes))


def memory() -> float:
    """Gigabytes that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


# --- the parts, each in a process of its own --------------------------------------------------------


def part_fill(sizes: list[float]) -> dict[str, Any]:
    x, y, width, height, *counts = sizes
    grid.fill(grid.Square(x, y, width, height), *(int(count) for count in counts))
    return {}


def part_street(runs: int) -> dict[str, Any]:
    """Seconds of measuring everything and of the same requests, in turn."""
    from stations.measuring import Measuring
    from stations.models import KeptIsochrones, KeptWalks
    from stations.walking.asking import network_engine
    from stations.walking.wire import Wire

    requests: list[tuple[str, bytes | None]] = []
    call = Wire._call

    def recorded(self: Wire, action: str, body: dict[str, Any] | None, deadline: float) -> tuple[int, bytes]:
        requests.append((action, None if body is None else json.dumps(body).encode()))
        return call(self, action, body, deadline)

    def measured() -> tuple[float, Any]:
        KeptWalks.objects.all().delete()
        KeptIsochrones.objects.all().delete()
        found = network_engine(connections=THREADS)
        assert found
        begun = time.perf_counter()
        report = Measuring(found, threads=THREADS).run()
        return time.perf_counter() - begun, report

    Wire._call = recorded  # type: ignore[method-assign]
    measured()
    Wire._call = call  # type: ignore[method-assign]
    ours, bare = [], []
    for _ in range(runs):
        bare.append(bare_seconds(requests))
        seconds, report = measured()
        ours.append(seconds)
    return {
        "ours": statistics.median(ours),
        "bare": statistics.median(bare),
        "requests": len(requests),
        "pairs": report.pairs,
        "isochrones": report.isochrones,
    }


def bare_seconds(requests: list[tuple[str, bytes | None]]) -> float:
    """All of them by plain urllib3, as many at a time as we ask."""
    import urllib3

    url = os.environ["VALHALLA_URL"]
    pool = urllib3.PoolManager(maxsize=THREADS)

    def send(request: tuple[str, bytes | None]) -> int:
        action, body = request
        method = "GET" if body is None else "POST"
        return len(pool.request(method, f"{url}/{action}", body=body).data)

    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        assert all(threads.map(send, requests))
    return time.perf_counter() - begun


def part_page(pairs: int) -> dict[str, Any]:
    """Seconds of the page from what is kept, and with homes, walks and what they rest on held in memory."""
    import django.test
    from django.conf import settings

    from guicheng.accounts.models import Role, User
    from guicheng.dashboard.views import circle

    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.create(username="bench", role=Role.STREET_ADMIN, is_staff=True)
    client = django.test.Client()
    client.force_login(user)
    loads = ("_homes_of", "coverages", "_guess", "basis")
    real: dict[str, Callable[..., Any]] = {name: getattr(circle, name) for name in loads}
    held: dict[str, Any] = {}

    def holding(name: str) -> Callable[..., Any]:
        def load(*args: Any) -> Any:
            held[name] = real[name](*args)
            return held[name]

        return load

    def seconds() -> float:
        begun = time.perf_counter()
        answer = client.get("/dashboard/coverage/")
        taken = time.perf_counter() - begun
        assert answer.status_code == 200, answer.status_code
        return taken

    def put(functions: dict[str, Callable[..., Any]]) -> None:
        for name, function in functions.items():
            setattr(circle, name, function)

    put({name: holding(name) for name in loads})
    seconds()
    page, memory_page = [], []
    for number in range(pairs + 3):
        put(real)
        ours = seconds()
        put({name: lambda *args, name=name: held[name] for name in loads})
        floor = seconds()
        if number >= 3:
            page.append(ours)
            memory_page.append(floor)
    user.delete()
    return {"page": statistics.median(page), "held": statistics.median(memory_page)}


def part_slice(count: int, side: float) -> dict[str, Any]:
    """Seconds and memory of measuring ``count`` homes of the middle among all of a province."""
    import numpy as np

    from stations.homes import homes
    from stations.measuring import Measuring, site_targets, station_targets
    from stations.walking.asking import network_engine

    found_engine = network_engine(connections=THREADS)
    assert found_engine
    run = Measuring(found_engine, threads=THREADS)
    run.report.network = found_engine.network()
    everywhere = homes()
    south, west = grid.place(MARGIN, MARGIN)
    north, east = grid.place(side - MARGIN, side - MARGIN)
    inside = (everywhere.lat > south) & (everywhere.lat < north) & (everywhere.lon > west)
    rows = np.flatnonzero(inside & (everywhere.lon < east))[:count]
    some = everywhere.part(rows)
    stations, sites = station_targets(), site_targets()
    begun = time.perf_counter()
    # Off the streets of this measurement the engine says so at once: a point on them costs more.
    points = list(zip(some.lat.tolist(), some.lon.tolist(), strict=True))
    run._snaps(points)
    a_point = (time.perf_counter() - begun) / len(points)
    begun = time.perf_counter()
    run._snaps(list(zip(stations.lat.tolist(), stations.lon.tolist(), strict=True)))
    run._snaps(list(zip(sites.lat.tolist(), sites.lon.tolist(), strict=True)))
    targets = time.perf_counter() - begun
    begun = time.perf_counter()
    run._walks(some, stations, 0, 2 * len(some))
    run._walks(some, sites, len(some), 2 * len(some))
    walks = time.perf_counter() - begun - targets
    # What is off the streets is not asked for and would flatter.
    assert len(some) == count and not run.report.off, (len(some), run.report.off)
    return {
        "homes": len(some),
        "all": len(everywhere),
        "a_home": walks / len(some),
        "pairs": run.report.pairs / len(some),
        "hours": (walks / len(some) * len(everywhere) + a_point * (len(stations) + len(sites))) / 3600,
        "memory": memory(),
    }


def part_estimate(pairs: int) -> dict[str, Any]:
    """Seconds and memory of all homes of the province by the straight line."""
    from stations.coverage import Question, coverage

    taken = []
    for _ in range(pairs):
        begun = time.perf_counter()
        answer = coverage(Question(measured=False))
        taken.append(time.perf_counter() - begun)
        covered = answer.covered
    return {
        "seconds": statistics.median(taken),
        "homes": len(answer.homes),
        "share": 100 * covered / answer.total,
        "memory": memory(),
    }


# --- the report -------------------------------------------------------------------------------------


def street(table: Table, folder: Path, runs: int, pairs: int) -> None:
    table.title(f"The street: {grid.STATIONS} stations, {grid.ESTATES} estates")
    process, url = engine(folder, grid.WIDTH, grid.HEIGHT)
    try:
        prepare(folder, grid.Square(0, 0, grid.WIDTH, grid.HEIGHT), grid.STATIONS, grid.ESTATES, 38)
        found = child(folder, "street", url, "--runs", str(runs))
    finally:
        process.kill()
        process.wait()
    said = f"{found['bare']:.1f} s {found['ours']:.1f} s"
    ratio_line(table, "all measured and kept / the bare engine", said, found["ours"], found["bare"])
    counted = f"{found['requests']:,} requests, {found['pairs']:,} walks, {found['isochrones']:,} areas"
    table.line("  of these", counted)
    found = child(folder, "page", "", "--pairs", str(pairs))
    said = f"{found['held'] * 1000:.0f} ms {found['page'] * 1000:.0f} ms"
    ratio_line(table, "/dashboard/coverage/ / values held in memory", said, found["page"], found["held"])


def ratio_line(table: Table, what: str, said: str, ours: float, floor: float) -> None:
    ratio = ours / floor
    table.line(what, f"{said}  ratio {ratio:.2f}", aim=f"≤ {AIM:g}", reached=ratio <= AIM)


def province(table: Table, folder: Path, count: int) -> None:
    table.title(f"A province: {STATIONS:,} stations, {ESTATES:,} estates, as dense as the street")
    side = math.sqrt(STATIONS * grid.A_STATION)
    # So wide that the middle holds the homes to be measured.
    streets = math.sqrt(count * ESTATES_SQUARE) + 2 * MARGIN
    process, url = engine(folder, int(streets), int(streets))
    try:
        square = grid.Square(0, 0, side, side)
        prepare(folder, square, STATIONS, ESTATES, STATIONS // 10)
        found = child(folder, "slice", url, "--slice", str(count), f"--size={streets}")
    finally:
        process.kill()
        process.wait()
    home = f"{found['a_home'] * 1000:.1f} ms, {found['pairs']:,.0f} walks"
    table.line(f"a home ({found['homes']:,} measured among {found['all']:,})", home)
    table.line(
        "all homes, once",
        f"{found['hours']:.1f} hours",
        aim=f"≤ {AIM_HOURS:g} h",
        reached=found["hours"] <= AIM_HOURS,
    )
    memory_line(table, "memory while measuring", found["memory"])
    found = child(folder, "estimate", "", "--runs", "3")
    said = f"{found['seconds']:.2f} s, {found['share']:.1f} % covered"
    table.line(f"coverage of {found['homes']:,} homes by straight lines", said)
    memory_line(table, "memory while doing so", found["memory"])


#: Square metres to an estate of the province.
ESTATES_SQUARE = STATIONS * grid.A_STATION / ESTATES


def memory_line(table: Table, what: str, gigabytes: float) -> None:
    reached = gigabytes <= AIM_MEMORY
    table.line(what, f"{gigabytes:.2f} GB", aim=f"≤ {AIM_MEMORY:g} GB", reached=reached)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=25, help="how often both pages are asked")
    parser.add_argument("--runs", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--slice", type=int, default=2000, help="homes of the province that are measured")
    parser.add_argument("--only", default="street,province", help="street, province or both")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench" / "coverage")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--size", type=float, action="append", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        import django

        django.setup()
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "fill": lambda: part_fill(given.size),
            "street": lambda: part_street(given.runs),
            "page": lambda: part_page(given.pairs),
            "slice": lambda: part_slice(given.slice, given.size[0]),
            "estimate": lambda: part_estimate(given.runs),
        }
        print(json.dumps(parts[given.part]()))
        return
    table, folder = Table(), given.folder.resolve()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    if "street" in given.only:
        street(table, folder / "street", given.runs, given.pairs)
    if "province" in given.only:
        province(table, folder / "province", given.slice)
    print("\n" + (f"Above the aim: {'; '.join(table.missed)}" if table.missed else "Every aim was reached."))


if __name__ == "__main__":
    main()
