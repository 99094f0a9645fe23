from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.coords import BadPosition, Datum, from_wgs84, great_circle
from communities.memo import Memo
from stations import nearest
from stations.models import Audience, Offering, Service, Station
from stations.walking import Pace, estimate
from tests.factories import make_community, make_station, make_timetable, shanghai

pytestmark = pytest.mark.django_db
MORNING = shanghai("2026-11-24 09:00")


def scatter(points: list[tuple[float, float]]) -> None:
    community, timetable = make_community(), make_timetable()
    Station.objects.bulk_create(
        Station(name=f"站{i}", community=community, timetable=timetable, lat=lat, lon=lon)
        for i, (lat, lon) in enumerate(points)
    )
    Memo.forget_all()


def brute_force(lat: float, lon: float, limit: int) -> list[float]:
    rows = Station.objects.serving().values_list("lat", "lon")
    return sorted(great_circle(lat, lon, *row) for row in rows)[:limit]


def test_the_nearest_come_first_with_metres_and_minutes():
    near, far = make_station("近站", lat=23.0380), make_station("远站", lat=23.0480)
    found = nearest.find(23.0371, 113.1506, now=MORNING).items
    assert [item.station for item in found] == [near, far]
    assert found[0].metres == pytest.approx(100, abs=1)
    assert found[0].walk.minutes == 2  # 130 m walked at 85 m a minute
    assert found[0].opening.is_open


def test_elders_and_the_norm_walk_slower():
    assert estimate(500, Pace.ADULT).minutes == 8
    assert estimate(500, Pace.ELDER).minutes == 11
    assert estimate(500 / 1.3, Pace.NORM).minutes == 10
    assert estimate(0).minutes == 1


def test_only_stations_that_serve_and_have_a_place_are_found():
    make_station(status=Station.Status.PLANNED)
    make_station(status=Station.Status.SUSPENDED)
    make_station(lat=None, lon=None)
    assert nearest.find(23.0371, 113.1506).items == []


def test_a_position_from_a_chinese_map_finds_the_same_place():
    make_station("甲", lat=23.0371, lon=113.1506)
    make_station("乙", lat=23.0401, lon=113.1556)
    for datum in Datum:
        lat, lon = from_wgs84(23.0371, 113.1506, datum)
        first = nearest.find(lat, lon, datum=datum, now=MORNING).items[0]
        assert first.station.name == "甲" and first.metres < 2


def test_filters_choose_by_hours_service_and_audience():
    elders = Audience.objects.create(name="长者", slug="elders")
    canteen = Service.objects.create(name="长者饭堂", slug="canteen")
    canteen.audiences.add(elders)
    with_canteen = make_station("有饭堂", lat=23.05)
    Offering.objects.create(station=with_canteen, service=canteen)
    night = make_station("夜站", timetable=make_timetable("18:00-22:00"))
    here = (23.0371, 113.1506)

    def names(**wanted):
        return [item.station.name for item in nearest.find(*here, now=MORNING, **wanted).items]

    assert names() == ["夜站", "有饭堂"]
    assert names(open_at=MORNING) == ["有饭堂"]
    assert names(services=["canteen"]) == ["有饭堂"]
    assert names(audience="elders") == ["有饭堂"]
    assert names(open_at=shanghai("2026-11-24 19:00")) == [night.name]
    with pytest.raises(nearest.UnknownFilter, match="请从列表里选择"):
        names(services=["nothing"])
    with pytest.raises(nearest.UnknownFilter):
        names(audience="nobody")


def test_positions_that_are_none_are_refused():
    with pytest.raises(BadPosition):
        nearest.find(float("nan"), 113)


somewhere = st.one_of(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.tuples(st.floats(89, 90), st.floats(-180, 180)),
    st.tuples(st.floats(-60, 60), st.one_of(st.floats(179, 180), st.floats(-180, -179))),
    st.tuples(st.floats(23.0, 23.08), st.floats(113.11, 113.24)),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=somewhere, limit=st.integers(1, 12), cap=st.sampled_from([3, 20, 400]))
def test_exactly_the_brute_force_answer_anywhere_on_earth(monkeypatch, where, limit, cap):
    """Poles, ±180°, clusters, duplicates; also where boxes must shrink and grow (a small cap)."""
    monkeypatch.setattr(nearest, "_CAP", cap)
    if not Station.objects.exists():
        chance = random.Random(7)
        points = [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(60)]
        points += [(chance.uniform(23.0, 23.08), chance.uniform(113.11, 113.24)) for _ in range(200)]
        points += [(89.9, chance.uniform(-180, 180)) for _ in range(10)]
        points += [(10 + i / 50, 179.99 - i / 40 if i % 2 else -179.99 + i / 40) for i in range(20)]
        points += [(23.0371, 113.1506)] * 15
        scatter(points)
    rows = nearest.nearest_ids(Station.objects.serving(), *where, limit)
    assert [metres for _, metres in rows] == pytest.approx(brute_force(*where, limit), abs=1e-6)


def test_one_page_costs_few_queries_however_many_stations(django_assert_max_num_queries):
    chance = random.Random(3)
    scatter([(chance.uniform(23.0, 23.08), chance.uniform(113.11, 113.24)) for _ in range(3000)])
    nearest.find(23.0361, 113.15, now=MORNING)
    with django_assert_max_num_queries(6):
        assert len(nearest.find(23.0361, 113.15, now=MORNING).items) == 10
    with django_assert_max_num_queries(7):
        assert len(nearest.find(23.0361, 113.15, open_at=MORNING, now=MORNING).items) == 10
