"""A database of a given size and the real gunicorn in front of it."""

from __future__ import annotations

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    milliseconds: float


class Client:
    """One keep-alive connection: to one gunicorn worker, from one thread."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def get(self, path: str, **headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        start = time.perf_counter()
        self._connection.request("GET", path, headers=given)
        answer = self._connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - start) * 1000
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body, spent)

    def close(self) -> None:
        self._connection.close()


@dataclass
class Database:
    """``kind`` is SQLite or PostgreSQL; ``folder`` holds what the site writes, kept between runs."""

    kind: str
    stations: int
    folder: Path
    server: str = ""

    @property
    def name(self) -> str:
        return f"bench_{self.stations}"

    @property
    def environment(self) -> dict[str, str]:
        url = f"{self.server}/{self.name}" if self.server else f"sqlite:///{self.folder}/guicheng.sqlite3"
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": url,
            "PYTHONPATH": str(ROOT),
        }

    def manage(self, *command: str) -> None:
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True)

    def prepare(self) -> None:
        """Load it where it is not there yet; ``stations`` becomes what there really is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.server:
            _create(self.server, self.name)
        begun = time.monotonic()
        command = [sys.executable, "-m", "bench.fill", str(self.stations)]
        said = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        count = int(said.stdout.split()[-1])
        self.manage("collectstatic", "--noinput", "--ignore", "leaflet-src*", "--verbosity", "0")
        print(f"  {count:,} stations ready in {time.monotonic() - begun:.0f} s", flush=True)

    def as_live(self, folder: Path) -> Database:
        """A copy of an SQLite database that is no demonstration: without 审图号 it shows no map."""
        folder.mkdir(parents=True, exist_ok=True)
        copy = Database(self.kind, self.stations, folder)
        with (
            closing(sqlite3.connect(self.folder / "guicheng.sqlite3")) as source,
            closing(sqlite3.connect(folder / "guicheng.sqlite3")) as target,
        ):
            source.backup(target)
            target.execute("UPDATE communities_installation SET is_demonstration = 0")
            target.commit()
        copy.manage("collectstatic", "--noinput", "--ignore", "leaflet-src*", "--verbosity", "0")
        return copy


def _create(server: str, name: str) -> None:
    import psycopg2

    with closing(psycopg2.connect(f"{server}/postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')


def postgres_server() -> str:
    """The server of ``TEST_DATABASE_URL`` without its database, or "" where none is set."""
    url = urlsplit(os.environ.get("TEST_DATABASE_URL", ""))
    return f"postgres://{url.netloc}" if url.scheme.startswith("postgres") else ""


@contextmanager
def gunicorn(database: Database) -> Iterator[int]:
    """Serve it as the project serves; the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "guicheng/gunicorn.py"]
    command += ["--bind", f"127.0.0.1:{port}", "--access-logfile", str(database.folder / "access.log")]
    process = subprocess.Popen(
        [*command, "guicheng.wsgi:application"],
        cwd=ROOT,
        env=database.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("gunicorn did not start; its own words stand above.")
        try:
            if Client(port).get("/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("gunicorn did not answer within a minute.")
