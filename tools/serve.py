"""Prepares the database and the static files and hands over to gunicorn.

``serve.py run HOST PORT`` serves a demonstration, ``serve.py live HOST PORT`` a real database;
``serve.py accounts HOST PORT`` only gives the demonstration's accounts new passwords. Everything that is
ready is left as it is, so a second start takes seconds and destroys nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import os
import shlex
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import walking_service  # noqa: E402  the folder above is not on the path of a script

LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def allowed_hosts(host: str) -> list[str]:
    """The names under which a server bound to ``host`` may be addressed: this machine's own."""
    if host in ("127.0.0.1", "localhost", "::1"):
        return LOCAL_HOSTS
    if host not in ("0.0.0.0", "::"):
        return [*LOCAL_HOSTS, f"[{host}]" if ":" in host else host]
    name = socket.gethostname()
    names = {name}
    with contextlib.suppress(OSError):
        names.update(info[4][0] for info in socket.getaddrinfo(name, None, socket.AF_INET))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        # Sends nothing: connecting a datagram socket only asks which own address would be used.
        probe.connect(("192.0.2.1", 9))
        names.add(probe.getsockname()[0])
    return [*LOCAL_HOSTS, *sorted(names)]


def prepare_environment(mode: str, host: str) -> None:
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "guicheng.settings"
    if mode == "live":
        # Its own folder: database, key, uploads and caches never mix with those of the demonstration.
        os.environ.setdefault("VAR_DIR", str(ROOT / "var" / "live"))
        os.umask(0o077)
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(allowed_hosts(host)))


def login_page(host: str, port: str) -> str:
    from django.conf import settings

    shown = {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(host, host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"{settings.SITE_URL or f'http://{shown}:{port}'}/admin/"


def is_prepared() -> bool:
    """Whether the database has this site's tables. Ends with a sentence when it is another program's."""
    from django.db import connection

    from communities.models import Installation

    tables = connection.introspection.table_names()
    if tables and Installation._meta.db_table not in tables:
        sys.exit("这个数据库里是别的程序的表，什么也没有改动。请把 DATABASE_URL 指向一个空数据库。")
    return bool(tables)


def holds_real_records() -> bool:
    """Whether a prepared database is not a demonstration. Asks little, for its tables may be of an older
    version, and a real one must not even be migrated here; ``load_demo`` asks the rest."""
    from communities.models import Installation
    from stations.models import Station

    decided = Installation.objects.values_list("is_demonstration", flat=True).first()
    return Station.objects.exists() if decided is None else not decided


def collect_static() -> None:
    """``collectstatic``, only when a source file differs from what was collected last."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    state = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            state.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    print("正在整理静态文件 …", flush=True)
    # Leaflet's readable sources and their maps are a third of all bytes, and no page asks for them.
    call_command(
        "collectstatic", interactive=False, clear=True, ignore_patterns=["leaflet-src*"], verbosity=0
    )
    stamp.write_text(state.hexdigest())


def prepare_demonstration(host: str, port: str) -> None:
    from django.core.management import call_command

    if is_prepared() and holds_real_records():
        sys.exit(
            "这个数据库里有正式数据，make run 只用于演示，所以什么也没有改动。启动正式站请用 make live。"
        )
    print("正在准备数据库和演示数据，第一次约需半分钟 …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_communities", stdout=io.StringIO())
    call_command("load_demo")
    call_command("make_accounts", keep=True, url=login_page(host, port))


def prepare_live() -> None:
    from django.core.management import call_command

    is_prepared()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("start_live")
    var = os.path.relpath(os.environ["VAR_DIR"])
    print(f"\n命令请这样运行：VAR_DIR={shlex.quote(var)} .venv/bin/python manage.py createsuperuser\n")


def renew_accounts(host: str, port: str) -> None:
    from django.core.management import call_command

    if not is_prepared():
        sys.exit("还没有演示数据库，请先运行 make run。")
    call_command("make_accounts", url=login_page(host, port))


def use_walking_network(home: Path) -> None:
    """Sets VALHALLA_URL to the network that ``make walking`` built under ``home``, if nobody set it (an empty
    one is set, too), and starts the service where it is not running. The site works without it as well."""
    if "VALHALLA_URL" in os.environ or walking_service.current(home) is None:
        return
    try:
        found = walking_service.running(home)
        port = found.port if found else walking_service.last_port(home)
        if found is None:
            walking_service.start(home, port)
            print(f"步行引擎已在后台启动，端口 {port}（停止：make walking-stop）", flush=True)
    except (walking_service.Trouble, OSError) as exc:
        print(f"步行引擎没有启动，步行时间用估算：{exc}", flush=True)
        return
    os.environ["VALHALLA_URL"] = f"http://127.0.0.1:{port}"


def measure_walks() -> None:
    """Has the worker measure what is new on the network since last time; nothing without a network."""
    if not os.environ.get("VALHALLA_URL"):
        return
    from django.db import connections

    from stations import remeasuring

    remeasuring.begin()
    connections.close_all()


def serve(host: str, port: str) -> None:
    from django.conf import settings

    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    log = settings.VAR_DIR / "access.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "gunicorn", "--config", "guicheng/gunicorn.py", "--bind", address]
    os.execv(sys.executable, [*command, "--access-logfile", str(log), "guicheng.wsgi:application"])


def main() -> None:
    mode, host, port = sys.argv[1:4]
    # Before a live site's own folder is chosen: the network lies where make walking put it.
    walking_home = walking_service.home()
    prepare_environment(mode, host)
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import DatabaseError, connections

    try:
        importlib.import_module("guicheng.settings")
    except Exception as exc:  # noqa: BLE001  whatever a wrong value does in there, it is a wrong value
        sys.exit(f"设置有误，请检查环境变量（例如 DATABASE_URL）：{type(exc).__name__}: {exc}")
    try:
        django.setup()
        if mode == "accounts":
            renew_accounts(host, port)
            return
        if mode == "live":
            prepare_live()
        else:
            prepare_demonstration(host, port)
        collect_static()
        use_walking_network(walking_home)
        measure_walks()
        connections.close_all()
    except CommandError as exc:
        sys.exit(str(exc))
    except (DatabaseError, ImproperlyConfigured) as exc:
        sys.exit(f"数据库打不开：{str(exc).splitlines()[0]}")
    except OSError as exc:
        sys.exit(f"文件写不进去：{exc.filename or ''} {exc.strerror}。请检查磁盘空间和权限。")
    except KeyboardInterrupt:
        sys.exit("已中断，再次运行会接着做。")
    serve(host, port)


if __name__ == "__main__":
    main()
