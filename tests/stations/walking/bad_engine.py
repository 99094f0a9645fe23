"""A real HTTP server that answers as a broken, foreign or hostile walking engine might."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What to do with a request: the handler to write to, the action asked for, the JSON that came.
Behaviour = Callable[[BaseHTTPRequestHandler, str, Any], None]


@contextmanager
def bad_engine(behave: Behaviour) -> Iterator[tuple[str, list[str]]]:
    """The address of a server that behaves so, and the actions that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "null")
            action = self.path.strip("/")
            asked.append(action)
            try:
                behave(self, action, body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, data: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def always(status: int, data: bytes, **headers: str) -> Behaviour:
    """The same answer to everything."""
    return lambda handler, action, body: send(handler, status, data, **headers)


def located(body: Any) -> bytes:
    """A right answer of ``locate``: each point lies on a street."""
    rows = [
        {"edges": [{"correlated_lat": place["lat"], "correlated_lon": place["lon"]}]}
        for place in body["locations"]
    ]
    return json.dumps(rows).encode()


def only(action: str, data: bytes, status: int = 200) -> Behaviour:
    """This answer to ``action``; every point lies on a street."""

    def behave(handler: BaseHTTPRequestHandler, asked: str, body: Any) -> None:
        right = asked == "locate" and action != "locate"
        send(handler, 200 if right else status, located(body) if right else data)

    return behave


def matrix(durations: str, distances: str) -> Behaviour:
    """A matrix of these two (as JSON), to points that all lie on streets."""
    said = f'{{"sources_to_targets": {{"durations": {durations}, "distances": {distances}}}}}'
    return only("sources_to_targets", said.encode())


def silence(handler: BaseHTTPRequestHandler, action: str, body: Any) -> None:
    time.sleep(3)


def trickle(handler: BaseHTTPRequestHandler, action: str, body: Any) -> None:
    """A byte of an endless answer now and then."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def trickling_headers(handler: BaseHTTPRequestHandler, action: str, body: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(60):
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler, action: str, body: Any) -> None:
    """As fast as it can, without an end."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    began = time.monotonic()
    while time.monotonic() < began + 3:
        handler.wfile.write(b"100000\r\n" + b" " * 0x100000 + b"\r\n")


def hang_up(handler: BaseHTTPRequestHandler, action: str, body: Any) -> None:
    handler.close_connection = True


def not_http(handler: BaseHTTPRequestHandler, action: str, body: Any) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
    handler.close_connection = True


def cut_short(handler: BaseHTTPRequestHandler, action: str, body: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"[")
    handler.close_connection = True
