"""``make walking``: from an OpenStreetMap file to a service, and back to the former network when it fails."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stations.walking import Way
from stations.walking.valhalla import Valhalla
from tests import river_network
from tests.river_network import at
from tools import serve, walking
from tools import walking_service as service

ROOT = Path(__file__).resolve().parents[2]
BOX = f"BOX={river_network.BOX}"


@pytest.fixture(scope="module")
def environment(
    walking_programs_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """A place of its own for networks, with the programs that the machine has already."""
    var = tmp_path_factory.mktemp("walking") / "数据 var"
    ours = {"DJANGO_SETTINGS_MODULE", "VALHALLA_URL", "MAKEFLAGS", "MAKELEVEL"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    own = {"VAR_DIR": str(var), "WALKING_PROGRAMS": str(walking_programs_folder), "PYTHON": sys.executable}
    yield {**kept, **own, "LC_ALL": "C.UTF-8"}
    service.stop(var / "walking")


@pytest.fixture(scope="module")
def home(environment: dict[str, str]) -> Path:
    return Path(environment["VAR_DIR"], "walking")


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "river.osm"
    river_network.write(path)
    return path


def make(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a failed command said, without make's own."""
    assert done.returncode, done.stdout
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def metres_across(port: int) -> float:
    """How far the network that is served says it is to the other bank."""
    leg = Valhalla(f"http://127.0.0.1:{port}").matrix([at(-100, 0)], [at(100, 0)], Way.FOOT)[0][0]
    assert leg
    return leg.metres


@pytest.fixture(scope="module")
def served(environment: dict[str, str], home: Path, river: Path) -> int:
    """The port of a network that ``make walking`` built and started."""
    port = service.spare_port()
    done = make(environment, "walking", f"OSM={river}", BOX, f"PORT_WALKING={port}")
    assert done.returncode == 0, done.stderr
    for step in ("[1/6] 检查", "[3/6] 裁剪", "[4/6] 生成路网", "[5/6] 试运行", "[6/6] 换上"):
        assert step in done.stdout
    assert done.stdout.count("完成，") == 6
    assert f"http://127.0.0.1:{port}" in done.stdout
    return port


def test_a_file_becomes_a_service_that_answers(served: int, home: Path) -> None:
    assert metres_across(served) == pytest.approx(1400, abs=10)
    assert [path.name for path in home.glob("network-*")] == [service.current(home).name]
    # Valhalla listens to this machine alone.
    with socket.socket() as probe:
        probe.bind(("127.0.0.2", served))


def test_the_same_file_again_does_nothing_but_start(
    environment: dict[str, str], served: int, home: Path, river: Path
) -> None:
    before, running = service.current(home), service.running(home)
    done = make(environment, "walking", f"OSM={river}", BOX)
    assert "路网已是最新" in done.stdout and done.returncode == 0
    assert (service.current(home), service.running(home)) == (before, running)

    assert "已停止" in make(environment, "walking-stop").stdout
    assert service.running(home) is None and not service.answers(served)
    assert "没有在运行" in make(environment, "walking-stop").stdout
    assert make(environment, "walking", f"OSM={river}", BOX).returncode == 0
    assert service.answers(served), "on the port of the last time"

    make(environment, "walking-stop")
    done = make(environment, "walking")
    assert done.returncode == 0 and f"http://127.0.0.1:{served}" in done.stdout
    assert service.answers(served)


def test_another_map_takes_the_place_of_the_former(
    environment: dict[str, str], served: int, home: Path, river: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.osm"
    lines = river.read_text().splitlines()
    later.write_text("\n".join(line for line in lines if "演示人行桥" not in line))
    (home / "building-1").mkdir()
    done = make(environment, "walking", f"OSM={later}", BOX)
    assert done.returncode == 0, done.stderr
    assert metres_across(served) == pytest.approx(3200, abs=10)
    assert len(list(home.glob("network-*"))) == 1
    assert not list(home.glob("building-*")), "what a killed run left is gone"
    assert make(environment, "walking", f"OSM={river}", BOX).returncode == 0
    assert metres_across(served) == pytest.approx(1400, abs=10)


def pbf(river: Path, out: Path, environment: dict[str, str]) -> Path:
    """The same map as .osm.pbf, as operators have it."""
    (osmium,) = Path(environment["WALKING_PROGRAMS"]).glob("osmium-*")
    code = (
        "import osmium, sys\n"
        "with osmium.SimpleWriter(sys.argv[2]) as out:\n"
        "    for thing in osmium.FileProcessor(sys.argv[1]): out.add(thing)\n"
    )
    path = {**environment, "PYTHONPATH": str(osmium)}
    subprocess.run([sys.executable, "-c", code, river, out], env=path, check=True)
    return out


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_each_bad_file_is_one_sentence_and_the_network_stays(
    environment: dict[str, str], served: int, home: Path, river: Path, tmp_path: Path
) -> None:
    network = service.current(home)
    whole = pbf(river, tmp_path / "whole.osm.pbf", environment).read_bytes()
    nodes_only = river.read_text().split("<way")[0] + "</osm>"
    page = b"<!doctype html><title>404 Not Found</title>"
    for name, data, said in [
        ("empty.osm.pbf", b"", "是空的"),
        ("page.osm.pbf", page, "不是 OpenStreetMap"),
        ("picture.osm.pbf", b"\x89PNG\r\n\x1a\n" + bytes(300), "不是 OpenStreetMap"),
        ("other.osm", b'<?xml version="1.0"?><gpx><trk/></gpx>', "不是 OpenStreetMap"),
        ("cut.osm.pbf", whole[: len(whole) * 2 // 3], "不完整或已损坏"),
        ("broken.osm.pbf", whole[:200] + bytes(300) + whole[500:], "不完整或已损坏"),
        ("cut.osm", river.read_bytes()[:-3000], "不完整或已损坏"),
        ("cut.osm.gz", b"\x1f\x8b\x08" + bytes(20), "不完整或已损坏"),
        ("no_streets.osm", nodes_only.encode(), "里没有本街道一带"),
    ]:
        bad = write(tmp_path / name, data)
        told = sentence(make(environment, "walking", f"OSM={bad}", BOX))
        assert said in told and name in told, name
    abroad = sentence(make(environment, "walking", f"OSM={river}", "BOX=24.90,60.15,24.98,60.19"))
    assert "里没有本街道一带" in abroad and "guangdong" in abroad
    assert "找不到文件" in sentence(make(environment, "walking", f"OSM={tmp_path / 'none.osm.pbf'}"))
    assert "不是文件" in sentence(make(environment, "walking", f"OSM={tmp_path}"))
    assert service.current(home) == network
    assert not list(home.glob("building-*"))
    assert metres_across(served) == pytest.approx(1400, abs=10)


@pytest.mark.parametrize(
    "box", ["113,22,114", "a,b,c,d", "114,22,113,23", "113,23,114,22", "113,22,114,nan", "0,0,999,1"]
)
def test_what_is_no_box_is_refused(box: str, environment: dict[str, str], river: Path) -> None:
    assert "西,南,东,北" in sentence(make(environment, "walking", f"OSM={river}", f"BOX={box}"))


@pytest.mark.parametrize("port", ["0", "65536", "eight", "８００２"])
def test_what_is_no_port_is_refused(port: str, environment: dict[str, str]) -> None:
    assert "1 到 65535" in sentence(make(environment, "walking", f"PORT_WALKING={port}"))


def test_a_busy_port_is_told_before_anything_is_done(
    environment: dict[str, str], served: int, river: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = make(environment, "walking", f"OSM={river}", "BOX=113,22,114,24", f"PORT_WALKING={port}")
        assert f"端口 {port} 已被别的程序占用" in sentence(done)
        assert "[3/6]" not in done.stdout
    assert service.answers(served)


def test_two_at_a_time_do_not_meet(environment: dict[str, str], home: Path, served: int) -> None:
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "另一个 make walking 正在进行" in sentence(make(environment, "walking"))


@pytest.mark.parametrize("program", ["valhalla_build_tiles", "valhalla_service"])
def test_a_program_that_fails_leaves_the_network_as_it_was(
    program: str, environment: dict[str, str], served: int, home: Path, river: Path, tmp_path: Path
) -> None:
    network = service.current(home)
    programs = tmp_path / "programs"
    for folder in Path(environment["WALKING_PROGRAMS"]).iterdir():
        if folder.is_dir():
            shutil.copytree(folder, programs / folder.name, copy_function=os.link)
    (binary,) = programs.glob(f"valhalla-*/valhalla/bin/{program}")
    binary.unlink()
    binary.write_text("#!/bin/sh\nexit 1\n")
    binary.chmod(0o755)
    broken = {**environment, "WALKING_PROGRAMS": str(programs)}
    told = sentence(make(broken, "walking", f"OSM={river}", "BOX=113,22,114,24"))
    assert "没有生成" in told or "一启动就停了" in told
    assert service.current(home) == network
    assert not list(home.glob("building-*"))
    assert metres_across(served) == pytest.approx(1400, abs=10)


def test_a_full_disk_is_told_before_anything_is_done(
    river: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 90 * walking.MEBIBYTE
    monkeypatch.setattr(walking.shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(free, 0, free))
    with pytest.raises(service.Trouble, match="只剩 90 MB，至少需要 800 MB"):
        walking.need_room(tmp_path, river)


def test_without_a_network_or_a_file_it_says_where_to_get_one(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = make({**environment, "VAR_DIR": str(tmp_path / "var")}, "walking")
    assert done.returncode == 0
    assert "geofabrik" in done.stdout and "make walking OSM=" in done.stdout and "ODbL" in done.stdout


def test_without_internet_it_says_so_and_leaves_nothing(
    environment: dict[str, str], river: Path, tmp_path: Path
) -> None:
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": os.devnull,
    }
    others = {"PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1"}
    own = {"VAR_DIR": str(tmp_path / "var"), "WALKING_PROGRAMS": str(tmp_path / "programs")}
    done = make({**environment, **nowhere, **others, **own}, "walking", f"OSM={river}", BOX)
    assert "网络不通" in sentence(done)
    assert [path.name for path in (tmp_path / "programs").iterdir()] == ["install.log"]


def test_make_run_takes_the_network_and_starts_it(
    environment: dict[str, str], served: int, home: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.delenv("VALHALLA_URL", raising=False)
    monkeypatch.setenv("WALKING_PROGRAMS", environment["WALKING_PROGRAMS"])
    service.stop(home)
    serve.use_walking_network(home)
    assert os.environ.pop("VALHALLA_URL") == f"http://127.0.0.1:{served}"
    assert service.answers(served)
    assert "步行引擎已在后台启动" in capsys.readouterr().out

    serve.use_walking_network(home)
    assert os.environ["VALHALLA_URL"] == f"http://127.0.0.1:{served}"
    assert capsys.readouterr().out == "", "it was running"

    for given in ("http://10.0.0.5:8002", ""):
        monkeypatch.setenv("VALHALLA_URL", given)
        serve.use_walking_network(home)
        assert os.environ["VALHALLA_URL"] == given


def test_make_run_goes_on_without_the_engine(
    environment: dict[str, str],
    served: int,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys,
    tmp_path: Path,
) -> None:
    monkeypatch.delenv("VALHALLA_URL", raising=False)
    serve.use_walking_network(tmp_path)
    assert capsys.readouterr().out == "", "nobody made a network, nothing to say"
    service.stop(home)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", served))
        taken.listen()
        serve.use_walking_network(home)
    assert "步行时间用估算" in capsys.readouterr().out
    assert "VALHALLA_URL" not in os.environ
    assert make(environment, "walking").returncode == 0


def test_a_system_service_waits_for_its_network_and_takes_up_the_next(
    environment: dict[str, str], river: Path, tmp_path: Path
) -> None:
    """As under systemd or in a container: whoever ends it, it is started again."""
    own = {**environment, "VAR_DIR": str(tmp_path / "var")}
    home, port = tmp_path / "var" / "walking", service.spare_port()
    loop = f'while :; do "$PYTHON" tools/walking.py serve 127.0.0.1 {port}; sleep 0.1; done'
    system = subprocess.Popen(["sh", "-c", loop], cwd=ROOT, env=own, start_new_session=True)
    try:
        deadline = time.monotonic() + 20
        while service.running(home) is None and time.monotonic() < deadline:
            time.sleep(0.05)
        done = make(own, "walking", f"OSM={river}", BOX)
        assert done.returncode == 0, done.stderr
        assert "由系统服务运行" in done.stdout
        assert metres_across(port) == pytest.approx(1400, abs=10)
        assert "systemctl stop" in sentence(make(own, "walking-stop"))
        assert service.answers(port)
    finally:
        os.killpg(system.pid, signal.SIGKILL)
        system.wait()


def test_deployment_serves_what_the_site_asks() -> None:
    compose = (ROOT / "deploy" / "compose.yaml").read_text()
    assert (
        "VALHALLA_URL: http://walking:8002" in compose and "dockerfile: deploy/walking.Dockerfile" in compose
    )
    image = (ROOT / "deploy" / "walking.Dockerfile").read_text()
    assert '"serve", "0.0.0.0", "8002"' in image
    unit = (ROOT / "deploy" / "guicheng-walking.service").read_text()
    assert "tools/walking.py serve 127.0.0.1 8002" in unit
    for name in ("requirements-valhalla.txt", "requirements-osmium.txt"):
        assert name in image
        listed = (ROOT / name).read_text()
        assert "--hash=sha256:" in listed and listed.count("==") == 1 and "://" not in listed
