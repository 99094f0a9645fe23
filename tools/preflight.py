"""Before anything is installed or written: can the address be taken, is there room on the disk?

``preflight.py HOST PORT``. Ends with 0, or with 1 and one sentence. Needs nothing but Python itself.
"""

from __future__ import annotations

import errno
import shutil
import socket
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024
#: The installed libraries take 180 MB, the demonstration and the caches of pip the rest.
FIRST_RUN_NEEDS = 500 * MEBIBYTE
LATER_RUN_NEEDS = 50 * MEBIBYTE
#: pip unpacks one library at a time there.
TEMPORARY_NEEDS = 50 * MEBIBYTE


def port_problem(host: str, port_text: str) -> str | None:
    """Why ``host:port`` cannot be listened on, as a sentence; None when it can."""
    if not (port_text.isascii() and port_text.isdecimal() and 1 <= int(port_text) <= 65535):
        return f"端口应是 1 到 65535 之间的整数，例如 make run PORT=8001；现在写的是“{port_text}”。"
    port = int(port_text)
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        return f"地址“{host}”不能用：请写这台机器的 IP 地址，例如 HOST=127.0.0.1 或 HOST=0.0.0.0。"
    with socket.socket(family, kind, proto) as probe:
        # As gunicorn does: connections of a server that has just stopped do not block the next one.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as exc:
            if exc.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8000
                return f"端口 {port} 已被别的程序占用，请先关闭它，或换一个端口：make run PORT={other}"
            if exc.errno == errno.EACCES:
                return f"没有权限使用端口 {port}，请用 1024 以上的端口：make run PORT=8000"
            return f"地址“{host}”不是这台机器的，请写 HOST=127.0.0.1（只限本机）或 HOST=0.0.0.0（局域网）。"
    return None


def disk_problem() -> str | None:
    """Which place lacks room, as a sentence; None when there is enough."""
    needed = LATER_RUN_NEEDS if (ROOT / ".venv" / "installed.json").exists() else FIRST_RUN_NEEDS
    for place, bytes_needed in ((ROOT, needed), (Path(tempfile.gettempdir()), TEMPORARY_NEEDS)):
        free = shutil.disk_usage(place).free
        if free < bytes_needed:
            return (
                f"磁盘空间不够：{place} 只剩 {free // MEBIBYTE} MB，"
                f"至少需要 {bytes_needed // MEBIBYTE} MB，请清理后再试。"
            )
    return None


def main() -> None:
    host, port = sys.argv[1:3]
    problem = port_problem(host, port) or disk_problem()
    if problem:
        sys.exit(problem)


if __name__ == "__main__":
    main()
