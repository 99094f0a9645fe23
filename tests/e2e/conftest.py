"""A real browser on the real site: compressed, hashed static files, a database in a file, no mocks.

``open_page()`` gives a page that fails its test on any console error, script error, CSP violation, failed
request or request to another site. ``phone`` and ``desk`` are such pages at 390 and 1440 pixels.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.problems import Problems
from tools import chromium

# Playwright's sync API keeps an event loop in this thread, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file: the server's threads need connections of their own, an in-memory SQLite has one."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "e2e.sqlite3")


@pytest.fixture(scope="session")
def collected_static(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Static files as a visitor gets them: hashed names, compressed, served by WhiteNoise.

    The first process of a round makes them, the others wait and serve the same ones.
    """
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent  # each worker's own lies in that of the round
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    made = folder / "static-made"
    with override_settings(STATIC_ROOT=folder / "static", STORAGES=storages):
        with (folder / "static-lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                call_command("collectstatic", interactive=False, verbosity=0)
                made.touch()
        yield


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The browser reports what went wrong; a line for each request would only hide it."""


@pytest.fixture(scope="session")
def site(collected_static: None, django_db_setup: None) -> Iterator[str]:
    """The address of the running site, without a slash at the end."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(get_wsgi_application())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip(f"没有找到 Chromium，安装：{chromium.HOW_TO_GET}")
    # Chromium refuses its sandbox to root, which continuous integration often is.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def problems(site: str) -> Problems:
    """What went wrong on this test's pages; ``problems.allow(regex)`` for what a test provokes."""
    return Problems(site)


@pytest.fixture
def open_page(browser: Browser, site: str, problems: Problems) -> Iterator[OpenPage]:
    """Makes pages: ``open_page(viewport=…, color_scheme="dark", java_script_enabled=False, …)``.

    Takes the options of Playwright's ``new_context``. Each page is a visitor of its own, from 桂城, with
    addresses relative to the site: ``open_page().goto("/stations/")``.
    """
    contexts: list[BrowserContext] = []

    def make(viewport: dict[str, int] = PHONE, **options: Any) -> Page:
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = browser.new_context(base_url=site, viewport=viewport, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        problems.watch(context)
        return context.new_page()

    yield make
    for context in contexts:
        for page in context.pages:
            page.wait_for_load_state()
        context.close()
    assert not problems.found, "\n".join(problems.found)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(PHONE, is_mobile=True, has_touch=True)


@pytest.fixture
def desk(open_page: OpenPage) -> Page:
    return open_page(DESK)


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_source: str) -> Callable[[Page], list[str]]:
    """``axe(page)``: each accessibility violation on the page as ``rule: what is wrong – where``.

    axe is put in through the debugger, so the page keeps its Content-Security-Policy.
    """

    def run(page: Page) -> list[str]:
        page.evaluate(axe_source)
        report = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], iframes: false})")
        return [
            f"{rule['id']}: {rule['help']} – {' '.join(map(str, node['target']))}"
            for rule in report["violations"]
            for node in rule["nodes"]
        ]

    return run
