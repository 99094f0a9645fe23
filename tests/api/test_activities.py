from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from stations.models import Activity, Audience, Station

URL = "/api/v1/activities"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def _names(client: Client, **query: object) -> list[str]:
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.content.decode()
    body = answer.json()
    assert body["count"] == len(body["items"])
    return [item["title"] for item in body["items"]]


def test_gives_the_next_30_days_the_next_first(
    client: Client, street: dict[str, Station], make_activity: Callable[..., Activity], elders: Audience
) -> None:
    make_activity(street["near"], 10, title="十天后", audience=elders, capacity=30, place="广场")
    make_activity(street["far"], 1, title="明天", status="cancelled")
    make_activity(street["near"], 40, title="四十天后")
    make_activity(street["near"], -5, title="五天前")
    make_activity(street["planned"], 2, title="未公开站点的活动")
    body = client.get(URL).json()
    assert [item["title"] for item in body["items"]] == ["明天", "十天后"]
    assert (body["count"], body["limit"], body["offset"]) == (2, 20, 0)
    tomorrow, later = body["items"]
    assert tomorrow["cancelled"] is True and tomorrow["place"] == "平洲站"
    assert tomorrow["audience"] is None and tomorrow["audience_name"] == "所有居民"
    assert tomorrow["community_code"] == "440605011002"
    assert later["audience"] == "elders" and later["place"] == "广场" and later["capacity"] == 30
    assert later["station"] == street["near"].pk
    assert later["starts_at"].endswith("+08:00")


def test_days_are_days_in_beijing_and_both_ends_count(
    client: Client, street: dict[str, Station], make_activity: Callable[..., Activity]
) -> None:
    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2023, 2, day, hour, minute, tzinfo=SHANGHAI)

    # 00:30 in Beijing is still the day before in UTC.
    make_activity(street["near"], title="一日凌晨", starts_at=at(1, 0, 30))
    make_activity(street["near"], title="二日深夜", starts_at=at(2, 23), ends_at=at(3, 1))
    make_activity(street["near"], title="四日", starts_at=at(4, 0))
    days = {"from": "2023-02-01", "to": "2023-02-03"}
    assert _names(client, **days) == ["一日凌晨", "二日深夜"]
    assert _names(client, **{"from": "2023-02-03", "to": "2023-02-03"}) == ["二日深夜"]
    assert _names(client, **{"from": "2023-01-01", "to": "2023-01-31"}) == []
    assert _names(client, **{"from": "2023-02-02"}) == ["二日深夜", "四日"]


def test_filters(
    client: Client, street: dict[str, Station], make_activity: Callable[..., Activity], elders: Audience
) -> None:
    make_activity(street["near"], 1, title="甲", audience=elders)
    make_activity(street["far"], 2, title="乙")
    assert _names(client, community="440605011002") == ["乙"]
    assert _names(client, station=street["near"].pk) == ["甲"]
    assert _names(client, audience="elders") == ["甲"]
    assert _names(client, audience="", station="", community="") == ["甲", "乙"]


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ({"from": "2023-02-30"}, "from", "没有这一天"),
        ({"from": "1.2.2023"}, "from", "2025-03-01"),
        ({"from": "20230201"}, "from", "2025-03-01"),
        ({"from": "1675209600"}, "from", "2025-03-01"),
        ({"from": "２０２３-02-01"}, "from", "2025-03-01"),
        ({"from": "0001-01-01"}, "from", "1990"),
        ({"to": "9999-12-31"}, "to", "2100"),
        ({"from": "2023-02-02", "to": "2023-02-01"}, "to", "不能早于 from"),
        ({"to": "2001-01-01"}, "to", "请同时写 from"),
        ({"from": "2023-01-01", "to": "2024-02-01"}, "to", "最多 366 天"),
        ({"community": "440605999999"}, "community", "/api/v1/communities"),
        ({"station": "987654"}, "station", "/api/v1/stations"),
        ({"station": str(2**63)}, "station", "不能大于"),
        ({"station": "x"}, "station", "整数"),
        ({"audience": "no-such"}, "audience", "/api/v1/audiences"),
        ({"limit": "0"}, "limit", "不能小于 1"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(
    client: Client, street: dict[str, Station], query: dict[str, str], field: str, says: str
) -> None:
    answer = client.get(URL, query)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["field"] == field and says in error["message"]


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow_with_the_rows(
    client: Client,
    street: dict[str, Station],
    make_activity: Callable[..., Activity],
    elders: Audience,
    django_assert_max_num_queries: Callable,
    count: int,
) -> None:
    for number in range(count):
        make_activity(street["near"], 1 + number / 10, audience=elders)
    query = {"limit": 100, "community": "440605011001", "station": street["near"].pk, "audience": "elders"}
    with django_assert_max_num_queries(8):
        assert client.get(URL, query).json()["count"] == count


def test_the_last_day_of_the_calendar_is_no_trap(client: Client, street: dict[str, Station]) -> None:
    assert _names(client, **{"from": "2100-12-31"}) == []
    today = timezone.localdate()
    assert _names(client, **{"to": str(today + timedelta(days=365))}) == []
