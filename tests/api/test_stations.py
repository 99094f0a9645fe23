from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stations.models import Notice, OpeningException, Photo, Station, StationReport

URL = "/api/v1/stations"


def test_lists_what_residents_may_see(client: Client, street: dict[str, Station]) -> None:
    body = client.get(URL).json()
    assert [item["name"] for item in body["items"]] == [
        "桂园社区党群服务中心",
        "桂园二站",
        "平洲站",
        "停办站",
    ]
    assert (body["count"], body["limit"], body["offset"]) == (4, 20, 0)
    assert body["items"][0]["estate"] == "桂园小区"
    assert body["items"][0]["url"] == f"http://testserver{street['near'].get_absolute_url()}"
    assert body["items"][3]["status"] == "suspended" and body["items"][3]["state"] == "stopped"


def test_pages_through_all_without_gap_or_repeat(client: Client, street: dict[str, Station]) -> None:
    seen = []
    for offset in range(0, 6, 2):
        body = client.get(URL, {"limit": 2, "offset": offset}).json()
        assert body["count"] == 4 and body["offset"] == offset
        seen += [item["id"] for item in body["items"]]
    assert seen == sorted(set(seen)) and len(seen) == 4


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"community": "440605011002"}, ["平洲站"]),
        ({"level": "centre"}, ["桂园社区党群服务中心"]),
        ({"service": "canteen"}, ["桂园社区党群服务中心", "桂园二站"]),
        ({"service": ["canteen", "legal-advice"]}, ["桂园社区党群服务中心"]),
        ({"audience": "elders"}, ["桂园社区党群服务中心"]),
        ({"open": "true"}, ["桂园社区党群服务中心"]),
        ({"open": "true", "level": "point"}, []),
    ],
)
def test_filters(client: Client, street: dict[str, Station], query: dict[str, str], names: list[str]) -> None:
    body = client.get(URL, query).json()
    assert [item["name"] for item in body["items"]] == names
    assert body["count"] == len(names)


def test_an_urgent_notice_changes_open_now(client: Client, street: dict[str, Station]) -> None:
    now = timezone.now()
    Notice.objects.create(title="台风停止服务", closes=True, starts_at=now, ends_at=now + timedelta(hours=5))
    item = client.get(f"{URL}/{street['near'].pk}").json()
    assert item["open_now"] is False and item["reason"] == "台风停止服务"
    assert item["next_change"].endswith("+08:00")
    assert [(row["title"], row["closes"], row["scope"]) for row in item["notices"]] == [
        ("台风停止服务", True, "全街道")
    ]
    assert client.get(URL, {"open": "true"}).json()["count"] == 0


def test_one_station_with_all_its_public_facts(client: Client, street: dict[str, Station]) -> None:
    station = street["near"]
    today = timezone.localdate()
    OpeningException.objects.create(station=station, date=today + timedelta(days=1), spans="", reason="搬家")
    Photo.objects.create(
        station=station, small="s.jpg", medium="m.jpg", large="l.jpg", width=1600, height=1200, caption="正门"
    )
    Station.objects.filter(pk=station.pk).update(step_free="yes", description="一楼大厅", confirmed_on=today)
    body = client.get(f"{URL}/{station.pk}").json()
    assert body["week"] == [{"days": "每天", "hours": "全天"}]
    assert len(body["coming_days"]) == 7
    assert body["coming_days"][1] == {
        "date": str(today + timedelta(days=1)),
        "hours": "休息",
        "special": "搬家",
    }
    assert body["step_free"] == "yes" and body["description"] == "一楼大厅"
    assert body["confirmed_on"] == str(today)
    assert body["photos"][0]["caption"] == "正门"
    assert body["photos"][0]["small"].startswith("http://testserver/photos/")


def test_reports_of_residents_and_sources_stay_inside(client: Client, street: dict[str, Station]) -> None:
    station = street["near"]
    StationReport.objects.create(station=station, kind="phone", text="我是张三 13800138000")
    Station.objects.filter(pk=station.pk).update(source="王五口述")
    for path in (URL, f"{URL}/{station.pk}", "/api/v1/stations.geojson"):
        text = client.get(path).content.decode()
        assert "13800138000" not in text and "张三" not in text and "王五" not in text


@pytest.mark.parametrize("key", ["planned", "missing"])
def test_what_is_not_public_is_not_there(client: Client, street: dict[str, Station], key: str) -> None:
    pk = street[key].pk if key in street else 987654
    answer = client.get(f"{URL}/{pk}")
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert error["code"] == "not_found" and str(pk) in error["message"]


@pytest.mark.parametrize("pk", ["0", "-1", "abc", "1.5", str(2**63), "9" * 400, "%00", "1%00", "１２%20x"])
def test_ids_that_cannot_be_are_refused(client: Client, street: dict[str, Station], pk: str) -> None:
    answer = client.get(f"{URL}/{pk}")
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == "station_id"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": str(10**9)}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"offset": str(2**63)}, "offset"),
        ({"offset": "9" * 5000}, "offset"),
        ({"community": "440605999999"}, "community"),
        ({"community": "桂园"}, "community"),
        ({"community": "44060501100\x00"}, "community"),
        ({"level": "palace"}, "level"),
        ({"service": "no-such"}, "service"),
        ({"audience": "no-such"}, "audience"),
        ({"open": "2"}, "open"),
    ],
)
def test_bad_filters_are_refused(
    client: Client, street: dict[str, Station], query: dict[str, str], field: str
) -> None:
    answer = client.get(URL, query)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field


def test_an_offset_past_the_end_is_an_empty_page(client: Client, street: dict[str, Station]) -> None:
    body = client.get(URL, {"offset": 5_000_000}).json()
    assert body["items"] == [] and body["count"] == 4


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow_with_the_rows(
    client: Client,
    street: dict[str, Station],
    make_station: Callable[..., Station],
    django_assert_max_num_queries: Callable,
    count: int,
) -> None:
    from communities.memo import Memo
    from stations.models import Offering, Service

    service = Service.objects.get(slug="canteen")
    for number in range(count):
        station = make_station(f"站{number}", 23.03 + number / 1000, 113.15)
        Offering.objects.create(station=station, service=service)
    everything = {"limit": 100, "service": "canteen", "open": "true"}
    for path, query in [
        (URL, everything | {"community": "440605011001", "level": "station"}),
        (f"{URL}/nearest", everything | {"lat": 23.03, "lon": 113.15}),
        ("/api/v1/stations.geojson", everything),
        (f"{URL}/{street['near'].pk}", {}),
    ]:
        # As in a process that has just started.
        Memo.forget_all()
        with django_assert_max_num_queries(8):
            answer = client.get(path, query)
        assert answer.status_code == 200


def test_a_large_total_is_not_counted_for_each_page(
    client: Client,
    street: dict[str, Station],
    django_assert_num_queries: Callable,
    django_assert_max_num_queries: Callable,
) -> None:
    near = street["near"]
    Station.objects.bulk_create(
        [Station(name=f"点{n}", community=near.community, level="point") for n in range(10_001)]
    )
    with django_assert_max_num_queries(8):
        first = client.get(URL, {"level": "point"}).json()
    # The page, its services, exceptions and notices.
    with django_assert_num_queries(4):
        last = client.get(URL, {"level": "point", "offset": 10_000}).json()
    assert first["count"] == last["count"] == 10_001
    assert [item["name"] for item in last["items"]] == ["点10000"]


def test_a_small_total_is_always_exact(
    client: Client, street: dict[str, Station], make_station: Callable[..., Station]
) -> None:
    assert client.get(URL).json()["count"] == 4
    make_station("新站")
    assert client.get(URL).json()["count"] == 5
