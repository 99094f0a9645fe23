"""When something goes wrong: what a visitor reads, and that it needs nothing that may be broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import Settings

from communities.installation import mark_demonstration

pytestmark = pytest.mark.django_db

ASK_WITHOUT_DATABASE = """
import json, django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
answers = {path: client.get(path) for path in ("/healthz", "/", "/stations/1/", "/nowhere/")}
print(json.dumps({
    path: [answer.status_code, answer.content.decode(), answer["Cache-Control"]]
    for path, answer in answers.items()
}))
"""


def test_an_unknown_address_says_so_and_leads_on(client: Client, settings: Settings):
    settings.STREET_PHONE = "0757-86000000"
    response = client.get("/nowhere/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "没有找到这一页" in html
    assert 'href="tel:0757-86000000"' in html
    assert 'href="/communities/"' in html
    assert 'content="noindex"' in html
    assert response["Cache-Control"] == "no-store"


def test_a_page_asked_for_under_a_foreign_name_is_refused_in_chinese(client: Client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "这个请求读不懂" in response.content.decode()
    assert "evil.example" not in response.content.decode()


def test_a_form_sent_from_elsewhere_is_refused_in_chinese():
    response = Client(enforce_csrf_checks=True).post("/feedback/", {"helpful": "1"})
    assert response.status_code == 403
    assert "页面放得太久了" in response.content.decode()


@pytest.fixture
def without_database(tmp_path: Path) -> dict[str, tuple[int, str, str]]:
    """Answers of a process whose database cannot be opened: {path: (status, body, Cache-Control)}."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "guicheng.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/gone/nothing.sqlite3",
        "VAR_DIR": str(tmp_path),
        "CACHE_URL": "locmemcache://",
        "ALLOWED_HOSTS": "testserver",
        "STREET_PHONE": "0757-86000000",
        "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK_WITHOUT_DATABASE],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_lost_database_is_told_to_machines_and_excused_to_people(
    without_database: dict[str, tuple[int, str, str]],
):
    status, body, cache = without_database["/healthz"]
    assert (status, json.loads(body)) == (503, {"status": "error", "database": "unreachable"})
    assert cache == "no-store"
    for path in ("/", "/stations/1/"):
        status, body, cache = without_database[path]
        assert status == 500
        assert "系统出了点问题" in body
        assert 'href="tel:0757-86000000"' in body
        assert "Traceback" not in body
        assert "sqlite" not in body
        assert cache == "no-store"
    assert without_database["/nowhere/"][0] >= 404


def test_the_health_check_answers_well_without_being_kept(client: Client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok"}
    assert response["Cache-Control"] == "no-store"


def test_robots_are_kept_from_staff_and_from_where_people_are(client: Client, settings: Settings):
    settings.SITE_URL = "https://www.example.cn"
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/plain")
    assert {"Disallow: /admin/", "Disallow: /stations/nearest/"} <= set(lines)
    assert lines[-1] == "Sitemap: https://www.example.cn/sitemap.xml"


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_a_demonstration_carries_the_band(demonstration: bool, client: Client):
    if demonstration:
        mark_demonstration()
    for path in ("/", "/stations/", "/activities/", "/communities/", "/about/", "/embed/", "/nowhere/"):
        assert ("演示数据" in client.get(path).content.decode()) is demonstration, path
