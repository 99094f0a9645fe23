"""What holds of every public address. They are read from the URLconf: a new page is tested unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest import Subtests
from pytest_django.fixtures import Settings

from communities.installation import mark_demonstration
from tests.pages.town import FORMS, NAMES, PUBLIC, Town, address, build

#: Shown in a frame on other sites, never found by itself.
FRAMED = {"embed"}


class Head(HTMLParser):
    """The parts of a page's head and what its forms do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.forms: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.title = ""
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta":
            self.meta[values.get("name") or values.get("property") or ""] = values.get("content") or ""
        elif tag == "link":
            self.links[values.get("rel") or ""] = values.get("href") or ""
        elif tag == "form":
            self.forms.append(values)
        elif tag == "title":
            self._in_title = not self.title
        if "style" in values or any(key.startswith("on") for key in values):
            self.inline.append(tag)
        if tag == "style" or (
            tag == "script" and "src" not in values and "json" not in (values.get("type") or "")
        ):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"


def is_html(response: HttpResponseBase) -> bool:
    return response["Content-Type"].startswith("text/html")


def html_pages(names: list[str], town: Town, client: Client) -> Iterator[tuple[str, HttpResponse]]:
    for name in names:
        response = client.get(address(name, town))
        if is_html(response):
            yield name, response


def test_a_public_page_is_kept_by_caches_and_not_sent_twice(town: Town, client: Client, subtests: Subtests):
    for name in PUBLIC:
        with subtests.test(name):
            path = address(name, town)
            first = client.get(path)
            assert first.status_code == 200
            assert first["ETag"]
            assert "max-age" in first["Cache-Control"]
            assert "no-store" not in first["Cache-Control"]
            again = client.get(path, headers={"If-None-Match": first["ETag"]})
            assert again.status_code == 304
            assert again["ETag"] == first["ETag"]
            assert again["Cache-Control"] == first["Cache-Control"]
            assert again.getvalue() == b""


def test_a_compressed_page_is_recognised_again(town: Town, client: Client, subtests: Subtests):
    for name in PUBLIC:
        with subtests.test(name):
            path, packed = address(name, town), {"Accept-Encoding": "gzip"}
            first = client.get(path, headers=packed)
            again = client.get(path, headers={**packed, "If-None-Match": first["ETag"]})
            assert again.status_code == 304


def test_a_page_differs_by_reading_mode_and_caches_are_told(town: Town, client: Client, subtests: Subtests):
    for name, response in html_pages(PUBLIC, town, client):
        with subtests.test(name):
            assert "Cookie" in response["Vary"]


def test_a_page_that_is_only_read_refuses_a_post_in_chinese(town: Town, client: Client, subtests: Subtests):
    for name in set(NAMES) - FORMS:
        with subtests.test(name):
            response = client.post(address(name, town), {"name": "x"})
            assert response.status_code == 405
            assert response["Allow"] == "GET, HEAD"
            assert "这一页只能查看" in response.content.decode()


def test_the_head_of_a_page_is_answered_like_the_page(town: Town, client: Client, subtests: Subtests):
    for name in NAMES:
        with subtests.test(name):
            path = address(name, town)
            head = client.head(path)
            assert head.status_code == client.get(path).status_code
            assert head.getvalue() == b""


def test_nothing_is_kept_about_a_visitor(town: Town, client: Client, subtests: Subtests):
    for name in NAMES:
        with subtests.test(name):
            cookies = client.get(address(name, town)).cookies
            allowed = {"csrftoken"} if name in FORMS else set()
            assert {key for key, morsel in cookies.items() if morsel.value} <= allowed


def test_a_public_page_holds_no_form_that_posts(town: Town, client: Client, subtests: Subtests):
    for name, response in html_pages(PUBLIC, town, client):
        with subtests.test(name):
            html = response.content.decode()
            assert "csrfmiddlewaretoken" not in html
            assert all((form.get("method") or "get").lower() == "get" for form in Head(html).forms)


def test_a_page_needs_no_inline_style_or_script(town: Town, client: Client, subtests: Subtests):
    for name, response in html_pages(NAMES, town, client):
        with subtests.test(name):
            assert Head(response.content.decode()).inline == []
            assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_only_the_finder_made_for_it_may_be_framed(town: Town, client: Client, subtests: Subtests):
    for name in NAMES:
        with subtests.test(name):
            response = client.get(address(name, town))
            if name in FRAMED:
                assert not response.has_header("X-Frame-Options")
                assert "frame-ancestors *" in response["Content-Security-Policy"]
            else:
                assert response["X-Frame-Options"] == "DENY"
                assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_a_page_introduces_itself_to_search_engines_and_messengers(
    town: Town, client: Client, subtests: Subtests
):
    for name, response in html_pages(PUBLIC, town, client):
        if name in FRAMED:
            continue
        with subtests.test(name):
            head = Head(response.content.decode())
            assert "桂城党群服务" in head.title
            assert re.search(r"[\u4e00-\u9fff]{4}", head.meta["description"])
            assert head.links["canonical"].startswith("http://testserver/")
            assert "?" not in head.links["canonical"]
            for part in ("title", "description", "url", "image", "site_name", "type", "locale"):
                assert head.meta[f"og:{part}"]


def test_addresses_for_outside_follow_the_site_s_own_address(
    town: Town, client: Client, settings: Settings, subtests: Subtests
):
    settings.SITE_URL = "https://www.example.cn"
    for name in NAMES:
        with subtests.test(name):
            response = client.get(address(name, town))
            assert b"testserver" not in response.getvalue()
            if is_html(response) and name in PUBLIC and name not in FRAMED:
                head = Head(response.content.decode())
                assert head.links["canonical"].startswith("https://www.example.cn/")
                assert head.meta["og:url"].startswith("https://www.example.cn/")


def test_linked_data_and_map_data_can_be_read(town: Town, client: Client, subtests: Subtests):
    block = re.compile(r'<script[^>]*type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', re.S)
    for name, response in html_pages(NAMES, town, client):
        with subtests.test(name):
            assert all(json.loads(found) for found in block.findall(response.content.decode()))


#: Pages that gather from many kinds of records, and so may ask a little more often; never more for more rows.
GATHERING = {"community-chronicle": 6, "community-feed": 6, "estate": 5, "audience": 6, "station": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("stations", [3, 60])
def test_no_page_asks_the_database_more_often_for_more_rows(
    stations: int, client: Client, settings: Settings, tmp_path: Path, subtests: Subtests
):
    settings.MEDIA_ROOT = tmp_path
    mark_demonstration()
    town = build(stations)
    for name in NAMES:
        with subtests.test(name):
            path = address(name, town)
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code < 400
            tables = [re.sub(r'^.*? FROM "(\w+)".*', r"\1", query["sql"]) for query in queries]
            assert len(tables) <= 8 + GATHERING.get(name, 0), tables
