"""The figures of the 10-minute circle say what :mod:`stations.coverage` says, at every level."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from communities.models import Community, Estate
from guicheng.accounts.models import Role
from guicheng.dashboard.indicators import indicator_of
from guicheng.dashboard.many import among
from guicheng.dashboard.parts import Level, Part, count_part
from guicheng.dashboard.snapshot import Snapshot, count, figure_on
from stations.coverage import Coverage, Question, coverage
from stations.models import Station
from tests.factories import make_community, make_estate, make_place
from tests.people import logged_in, make_user
from tests.river_network import at
from tests.stations.riverside import estate_at, measure, station_at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LOCATED, WITHIN, SHARE = "households_located", "households_within_10_minutes", "share_within_10_minutes"


@pytest.fixture(autouse=True)
def town(db: None) -> Community:
    """Two communities; an estate with a building far off; one without a number, one without a point."""
    west, east = make_community("桂雅社区"), make_community("桂花社区")
    lat, lon = at(-600, 1400)
    large = estate_at(-600, 0, 300, "演示东园", community=west)
    make_place("9栋", estate=large, households=120, lat=lat, lon=lon)
    estate_at(-100, 0, 70, "演示西园", community=west)
    estate_at(600, 1400, 50, "演示北园", community=east)
    estate_at(0, 0, None, "演示南园", community=east)
    make_estate("演示中园", east, households=33)
    station_at(-600, 100, community=west, opened_on=date(2025, 3, 1))
    station_at(100, 0, community=east, opened_on=date(2024, 3, 1))
    station_at(600, 1400, community=east, status=Station.Status.PLANNED)
    return west


def agrees(shown: Snapshot, answer: Coverage, part: int | None = None) -> tuple[int, int]:
    """Checks all three figures against the answer; covered and all households."""
    assert shown.value(LOCATED, part) == answer.total
    assert shown.value(WITHIN, part) == answer.covered
    share = shown.value(SHARE, part)
    assert (share is None) == (answer.share is None)
    assert share is None or float(share) == pytest.approx(answer.share)
    return answer.covered, answer.total


def test_the_street_and_its_communities(town: Community, river_engine: str) -> None:
    shown = count(TODAY)
    assert agrees(shown, coverage(Question())) == (250, 420)
    measure(river_engine)
    shown = count(TODAY)
    # On the network the river is in the way of nobody: 500 m lead from the western estate to a station.
    assert agrees(shown, coverage(Question())) == (250, 420)
    for community in Community.objects.all():
        own = coverage(Question(), Estate.objects.filter(community=community))
        agrees(shown, own, community.pk)
    assert shown.value(WITHIN, town.pk) == 250


def test_earlier_days(river_engine: str) -> None:
    before = {}
    for measured in (False, True):
        if measured:
            measure(river_engine)
        for day in (date(2023, 1, 1), date(2024, 6, 1), date(2025, 3, 1)):
            before[measured, day.year] = agrees(count(day), coverage(Question(day=day)))[0]
    assert before == {
        (False, 2023): 0, (False, 2024): 70, (False, 2025): 250,
        # In 2024 the only station stood across the river.
        (True, 2023): 0, (True, 2024): 0, (True, 2025): 250,
    }  # fmt: skip
    figure = figure_on(indicator_of(SHARE), date(2024, 6, 1))
    assert (figure.n, figure.whole, figure.times) == (0, 420, 100)


def test_an_estate_alone(town: Community) -> None:
    for estate in Estate.objects.all():
        part = Part(Level.ESTATE, estate.community, estate)
        answer = coverage(Question(), Estate.objects.filter(pk=estate.pk))
        agrees(count_part(part, TODAY), answer, part.key)
    large = Estate.objects.get(name="演示东园")
    assert count_part(Part(Level.ESTATE, town, large), TODAY).value(WITHIN, large.pk) == 180
    text = logged_in(make_user(Role.STREET_LEADER)).get(
        f"/dashboard/communities/{town.code}/estates/{large.pk}/"
    ).content.decode()  # fmt: skip
    assert "60.0" in text and "180" in text


@pytest.mark.parametrize("key", [LOCATED, WITHIN, SHARE])
def test_the_records_behind_are_the_estates_that_add_something(town: Community, key: str) -> None:
    answer = coverage(Question()).by_estate()
    expected = {pk for pk, (own, whole) in answer.items() if (whole if key == LOCATED else own)}
    assert set(indicator_of(key).records(TODAY).values_list("pk", flat=True)) == expected
    client = logged_in(make_user(Role.STREET_LEADER))
    for query, community in (("", None), (f"?community={town.code}", town)):
        text = client.get(f"/dashboard/figures/{key}/records/{query}").content.decode()
        told = re.search(r"<strong>([\d,]+)</strong> 条记录", text)
        own = Estate.objects.filter(pk__in=expected, **({"community": community} if community else {}))
        assert told and int(told[1]) == own.count()


def test_only_a_building_has_a_number() -> None:
    Estate.objects.update(households=None)
    shown = count(TODAY)
    assert agrees(shown, coverage(Question())) == (0, 120)
    shown = count(date(2020, 1, 1))
    assert (shown.value(LOCATED), shown.value(WITHIN)) == (120, 0)


def test_more_estates_than_a_query_has_parameters() -> None:
    keys = [*range(-300_000, 0), *Estate.objects.values_list("pk", flat=True)]
    if connection.vendor == "sqlite":
        with pytest.raises(OperationalError, match="too many SQL variables"):
            Estate.objects.filter(pk__in=keys).count()
    assert Estate.objects.filter(among(keys)).count() == Estate.objects.count() == 5
    assert Estate.objects.exclude(among(keys)).count() == 0
    assert Estate.objects.filter(among([])).count() == 0
    assert Estate.objects.filter(among(keys[-1:])).get().pk == keys[-1]
