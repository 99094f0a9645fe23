"""Sign-ups in the admin: the list behind masks, calls to make, sign-ups by telephone, the door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from guicheng.accounts.models import Role, SecurityEvent
from guicheng.web import protect
from stations import signups
from stations.models import Activity, ActivitySeries, SignUp, Station
from stations.signups import Wanted
from tests.factories import make_activity, make_community, make_station
from tests.people import logged_in, make_user, worker_of
from tests.stations.admin_pages import errors_of, send

pytestmark = pytest.mark.django_db
PHONE = "13800001001"


@pytest.fixture
def station(db: None) -> Station:
    return make_station("演示党群服务站", community=make_community("桂雅社区"))


@pytest.fixture
def worker(station: Station) -> Client:
    return worker_of(station.community)


@pytest.fixture
def activity(station: Station) -> Activity:
    """On now."""
    return make_activity(station, timezone.now() - timedelta(minutes=10), capacity=3, sign_up_open=True)


def page(activity: Activity, name: str = "sign_ups", *more: int) -> str:
    return reverse(f"admin:stations_activity_{name}", args=[activity.pk, *more])


def signed_up(activity: Activity, n: int = 1, people: int = 1, surname: str = "陈") -> SignUp:
    return signups.sign_up(activity, Wanted(surname, f"1380000100{n}", people), by_staff=True)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def attendance(activity: Activity) -> int | None:
    return Activity.objects.get(pk=activity.pk).attendance


# --- the list and its numbers ---------------------------------------------------------------------
def test_numbers_stand_behind_a_mask(worker: Client, activity: Activity) -> None:
    row = signed_up(activity)
    for name in ("sign_ups", "door", "sheet", "door_poster"):
        html = read(worker, page(activity, name))
        assert PHONE not in html and row.phone_print not in html
    assert "138****1001" in read(worker, page(activity))
    assert PHONE not in read(worker, reverse("admin:stations_activity_change", args=[activity.pk]))


def test_each_number_shown_is_a_line_in_the_security_log(worker: Client, activity: Activity) -> None:
    row = signed_up(activity)
    address = page(activity, "sign_up_phone", row.pk)
    assert PHONE not in read(worker, address)
    assert not SecurityEvent.objects.filter(kind="reveal").exists()
    shown = worker.post(address, headers={"Accept": "application/json"})
    assert shown.json() == {"phone": PHONE}
    assert PHONE in worker.post(address).content.decode()
    lines = SecurityEvent.objects.filter(kind="reveal")
    assert [line.what for line in lines] == [f"sign-up {row.pk}"] * 2


def test_sixty_numbers_an_hour(worker: Client, activity: Activity) -> None:
    cache.clear()
    address = page(activity, "sign_up_phone", signed_up(activity).pk)
    codes = [worker.post(address, headers={"Accept": "application/json"}).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_another_community_sees_nothing(activity: Activity) -> None:
    row = signed_up(activity)
    stranger = worker_of(make_community("桂花社区"))
    for name in ("sign_ups", "door", "door_poster"):
        assert stranger.get(page(activity, name)).status_code == 404
        assert stranger.post(page(activity, name), {"action": "more"}).status_code == 404
    assert stranger.post(page(activity, "sign_up_phone", row.pk)).status_code == 404


def test_a_sign_up_of_another_activity_is_not_reached_through_this_one(
    worker: Client, activity: Activity
) -> None:
    elsewhere = make_activity(make_station(community=make_community("桂花社区")), timezone.now())
    row = signed_up(elsewhere)
    assert worker.post(page(activity, "sign_up_phone", row.pk)).status_code == 404
    for action in ("cancel", "told", "link"):
        answer = worker.post(page(activity), {"action": action, "sign_up": row.pk})
        assert answer.status_code == 404
    assert worker.post(page(activity, "door"), {"action": "arrive", "sign_up": row.pk}).status_code == 404
    row.refresh_from_db()
    assert row.live and row.arrived is None


def test_a_leader_reads_and_changes_nothing(activity: Activity) -> None:
    row = signed_up(activity)
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert "138****1001" in read(leader, page(activity))
    assert "代为报名" not in read(leader, page(activity))
    for name, action in (("sign_ups", "cancel"), ("door", "arrive"), ("door", "more"), ("door", "count")):
        answer = leader.post(page(activity, name), {"action": action, "sign_up": row.pk, "walk_ins": 9})
        assert answer.status_code == 403
    assert attendance(activity) is None


@pytest.mark.parametrize("key", ["", "x", "0", "-1", "9" * 30, "1 OR 1=1", "\x00"])
@pytest.mark.parametrize(
    ("name", "action"), [("sign_ups", "cancel"), ("sign_ups", "link"), ("door", "arrive")]
)
def test_a_button_about_nobody(worker: Client, activity: Activity, key: str, name: str, action: str) -> None:
    assert worker.post(page(activity, name), {"action": action, "sign_up": key}).status_code == 404


# --- by telephone ---------------------------------------------------------------------------------
def test_staff_sign_up_who_calls_also_where_the_web_is_closed(worker: Client, station: Station) -> None:
    activity = make_activity(station, timezone.now() + timedelta(days=1), capacity=1)
    said = {"action": "add", "surname": "陈", "phone": "138 0000 1001", "people": "1"}
    assert worker.post(page(activity), said).status_code == 302
    row = SignUp.objects.get()
    assert (row.state, row.phone, row.source) == ("booked", PHONE, "staff")
    again = worker.post(page(activity), said)
    assert again.status_code == 400 and "已经报过这场活动" in again.content.decode()
    worker.post(page(activity), {**said, "phone": "13800001002"})
    assert SignUp.objects.order_by("pk").last().state == "waiting"


def test_a_child_by_telephone_needs_consent_too(worker: Client, activity: Activity) -> None:
    said = {"action": "add", "surname": "陈", "phone": PHONE, "people": "2", "child_born": "2020"}
    assert worker.post(page(activity), said).status_code == 400
    assert worker.post(page(activity), {**said, "guardian_agrees": "on"}).status_code == 302


def test_a_lost_link_is_replaced_and_the_old_one_ends(
    worker: Client, client: Client, station: Station
) -> None:
    activity = make_activity(station, timezone.now() + timedelta(days=1), sign_up_open=True)
    row = signups.sign_up(activity, Wanted("陈", PHONE), token="0" * 32)
    shown = worker.post(page(activity), {"action": "link", "sign_up": row.pk}).content.decode()
    link = re.search(r'value="http://testserver(/activities/sign-up/[^"]+)"', shown)[1]
    assert client.get(link).status_code == 200
    assert client.get(f"/activities/sign-up/{'0' * 32}/").status_code == 404
    assert link not in read(worker, page(activity))


def test_staff_cancel_one_and_the_next_moves_up(worker: Client, activity: Activity) -> None:
    first = signed_up(activity, 1, people=3)
    second = signed_up(activity, 2)
    worker.post(page(activity), {"action": "cancel", "sign_up": first.pk})
    second.refresh_from_db()
    assert second.state == "booked"
    html = read(worker, page(activity))
    assert "从候补补上了" in html
    worker.post(page(activity), {"action": "told", "sign_up": second.pk})
    assert "从候补补上了" not in read(worker, page(activity))


# --- calls to make --------------------------------------------------------------------------------
def test_a_cancelled_activity_leaves_a_list_of_calls(worker: Client, station: Station) -> None:
    activity = make_activity(station, timezone.now() + timedelta(days=1))
    rows = [signed_up(activity, n) for n in (1, 2)]
    signups.cancel(rows[1])
    data = {"action": "cancel", "_selected_action": [activity.pk], "confirmed": "yes"}
    worker.post(reverse("admin:stations_activity_changelist"), data)
    html = read(worker, page(activity))
    assert "要打电话通知的（1）" in html and "活动取消了" in html and "138****1001" in html
    listed = read(worker, reverse("admin:stations_activity_changelist") + "?time=calls")
    assert "演示活动" in listed
    worker.post(page(activity), {"action": "told", "sign_up": rows[0].pk})
    assert "要打电话通知的" not in read(worker, page(activity))


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"place": "二楼"}, "地点改到二楼"), ({"starts_at_1": "00:01:00"}, "时间改到")],
)
def test_a_moved_activity_leaves_a_list_of_calls(
    worker: Client, station: Station, changes: dict, said: str
) -> None:
    activity = make_activity(station, timezone.now() + timedelta(days=2))
    signed_up(activity)
    assert "要打电话" not in read(worker, page(activity))
    change = reverse("admin:stations_activity_change", args=[activity.pk])
    assert send(worker, change, **changes).status_code == 302
    assert said in read(worker, page(activity))


def test_more_room_entered_by_staff_moves_the_line_up(worker: Client, station: Station) -> None:
    activity = make_activity(station, timezone.now() + timedelta(days=2), capacity=1)
    for n in (1, 2, 3):
        signed_up(activity, n)
    change = reverse("admin:stations_activity_change", args=[activity.pk])
    assert send(worker, change, capacity="2").status_code == 302
    assert list(SignUp.objects.order_by("pk").values_list("state", flat=True)) == [
        "booked",
        "booked",
        "waiting",
    ]


# --- opening --------------------------------------------------------------------------------------
def test_a_whole_series_is_opened_at_once(worker: Client, station: Station) -> None:
    series = ActivitySeries.objects.create(station=station, title="每周")
    now = timezone.now()
    rows = [make_activity(station, now + timedelta(weeks=n), series=series) for n in range(-1, 4)]
    single = make_activity(station, now + timedelta(days=1))
    listed = reverse("admin:stations_activity_changelist")
    data = {"action": "open_sign_up", "_selected_action": [rows[2].pk, single.pk], "confirmed": "yes"}
    assert "开放网上报名：4 场" in worker.post(listed, data, follow=True).content.decode()
    opened = set(Activity.objects.filter(sign_up_open=True).values_list("pk", flat=True))
    assert opened == {rows[2].pk, rows[3].pk, rows[4].pk, single.pk}
    data = {"action": "close_sign_up", "_selected_action": [rows[3].pk], "confirmed": "yes"}
    worker.post(listed, data)
    assert set(Activity.objects.filter(sign_up_open=True)) == {rows[2], single}


def test_a_new_series_closes_each_week_at_its_own_time(worker: Client, station: Station) -> None:
    said = {
        "title": "读书会",
        "kind": "culture",
        "status": "planned",
        "station": str(station.pk),
        "starts_at_0": "2030-03-01",
        "starts_at_1": "19:00",
        "ends_at_0": "2030-03-01",
        "ends_at_1": "21:00",
        "repeat_until": "2030-03-15",
        "sign_up_open": "on",
        "sign_up_closes_at_0": "2030-02-28",
        "sign_up_closes_at_1": "12:00",
    }
    assert send(worker, reverse("admin:stations_activity_add"), **said).status_code == 302
    rows = Activity.objects.order_by("starts_at")
    assert [row.starts_at - row.sign_up_closes_at for row in rows] == [timedelta(hours=31)] * 3
    assert all(row.sign_up_open for row in rows)
    late = {**said, "sign_up_closes_at_0": "2030-03-02"}
    errors = errors_of(send(worker, reverse("admin:stations_activity_add"), **late))
    assert errors["sign_up_closes_at"] == ["报名截止不能晚于活动结束。"]


# --- the door -------------------------------------------------------------------------------------
def test_check_ins_flow_into_the_attendance(worker: Client, activity: Activity) -> None:
    first, second = signed_up(activity, 1, people=2), signed_up(activity, 2)
    door = page(activity, "door")
    for _ in range(2):
        worker.post(door, {"action": "arrive", "sign_up": first.pk})
    assert attendance(activity) == 2
    worker.post(door, {"action": "more"})
    worker.post(door, {"action": "more"})
    worker.post(door, {"action": "fewer"})
    assert attendance(activity) == 3
    worker.post(door, {"action": "arrive", "sign_up": second.pk})
    assert attendance(activity) == 4
    worker.post(door, {"action": "undo", "sign_up": first.pk})
    assert attendance(activity) == 2
    versions = activity.history.values_list("attendance", "history_change_reason")
    assert versions[0] == (2, "现场签到")
    for _ in range(3):
        worker.post(door, {"action": "fewer"})
    assert attendance(activity) == 1


def test_or_just_a_number(worker: Client, activity: Activity) -> None:
    door = page(activity, "door")
    worker.post(door, {"action": "count", "walk_ins": "45"})
    assert attendance(activity) == 45
    for wrong in ("", "-1", "很多", "9" * 30, "1.5"):
        assert worker.post(door, {"action": "count", "walk_ins": wrong}).status_code == 400
    assert attendance(activity) == 45


def test_a_number_counted_by_hand_is_not_made_smaller(worker: Client, activity: Activity) -> None:
    row = signed_up(activity)
    Activity.objects.filter(pk=activity.pk).update(attendance=30)
    worker.post(page(activity, "door"), {"action": "arrive", "sign_up": row.pk})
    assert attendance(activity) == 30


def test_the_sheet_lists_who_signed_up(worker: Client, activity: Activity) -> None:
    signed_up(activity, 1, people=2)
    gone = signed_up(activity, 2, surname="李")
    signups.cancel(gone)
    html = read(worker, page(activity, "sheet"))
    assert "陈" in html and "尾号 1001 · 2 人" in html and "李" not in html


def test_the_poster_s_code_leads_to_the_page(worker: Client, activity: Activity, settings: Settings) -> None:
    settings.SITE_URL = "https://www.example.cn"
    html = read(worker, page(activity, "door_poster"))
    assert f"https://www.example.cn/activities/{activity.pk}/here/" in html and "<svg" in html


# --- the page behind the code ---------------------------------------------------------------------
@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)


def at_door(client: Client, activity: Activity, surname: str, tail: str) -> tuple[int, str]:
    path = f"/activities/{activity.pk}/here/"
    opened = re.search(r'name="opened" value="([^"]+)"', client.get(path).content.decode())[1]
    answer = client.post(path, {"surname": surname, "tail": tail, "opened": opened}, follow=True)
    return answer.status_code, answer.content.decode()


def test_people_check_themselves_in(patient: None, client: Client, activity: Activity) -> None:
    signed_up(activity, 1, people=2)
    code, html = at_door(client, activity, "陈", "1001")
    assert code == 200 and "签到成功，2 人" in html
    assert attendance(activity) == 2
    at_door(client, activity, "陈", "1001")
    assert attendance(activity) == 2


def test_with_the_own_link_too(client: Client, activity: Activity) -> None:
    row = signups.sign_up(activity, Wanted("陈", PHONE), by_staff=True, token="0" * 32)
    link = f"/activities/sign-up/{'0' * 32}/"
    assert "我到了，签到" in client.get(link).content.decode()
    client.post(link, {"action": "arrive"})
    assert "已签到" in client.get(link).content.decode()
    assert not signups.cancel(row) and attendance(activity) == 1


@pytest.mark.parametrize(
    ("surname", "tail"),
    [("李", "1001"), ("陈", "1002"), ("", "1001"), ("陈", "abcd"), ("陈\x00", "１００１")],
)
def test_who_is_not_on_the_list_is_led_to_the_staff(
    patient: None, client: Client, activity: Activity, surname: str, tail: str
) -> None:
    signed_up(activity)
    code, html = at_door(client, activity, surname, tail)
    assert code == 400 and 'role="alert"' in html
    assert attendance(activity) is None


def test_guessing_at_the_door_ends(patient: None, client: Client, activity: Activity) -> None:
    cache.clear()
    said = [at_door(client, activity, "陈", f"{n:04d}")[1] for n in range(22)]
    assert "没有找到" in said[0] and "试了太多次" in said[-1]


@pytest.mark.parametrize("hours", [-30, 5])
def test_the_door_is_shut_before_and_after(client: Client, station: Station, hours: int) -> None:
    activity = make_activity(station, timezone.now() + timedelta(hours=hours))
    path = f"/activities/{activity.pk}/here/"
    html = client.get(path).content.decode()
    assert "签到在活动开始前 2 小时打开" in html and "<form" not in html
    assert client.post(path, {"surname": "陈", "tail": "1001"}).status_code == 400
