"""公告: an urgent one stands on top of what it concerns and changes "open now"; time and place decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Community
from stations.models import Activity, Notice, Station
from tests.factories import make_activity, make_community, make_station, make_timetable

pytestmark = pytest.mark.django_db
HERE = "/stations/nearest/?lat=23.0371&lon=113.1506"


@pytest.fixture
def station(db: None) -> Station:
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    return make_station("桂雅社区党群服务中心", timetable=always)


@pytest.fixture
def activity(station: Station) -> Activity:
    return make_activity(station, timezone.now() + timedelta(hours=2))


@pytest.fixture
def elsewhere(db: None) -> Station:
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    return make_station("别处党群服务站", community=make_community("平洲社区"), timetable=always, lat=23.05)


def notice(closes: bool = True, since: float = -1, until: float | None = 5, **where: Any) -> Notice:
    """A notice from ``since`` to ``until``, in hours from now."""
    now = timezone.now()
    return Notice.objects.create(
        title="台风停开",
        body="请勿前往\n注意安全",
        closes=closes,
        starts_at=now + timedelta(hours=since),
        ends_at=None if until is None else now + timedelta(hours=until),
        **where,
    )


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def stands_on_top(html: str) -> bool:
    main = html.split("<main", 1)[1]
    return "临时停止服务：台风停开" in main.split("<section", 1)[0]


def test_the_street_s_urgent_notice_stands_on_top_of_every_page_with_stations(
    station: Station, activity: Activity, client: Client
):
    notice()
    for path in (
        "/",
        "/stations/",
        HERE,
        f"/stations/{station.pk}/",
        f"/stations/{station.pk}/share/",
        f"/communities/{station.community.code}/",
        "/activities/",
        f"/activities/{activity.pk}/",
        "/embed/?lat=23.0371&lon=113.1506",
    ):
        assert stands_on_top(page(client, path)), path


def test_it_changes_open_now(station: Station, client: Client):
    assert "营业中" in page(client, f"/stations/{station.pk}/")
    notice()
    html = page(client, f"/stations/{station.pk}/")
    assert "营业中" not in html
    assert "临时停止服务" in html
    assert station.name not in page(client, "/stations/?open=1")
    assert station.name not in page(client, f"{HERE}&open=1")
    assert "现在都已关门" in page(client, "/")


@pytest.mark.parametrize(("since", "until"), [(-5, -1), (1, 5)])
def test_out_of_its_time_it_neither_shows_nor_closes(
    since: float, until: float, station: Station, activity: Activity, client: Client
):
    notice(since=since, until=until)
    for path in (
        "/",
        "/stations/",
        HERE,
        f"/stations/{station.pk}/",
        "/activities/",
        f"/activities/{activity.pk}/",
    ):
        assert "台风停开" not in page(client, path), path
    assert "营业中" in page(client, f"/stations/{station.pk}/")


def test_one_without_an_end_holds_until_it_is_taken_away(station: Station, client: Client):
    row = notice(since=-24 * 300, until=None)
    assert stands_on_top(page(client, "/stations/"))
    row.delete()
    assert "台风停开" not in page(client, "/stations/")


def test_a_community_s_notice_concerns_only_its_stations(
    station: Station, elsewhere: Station, activity: Activity, client: Client
):
    notice(community=station.community)
    assert stands_on_top(page(client, f"/communities/{station.community.code}/"))
    assert stands_on_top(page(client, f"/stations/{station.pk}/"))
    assert stands_on_top(page(client, f"/activities/?community={station.community.code}"))
    assert stands_on_top(page(client, f"/activities/{activity.pk}/"))
    for path in (f"/communities/{elsewhere.community.code}/", f"/stations/{elsewhere.pk}/"):
        assert "台风停开" not in page(client, path)
    assert "台风停开" not in page(client, f"/activities/?community={elsewhere.community.code}")
    open_now = page(client, "/stations/?open=1")
    assert elsewhere.name in open_now
    assert station.name not in open_now


def test_a_community_without_stations_shows_its_notice_all_the_same(client: Client):
    empty: Community = make_community("夏南一社区")
    notice(community=empty)
    assert stands_on_top(page(client, f"/communities/{empty.code}/"))


def test_a_station_s_notice_stands_on_its_page_and_its_card(
    station: Station, elsewhere: Station, activity: Activity, client: Client
):
    notice(station=station, community=station.community)
    assert stands_on_top(page(client, f"/stations/{station.pk}/"))
    assert stands_on_top(page(client, f"/activities/{activity.pk}/"))
    html = page(client, "/stations/")
    assert not stands_on_top(html)
    assert '<p class="alert">台风停开</p>' in html
    assert "台风停开" not in page(client, f"/stations/{elsewhere.pk}/")


def test_an_ordinary_notice_stands_below_and_closes_nothing(station: Station, client: Client):
    notice(closes=False)
    html = page(client, f"/stations/{station.pk}/")
    assert "营业中" in html
    assert "公告：台风停开" in html
    assert html.index("开放时间") < html.index("公告：台风停开")


def test_what_staff_wrote_is_shown_as_text_with_its_line_breaks(station: Station, client: Client):
    Notice.objects.create(title="<b>x</b>", body="<script>x</script>\n第二行", starts_at=timezone.now())
    html = page(client, "/stations/")
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "&lt;script&gt;x&lt;/script&gt;<br>第二行" in html
