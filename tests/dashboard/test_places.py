"""From the street down to an estate or station: the parts add up, each number leads to as many records."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from casework.models import ResidentRequest
from communities.models import Community, Estate, Organisation, Place
from guicheng.accounts.models import Role
from guicheng.dashboard.indicators import Kind, indicators
from guicheng.dashboard.parts import Level, Part, count_part, count_parts, rows_of, split_at, splits
from guicheng.dashboard.snapshot import APART, Snapshot, count
from stations.models import Station
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_estate,
    make_place,
    make_station,
    shanghai,
)
from tests.people import logged_in, make_user, worker_of
from volunteers.models import ContactLog, MatterKind

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CELL = re.compile(r'<td><a href="([^"]+)">([\d,.—]+)</a>')
FIGURE = re.compile(r'class="figure-number"><a href="([^"]+)">([^<]+)</a>')
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def town() -> Community:
    """Two estates of unlike size, a lane of no estate, and another community beside it."""
    cache.clear()
    community = make_community("桂雅社区")
    kind = MatterKind.objects.create(name="演示事项")
    for name, heads in (("演示东园", 2), ("演示西园", 1)):
        estate = make_estate(name, community, households=100)
        station = make_station(community=community, estate=estate)
        make_activity(station, shanghai("2026-06-01 09:00"), attendance=10 * heads)
        for _ in range(heads):
            term = make_appointment(place=make_place(estate=estate))
            ContactLog.objects.create(appointment=term, on=TODAY, kind=kind, community=community)
        Organisation.objects.create(community=community, estate=estate, kind="social", name=f"{name}社")
        ResidentRequest.objects.create(community=community, estate=estate, text="演示", code=name)
    make_appointment(place=make_place(estate=None, community=community, kind=Place.Kind.LANE))
    make_activity(make_station(community=community), shanghai("2026-06-02 09:00"), attendance=7)
    make_appointment(place=make_place(community=make_community("桂花社区")))
    return community


def leader() -> Client:
    return logged_in(make_user(Role.STREET_LEADER))


def address(community: Community, row: Estate | Station) -> str:
    return f"/dashboard/communities/{community.code}/{row._meta.model_name}s/{row.pk}/"


def all_parts(community: Community, level: Level) -> Snapshot:
    keys = [row.pk for row in rows_of(community, level)]
    return count_parts(community, level, TODAY, split_at(level), keys)


def records_behind(client: Client, path: str) -> int:
    text = client.get(unescape(path)).content.decode()
    found = re.search(r"<strong>([\d,]+)</strong> 条记录", text)
    assert found, path
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("level", list(Level))
def test_parts_add_up_to_their_community(town: Community, level: Level) -> None:
    whole = count(TODAY)
    shown = all_parts(town, level)
    for indicator in split_at(level):
        pairs = shown.counted[indicator.key].values()
        figure = whole.figure(indicator.key, town.pk)
        assert sum(pair[0] for pair in pairs) == figure.n, indicator.key
        if indicator.kind is Kind.SHARE:
            assert sum(pair[1] for pair in pairs) == figure.whole, indicator.key


@pytest.mark.parametrize("level", list(Level))
def test_one_part_is_told_as_among_all(town: Community, level: Level) -> None:
    shown = all_parts(town, level)
    for part in [*(Part(level, town, row) for row in rows_of(town, level)), Part(level, town)]:
        own = count_part(part, TODAY)
        for indicator in split_at(level):
            assert own.figure(indicator.key, part.key) == shown.figure(indicator.key, part.key)


@pytest.mark.parametrize("kind", [Estate, Station])
def test_each_number_of_an_estate_or_station_leads_to_as_many_records(
    town: Community, kind: type[Estate | Station]
) -> None:
    client = leader()
    kinds = {indicator.key: indicator.kind for indicator in indicators()}
    for row in kind.objects.filter(community=town):
        numbers = FIGURE.findall(client.get(address(town, row)).content.decode())
        assert numbers
        for path, number in numbers:
            key = path.split("/")[3]
            if kinds[key] is Kind.COUNT:
                assert records_behind(client, path) == int(number.replace(",", "")), (row, key)
            else:
                assert client.get(unescape(path)).status_code == 200


def test_the_tables_of_a_community_lead_to_as_many_records(town: Community) -> None:
    client = leader()
    text = client.get(f"/dashboard/communities/{town.code}/").content.decode()
    counts = [cell for cell in CELL.findall(text) if "places_with_head" not in cell[0]]
    assert "不属于任何小区" in text and counts
    for path, number in counts:
        if "residents_served" not in path:
            assert records_behind(client, path) == int(number), path


def test_one_indicator_of_a_community_is_told_by_estates_and_the_rest(town: Community) -> None:
    client = leader()
    text = client.get(f"/dashboard/figures/places_with_head/?community={town.code}").content.decode()
    assert "演示东园" in text and "不属于任何小区" in text
    text = client.get(f"/dashboard/figures/ledger_entries/?community={town.code}").content.decode()
    own = [(path, number) for path, number in CELL.findall(text) if "estate=" in path]
    assert sorted(number for _, number in own) == ["1", "2"]
    assert all(records_behind(client, path) == int(number) for path, number in own)


def test_the_way_back_stands_in_the_page_and_keeps_the_day(town: Community) -> None:
    estate = Estate.objects.get(name="演示东园")
    day = TODAY.replace(year=TODAY.year - 1, day=1).isoformat()
    client = leader()
    page = client.get(f"{address(town, estate)}?as_of={day}").content.decode()
    assert f'href="/dashboard/communities/{town.code}/?as_of={day}"' in page
    path = unescape(FIGURE.findall(page)[0][0])
    records = client.get(path).content.decode()
    assert f'href="{address(town, estate)}?as_of={day}"' in records


def test_an_estate_leads_to_its_stations(town: Community) -> None:
    estate = Estate.objects.get(name="演示东园")
    page = leader().get(address(town, estate)).content.decode()
    assert address(town, estate.stations.get()) in page


def test_many_estates_stand_on_several_pages(town: Community) -> None:
    for number in range(45):
        make_estate(f"演示{number:02d}园", town)
    client = leader()
    path = f"/dashboard/communities/{town.code}/"
    first, last = (client.get(f"{path}?estates={n}").content.decode() for n in (1, 2))
    assert first.count("/estates/") == 40 and last.count("/estates/") == 7
    assert "?estates=2#estate-title" in first and "不属于任何小区" in last


def test_staff_of_a_community_go_down_in_their_own_alone(town: Community) -> None:
    other = make_community("桂花社区")
    theirs = make_estate("演示南园", other)
    mine = Estate.objects.get(name="演示东园")
    client = worker_of(town)
    assert client.get(address(town, mine)).status_code == 200
    assert client.get(address(other, theirs)).status_code == 404
    # Somebody else's estate under one's own community, in the path and in the question.
    assert client.get(address(town, theirs)).status_code == 404
    path = f"/dashboard/figures/building_heads/records/?community={town.code}&estate="
    assert client.get(f"{path}{theirs.pk}").status_code == 404
    assert client.get(f"{path}{mine.pk}").status_code == 200
    assert logged_in(make_user(Role.HEAD)).get(address(town, mine)).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["estate=x", "estate=0", f"estate={10**30}", "estate=%00", "estate=1&station=1", "station=none"],
)
def test_a_part_that_makes_no_sense_is_not_found(town: Community, query: str) -> None:
    path = f"/dashboard/figures/building_heads/records/?community={town.code}&{query}"
    assert leader().get(path).status_code == 404


def test_a_part_needs_its_community() -> None:
    path = "/dashboard/figures/building_heads/records/?estate="
    assert leader().get(f"{path}{Estate.objects.first().pk}").status_code == 404
    assert leader().get(f"{path}none").status_code == 404


def test_a_figure_splits_only_where_its_rows_say_how() -> None:
    by_key = {indicator.key: indicator for indicator in indicators()}
    assert splits(by_key["activities_per_station"], Level.ESTATE)
    assert not splits(by_key["activities_per_station"], Level.STATION)
    assert not splits(by_key["mediators"], Level.ESTATE)


def test_a_page_costs_a_query_a_source_whatever_there_is(
    town: Community, django_assert_max_num_queries
) -> None:
    client = leader()
    estate = Estate.objects.get(name="演示东园")
    client.get(address(town, estate))
    sources = {indicator.source.key for indicator in split_at(Level.ESTATE)}
    for number in range(6):
        more = make_estate(f"演示{number}园", town)
        make_station(community=town, estate=more)
        make_appointment(place=make_place(estate=more))
    cache.clear()
    # What the circle rests on is read in four more: estates, buildings, stations, kept walks.
    with django_assert_max_num_queries(len(sources) + 12 + 4):
        assert client.get(address(town, estate)).status_code == 200
    client.get(f"/dashboard/communities/{town.code}/")
    # The figures themselves are kept; the tables have another estate now.
    make_estate("演示新园", town)
    with django_assert_max_num_queries(20):
        assert client.get(f"/dashboard/communities/{town.code}/").status_code == 200


def test_what_hangs_on_no_part_has_a_key_of_its_own(town: Community) -> None:
    assert all_parts(town, Level.ESTATE).counted["lane_heads"][APART][0] == 1
