"""What the demonstration holds: the published figures, plausible records, and 演示 on each invention."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count, F, Q, Sum
from pypinyin import Style, lazy_pinyin

from communities.coords import great_circle
from communities.models import Community, Estate
from guicheng.demo.geography import BOUNDS
from stations import timetable as tt
from stations.models import (
    Activity,
    ActivitySeries,
    Notice,
    Offering,
    OpeningException,
    Station,
    Timetable,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("demonstration"),
]
SHANGHAI = ZoneInfo("Asia/Shanghai")
BOUNDARY = Path(__file__).parents[3] / "shared/data/guicheng_boundary.geojson"


def test_178_stations_are_planned_or_built_and_nearly_all_serve():
    assert Station.objects.exclude(status=Station.Status.CLOSED).count() == Station.objects.count() == 178
    by_status = dict(Station.objects.order_by().values_list("status").annotate(Count("pk")))
    assert by_status == {"open": 168, "suspended": 4, "building": 3, "planned": 3}


def test_every_community_has_an_open_centre_and_the_street_one_more():
    centres = Station.objects.filter(level=Station.Level.CENTRE, status=Station.Status.OPEN)
    assert centres.get(name="桂城街道党群服务中心").community.name == "桂雅社区"
    assert centres.values("community").distinct().count() == Community.objects.count() == 45
    for community in Community.objects.all():
        assert centres.filter(community=community, name=f"{community.name}党群服务中心").exists()


def test_the_named_station_and_estates_are_there_as_reported():
    station = Station.objects.get(name="碧湖花园党群服务站")
    assert (station.community.name, station.estate.name) == ("大德社区", "碧湖花园")
    assert (station.opened_on.isoformat(), station.status) == ("2022-12-01", "open")
    assert station.source == "珠江时报 2023年2月" and "党建红色长廊" in station.description
    named = Estate.objects.filter(source="珠江时报 2023年2月")
    assert set(named.values_list("name", "community__name", "kind")) == {
        ("碧湖花园", "大德社区", "estate"),
        ("丽景园", "大德社区", "estate"),
        ("俊雅花园", "桂雅社区", "estate"),
        ("富丰新城", "大新社区", "estate"),
        ("江表上街", "平东社区", "street"),
        ("天安数码城", "怡海社区", "park"),
    }
    assert not named.exclude(households=None).exists(), "no number of households was reported"


def test_about_600_estates_none_mistaken_for_a_real_one():
    assert Estate.objects.count() == 600
    invented = set(Estate.objects.filter(source="演示数据").values_list("name", flat=True))
    assert len(invented) == 594
    real = {name for name in Estate.objects.values_list("name", flat=True) if name not in invented}
    real |= {community.short_name for community in Community.objects.all()}
    assert not invented & real
    initials = {"".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in real if len(name) > 2}
    clash = [n for n in invented if "".join(lazy_pinyin(n, style=Style.FIRST_LETTER)) in initials]
    assert clash == [], "an invented name answers to the initials of a real one"
    households = Estate.objects.filter(source="演示数据").values_list("households", flat=True)
    assert all(120 <= number <= 2800 for number in households)


def test_points_lie_near_their_community_within_the_street_and_apart():
    stations = list(Station.objects.select_related("community"))
    south, north, west, east = BOUNDS
    for station in stations:
        assert south <= station.lat <= north and west <= station.lon <= east
        home = station.community
        assert 100 <= great_circle(station.lat, station.lon, home.lat, home.lon) <= 960
        assert station.point_source == Station.PointSource.ESTIMATED
    assert min(great_circle(a.lat, a.lon, b.lat, b.lon) for a, b in combinations(stations, 2)) >= 60


@pytest.mark.skipif(not BOUNDARY.exists(), reason=f"街道边界文件 {BOUNDARY.name} 不在这台机器上")
def test_99_of_100_points_lie_within_the_boundary():
    ring = json.loads(BOUNDARY.read_text())["features"][0]["geometry"]["coordinates"][0]
    for model in (Station, Estate):
        points = list(model.objects.values_list("lat", "lon"))
        inside = sum(_within(ring, lat, lon) for lat, lon in points)
        assert inside >= 0.99 * len(points)


def _within(ring: list[list[float]], lat: float, lon: float) -> bool:
    crossings = sum(
        (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)
    )
    return crossings % 2 == 1


def test_by_february_2023_over_5000_activities_and_100000_attendances():
    over = Activity.objects.filter(ends_at__lt=datetime(2023, 3, 1, tzinfo=SHANGHAI))
    assert 5000 < over.count() < 5600
    assert 100_000 < over.aggregate(Sum("attendance"))["attendance__sum"] < 115_000
    assert over.earliest("starts_at").starts_at.year == 2021
    assert not over.filter(attendance=None).exists()


def test_no_activity_before_its_station_opened_nor_beyond_its_capacity():
    assert not Activity.objects.exclude(station__status__in=["open", "suspended"]).exists()
    assert not Activity.objects.filter(starts_at__date__lt=F("station__opened_on")).exists()
    assert not Activity.objects.filter(attendance__gt=F("capacity")).exists()


def test_activities_fall_within_opening_hours():
    rows = Activity.objects.select_related("station__timetable").order_by("pk")[::7]
    for activity in rows:
        starts, ends = (moment.astimezone(SHANGHAI) for moment in (activity.starts_at, activity.ends_at))
        first = starts.hour * 60 + starts.minute
        last = first + int((ends - starts).total_seconds() // 60)
        spans = activity.station.timetable.spans_on(starts.date())
        assert any(opens <= first and last <= closes for opens, closes in spans), activity


def test_today_and_each_day_of_four_weeks_is_lively(demonstration):
    now = datetime.combine(demonstration, datetime.min.time(), tzinfo=SHANGHAI)
    for offset in range(29):
        day = Activity.objects.on_days(now + timedelta(days=offset), 1)
        hours = {activity.starts_at.astimezone(SHANGHAI).hour for activity in day}
        assert len(hours) >= 4 and max(hours) >= 18 and min(hours) < 12, offset
    assert not Activity.objects.filter(starts_at__gte=now).exclude(attendance=None).exists()
    assert Activity.objects.filter(starts_at__gte=now, status=Activity.Status.CANCELLED).exists()
    for series in ActivitySeries.objects.all():
        assert series.activities.count() >= 4


def test_since_march_2023_about_ten_activities_a_week(demonstration):
    first = datetime(2023, 3, 6, tzinfo=SHANGHAI)
    last = datetime.combine(demonstration, datetime.min.time(), tzinfo=SHANGHAI) - timedelta(days=10)
    weeks = (last - first).days / 7
    count = Activity.objects.filter(starts_at__gte=first, starts_at__lt=last).count()
    assert 8 <= count / weeks <= 11


def test_weeks_of_hours_are_few_and_different():
    weeks = Timetable.objects.filter(stations__isnull=False).distinct()
    assert 8 <= weeks.count() <= 10
    assert any(end > tt.DAY_MINUTES for week in weeks for day in week.spans for _, end in day)
    assert any(tuple(day[0] for day in week.spans if day) == ((0, tt.DAY_MINUTES),) * 7 for week in weeks)
    assert weeks.filter(open_on_holidays=True).exists() and weeks.filter(open_on_holidays=False).exists()
    assert not Station.objects.serving().filter(timetable=None).exists()


def test_services_are_offered_by_level():
    # The studio (全域创熟工作室) is the street's own, beside what its centre offers as a station.
    number = Count("offerings", filter=~Q(offerings__service__slug="studio"))
    counts = dict(Station.objects.filter(status="open").order_by().annotate(n=number).values_list("pk", "n"))
    assert all(3 <= count <= 8 for count in counts.values())
    assert Offering.objects.filter(service__slug="studio").count() == 1
    centres = Station.objects.filter(level="centre").annotate(n=Count("offerings"))
    assert min(centre.n for centre in centres) >= 6
    assert Offering.objects.exclude(note="").exists()


def test_accessibility_and_confirmation_are_mixed(demonstration):
    for field in ("step_free", "toilet", "parking"):
        assert set(Station.objects.values_list(field, flat=True)) == {"yes", "no", "unknown"}
    days = [
        (demonstration - day).days
        for day in Station.objects.filter(status="open").values_list("confirmed_on", flat=True)
    ]
    assert 0 <= min(days) < 20 and 100 < max(days) <= 200


def test_notices_of_three_reaches_are_in_force_and_one_closes_a_station(demonstration):
    notices = Notice.objects.in_force(datetime.combine(demonstration, datetime.min.time(), tzinfo=SHANGHAI))
    assert {bool(notice.community_id) + bool(notice.station_id) for notice in notices} == {0, 1, 2}
    closing = notices.get(closes=True)
    assert closing.station.status == "open" and closing.station.community == closing.community
    assert OpeningException.objects.filter(date__gte=demonstration).count() >= 4


def test_every_invented_text_says_so():
    for station in Station.objects.all():
        assert "演示" in station.address and "演示" in station.description
    assert not Estate.objects.exclude(note__contains="演示").exists()
    assert not Activity.objects.exclude(description__contains="演示").exists()
    assert not Notice.objects.exclude(title__contains="演示", body__contains="演示").exists()
    assert not OpeningException.objects.exclude(reason__contains="演示").exists()


def test_no_telephone_reaches_anybody():
    phones = [
        *Station.objects.values_list("phone", flat=True),
        *Community.objects.values_list("phone", flat=True),
    ]
    assert all(phone.startswith("0757-0000") for phone in phones)
    assert len(set(phones)) == len(phones)


def test_everything_passes_its_own_validation():
    sample = random.Random(1)
    everything = [*Station.objects.all(), *Notice.objects.all(), *OpeningException.objects.all()]
    everything += sample.sample(list(Estate.objects.all()), 120)
    everything += sample.sample(list(Offering.objects.all()), 60)
    everything += sample.sample(list(Activity.objects.all()), 200)
    for row in everything:
        row.full_clean()


def test_a_new_record_takes_the_next_id():
    estate = Estate.objects.create(community=Community.objects.first(), name="新登记的小区")
    assert estate.pk == 601
