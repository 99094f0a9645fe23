"""The officials' pages: who may open what, what each number leads to, and questions that make no sense."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import Role
from guicheng.dashboard.indicators import Kind, indicators
from guicheng.dashboard.published import load_published
from tests.factories import make_appointment, make_community, make_estate, make_place, make_station
from tests.people import logged_in, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FIGURE = re.compile(r'class="figure-number"><a href="([^"]+)">([^<]+)</a>')


@pytest.fixture(autouse=True)
def two_communities() -> tuple[Community, Community]:
    cache.clear()
    load_published()
    made = []
    for name, heads in (("桂雅社区", 2), ("桂花社区", 3)):
        community = make_community(name)
        make_station(community=community)
        for _ in range(heads):
            make_appointment(place=make_place(community=community))
        made.append(community)
    return made[0], made[1]


def leader() -> Client:
    return logged_in(make_user(Role.STREET_LEADER))


def worker(community: Community) -> Client:
    return logged_in(make_user(Role.COMMUNITY_WORKER, community))


def records_behind(client: Client, address: str) -> int:
    text = client.get(address).content.decode()
    found = re.search(r"<strong>([\d,]+)</strong> 条记录", text)
    assert found, address
    return int(found[1].replace(",", ""))


def test_each_number_of_the_street_leads_to_as_many_records() -> None:
    client = leader()
    kinds = {indicator.key: indicator.kind for indicator in indicators()}
    numbers = FIGURE.findall(client.get("/dashboard/").content.decode())
    assert len({address for address, _ in numbers}) == len(kinds)
    for address, number in numbers:
        key = address.split("/")[3]
        if kinds[key] is Kind.COUNT:
            assert records_behind(client, unescape(address)) == int(number.replace(",", "")), key


def test_a_community_s_numbers_are_its_own(two_communities: tuple[Community, Community]) -> None:
    client = leader()
    text = client.get(f"/dashboard/communities/{two_communities[1].code}/").content.decode()
    numbers = dict(FIGURE.findall(text))
    address = f"/dashboard/figures/building_heads/records/?community={two_communities[1].code}"
    assert numbers[address] == "3" and records_behind(client, address) == 3


def test_the_past_is_shown_and_kept_in_the_links() -> None:
    day = (timezone.localdate() - timedelta(days=400)).isoformat()
    text = leader().get(f"/dashboard/?as_of={day}").content.decode()
    assert "按业务日期统计" in text and f"records/?as_of={day}" in text


@pytest.mark.parametrize("day", ["1900-01-01", "2999-01-01", "x", "\x00", "2025-02-30"])
def test_a_day_that_makes_no_sense_is_told_and_today_is_shown(day: str) -> None:
    response = leader().get("/dashboard/", {"as_of": day})
    text = response.content.decode()
    assert response.status_code == 200 and 'role="alert"' in text and "下面是今天的数" in text


@pytest.mark.parametrize(
    "path", ["/dashboard/", "/dashboard/compare/", "/dashboard/figures/building_heads/records/"]
)
def test_nobody_gets_in_without_an_account_and_heads_are_refused(path: str, client: Client) -> None:
    response = client.get(path)
    assert response.status_code == 302 and "/admin/login/" in response["Location"]
    assert logged_in(make_user(Role.HEAD)).get(path).status_code == 403


def test_staff_of_a_community_see_theirs_alone(two_communities: tuple[Community, Community]) -> None:
    own, other = two_communities
    client = worker(own)
    assert client.get("/dashboard/").headers["Location"] == f"/dashboard/communities/{own.code}/"
    assert client.get(f"/dashboard/communities/{other.code}/").status_code == 404
    assert client.get(f"/dashboard/figures/building_heads/?community={other.code}").status_code == 404
    assert records_behind(client, "/dashboard/figures/building_heads/records/") == 2
    assert "桂花" not in client.get("/dashboard/figures/building_heads/").content.decode()
    assert "桂花" not in client.get(f"/dashboard/compare/?community={other.code}").content.decode()


def test_records_name_no_head(two_communities: tuple[Community, Community]) -> None:
    text = leader().get("/dashboard/figures/building_heads/records/").content.decode()
    assert "演示人员" not in text and "楼长" in text


def test_a_trend_is_a_picture_with_its_numbers_in_a_table() -> None:
    client = leader()
    page = client.get("/dashboard/figures/building_heads/").content.decode()
    address = re.search(r'<img src="([^"]+trend\.svg[^"]*)"', page)[1]
    picture = client.get(unescape(address))
    assert picture["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
    assert page.count("<td>") >= 13


def test_a_figure_without_a_past_says_so() -> None:
    assert "只知道今天的情况" in leader().get("/dashboard/figures/stations_evening/").content.decode()


@pytest.mark.parametrize("path", ["/dashboard/figures/nothing/", "/dashboard/figures/nothing/records/"])
def test_an_unknown_indicator_is_not_found(path: str) -> None:
    assert leader().get(path).status_code == 404


def test_the_table_is_sorted_and_unknown_keys_do_no_harm() -> None:
    client = leader()
    for query, first in (("sort=-places_with_head", "桂"), ("sort=nonsense&by=nonsense", "桂")):
        text = client.get(f"/dashboard/?{query}").content.decode()
        assert first in text


def test_communities_are_compared_by_households_too(two_communities: tuple[Community, Community]) -> None:
    for community, homes in zip(two_communities, (1000, 500), strict=True):
        make_estate(f"{community.name}苑", community, households=homes)
    text = " ".join(leader().get("/dashboard/compare/?households=1").content.decode().split())
    row = re.search(r">楼长</a>.*?</tr>", text)[0]
    assert re.findall(r"<td><a [^>]*>([\d.,—]+)", row) == ["2.0", "6.0"] and "名／千户" in row


def test_a_share_of_few_records_says_so() -> None:
    assert "样本少" in leader().get("/dashboard/compare/").content.decode()
