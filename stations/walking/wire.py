"""Calls to the walking engine over HTTP: in time or not at all, to the operator's own address and no other.

An engine is not trusted to behave: it may be silent, trickle, answer with something else, or be another
program altogether. Whatever it does ends in :class:`.engines.EngineDown`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError

from .engines import EngineDown

GARBAGE = "步行引擎的回答看不懂，请检查 VALHALLA_URL 指向的是不是 Valhalla。"
_LATE = "步行引擎没有及时回答，请检查它是否在运行。"
#: An answer longer than this is none of ours.
_MAX_BYTES = 64 * 1024 * 1024


class Refused(EngineDown):
    """The engine understood the request and said no, with its ``code``."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"步行引擎不接受这次计算（{code} {message}）。")
        self.code = code


class Wire:
    """``seconds``: how long all calls together may take; None: no limit on the whole, 60 s on each call.

    What happens between the calls does not count. Raises :class:`EngineDown` for an address that is none.
    """

    def __init__(self, url: str, seconds: float | None, connections: int) -> None:
        try:
            parsed = urllib3.util.parse_url(url)
            if parsed.scheme not in ("http", "https") or not parsed.host:
                raise LocationParseError(url)
            self._pool = _pool(parsed.scheme, parsed.host, parsed.port, connections)
        except (LocationParseError, ValueError) as exc:
            raise EngineDown("VALHALLA_URL 写得不对，应当像 http://127.0.0.1:8002。") from exc
        self._path = (parsed.path or "").rstrip("/")
        self._seconds = seconds

    def ask(self, action: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        """The JSON that the engine answers to a GET, or to a POST of ``body``; else :class:`EngineDown`."""
        began = time.monotonic()
        deadline = began + (60.0 if self._seconds is None else self._seconds)
        try:
            status, data = self._call(action, body, deadline)
        finally:
            if self._seconds is not None:
                self._seconds -= time.monotonic() - began
        try:
            said = json.loads(data)
        except (ValueError, RecursionError) as exc:
            raise EngineDown(GARBAGE) from exc
        if status == 200:
            return said
        code = said.get("error_code") if isinstance(said, dict) else None
        if status == 400 and isinstance(code, int):
            raise Refused(code, str(said.get("error", ""))[:200])
        raise EngineDown(GARBAGE)

    def _call(self, action: str, body: dict[str, Any] | None, deadline: float) -> tuple[int, bytes]:
        left = _left(deadline)
        try:
            response = self._pool.urlopen(
                "GET" if body is None else "POST",
                f"{self._path}/{action}",
                body=None if body is None else json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
                timeout=urllib3.Timeout(total=left, connect=min(5.0, left)),
                retries=False,
                # Positions go to this engine and not to wherever it points.
                redirect=False,
                preload_content=False,
            )
            with response:
                data = _read(response, deadline)
                response.drain_conn()
            return response.status, data
        except (HTTPError, OSError) as exc:
            raise EngineDown(_LATE) from exc


def _left(deadline: float) -> float:
    """Seconds left until then. Raises :class:`EngineDown` when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise EngineDown(_LATE)
    return left


def _read(response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    """The body; an engine that trickles is cut off at the deadline all the same."""
    data = bytearray()
    while chunk := response.read1(65_536):
        data += chunk
        if len(data) > _MAX_BYTES:
            raise EngineDown(GARBAGE)
        _left(deadline)
    return bytes(data)


class _Punctual:
    """Cuts off an engine that trickles its headers: a time-out on a socket begins anew with each byte."""

    sock: socket.socket
    timeout: float | None

    def getresponse(self) -> http.client.HTTPResponse:
        watch = threading.Timer(self.timeout or 60.0, self._cut_off, [self.sock])
        watch.daemon = True
        watch.start()
        try:
            return super().getresponse()  # type: ignore[misc]
        finally:
            watch.cancel()

    @staticmethod
    def _cut_off(sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


class _Connection(_Punctual, urllib3.connection.HTTPConnection):
    pass


class _SecureConnection(_Punctual, urllib3.connection.HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_pools: dict[tuple[str, str, int | None], urllib3.HTTPConnectionPool] = {}


def _pool(scheme: str, host: str, port: int | None, connections: int) -> urllib3.HTTPConnectionPool:
    """One pool of kept connections for each engine and process."""
    key = (scheme, host, port)
    if key not in _pools:
        kind = _SecurePool if scheme == "https" else _Pool
        _pools[key] = kind(host, port, maxsize=max(connections, 8), block=False)
    return _pools[key]
