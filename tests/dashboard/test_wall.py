"""The wall: for officials or by a revocable link, cheap to ask, public things only, and never growing."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from casework.models import ResidentRequest
from communities.installation import mark_demonstration
from communities.memo import Memo
from communities.models import Community, Deliberation, Undertaking
from guicheng.accounts.models import Role, SignIn, User
from guicheng.dashboard.indicators import indicator_of
from guicheng.dashboard.lines import HEADLINES
from guicheng.dashboard.models import WallLink
from guicheng.dashboard.snapshot import SECONDS
from guicheng.dashboard.wall import kept, passes
from guicheng.dashboard.wall.drawing import draw
from guicheng.dashboard.wall.links import make_link, new_stamp
from stations.models import Station
from tests.casework.making import make_request
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_place,
    make_station,
    make_timetable,
)
from tests.people import logged_in, make_user, street_admin

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
WALL = "/dashboard/wall/"


@pytest.fixture(autouse=True)
def town() -> Community:
    """Two stations, of which one is open round the clock; an activity that is on; a head."""
    mark_demonstration()
    Memo.forget_all()
    community = make_community("桂雅社区")
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    station = make_station("桂雅社区党群服务中心", community=community, timetable=always)
    make_station("关着的党群服务站", community=community, timetable=make_timetable("", "", ""), lat=23.04)
    make_activity(station, timezone.now() - timedelta(minutes=1), title="智能手机班")
    make_appointment(place=make_place(community=community))
    return community


def new_link(**values: object) -> tuple[WallLink, str]:
    link, token, _ = make_link(new_stamp(), "一楼大厅", None, make_user(Role.STREET_ADMIN))
    for name, value in values.items():
        setattr(link, name, value)
    link.save()
    return link, f"{WALL}{token}/"


def resolution(community: Community, text: str, **values: object) -> Undertaking:
    meeting = Deliberation.objects.create(
        community=community,
        kind=Deliberation.Kind.FORUM,
        topic="停车",
        starts_at=timezone.now() - timedelta(days=30),
        status=Deliberation.Status.HELD,
        public=values.pop("public", True),
    )
    today = timezone.localdate()
    done = {"state": Undertaking.State.DONE, "closed_on": today, "owner": "物业公司", "due_on": today}
    return Undertaking.objects.create(deliberation=meeting, text=text, **{**done, **values})


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


def test_without_a_permit_there_is_no_map_but_a_list(client: Client, settings: object, monkeypatch) -> None:
    monkeypatch.setattr("guicheng.dashboard.wall.content.map_allowed", lambda: False)
    text = client.get(new_link()[1]).content.decode()
    assert '<svg class="map"' not in text and "桂雅 <strong>1</strong>/2" in text


def test_nobody_is_named(town: Community, client: Client) -> None:
    appointment = make_appointment(place=make_place(community=town))
    resolution(town, "装好充电桩", owner="陈楼长", outcome="写明经过")
    text = client.get(new_link()[1]).content.decode()
    for personal in (appointment.volunteer.name, "演示人员", "陈楼长", "写明经过"):
        assert personal not in text


# --- who may -----------------------------------------------------------------------------------------
def pass_of(client: Client) -> dict[str, str]:
    """What the page of an official sends along."""
    return {"Wall-Pass": re.search(r'data-pass="([^"]+)"', client.get(WALL).content.decode())[1]}


@pytest.mark.parametrize("role", [Role.STREET_ADMIN, Role.STREET_LEADER])
def test_the_street_s_officials_open_it_logged_in(role: str) -> None:
    client = logged_in(make_user(role))
    assert 'id="wall"' in client.get(WALL).content.decode()
    assert client.get(f"{WALL}content/", headers=pass_of(client)).status_code == 200


def test_others_are_refused_or_sent_to_the_log_in(town: Community, client: Client) -> None:
    assert client.get(WALL)["Location"].startswith("/admin/login/")
    assert client.get(f"{WALL}content/").status_code == 403
    for user in (make_user(Role.COMMUNITY_WORKER, town), make_user(Role.HEAD), make_user(Role.DEPARTMENT)):
        refused = logged_in(user)
        assert refused.get(WALL).status_code == 403 and refused.get(f"{WALL}content/").status_code == 403


def test_it_outlives_the_session_and_keeps_none_awake() -> None:
    user = make_user(Role.STREET_LEADER)
    client = logged_in(user)
    headers = pass_of(client)
    long_ago = timezone.now() - timedelta(hours=3)
    SignIn.objects.filter(user=user).update(last_seen=long_ago)
    assert client.get(f"{WALL}content/", headers=headers).status_code == 200
    assert SignIn.objects.get(user=user).last_seen == long_ago
    assert "idle=1" in client.get(WALL)["Location"]
    assert Client().get(f"{WALL}content/", headers=headers).status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.HEAD}, {"password": "another"}])
def test_it_does_not_outlive_the_account(change: dict[str, object]) -> None:
    user = make_user(Role.STREET_LEADER)
    headers = pass_of(logged_in(user))
    User.objects.filter(pk=user.pk).update(**change)
    assert Client().get(f"{WALL}content/", headers=headers).status_code == 403


def test_a_pass_ends_and_is_not_made_up(monkeypatch) -> None:
    client = logged_in(make_user(Role.STREET_LEADER))
    headers = pass_of(client)
    for given in ("", "x", headers["Wall-Pass"][:-1], f"1{headers['Wall-Pass']}"):
        assert client.get(f"{WALL}content/", headers={"Wall-Pass": given}).status_code == 403
    monkeypatch.setattr(passes, "LASTS", timedelta(seconds=-1))
    assert client.get(f"{WALL}content/", headers=headers).status_code == 403


@pytest.mark.parametrize("tail", ["", "content/"])
def test_a_revoked_link_stops_at_once(client: Client, tail: str) -> None:
    link, address = new_link()
    assert client.get(address + tail).status_code == 200
    page = street_admin().post(
        "/admin/dashboard/walllink/", {"action": "revoke", "_selected_action": link.pk}, follow=True
    )
    assert "已停用 1 个大屏链接" in page.content.decode()
    response = client.get(address + tail)
    assert response.status_code == 410 and "已经停用" in response.content.decode()
    assert "智能手机班" not in response.content.decode() and response["Cache-Control"].startswith("no-store")


def test_a_link_ends_with_its_last_day(client: Client) -> None:
    today = timezone.localdate()
    assert client.get(new_link(expires_on=today)[1]).status_code == 200
    response = client.get(new_link(expires_on=today - timedelta(days=1))[1])
    assert response.status_code == 410 and "已经过期" in response.content.decode()


def test_a_link_that_is_remembered_ends_with_its_day_too(client: Client, monkeypatch) -> None:
    _, address = new_link(expires_on=timezone.localdate())
    assert client.get(address).status_code == 200
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("guicheng.dashboard.wall.links.timezone.localdate", lambda: tomorrow)
    assert client.get(f"{address}content/").status_code == 410


@pytest.mark.parametrize("token", ["x", "0" * 32, "内" * 20, "a" * 5000, "%00", "content"])
def test_a_guess_opens_nothing_and_says_so(client: Client, token: str) -> None:
    new_link()
    for path in (f"{WALL}{token}/", f"{WALL}{token}/content/"):
        response = client.get(path)
        assert response.status_code in (404, 403), path
        assert "智能手机班" not in response.content.decode()
    assert "没有这个大屏链接" in client.get(f"{WALL}{'0' * 32}/").content.decode()


def test_many_guesses_are_stopped_and_true_links_are_not(client: Client) -> None:
    _, address = new_link()
    answers = {client.get(f"{WALL}{number:032d}/").status_code for number in range(40)}
    assert answers == {404, 429} and client.get(address).status_code == 200


def test_only_looking_is_possible(client: Client) -> None:
    _, address = new_link()
    for path in (address, f"{address}content/", WALL):
        assert client.post(path).status_code in (302, 405)


# --- the secret --------------------------------------------------------------------------------------
def test_the_secret_is_shown_once_and_kept_nowhere() -> None:
    admin = street_admin()
    form = admin.get("/admin/dashboard/walllink/add/")
    stamp = re.search(r'name="stamp" value="([^"]+)"', form.content.decode())[1]
    sent = {"note": "一楼大厅", "expires_on": "", "stamp": stamp}
    page = admin.post("/admin/dashboard/walllink/add/", sent)
    address = re.search(r'value="(http[^"]+)"', page.content.decode())[1]
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert "no-store" in page["Cache-Control"] and len(token) >= 32
    link = WallLink.objects.get()
    assert token not in str(vars(link)) and token not in str(link.history.values())
    again = admin.post("/admin/dashboard/walllink/add/", sent)
    assert address in again.content.decode() and WallLink.objects.count() == 1
    for path in ("", f"{link.pk}/change/", f"{link.pk}/history/"):
        assert token not in admin.get(f"/admin/dashboard/walllink/{path}").content.decode()
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"note": ""}, {"expires_on": "2020-01-01"}, {"expires_on": "x"}, {"stamp": "x"}, {"stamp": ""}]
)
def test_a_link_needs_a_place_a_day_to_come_and_an_opened_form(wrong: dict[str, str]) -> None:
    sent = {"note": "一楼大厅", "expires_on": "", "stamp": new_stamp(), **wrong}
    page = street_admin().post("/admin/dashboard/walllink/add/", sent)
    assert page.status_code == 200 and "errorlist" in page.content.decode()
    assert not WallLink.objects.exists()


def test_links_are_the_street_s(town: Community) -> None:
    link, _ = new_link()
    worker, leader = (
        logged_in(make_user(Role.COMMUNITY_WORKER, town)),
        logged_in(make_user(Role.STREET_LEADER)),
    )
    listed = leader.get("/admin/dashboard/walllink/").content.decode()
    assert "一楼大厅" in listed
    assert leader.get("/admin/dashboard/walllink/add/").status_code == 403
    leader.post("/admin/dashboard/walllink/", {"action": "revoke", "_selected_action": link.pk})
    link.refresh_from_db()
    assert link.revoked_at is None
    assert worker.get("/admin/dashboard/walllink/").status_code == 403
    assert worker.get("/admin/dashboard/walllink/add/").status_code == 403


def test_a_revoked_link_does_not_come_back_with_an_old_version() -> None:
    link, _ = new_link()
    admin = street_admin()
    admin.post("/admin/dashboard/walllink/", {"action": "revoke", "_selected_action": link.pk})
    first = link.history.last()
    admin.post(f"/admin/dashboard/walllink/{link.pk}/restore/{first.history_id}/")
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_the_last_use_is_noted_and_no_version_made(client: Client) -> None:
    link, address = new_link()
    versions = link.history.count()
    client.get(address)
    link.refresh_from_db()
    assert timezone.now() - link.used_at < timedelta(minutes=1) and link.history.count() == versions


def test_the_address_is_given_to_nobody(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    from guicheng.web.hidden import HideSecrets, hide

    link, address = new_link(revoked_at=timezone.now())
    token = address.split("/")[3]
    with caplog.at_level(logging.WARNING):
        for tail in ("", "content/"):
            response = client.get(address + tail)
            assert response["Referrer-Policy"] == "no-referrer" and response["X-Robots-Tag"] == "noindex"
            assert "no-store" in response["Cache-Control"] and not response.cookies
    assert caplog.records
    for record in caplog.records:
        assert HideSecrets().filter(record) and token not in record.getMessage()
    assert token not in hide(f"GET {address}content/ HTTP/1.1")


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
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

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
