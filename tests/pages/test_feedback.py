"""本页内容对您有帮助吗? About pages of this site only, and without where somebody was."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from guicheng.pages.models import PageFeedback
from guicheng.web import protect
from tests.factories import make_community
from tests.people import street_admin, worker_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)


def send(client: Client, path: str, **fields: str):  # noqa: ANN201
    address = f"/feedback/?{urlencode({'path': path})}"
    html = client.get(address).content.decode()
    stamp = unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])
    return client.post(address, {"opened": stamp, **fields})


def test_a_page_links_to_the_form_and_the_form_back(client: Client):
    html = client.get("/about/").content.decode()
    link = re.search(r'href="([^"]+)">本页内容对您有帮助吗？', html)[1]
    assert link == "/feedback/?path=/about/"
    assert '<a href="/about/">‹ 返回</a>' in client.get(link).content.decode()


def test_what_was_said_reaches_the_street_s_staff_and_nobody_else(client: Client):
    response = send(client, "/about/", helpful="0", comment="字太小 <b>x</b>")
    assert response.status_code == 302
    assert "谢谢您的意见！" in client.get(response["Location"]).content.decode()
    row = PageFeedback.objects.get()
    assert (row.path, row.helpful, row.comment) == ("/about/", False, "字太小 <b>x</b>")
    listed = street_admin().get("/admin/pages/pagefeedback/").content.decode()
    assert "字太小 &lt;b&gt;x&lt;/b&gt;" in listed
    worker = worker_of(make_community()).get("/admin/pages/pagefeedback/")
    assert worker.status_code == 403 or "字太小" not in worker.content.decode()


@pytest.mark.parametrize("fields", [{}, {"helpful": "2"}, {"helpful": "1", "comment": "字" * 201}])
def test_what_cannot_be_taken_says_so(fields: dict[str, str], client: Client):
    response = send(client, "/about/", **fields)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not PageFeedback.objects.exists()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/stations/5/", "/stations/5/"),
        ("/stations/nearest/?lat=23.03&lon=113.15", "/stations/nearest/"),
        ("/search/?q=我家#top", "/search/"),
        ("https://evil.example/x", "/x"),
        ("https://evil.example", "/"),
        ("//evil.example/x", "/x"),
        ("///evil.example", "/evil.example"),
        ("////evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("data:text/html,x", "/"),
        ("stations/", "/"),
        ("", "/"),
        ("\x00", "/"),
        ("http://[", "/"),
        ("//℀.example/", "/"),
        ("/桂&done=1", "/桂&done=1"),
        ("/" + "长" * 1000, "/" + "长" * 199),
    ],
)
def test_only_the_path_of_a_page_of_this_site_is_kept(path: str, kept: str, client: Client):
    response = send(client, path, helpful="1")
    assert PageFeedback.objects.get().path == kept
    assert response["Location"].startswith("/feedback/?path=%2F")
    done = client.get(response["Location"]).content.decode()
    back = unescape(re.search(r'<a href="([^"]*)">‹ 返回', done)[1])
    assert back == kept


def test_pressing_twice_counts_once(client: Client):
    address = "/feedback/?path=/about/"
    html = client.get(address).content.decode()
    stamp = unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])
    for _ in range(2):
        assert client.post(address, {"opened": stamp, "helpful": "1"}).status_code == 302
    assert PageFeedback.objects.count() == 1


def test_a_flood_is_stopped(client: Client):
    for _ in range(20):
        assert send(client, "/about/", helpful="1").status_code == 302
    assert send(client, "/about/", helpful="1").status_code == 429
    assert PageFeedback.objects.count() == 20
