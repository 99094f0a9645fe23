"""Figures are counted from records by business dates, for each community, and add up."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from communities.models import Organisation
from guicheng.dashboard.indicators import Kind, UnknownIndicator, indicator_of, indicators
from guicheng.dashboard.models import PublishedFigure
from guicheng.dashboard.published import FILE, beside, load_published
from guicheng.dashboard.snapshot import count, snapshot
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_place,
    make_station,
    shanghai,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def own_memory() -> None:
    cache.clear()


def test_heads_count_by_the_dates_of_their_terms() -> None:
    place = make_place()
    make_appointment(place=place, started_on=date(2024, 1, 1), ended_on=date(2025, 1, 1))
    make_appointment(place=place, started_on=date(2025, 3, 1))
    make_appointment(place=place, started_on=date(2025, 3, 1), deputy=True)
    for day, heads, covered in (
        (date(2023, 12, 31), 0, 0),
        (date(2024, 6, 1), 1, 100),
        (date(2025, 2, 1), 0, 0),
        (date(2025, 3, 1), 1, 100),
    ):
        shown = count(day)
        assert shown.value("building_heads") == heads, day
        assert shown.value("places_with_head") == covered, day


def test_a_share_of_nothing_is_not_zero() -> None:
    assert count(TODAY).value("head_party_share") is None
    assert count(TODAY).value("building_heads") == 0


def test_communities_add_up_to_the_street() -> None:
    for name, attendance in (("桂雅社区", 30), ("桂花社区", 12)):
        station = make_station(community=make_community(name))
        make_activity(station, shanghai("2026-06-01 09:00"), attendance=attendance)
        make_activity(station, shanghai("2026-06-02 09:00"))
        make_activity(station, shanghai("2026-06-03 09:00"), attendance=5, status="cancelled")
        make_activity(station, shanghai("2026-06-11 09:00"), attendance=7)
    shown = count(TODAY)
    assert shown.value("activities_held") == 4 and shown.value("residents_served") == 42
    assert shown.value("activities_held", make_community("桂雅社区").pk) == 2
    assert shown.value("residents_served", make_community("桂花社区").pk) == 12
    assert shown.value("activities_per_station") == 2


@pytest.mark.any_database
def test_red_committees_count_from_the_day_of_their_mark() -> None:
    Organisation.objects.create(
        community=make_community(), kind="owners_committee", name="演示业委会", red_since=date(2025, 5, 1)
    )
    assert count(date(2025, 4, 30)).value("red_owners_committees") == 0
    assert count(date(2025, 5, 1)).value("red_owners_committees") == 1


def test_each_figure_is_the_number_of_records_behind_it() -> None:
    """Over records of every kind that the figures count, in two communities."""
    for name in ("桂雅社区", "桂花社区"):
        community = make_community(name)
        make_appointment(place=make_place(community=community))
        make_activity(make_station(community=community), shanghai("2026-06-01 09:00"), attendance=3)
        Organisation.objects.create(community=community, kind="neighbours", name="演示", members_count=9)
    shown = count(TODAY)
    for indicator in indicators():
        for community in (None, make_community("桂雅社区").pk):
            figure = shown.figure(indicator.key, community)
            rows = indicator.records(TODAY, community).count()
            if indicator.kind in (Kind.SUM, Kind.MEAN):
                assert (figure.n > 0) == (rows > 0), indicator.key
            else:
                assert figure.n == rows, indicator.key
            if indicator.kind is Kind.SHARE:
                assert figure.whole == indicator.whole_records(TODAY, community).count()


def test_counting_costs_a_query_a_source(django_assert_max_num_queries) -> None:
    for name in ("桂雅社区", "桂花社区", "桂园社区"):
        make_appointment(place=make_place(community=make_community(name)))
    sources = {indicator.source.key for indicator in indicators()}
    # And what the circle rests on: estates, buildings, stations, kept walks.
    with django_assert_max_num_queries(len(sources) + 6 + 4):
        count(TODAY)


@pytest.mark.any_database
def test_a_snapshot_is_kept_for_a_minute_and_says_when() -> None:
    first = snapshot()
    make_appointment(place=make_place())
    assert snapshot().at == first.at and snapshot().value("building_heads") == 0
    out = StringIO()
    with pytest.raises(CommandError, match="处与重新统计的结果不同"):
        call_command("figures", check=True, stdout=out)
    assert "building_heads" in out.getvalue()
    cache.clear()
    call_command("figures", check=True, stdout=out)
    assert "完全一致" in out.getvalue()


@pytest.mark.any_database
def test_the_delivered_figures_are_loaded_once_and_the_street_s_changes_stay() -> None:
    assert load_published() == len(FILE.read_text(encoding="utf-8").splitlines()) - 1
    PublishedFigure.objects.filter(key="lane_heads").update(value=25)
    assert load_published() == 0
    assert PublishedFigure.objects.get(key="lane_heads").value == 25
    for row in PublishedFigure.objects.all():
        assert indicator_of(row.key).unit, row.key


@pytest.mark.any_database
def test_what_stands_beside_a_figure_is_what_was_known_on_the_day() -> None:
    load_published()
    assert "building_heads" in beside(date(2023, 3, 1))
    assert beside(date(2022, 12, 31))["building_heads"].published is None
    target = beside(date(2023, 3, 1))["mediators"].target
    assert target is not None and target.as_of == date(2023, 12, 31)
    assert target.agrees(Decimal(200)) and not target.agrees(Decimal(199))
    over = PublishedFigure.objects.get(key="activities_held")
    assert over.agrees(Decimal(5001)) and not over.agrees(Decimal(5000)) and not over.agrees(None)


@pytest.mark.any_database
def test_command_and_api_say_the_same(client: Client) -> None:
    load_published()
    make_appointment(place=make_place())
    out = StringIO()
    call_command("figures", json=True, stdout=out)
    lines = {line["key"]: line for line in json.loads(out.getvalue())}
    answer = client.get("/api/v1/figures?limit=100").json()
    assert answer["count"] == len(answer["items"])
    for item in answer["items"]:
        assert item == lines[item["key"]]
    heads = lines["building_heads"]
    assert (heads["live"], heads["published"], heads["qualifier"]) == (1, 2186, "exact")
    assert heads["as_of"] == timezone.localdate().isoformat()
    assert {"key", "label", "unit", "live", "published", "qualifier", "target", "as_of"} <= set(heads)


@pytest.mark.any_database
def test_what_is_internal_is_not_in_the_api(client: Client) -> None:
    keys = {item["key"] for item in client.get("/api/v1/figures?limit=100").json()["items"]}
    assert "head_party_share" not in keys and "building_heads" in keys


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"as_of": "1900-01-01"}, "最早只能看 2000 年"),
        ({"as_of": "31.12.2025"}, "2025-12-31 的样子"),
        ({"as_of": (date.today() + timedelta(days=3)).isoformat()}, "还没有到"),
        ({"community": "999"}, "没有区划代码是 999 的社区"),
        ({"community": "x"}, "没有区划代码是 x 的社区"),
    ],
)
def test_bad_questions_are_told_what_is_wrong(options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("figures", **options)


@pytest.mark.any_database
def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(UnknownIndicator):
        indicator_of("heads")


@pytest.mark.any_database
def test_no_published_number_stands_in_the_code() -> None:
    """The numbers are in the data file; the code counts."""
    room = Path(FILE).parent
    for path in room.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for number in ("2186", "178", "233", "5000", "100000"):
            assert not re.search(rf"(?<!\d){number}(?!\d)", text), path
