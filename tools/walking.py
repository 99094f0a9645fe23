"""The walking network of the street: from an OpenStreetMap file to a service that answers.

``walking.py up [OSM] [BOX] [PORT]``  makes a network where OSM is new, and serves it (``make walking``)
``walking.py stop``                   ends the service on this machine (``make walking-stop``)
``walking.py programs``               only installs the programs (for a container's image)
``walking.py build OSM [BOX]``        all but the start (for a container: its service is restarted after)
``walking.py serve HOST PORT``        in the foreground, for systemd or a container; waits for a network

BOX is ``west,south,east,north`` in degrees WGS-84. Needs nothing but Python ≥ 3.11. Whatever fails, the
network in use stays: a new one is made in a folder of its own and swapped in at the end.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from guicheng.street import STREET_CENTRE  # noqa: E402  the folder above is not on the path of a script
from tools import walking_programs as programs  # noqa: E402
from tools import walking_service as service  # noqa: E402
from tools.walking_service import Trouble  # noqa: E402

MEBIBYTE = 1024 * 1024
#: From the street's middle to the edge of the default box, in kilometres.
REACH_KM = 15
#: Its nodes' positions, the clip and the tiles lie beside each other: so many times the file's size.
ROOM_TIMES = 4
#: How often a long step says how far it is, in seconds.
TELL_SECONDS = 5
STEPS = 6
GET_ONE = (
    "请下载广东省的 OpenStreetMap 数据 guangdong-latest.osm.pbf"
    "（https://download.geofabrik.de/asia/china/guangdong.html）"
)
HOW_TO = f"""还没有步行路网，网站上的步行时间是估算的。要按真实道路计算：
1. {GET_ONE}，约 100 多 MB。
2. 运行 make walking OSM=guangdong-latest.osm.pbf，几分钟后就好。
道路每半年更新一次即可。数据 © OpenStreetMap 贡献者，ODbL 许可。"""

Box = tuple[float, float, float, float]


# --- what is given ----------------------------------------------------------------------------------


def default_box() -> Box:
    lat, lon = STREET_CENTRE
    north = REACH_KM / 111.195
    east = north / math.cos(math.radians(lat))
    return (round(lon - east, 4), round(lat - north, 4), round(lon + east, 4), round(lat + north, 4))


def read_box(text: str) -> Box:
    """``west,south,east,north`` in degrees; the street's surroundings where nothing is given."""
    if not text:
        return default_box()
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
            raise ValueError
    except ValueError:
        raise Trouble(
            f"BOX 应是 西,南,东,北 四个经纬度，例如 BOX=113.0,22.9,113.3,23.2；现在写的是“{text}”。"
        ) from None
    return (west, south, east, north)


def read_port(text: str, home: Path) -> int:
    """The given port; where none is given, that of the last time."""
    if not text:
        return service.last_port(home)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        raise Trouble(f"PORT_WALKING 应是 1 到 65535 之间的整数，例如 8002；现在写的是“{text}”。")
    return int(text)


def kind_of(osm: Path) -> str:
    """How pyosmium is to read the file, judged by its first bytes, or one sentence what is wrong with it."""
    if not osm.exists():
        raise Trouble(f"找不到文件 {osm}：请检查 OSM= 后面的路径。")
    if not osm.is_file():
        raise Trouble(f"{osm} 不是文件：OSM= 后面请写 .osm.pbf 文件的路径。")
    try:
        with osm.open("rb") as file:
            head = file.read(256)
    except PermissionError:
        raise Trouble(f"没有权限读 {osm}，请先改好文件的权限。") from None
    if not head:
        raise Trouble(f"{osm} 是空的，多半没有下载成功，请重新下载。")
    if head[4:15] == b"\n\tOSMHeader":
        return "pbf"
    if head.startswith(b"BZh"):
        return "osm.bz2"
    if head.startswith(b"\x1f\x8b"):
        return "osm.gz"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<osm")):
        return "osm"
    raise Trouble(f"{osm} 不是 OpenStreetMap 数据文件。{GET_ONE}。")


def need_room(home: Path, osm: Path) -> None:
    needed = osm.stat().st_size * ROOM_TIMES // MEBIBYTE + 100
    if programs.missing(home):
        needed += programs.ROOM_MB
    free = shutil.disk_usage(home).free // MEBIBYTE
    if free < needed:
        raise Trouble(f"磁盘空间不够：{home} 只剩 {free} MB，至少需要 {needed} MB，请清理后再试。")


def need_port(home: Path, port: int) -> None:
    found = service.running(home)
    if (found is None or found.port != port) and service.port_taken(port):
        other = port + 1 if port < 65535 else service.DEFAULT_PORT
        raise Trouble(
            f"端口 {port} 已被别的程序占用，请先关闭它，或换一个端口：make walking PORT_WALKING={other}"
        )


# --- the steps --------------------------------------------------------------------------------------


@contextlib.contextmanager
def step(number: int, what: str) -> Iterator[None]:
    """Says which step begins, and how long it took."""
    print(f"[{number}/{STEPS}] {what} …", flush=True)
    began = time.monotonic()
    yield
    print(f"      完成，{time.monotonic() - began:.1f} 秒", flush=True)


def watched(command: list[str | Path], folder: Path, source: Path | None, path: Path | None) -> str:
    """Runs a long program and says now and then how far it is; its stdout. Raises CalledProcessError.

    ``source``: the file that it reads; how much of it was read is what its open file says (Linux).
    """
    environment = {**os.environ, "TMPDIR": str(folder)}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    with (folder / "out.log").open("w+") as out, (folder / "errors.log").open("w+") as errors:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
        )
        began = told = time.monotonic()
        try:
            while process.poll() is None:
                time.sleep(0.05)
                if time.monotonic() - told > TELL_SECONDS:
                    told = time.monotonic()
                    print(f"      … {told - began:.0f} 秒{_share_read(process.pid, source)}", flush=True)
        except BaseException:
            process.kill()
            process.wait()
            raise
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, out.read(), errors.read())
        return out.read()


def _share_read(pid: int, source: Path | None) -> str:
    if source is None:
        return ""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            if link.resolve() == source.resolve():
                at = int(Path(f"/proc/{pid}/fdinfo/{link.name}").read_text().split()[1])
                return f"，已读 {at * 100 // source.stat().st_size}%"
    return ""


def cut(osm: Path, kind: str, box: Box, osmium: Path, folder: Path) -> dict[str, object]:
    """Writes ``folder/clip.osm.pbf``; how many ways, and a spot on a street."""
    out = folder / "clip.osm.pbf"
    numbers = ",".join(str(part) for part in box)
    command = [programs.python(), ROOT / "tools" / "walking_clip.py", osm, kind, out, numbers]
    try:
        found = json.loads(watched(command, folder, osm, osmium))
    except subprocess.CalledProcessError as exc:
        if "No space left" in exc.stderr:
            raise Trouble("磁盘空间不够，裁剪没有做完，请清理后再试。") from exc
        if exc.returncode != 3:
            raise Trouble(
                f"裁剪没有做完（{(exc.stderr.strip().splitlines() or ['中断'])[-1]}），请再试。"
            ) from exc
        if kind == "pbf" or "element" not in exc.stderr.lower():
            raise Trouble(f"{osm} 不完整或已损坏，多半没有下载完，请重新下载。") from exc
        raise Trouble(f"{osm} 不是 OpenStreetMap 数据文件。{GET_ONE}。") from exc
    if not found["ways"] or found["spot"] is None:
        raise Trouble(f"{osm} 里没有本街道一带（{numbers}）的道路，可能是别处的地图。{GET_ONE}。")
    return found


def make_network(home: Path, osm: Path, kind: str, box: Box, wanted: dict[str, object], first: int) -> Path:
    """A tried network in a folder of its own."""
    valhalla, osmium = programs.places(home)
    folder = home / f"building-{os.getpid()}"
    folder.mkdir()
    with step(first, f"裁剪出本街道一带的道路（{osm.stat().st_size / MEBIBYTE:.1f} MB）"):
        found = cut(osm, kind, box, osmium, folder)
        print(f"      {found['ways']} 条道路", flush=True)
    with step(first + 1, "生成路网"):
        (folder / "valhalla.json").write_text(json.dumps(service.base_config(valhalla)))
        program = valhalla / "valhalla" / "bin" / "valhalla_build_tiles"
        try:
            watched([program, "--config", "valhalla.json", "clip.osm.pbf"], folder, None, None)
        except subprocess.CalledProcessError as exc:
            log = home / "build.log"
            log.write_text(f"{exc.stdout}{exc.stderr}")
            raise Trouble(f"路网没有生成，原因见 {log}。") from exc
        for name in ("clip.osm.pbf", "out.log", "errors.log"):
            (folder / name).unlink()
    (folder / "network.json").write_text(json.dumps({"made_from": wanted, **found}))
    with step(first + 2, "试运行新路网"):
        service.try_out(folder, tuple(found["spot"]))
    network = home / f"network-{time.time_ns()}"
    folder.rename(network)
    return network


def wish(home: Path, osm: Path, box: Box) -> dict[str, object]:
    """What a network is made from: with the same wish there is nothing to do."""
    with osm.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"osm": digest, "box": list(box), "programs": [place.name for place in programs.places(home)]}


def build(home: Path, osm: Path, box: Box) -> bool:
    """Makes a network and puts it in use; False where the one in use is made from the very same."""
    with step(1, f"检查 {osm}"):
        kind = kind_of(osm)
        need_room(home, osm)
        wanted = wish(home, osm, box)
    network = service.current(home)
    if network and service.facts(network).get("made_from") == wanted and not programs.missing(home):
        print("路网已是最新：文件、范围和程序都没有变化。", flush=True)
        return False
    with step(2, "检查步行引擎" + ("，第一次要下载约 70 MB" if programs.missing(home) else "")):
        programs.install(home)
    made = make_network(home, osm, kind, box, wanted, first=3)
    service.swap(home, made)
    return True


# --- the commands -----------------------------------------------------------------------------------


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """One at a time; what an earlier one left unfinished goes away."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("另一个 make walking 正在进行，请等它做完。") from None
        for folder in home.glob("building-*"):
            shutil.rmtree(folder, ignore_errors=True)
        try:
            yield
        finally:
            for folder in home.glob("building-*"):
                shutil.rmtree(folder, ignore_errors=True)


def bring_up(home: Path, port: int, *, renewed: bool) -> None:
    """A service that serves the network in use; restarted where that is a new one or the port another."""
    found = service.running(home)
    if found and found.managed:
        if renewed:
            service.stop(home)
            service.wait_until_it_answers(found.port, None, home / "service.log")
        print(f"步行引擎由系统服务运行，地址 http://127.0.0.1:{found.port}", flush=True)
        return
    if found and (renewed or found.port != port):
        service.stop(home)
        found = None
    if found is None:
        service.start(home, port)
    print(f"步行引擎正在后台运行：http://127.0.0.1:{port}（停止：make walking-stop）", flush=True)


def up(home: Path, osm: str, box: str, port_text: str) -> None:
    port = read_port(port_text, home)
    with alone(home):
        if osm:
            source, wanted_box = Path(osm).absolute(), read_box(box)
            kind_of(source)
            need_port(home, port)
            renewed = build(home, source, wanted_box)
            if renewed:
                with step(STEPS, "换上新路网"):
                    bring_up(home, port, renewed=True)
            else:
                bring_up(home, port, renewed=False)
        elif service.current(home):
            need_port(home, port)
            bring_up(home, port, renewed=False)
        else:
            print(HOW_TO)
            return
        service.remove_former(home)
    print("make run 和 make live 会自动使用它；用 systemd 或容器运行的，请设 VALHALLA_URL。", flush=True)


def build_only(home: Path, osm: str, box: str) -> None:
    with alone(home):
        source = Path(osm).absolute()
        kind_of(source)
        if build(home, source, read_box(box)):
            print("新路网已就位，请重新启动步行引擎的服务。", flush=True)


def serve(home: Path, host: str, port_text: str) -> None:
    """Serves in this very process. Each request would be a line on stdout: nobody keeps them."""
    port = read_port(port_text, home)
    home.mkdir(parents=True, exist_ok=True)
    service.remember(home, os.getpid(), port, managed=True)
    if service.current(home) is None:
        print("还没有路网，等待 make walking …", file=sys.stderr, flush=True)
    while (network := service.current(home)) is None:
        time.sleep(2)
    service.remove_former(home)
    command = service.command_of(network, host, port)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    os.chdir(network)
    os.execv(command[0], command)


def stop(home: Path) -> None:
    found = service.running(home)
    if found and found.managed:
        sys.exit("步行引擎由系统服务运行，请用 sudo systemctl stop guicheng-walking 停止。")
    print("步行引擎已停止。" if service.stop(home) else "步行引擎没有在运行。")


def main() -> None:
    command, *given = sys.argv[1:]
    given += [""] * (3 - len(given))
    home = service.home()
    try:
        if command == "up":
            up(home, *given[:3])
        elif command == "build":
            build_only(home, *given[:2])
        elif command == "serve":
            serve(home, *given[:2])
        elif command == "programs":
            programs.install(home)
        else:
            stop(home)
    except Trouble as exc:
        sys.exit(str(exc))
    except OSError as exc:
        sys.exit(f"文件写不进去：{exc.filename or ''} {exc.strerror}。请检查磁盘空间和权限。")
    except KeyboardInterrupt:
        sys.exit("已中断；原来的路网没有变，再次运行会重新做。")


if __name__ == "__main__":
    main()
