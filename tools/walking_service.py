"""The walking engine as a process of this machine: its folders, its settings, start, stop, questions to it.

``$VAR_DIR/walking`` (default ``var/walking``) holds ``current``, a link to the network in use; one folder
for each network; ``service.json``, which process serves it where; ``service.log``, what it complained of.
Everything in a network's folder is relative to it, so that it may be renamed and stays in short socket names.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 8002
#: How long a fresh process may take until it answers, and an old one to end, in seconds.
START_SECONDS = 30
STOP_SECONDS = 5
#: A round on foot over the street's whole box, and matrices of whole communities at once.
LIMITS = {"max_locations": 1000, "max_matrix_location_pairs": 100_000}


class Trouble(Exception):
    """What went wrong and what to do, as one Chinese sentence."""


@dataclass(frozen=True)
class Running:
    """A process that serves, or under ``managed`` waits to: a system service restarts it by itself."""

    pid: int
    port: int
    managed: bool


def home() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute() / "walking"


def current(home: Path) -> Path | None:
    """The folder of the network in use, or None where none was built yet."""
    link = home / "current"
    return link.resolve() if (link / "network.json").is_file() else None


def facts(network: Path) -> dict[str, Any]:
    """What ``network.json`` says: ``made_from``, how many ``ways``, a ``spot`` on a street."""
    try:
        found = json.loads((network / "network.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def pinned(program: str) -> str:
    """The version of ``valhalla`` or ``osmium`` in its list."""
    first = (ROOT / f"requirements-{program}.txt").read_text().split()[0]
    return first.split("==")[1]


def programs_folder(home: Path) -> Path:
    given = os.environ.get("WALKING_PROGRAMS")
    return Path(given).absolute() if given else home / "programs"


def installed_valhalla(home: Path) -> Path:
    """The engine's folder: of the pinned version, else (after an upgrade of the project) an earlier one."""
    folder = programs_folder(home)
    wanted = folder / f"valhalla-{pinned('valhalla')}"
    others = sorted(place for place in folder.glob("valhalla-*") if place.suffix != ".part")
    for place in (wanted, *reversed(others)):
        if place.is_dir():
            return place
    raise Trouble(f"{folder} 里没有步行引擎的程序，请再运行一次 make walking OSM=…。")


def swap(home: Path, network: Path) -> None:
    """Makes ``network`` the one in use, in one step."""
    link = home / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(network.name)
    link.replace(home / "current")


def remove_former(home: Path) -> None:
    """Removes the networks that are no longer in use."""
    kept = current(home)
    for folder in home.glob("network-*"):
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


# --- settings of the engine -------------------------------------------------------------------------


def base_config(programs: Path) -> dict[str, Any]:
    """Valhalla's own defaults, with paths inside the network's folder and nothing that is not there."""
    script = programs / "valhalla" / "valhalla_build_config.py"
    command = [sys.executable, script, "--mjolnir-tile-dir", "tiles"]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        raise Trouble("步行引擎的程序不完整：请删除 walking 目录下的 programs，再运行一次。")
    config = json.loads(made.stdout)
    nothing = ("tile_extract", "traffic_extract", "admin", "landmarks", "timezone")
    config["mjolnir"].update(dict.fromkeys((*nothing, "transit_dir", "transit_feeds_dir"), ""))
    config["mjolnir"]["include_platforms"] = True
    config["additional_data"]["elevation"] = ""
    config["service_limits"]["pedestrian"].update(LIMITS)
    # Its log would say when somebody asked; what is wrong it writes to stderr all the same.
    config["logging"] = {"type": ""}
    return config


def service_config(network: Path, host: str, port: int) -> Path:
    """Writes what the service at ``host:port`` needs; sockets of two services never meet."""
    config = json.loads((network / "valhalla.json").read_text())
    for part in ("loki", "thor", "odin", "meili"):
        config[part]["service"]["proxy"] = f"ipc://{part}-{port}"
    config["httpd"]["service"].update(
        listen=f"tcp://{host}:{port}",
        loopback=f"ipc://loopback-{port}",
        interrupt=f"ipc://interrupt-{port}",
        # Pages ask for half a second at most: nothing that is still under way is worth waiting for.
        drain_seconds=0,
        shutdown_seconds=0,
    )
    path = network / f"service-{port}.json"
    path.write_text(json.dumps(config))
    return path


def command_of(network: Path, host: str, port: int) -> list[str]:
    """The command that serves ``network``, a folder in ``walking``; to be run inside it."""
    program = installed_valhalla(network.parent) / "valhalla" / "bin" / "valhalla_service"
    return [str(program), str(service_config(network, host, port)), str(min(os.cpu_count() or 1, 4))]


# --- asking -----------------------------------------------------------------------------------------


def ask(port: int, action: str, body: dict[str, Any] | None = None, seconds: float = 5) -> Any:  # noqa: ANN401
    """What the engine on this machine answers; raises OSError or ValueError where that is of no use."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        data = None if body is None else json.dumps(body)
        link.request("GET" if body is None else "POST", f"/{action}", data)
        answer = link.getresponse()
        said = json.loads(answer.read())
    except http.client.HTTPException as exc:
        raise ValueError(str(exc)) from exc
    finally:
        link.close()
    if answer.status != 200:
        raise ValueError(f"{answer.status}")
    return said


def answers(port: int) -> bool:
    """Whether an engine with a network answers there."""
    try:
        said = ask(port, "status", seconds=2)
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and bool(said.get("tileset_last_modified"))


def try_out(network: Path, spot: tuple[float, float]) -> None:
    """Serves ``network`` on a spare port and asks for the street at ``spot`` (lat, lon in degrees WGS-84)."""
    port = spare_port()
    process = launch(network, port, network / "trial.log")
    try:
        wait_until_it_answers(port, process, network / "trial.log")
        place = {"lat": spot[0], "lon": spot[1], "search_cutoff": 300}
        found = ask(port, "locate", {"locations": [place], "costing": "pedestrian"})
        if not found[0]["edges"]:
            raise Trouble("新路网试运行时找不到应有的道路，没有换上；请换一份地图文件再试。")
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise Trouble("新路网试运行时没有正常回答，没有换上；请再运行一次。") from exc
    finally:
        process.kill()
        process.wait()


# --- the process ------------------------------------------------------------------------------------


def spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return True
    return False


def launch(network: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Starts the service in the background. Each request is a line on its stdout: nobody keeps them."""
    with log.open("wb") as errors:
        return subprocess.Popen(
            command_of(network, "127.0.0.1", port),
            cwd=network,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes] | None, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        if process is not None and process.poll() is not None:
            raise Trouble(f"步行引擎一启动就停了（端口 {port}），原因见 {log}。")
        if time.monotonic() > deadline:
            raise Trouble(f"步行引擎 {START_SECONDS} 秒内没有开始回答（端口 {port}），原因见 {log}。")
        time.sleep(0.1)


def running(home: Path) -> Running | None:
    """The process that serves the networks under ``home``, if it is alive."""
    try:
        said = json.loads((home / "service.json").read_text())
        found = Running(int(said["pid"]), int(said["port"]), bool(said["managed"]))
        command = Path(f"/proc/{found.pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except (OSError, ValueError, TypeError, LookupError):
        return None
    # A number of a process may be used again by another one.
    serves = any(part.startswith(f"{home.resolve()}/") for part in command)
    waits = found.managed and "serve" in command
    return found if serves or waits else None


def remember(home: Path, pid: int, port: int, *, managed: bool) -> None:
    state = home / "service.json.new"
    state.write_text(json.dumps({"pid": pid, "port": port, "managed": managed}))
    state.replace(home / "service.json")


def last_port(home: Path) -> int:
    """The port on which the service ran last; the usual one where it never did."""
    try:
        return int(json.loads((home / "service.json").read_text())["port"])
    except (OSError, ValueError, TypeError, LookupError):
        return DEFAULT_PORT


def start(home: Path, port: int) -> None:
    """Serves the network in use at ``port`` of this machine alone and returns when it answers."""
    network = current(home)
    if network is None:
        raise Trouble("还没有路网。")
    if port_taken(port):
        raise Trouble(
            f"端口 {port} 已被别的程序占用，请先关闭它，或换一个端口：make walking PORT_WALKING={port + 1}"
        )
    process = launch(network, port, home / "service.log")
    remember(home, process.pid, port, managed=False)
    wait_until_it_answers(port, process, home / "service.log")


def end(pid: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """Ends a process, politely first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            break
        except PermissionError as exc:
            raise Trouble("步行引擎由另一个用户启动，请用那个用户来停止。") from exc
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if process is not None:
                process.poll()
            if not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes():
                return
            time.sleep(0.05)


def stop(home: Path) -> bool:
    """Ends the service of ``home``; whether there was one."""
    found = running(home)
    if found is None:
        return False
    with contextlib.suppress(FileNotFoundError):
        end(found.pid)
    # The first thread may be gone a moment before those that hold the port.
    deadline = time.monotonic() + STOP_SECONDS
    while not found.managed and port_taken(found.port) and time.monotonic() < deadline:
        time.sleep(0.02)
    return True
