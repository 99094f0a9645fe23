"""One's own log-ins: seen, ended, idle, ended by leaving; and what 我的账号 shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guicheng.accounts.devices import device_words
from guicheng.accounts.models import Role, SecurityEvent, SignIn, User
from tests.accounts.door import HOME, LOGIN, ME, PASSWORD, enter, got_in, grow_old, inside, make_account
from tests.factories import make_community
from tests.people import logged_in, street_admin

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0"
NEW = "neue-xinmima-77"


@pytest.fixture
def worker() -> User:
    return make_account(Role.COMMUNITY_WORKER, make_community("桂雅社区"))


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def end(client: Client, which: object):
    return client.post(ME, {"end": which})


# --- it works ---------------------------------------------------------------------------------------


def test_the_page_says_who_where_since_when_and_what_happened(worker):
    first = Client(headers={"user-agent": WECHAT}, REMOTE_ADDR=HOME)
    assert got_in(enter(worker, client=first, at=HOME))
    enter(worker, "wrong-password")
    client = Client(headers={"user-agent": CHROME})
    assert got_in(enter(worker, client=client))
    text = client.get(ME).content.decode()
    for words in (
        worker.name,
        "社区工作人员",
        "Windows 电脑上的 Chrome",
        "苹果手机上的 微信",
        HOME,
        "登录失败",
    ):
        assert words in text
    assert text.count("就是现在这个") == 1 and "结束其他所有登录" in text
    assert text.index("上一次登录") < text.index("微信") and "修改密码" in text
    assert client.session.session_key not in text and first.session.session_key not in text


def test_the_header_of_the_admin_leads_there(worker):
    assert f'<a href="{ME}">我的账号</a>' in inside(worker).get("/admin/").content.decode()


def test_an_ended_log_in_is_really_out(worker):
    first, client = inside(worker), inside(worker)
    assert is_in(first)
    end(client, worker.sign_ins.get(session_key=first.session.session_key).pk)
    assert not is_in(first) and is_in(client)
    assert not Session.objects.filter(session_key=first.cookies["sessionid"].value).exists()
    assert SecurityEvent.objects.filter(kind="session_ended", user=worker, count=1).exists()


def test_all_others_at_once(worker):
    others, client = [inside(worker) for _ in range(3)], inside(worker)
    stranger = inside(make_account())
    assert "已结束其他 3 个登录" in client.post(ME, {"end": "others"}, follow=True).content.decode()
    assert is_in(client) and is_in(stranger) and not any(is_in(other) for other in others)


def test_ending_this_one_is_logging_out(worker):
    client = inside(worker)
    end(client, worker.sign_ins.get().pk)
    assert not is_in(client) and not SignIn.objects.exists()


def test_logging_in_and_out_is_recorded_with_address_and_device(worker):
    client = Client(headers={"user-agent": CHROME})
    enter(worker, client=client, at=HOME)
    client.post("/admin/logout/")
    events = list(SecurityEvent.objects.order_by("pk").values_list("kind", "user", "address", "what"))
    assert events[0] == ("login", worker.pk, HOME, "Windows 电脑上的 Chrome")
    assert events[1][:2] == ("logout", worker.pk) and not SignIn.objects.exists()


def test_a_new_password_ends_all_others_and_keeps_this_one(worker):
    other, client = inside(worker), inside(worker)
    data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/admin/password_change/", data).status_code == 302
    assert is_in(client) and not is_in(other)
    assert worker.sign_ins.get().session_key == client.session.session_key
    assert SecurityEvent.objects.filter(kind="password", user=worker, what="本人修改").exists()


def test_last_seen_is_written_once_a_minute(worker):
    client = inside(worker)
    row = worker.sign_ins.get()
    client.get("/admin/")
    assert worker.sign_ins.get().last_seen == row.last_seen
    grow_old(worker, minutes=2)
    client.get("/admin/")
    assert timezone.now() - worker.sign_ins.get().last_seen < timedelta(seconds=30)


# --- who is out -------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["action", "form", "save"])
def test_a_switched_off_account_is_out_at_once(worker, how):
    client, boss = inside(worker), street_admin()
    page = "/admin/accounts/user/"
    if how == "action":
        boss.post(page, {"action": "deactivate", "_selected_action": [worker.pk], "confirmed": "yes"})
    elif how == "form":
        from tests.stations.admin_pages import send

        send(boss, f"{page}{worker.pk}/change/", is_active=None)
    else:
        worker.is_active = False
        worker.save()
    assert not is_in(client)
    assert not SignIn.objects.filter(user=worker).exists()
    User.objects.filter(pk=worker.pk).update(is_active=True)
    assert not is_in(client)


def test_a_password_set_by_the_street_puts_out_whoever_was_in(worker):
    client = inside(worker)
    data = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    street_admin().post(f"/admin/accounts/user/{worker.pk}/password/", data)
    assert not is_in(client) and not SignIn.objects.filter(user=worker).exists()
    assert SecurityEvent.objects.filter(kind="password", user=worker, what="管理员重置密码").exists()


def test_nobody_ends_somebody_elses_log_in(worker):
    client, stranger = inside(worker), inside(make_account())
    end(stranger, worker.sign_ins.get().pk)
    assert is_in(client) and is_in(stranger)


# --- idle -------------------------------------------------------------------------------------------


def test_idle_for_too_long_is_out_and_comes_back_to_the_same_page(worker):
    client = inside(worker)
    grow_old(worker, minutes=32)
    asked = "/admin/stations/station/?q=3"
    led = client.get(asked)
    assert led.status_code == 302 and led["Location"].startswith(LOGIN)
    page = client.get(led["Location"])
    text = page.content.decode()
    assert "超过 30 分钟没有操作" in text
    assert (
        client.post(led["Location"], {"username": worker.username, "password": PASSWORD, "next": asked})[
            "Location"
        ]
        == asked
    )
    assert client.get(asked).status_code == 200
    assert SecurityEvent.objects.filter(kind="logout", what="太久没有操作", user=worker).exists()


def test_who_works_stays_in(worker):
    client = inside(worker)
    for _ in range(4):
        grow_old(worker, minutes=29)
        assert is_in(client)


@pytest.mark.parametrize(("minutes", "still_in"), [(4, True), (7, False)])
def test_the_time_is_a_setting(worker, settings, minutes, still_in):
    settings.IDLE_MINUTES = 5
    client = inside(worker)
    grow_old(worker, minutes=minutes)
    assert is_in(client) == still_in


def test_what_an_idle_session_posts_is_not_done(worker):
    client = inside(worker)
    grow_old(worker, minutes=40)
    end(client, "others")
    client.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": NEW})
    assert client.post("/admin/logout/").status_code in {200, 302}
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD)


def test_idle_log_ins_are_not_shown_as_open(worker):
    inside(worker)
    grow_old(worker, hours=3)
    client = inside(worker)
    assert "结束其他所有登录" not in client.get(ME).content.decode()


def test_public_pages_ask_for_no_session(worker):
    client = inside(worker)
    grow_old(worker, hours=3)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/")
    assert page.status_code == 200 and not page.cookies
    assert page.get("Vary") == Client().get("/").get("Vary")
    assert not [query for query in asked if "session" in query["sql"] or "signin" in query["sql"]]


# --- bad input and costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["", "x", "-1", "9" * 40, "²", "1\x00", "😀"])
def test_a_log_in_that_is_none_ends_nothing(worker, which):
    client = inside(worker)
    assert end(client, which).status_code == 302 and is_in(client)


def test_nobody_else_opens_the_page():
    assert Client().get(ME)["Location"].startswith(LOGIN)
    head = make_account(Role.HEAD, is_staff=False)
    assert "不用工作台登录" in enter(head).content.decode()
    assert logged_in(head).get(ME).status_code == 302


@pytest.mark.parametrize("role", list(Role)[:5])
def test_every_role_inside_opens_it(role):
    assert logged_in(make_account(role)).get(ME).status_code == 200


def test_a_street_admin_sees_here_only_what_is_their_own(worker):
    enter(worker, "wrong-password", at="10.66.66.66")
    assert "10.66.66.66" not in street_admin().get(ME).content.decode()


def test_queries_of_the_page_do_not_grow_with_events(worker, django_assert_max_num_queries):
    client = inside(worker)
    for _ in range(40):
        SecurityEvent.objects.create(kind="login", user=worker, what="x")
    with django_assert_max_num_queries(15):
        assert client.get(ME).content.decode().count("<time") <= 30


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Windows 电脑上的 Chrome"),
        (WECHAT, "苹果手机上的 微信"),
        (CHROME + " Edg/126.0", "Windows 电脑上的 Edge"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36", "安卓手机上的 Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/17 Safari/605", "苹果电脑上的 Safari"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
        ("<script>" * 1000, "未知设备"),
    ],
)
def test_devices_in_plain_words(agent, words):
    assert device_words(agent) == words
