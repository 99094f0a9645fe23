from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from communities.familiar import record_certified
from communities.models import Community, Estate
from stations import timetable as tt
from stations.models import Activity, Audience, Offering, Service, Station, Timetable

CODE, OTHER_CODE = "440605011001", "440605011002"
ALL_DAY: tt.Week = (((0, 1440),),) * 7  # type: ignore[assignment]
NEVER: tt.Week = ((),) * 7  # type: ignore[assignment]


@pytest.fixture
def community(db: None) -> Community:
    return Community.objects.create(
        code=CODE, name="桂园社区", kind="urban", phone="0757-86000001", lat=23.036, lon=113.15
    )


@pytest.fixture
def other_community(db: None) -> Community:
    community = Community.objects.create(code=OTHER_CODE, name="平洲社区", kind="rural")
    record_certified(community, date(2023, 1, 1))
    return community


@pytest.fixture
def elders(db: None) -> Audience:
    return Audience.objects.create(slug="elders", name="长者")


@pytest.fixture
def law(db: None, elders: Audience) -> Service:
    service = Service.objects.create(slug="legal-advice", name="法律咨询", order=1)
    service.audiences.add(elders)
    return service


@pytest.fixture
def canteen(db: None) -> Service:
    return Service.objects.create(slug="canteen", name="长者饭堂", order=2)


@pytest.fixture
def make_station(community: Community) -> Callable[..., Station]:
    def make(
        name: str = "桂园社区党群服务中心",
        lat: float | None = 23.036,
        lon: float | None = 113.15,
        **more: object,
    ) -> Station:
        fields = {"community": community, "timetable": Timetable.for_week(ALL_DAY)} | more
        return Station.objects.create(name=name, lat=lat, lon=lon, **fields)

    return make


@pytest.fixture
def street(
    make_station: Callable[..., Station],
    community: Community,
    other_community: Community,
    law: Service,
    canteen: Service,
) -> dict[str, Station]:
    """Four stations that residents may see and one that they may not."""
    estate = Estate.objects.create(
        community=community, name="桂园小区", aliases="老桂园", lat=23.037, lon=113.151
    )
    stations = {
        "near": make_station(level="centre", estate=estate, address="桂园路 1 号", phone="0757-86123456"),
        "shut": make_station("桂园二站", 23.037, 113.151, timetable=Timetable.for_week(NEVER)),
        "far": make_station("平洲站", 23.05, 113.17, community=other_community, timetable=None),
        "suspended": make_station("停办站", 23.04, 113.16, status="suspended"),
        "planned": make_station("未来站", 23.036, 113.15, status="planned"),
    }
    Offering.objects.create(station=stations["near"], service=law, note="周三上午")
    Offering.objects.create(station=stations["near"], service=canteen)
    Offering.objects.create(station=stations["shut"], service=canteen)
    return stations


@pytest.fixture
def make_activity() -> Callable[..., Activity]:
    def make(station: Station, days: float = 1, **more: object) -> Activity:
        start: datetime = more.pop("starts_at", timezone.now() + timedelta(days=days))  # type: ignore[assignment]
        fields = {"title": "法律咨询日", "ends_at": start + timedelta(hours=2)} | more
        return Activity.objects.create(station=station, starts_at=start, **fields)

    return make
