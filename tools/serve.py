"""Prepares the database and the static files and hands over to gunicorn.

``serve.py run HOST PORT`` serves a demonstration, ``serve.py live HOST PORT`` a real database. Everything
that is ready is left as it is, so a second start takes seconds and destroys nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "guicheng.settings"
    if mode == "live":
        # Its own folder: database, key, uploads and caches never mix with those of the demonstration.
        os.environ.setdefault("VAR_DIR", str(ROOT / "var" / "live"))
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(allowed_hosts(host)))


def holds_real_records() -> bool:
    """Whether the database has records of its own and is not flagged a demonstration."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    from communities.models import Installation
    from stations.models import Station

    tables = set(connection.introspection.table_names())
    if Installation._meta.db_table not in tables:
        # Somebody else's database, if anything is in it at all.
        return bool(tables)
    if Installation.objects.exists():
        return not Installation.objects.filter(is_demonstration=True).exists()
    return any(
        model._meta.db_table in tables and model._default_manager.exists()
        for model in (get_user_model(), Station)
    )


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
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state.hexdigest())


def prepare_demonstration() -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from communities.installation import is_demonstration

    if holds_real_records():
        sys.exit(
            "这个数据库里有正式数据，make run 只用于演示，所以什么也没有改动。启动正式站请用 make live。"
        )
    call_command("migrate", interactive=False, verbosity=0)
    if not is_demonstration():
        print("正在载入 45 个社区和演示数据，约半分钟 …", flush=True)
        call_command("load_communities", verbosity=0)
        call_command("load_demo")
    if not get_user_model().objects.exists():
        call_command("make_accounts")


def prepare_live() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("start_live")


def serve(host: str, port: str) -> None:
    from django.conf import settings

    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    log = settings.VAR_DIR / "access.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "gunicorn", "--config", "guicheng/gunicorn.py", "--bind", address]
    os.execv(sys.executable, [*command, "--access-logfile", str(log), "guicheng.wsgi:application"])


def main() -> None:
    mode, host, port = sys.argv[1:4]
    prepare_environment(mode, host)
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import DatabaseError, connections

    try:
        django.setup()
        if mode == "live":
            prepare_live()
        else:
            prepare_demonstration()
        collect_static()
        connections.close_all()
    except CommandError as exc:
        sys.exit(str(exc))
    except (DatabaseError, ImproperlyConfigured) as exc:
        sys.exit(f"数据库打不开：{str(exc).splitlines()[0]}")
    except OSError as exc:
        sys.exit(f"文件写不进去：{exc.filename or ''} {exc.strerror}。请检查磁盘空间和权限。")
    except KeyboardInterrupt:
        sys.exit("已中断，再次运行 make run 会接着做。")
    serve(host, port)


if __name__ == "__main__":
    main()
