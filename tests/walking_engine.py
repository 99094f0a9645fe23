"""Fixtures: a real Valhalla over our own river network, and over a real one of Helsinki.

Programs and networks are made once a machine by the project's own tools, in ``$WALKING_CACHE`` (default
``var/walking-tests``); each test process serves them on ports of its own. Where they cannot be installed the
tests are skipped, or fail with ``REQUIRE_ALL=1``. Helsinki's map is not ours to give away: it is read from
``shared/data`` beside the project, and its tests are skipped where it is not there.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import river_network
from tools import walking, walking_programs
from tools import walking_service as service

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("WALKING_CACHE") or ROOT / "var" / "walking-tests").absolute()
PROGRAMS = CACHE / "programs"
HELSINKI = ROOT.parent / "shared" / "data" / "helsinki.osm.pbf"
HELSINKI_BOX = "24.90,60.15,24.98,60.19"


@contextmanager
def one_process() -> Iterator[None]:
    """What is made in the cache is made by one test process at a time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def give_up(reason: str) -> None:
    if os.environ.get("REQUIRE_ALL", "") not in ("", "0"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def walking_programs_folder() -> Path:
    """The folder to name in ``WALKING_PROGRAMS``, with both programs in it."""
    with one_process(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKING_PROGRAMS", str(PROGRAMS))
        try:
            walking_programs.install(CACHE)
        except service.Trouble as exc:
            give_up(f"没有真的步行引擎可测：{exc}")
    return PROGRAMS


def network(name: str, osm: Path, box: str) -> Path:
    """The home of a network made from ``osm``; made anew only where anything changed."""
    home = CACHE / name
    with one_process(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKING_PROGRAMS", str(PROGRAMS))
        home.mkdir(exist_ok=True)
        walking.build(home, osm, walking.read_box(box))
    return home


@contextmanager
def engine(home: Path, port: int | None = None) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A service of this test process over the network at ``home``: its port and its process."""
    folder = service.current(home)
    assert folder
    port = port or service.spare_port()
    log = folder / f"service-{port}.log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKING_PROGRAMS", str(PROGRAMS))
        process = service.launch(folder, port, log)
    try:
        service.wait_until_it_answers(port, process, log)
        yield port, process
    finally:
        process.kill()
        process.wait()
        for left in folder.glob(f"*-{port}*"):
            left.unlink()


@pytest.fixture(scope="session")
def river_home(walking_programs_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    osm = tmp_path_factory.mktemp("river") / "river.osm"
    river_network.write(osm)
    return network("river", osm, river_network.BOX)


@pytest.fixture(scope="session")
def river_engine(river_home: Path) -> Iterator[str]:
    """The address of an engine over :mod:`tests.river_network`."""
    with engine(river_home) as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def helsinki_engine(walking_programs_folder: Path) -> Iterator[str]:
    """The address of an engine over the middle of Helsinki."""
    if not HELSINKI.is_file():
        pytest.skip(f"没有 {HELSINKI.relative_to(ROOT.parent)}：放在项目旁边的 shared/data 里就会测试")
    with engine(network("helsinki", HELSINKI, HELSINKI_BOX)) as (port, _):
        yield f"http://127.0.0.1:{port}"
