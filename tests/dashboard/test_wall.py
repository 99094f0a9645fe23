"""The wall: public things only, cheap to ask every minute, and never growing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import ResidentRequest
from communities.memo import Memo
from communities.models import Community, Undertaking
from guicheng.accounts.models import Role
from guicheng.dashboard.indicators import indicator_of
from guicheng.dashboard.lines import HEADLINES
from guicheng.dashboard.snapshot import SECONDS
from guicheng.dashboard.wall import kept
from guicheng.dashboard.wall.drawing import draw
from stations.models import Station
from tests.casework.making import make_request
from tests.dashboard.walls import WALL, build_town, new_link, pass_of, resolution
from tests.factories import make_activity, make_appointment, make_community, make_place, make_station
from tests.people import logged_in, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def town() -> Community:
    return build_town()


def a_minute_later() -> None:
    """What is kept of the wall and its figures is as old as it may get."""
    mark = kept.mark()
    old = mark.at - timedelta(seconds=SECONDS)
    html = kept.whole().html
    cache.clear()
    cache.set(kept._WHOLE, (mark.etag, old, html))
    cache.set(kept._MARK, (mark.etag, old))


# --- what it shows -----------------------------------------------------------------------------------
def test_a_link_shows_the_figures_the_map_and_today(client: Client) -> None:
    _, address = new_link()
    text = client.get(address).content.decode()
    for words in (
        "楼长",
        "惠及群众",
        "议定事项办成",
        "本月办结居民诉求",
        "智能手机班",
        "桂雅社区党群服务中心",
    ):
        assert words in text
    assert "现在开门 <strong>1</strong>" in text and "／ 2 个站点" in text
    assert re.search(r'class="opened" d="M\d+ \d+h0"', text) and "演示数据" in text
    assert "进行中" in text and re.search(r"数据时间 \d\d:\d\d", text)


def test_the_figures_are_those_of_the_dashboard() -> None:
    client = logged_in(make_user(Role.STREET_LEADER))
    make_appointment(place=make_place(community=make_community()))
    wall = client.get(WALL).content.decode()
    street = client.get("/dashboard/").content.decode()
    for label in ("楼长", "已启用的党群服务中心（站、点）"):
        shown = re.search(rf"<h2>{label}</h2><p><strong>([^<]+)", wall)[1]
        card = rf">{label}</a></h3>\s*<p class=\"figure-number\"><a[^>]*>{shown}</a>"
        assert re.search(card, street), label


def test_all_its_figures_are_public_by_nature() -> None:
    assert all(indicator_of(key).public for key in (*HEADLINES, "requests_closed"))


def test_requests_closed_are_those_of_this_month(town: Community, client: Client) -> None:
    now = timezone.now()
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for done in (now, first, first - timedelta(seconds=1), None):
        row = make_request(town)
        status = ResidentRequest.Status.CLOSED if done else ResidentRequest.Status.ACCEPTED
        values = {"status": status, "done_at": done, "created_at": first - timedelta(days=3)}
        ResidentRequest.objects.filter(pk=row.pk).update(**values)
    text = client.get(new_link()[1]).content.decode()
    assert "<h2>本月办结居民诉求</h2><p><strong>2</strong>" in text


def test_only_public_resolutions_that_were_carried_out(town: Community, client: Client) -> None:
    resolution(town, "装好充电桩")
    resolution(town, "内部的事", internal=True)
    resolution(town, "不公开的会上说的", public=False)
    resolution(town, "还没办的事", state=Undertaking.State.OPEN, closed_on=None)
    resolution(town, "没有办到的事", state=Undertaking.State.FAILED, outcome="没有钱")
    text = client.get(new_link()[1]).content.decode()
    assert "装好充电桩" in text
    for hidden in ("内部的事", "不公开的会上说的", "还没办的事", "没有办到的事"):
        assert hidden not in text


def test_today_s_activities_without_those_that_are_off(town: Community, client: Client) -> None:
    station = Station.objects.get(name="桂雅社区党群服务中心")
    make_activity(station, timezone.now(), title="取消了的", status="cancelled")
    make_activity(station, timezone.now() + timedelta(days=2), title="后天的")
    hidden = make_station("规划中的站", community=town, status=Station.Status.PLANNED)
    make_activity(hidden, timezone.now(), title="还没有站的")
    text = client.get(new_link()[1]).content.decode()
    assert "智能手机班" in text
    for title in ("取消了的", "后天的", "还没有站的"):
        assert title not in text


def test_without_a_permit_there_is_no_map_but_a_list(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("guicheng.dashboard.wall.content.map_allowed", lambda: False)
    text = client.get(new_link()[1]).content.decode()
    assert '<svg class="map"' not in text and "桂雅 <strong>1</strong>/2" in text


def test_nobody_is_named(town: Community, client: Client) -> None:
    appointment = make_appointment(place=make_place(community=town))
    resolution(town, "装好充电桩", owner="陈楼长", outcome="写明经过")
    text = client.get(new_link()[1]).content.decode()
    for personal in (appointment.volunteer.name, "演示人员", "陈楼长", "写明经过"):
        assert personal not in text


# --- asked every minute ------------------------------------------------------------------------------
def test_what_did_not_change_is_not_sent_again(client: Client, django_assert_num_queries) -> None:
    _, address = new_link()
    first = client.get(f"{address}content/")
    assert first["ETag"].startswith('"')
    with django_assert_num_queries(0):
        again = client.get(f"{address}content/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert again["ETag"] == first["ETag"] and again["Figures-At"] == first["Figures-At"]
    assert again["Wall-Version"] == first["Wall-Version"]


def test_the_same_for_an_official_s_page(django_assert_num_queries) -> None:
    client = logged_in(make_user(Role.STREET_LEADER))
    headers = pass_of(client)
    etag = client.get(f"{WALL}content/", headers=headers)["ETag"]
    with django_assert_num_queries(0):
        again = client.get(f"{WALL}content/", headers={**headers, "If-None-Match": etag})
    assert again.status_code == 304


def test_the_page_holds_the_content_of_its_etag(client: Client) -> None:
    _, address = new_link()
    page = client.get(address).content.decode()
    content = client.get(f"{address}content/")
    assert content.content.decode() in page
    assert f'data-etag="{content["ETag"]}"' in page.replace("&quot;", '"')


def test_figures_counted_anew_and_unchanged_are_a_304_with_a_new_time(client: Client) -> None:
    _, address = new_link()
    first = client.get(f"{address}content/")
    a_minute_later()
    again = client.get(f"{address}content/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and again["Figures-At"] >= first["Figures-At"]


def test_a_change_is_there_within_a_minute(town: Community, client: Client) -> None:
    _, address = new_link()
    first = client.get(f"{address}content/")
    resolution(town, "装好充电桩")
    headers = {"If-None-Match": first["ETag"]}
    assert client.get(f"{address}content/", headers=headers).status_code == 304
    a_minute_later()
    again = client.get(f"{address}content/", headers=headers)
    assert again.status_code == 200 and "装好充电桩" in again.content.decode()
    assert again["ETag"] != first["ETag"]


def test_while_one_counts_the_others_are_answered(client: Client, django_assert_max_num_queries) -> None:
    _, address = new_link()
    first = client.get(f"{address}content/")
    a_minute_later()
    cache.set(kept._UNDER_WAY, True)
    with django_assert_max_num_queries(2):
        again = client.get(f"{address}content/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_counting_takes_as_many_queries_whatever_there_is(town: Community, client: Client) -> None:
    _, address = new_link()

    def queries() -> int:
        cache.clear()
        Memo.forget_all()
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{address}content/")
        return len(seen)

    resolution(town, "装好充电桩")
    before = queries()
    station = Station.objects.get(name="桂雅社区党群服务中心")
    for number in range(20):
        make_activity(station, timezone.now(), title=f"活动{number}")
        make_station(community=town, lat=23.03 + number / 1000)
        resolution(town, f"事情{number}")
    assert queries() <= before + 1  # more than fit on the screen are counted


def test_the_content_does_not_grow(town: Community, client: Client) -> None:
    _, address = new_link()
    station = Station.objects.get(name="桂雅社区党群服务中心")
    for number in range(60):
        make_activity(station, timezone.now(), title=f"活动{number}")
        resolution(town, f"事情{number}")
    sizes = []
    for row in range(2):
        cache.clear()
        sizes.append(len(client.get(f"{address}content/").content))
        Station.objects.bulk_create(
            Station(name=f"{row}-{number}", community=town, lat=23 + number / 50_000, lon=113.1 + row / 20)
            for number in range(2500)
        )
    assert sizes[0] < 10_000 and sizes[1] < 60_000
    text = client.get(f"{address}content/").content.decode()
    assert text.count("<h3>") <= 14 and "61 场" in text


# --- the drawing -------------------------------------------------------------------------------------
def test_a_point_far_away_does_not_shrink_the_others() -> None:
    near = [(23.03, 113.14, True), (23.05, 113.16, False)]
    assert draw([*near, (39.9, 116.4, True)]) == draw(near)
    assert draw([(39.9, 116.4, True)]) is None and draw([]) is None


def test_north_is_up_and_east_is_right() -> None:
    drawing = draw([(23.05, 113.16, True), (23.03, 113.14, False)])
    x, y = map(int, re.findall(r"\d+", drawing.opened)[:2])
    other_x, other_y = map(int, re.findall(r"\d+", drawing.closed)[:2])
    assert x > other_x and y < other_y
    # 2.22 km from south to north and 2.05 km from west to east, both to the same scale.
    assert (other_y - y) / (x - other_x) == pytest.approx(2.224 / 2.046, abs=0.03)


def test_a_boundary_is_drawn_around_its_points() -> None:
    ring = [[113.12, 23.02], [113.18, 23.02], [113.18, 23.06], [113.12, 23.06], [113.12, 23.02]]
    drawing = draw([(23.04, 113.15, True)], [{"type": "MultiPolygon", "coordinates": [[ring]]}])
    assert drawing.boundary.startswith("M") and drawing.boundary.endswith("Z")
