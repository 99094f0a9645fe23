"""Search at 1,000 and at 100,000 names: ``python bench/search.py [SIZE …]``.

Each size in a process and an SQLite file of its own. Prints milliseconds of ``find`` by kind of query, and
what building, loading and an idle version check cost. The floor of the ratios: the same row fetched by
primary key, measured in the same run.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 100_000)
EACH = 20  # queries of each kind
# Characters that estates of the region are named with, put together to names that do not exist.
FIRST = "碧桂金丽海雅保万中华绿星凯恒龙翠富怡御学瑞锦鸿汇信嘉时代天云湖江南东阳福康永和盛世"
SECOND = "湖琴江景城域晖海泰达利源悦翰庭锦航港轩林信和怡丽康丰隆安宝德雍岸澜山峰月华"
THIRD = ["", "水岸", "国际", "一品", "滨江", "半岛", "公园", "上城", "东区", "二期", "中央", "印象"]
TAIL = [
    "花园",
    "苑",
    "豪庭",
    "雅苑",
    "名都",
    "广场",
    "公馆",
    "华府",
    "新村",
    "家园",
    "山庄",
    "名苑",
    "公寓",
    "大厦",
]


def names() -> Iterator[str]:
    every = [a + b + c + d for a, b, c, d in product(FIRST, SECOND, THIRD, TAIL)]
    Random(1).shuffle(every)
    yield from dict.fromkeys(every)


def megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc").exists() else 0
    return pages * resource.getpagesize() / 1e6


def timed(call: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def undisturbed(call: Callable[[], object]) -> float:
    """Milliseconds, the best of three: other work on the machine is none of ours."""
    return min(timed(call) for _ in range(3))


def measure(size: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from communities.models import Community, Estate
    from communities.reference import load_communities
    from guicheng import search
    from tests.search import queries

    call_command("migrate", verbosity=0)
    load_communities()
    communities = list(Community.objects.order_by("code"))
    Estate.objects.bulk_create(
        (
            Estate(community=communities[number % len(communities)], name=name, lat=23.0, lon=113.1)
            for number, name in enumerate(islice(names(), size - len(communities)))
        ),
        batch_size=2000,
    )
    before = megabytes()
    print(f"{size:>7,} names   seconds (of them on the processor)")
    for what, call in [
        ("build", search.reindex),
        ("rebuild, nothing changed", search.reindex),
        ("load into memory", search.refresh),
    ]:
        busy = time.process_time()
        passed = timed(call) / 1000
        print(f"        {what:<25} {passed:7.2f}  ({time.process_time() - busy:.2f})")
    print(f"        memory {megabytes() - before:.0f} MB")
    for warm in ("桂雅社区", "guiya", "桂鸦社区"):
        search.find(warm)
    check = statistics.median(timed(search.refresh) for _ in range(200))
    keys = list(Estate.objects.values_list("pk", flat=True)[:200])
    floor = statistics.median(undisturbed(lambda key=key: Estate.objects.get(pk=key)) for key in keys)
    print(f"        version check {check:.2f} ms   floor (one row by primary key) {floor:.2f} ms")
    every = [("community", community.name) for community in communities]
    every += [("estate", name) for name in islice(names(), size - len(communities))]
    every += [("station", f"{community.name}党群服务中心") for community in communities]
    spent: dict[str, list[float]] = {}
    for query in queries.queries(7, every, EACH):
        spent.setdefault(query.category, []).append(undisturbed(lambda text=query.text: search.find(text)))
    for text in ("火星基地一号", "asdfghjkl", "SELECT * FROM users", "😀" * 50, "东" * 10_000):
        spent.setdefault("nothing", []).append(undisturbed(lambda text=text: search.find(text)))
    print("        kind               median    max ms    median/floor")
    for kind, each in spent.items():
        middle = statistics.median(each)
        print(f"        {kind:<17} {middle:8.2f}  {max(each):8.2f}  {middle / floor:10.1f}")
    flat = sorted(value for each in spent.values() for value in each)
    mean, middle, late = statistics.mean(flat), statistics.median(flat), flat[int(len(flat) * 0.95)]
    print(f"        all: mean {mean:.2f}, median {middle:.2f}, 95 % {late:.2f}, max {flat[-1]:.2f} ms")
    print(f"        mean/floor {mean / floor:.1f}", flush=True)


def main() -> None:
    if os.environ.get("BENCH_SEARCH_SIZE"):
        sys.path.insert(0, str(ROOT))
        measure(int(os.environ["BENCH_SEARCH_SIZE"]))
        return
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            surroundings = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "guicheng.settings",
                "VAR_DIR": folder,
                "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                "BENCH_SEARCH_SIZE": str(size),
            }
            subprocess.run([sys.executable, __file__], env=surroundings, check=True)


if __name__ == "__main__":
    main()
