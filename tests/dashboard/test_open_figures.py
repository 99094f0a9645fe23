"""公开数据: the same figures in plain words, as CSV and as JSON; nothing internal."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.cache import cache
from django.test import Client

from guicheng.dashboard.published import load_published
from guicheng.dashboard.releases import public_indicators
from tests.factories import make_appointment, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def one_head() -> None:
    cache.clear()
    load_published()
    make_appointment(place=make_place())


def test_the_page_says_how_many_since_when_and_how_it_is_counted(client: Client) -> None:
    text = client.get("/figures/").content.decode()
    for indicator in public_indicators():
        assert indicator.label in text and indicator.counts in text
    assert "2023年2月公布 2,186 名" in " ".join(text.split())
    assert "CC BY 4.0" in text


def test_what_is_internal_is_nowhere(client: Client) -> None:
    for path in ("/figures/", "/figures/figures.csv", "/figures/figures.json"):
        text = client.get(path).content.decode()
        assert "党员楼长占比" not in text and "head_party_share" not in text


def test_page_file_and_api_say_the_same(client: Client) -> None:
    table = list(csv.DictReader(io.StringIO(client.get("/figures/figures.csv").content.decode("utf-8-sig"))))
    data = client.get("/figures/figures.json").json()
    api = client.get("/api/v1/figures?limit=100").json()["items"]
    assert data["licence"] == "CC BY 4.0"
    assert [row["key"] for row in table] == [item["key"] for item in api]
    for row, item, line in zip(table, api, data["figures"], strict=True):
        assert line == item
        assert (float(row["live"]) if row["live"] else None) == item["live"]


def test_the_table_opens_in_a_spreadsheet(client: Client) -> None:
    response = client.get("/figures/figures.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert 'filename="guicheng-figures.csv"' in response["Content-Disposition"]
