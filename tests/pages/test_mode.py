"""长者模式: one cookie of this browser, set by a link that leads back and nowhere else."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def test_larger_letters_stay_until_they_are_turned_off(client: Client):
    assert 'class="elder"' not in client.get("/about/").content.decode()
    link = re.search(r'href="(/mode/[^"]*)"', client.get("/about/").content.decode())[1]
    response = client.get(link.replace("&amp;", "&"))
    assert response["Location"] == "/about/"
    assert response["Cache-Control"] == "no-store"
    cookie = response.cookies["elder"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("1", "Lax", True)
    assert cookie["max-age"] == 365 * 86400
    for path in ("/about/", "/", "/stations/", "/embed/", "/nowhere/"):
        assert '<html lang="zh-Hans" class="elder">' in client.get(path).content.decode()
    assert "标准字体" in client.get("/about/").content.decode()
    client.get("/mode/?elder=0&next=/about/")
    assert 'class="elder"' not in client.get("/about/").content.decode()


def test_the_way_back_keeps_what_was_asked(client: Client):
    html = client.get("/stations/?open=1&level=centre").content.decode()
    link = re.search(r'href="(/mode/[^"]*)"', html)[1].replace("&amp;", "&")
    assert client.get(link)["Location"] == "/stations/?open=1&level=centre"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "http:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "http://[",
        "//testserver@evil.example",
        "",
        "\x00",
    ],
)
def test_it_leads_to_no_other_site(target: str, client: Client):
    response = client.get("/mode/", {"elder": "1", "next": target})
    assert response.status_code == 302
    assert response["Location"] == "/"


@pytest.mark.parametrize("target", ["/桂城?q=一", "/a\r\nSet-Cookie: x=1", "/x:y", "/%", "/stations/?q=%00"])
def test_an_odd_way_back_stays_on_this_site_and_in_its_header(target: str, client: Client):
    response = client.get("/mode/", {"elder": "1", "next": target})
    assert response.status_code == 302
    assert re.fullmatch(r"/[!-~]*", response["Location"])
    assert set(response.cookies) == {"elder"}


def test_a_way_back_longer_than_any_address_is_refused_or_cut(client: Client):
    assert client.get("/mode/", {"elder": "1", "next": "/" + "x" * 100_000}).status_code < 500


def test_over_https_the_cookie_stays_there(client: Client, settings: Settings):
    settings.HTTPS = True
    assert client.get("/mode/?elder=1").cookies["elder"]["secure"]


@pytest.mark.parametrize("value", ["0", "2", "on", "", "1x", "1" * 5000])
def test_only_a_plain_yes_turns_it_on(value: str, client: Client):
    client.get("/mode/", {"elder": value})
    client.cookies["elder"] = value
    assert 'class="elder"' not in client.get("/about/").content.decode()
