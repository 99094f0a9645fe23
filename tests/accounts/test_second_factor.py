"""A second factor: set up, asked for, required, lost; nothing opens around it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.models import Authenticator, RecoveryCode, Role, SecurityEvent, User
from tests.accounts.door import (
    LOGIN,
    OWN,
    PASSWORD,
    VERIFY,
    code_of,
    enter,
    inside,
    make_account,
    make_device,
)
from tests.factories import make_community, make_station
from tests.people import logged_in, street_admin

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/accounts/user/"


@pytest.fixture
def worker() -> User:
    return make_account(Role.COMMUNITY_WORKER, make_community("桂雅社区"))


@pytest.fixture
def device(worker: User) -> Authenticator:
    return make_device(worker)


def answer(client: Client, code: str, **query: str):
    return client.post(VERIFY, {"code": code}, query_params=query)


def set_up(client: Client, user: User) -> list[str]:
    """The recovery codes that the page shows once the app's first code was typed."""
    assert client.get(OWN).status_code == 200
    page = client.post(OWN, {"code": code_of(Authenticator.objects.get(user=user))})
    return re.findall(r"<code>(\w{4}-\w{4})</code>", page.content.decode())


def wait_over(device: Authenticator) -> None:
    Authenticator.objects.filter(pk=device.pk).update(
        throttling_failure_timestamp=timezone.now() - timedelta(days=1)
    )


# --- it works ---------------------------------------------------------------------------------------


def test_setting_up_shows_a_square_a_key_and_ten_codes_once(worker):
    client = inside(worker)
    text = client.get(OWN).content.decode()
    secret = Authenticator.objects.get(user=worker).secret
    assert "data:image/svg+xml" in text and secret in text.replace(" ", "")
    codes = set_up(client, worker)
    assert len(set(codes)) == 10 and RecoveryCode.objects.filter(user=worker).count() == 10
    assert client.get("/admin/").status_code == 200
    assert not any(code in client.get(OWN).content.decode() for code in codes)


def test_after_the_password_comes_the_code_then_the_page_that_was_asked_for(worker, device):
    client = Client()
    asked = "/admin/stations/station/?q=1"
    assert enter(worker, client=client, next=asked)["Location"] == asked
    led = client.get(asked)["Location"]
    assert led.startswith(VERIFY)
    assert "6 位数字" in client.get(led).content.decode()
    assert client.post(led, {"code": code_of(device)})["Location"] == asked
    assert client.get(asked).status_code == 200


@pytest.mark.parametrize("written", ["{0}{1}", " {0} {1} ", "{0}-{1}"])
def test_the_code_may_be_typed_with_blanks(worker, device, written):
    client, code = inside(worker), code_of(device)
    assert answer(client, written.format(code[:3], code[3:])).status_code == 302
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    Authenticator.objects.update(last_t=-1)
    assert answer(inside(worker), code.translate(wide)).status_code == 302


def test_a_recovery_code_works_once(worker):
    codes = set_up(inside(worker), worker)
    client = inside(worker)
    assert answer(client, codes[3].upper()).status_code == 302
    assert "还剩 9 个" in client.get("/admin/me/").content.decode()
    assert RecoveryCode.objects.filter(user=worker).count() == 9
    again = inside(worker)
    assert "验证码不对" in answer(again, codes[3]).content.decode()
    assert again.get("/admin/")["Location"].startswith(VERIFY)


def test_new_codes_and_switching_off_ask_for_the_password(worker):
    client = inside(worker)
    old = set_up(client, worker)
    assert "密码不对" in client.post(OWN, {"password": "wrong", "do": "remove"}).content.decode()
    assert Authenticator.objects.exists()
    page = client.post(OWN, {"password": PASSWORD, "do": "renew"}).content.decode()
    assert len(re.findall(r"<code>(\w{4}-\w{4})</code>", page)) == 10 and old[0] not in page
    assert client.post(OWN, {"password": PASSWORD, "do": "remove"})["Location"] == "/admin/me/"
    assert not Authenticator.objects.exists() and not RecoveryCode.objects.exists()
    assert inside(worker).get("/admin/").status_code == 200


def test_each_step_stands_in_the_log(worker):
    client = inside(worker)
    set_up(client, worker)
    answer(inside(worker), "000000")
    client.post(OWN, {"password": PASSWORD, "do": "remove"})
    said = list(
        SecurityEvent.objects.filter(kind="second_factor", user=worker).values_list("what", flat=True)
    )
    assert said == ["关闭", "验证码不对", "开启"]


# --- the code cannot be got around ------------------------------------------------------------------


def addresses(station_pk: int) -> list[str]:
    return [
        "/admin/",
        "/admin/me/",
        OWN,
        "/admin/log/",
        "/admin/password_change/",
        "/admin/stations/station/",
        f"/admin/stations/station/{station_pk}/change/",
        "/admin/autocomplete/?app_label=stations&model_name=activity&field_name=station&term=",
        "/admin/r/1/1/",
        "/admin/nowhere/",
    ]


def test_without_the_code_nothing_opens(worker, device):
    station = make_station(community=worker.memberships.get().community)
    client = inside(worker)
    for path in addresses(station.pk):
        assert client.get(path)["Location"].startswith(VERIFY), path
        assert client.post(path, {"password": PASSWORD, "do": "remove"})["Location"].startswith(VERIFY), path
    client.post(f"/admin/stations/station/{station.pk}/delete/", {"post": "yes"})
    station.refresh_from_db()
    assert Authenticator.objects.filter(pk=device.pk).exists()
    assert client.get("/admin/jsi18n/").status_code == 200
    page = client.get(VERIFY).content.decode()
    assert "/admin/stations/" not in page and "logout" in page


def test_who_must_set_one_up_reaches_nothing_else(worker, settings):
    settings.SECOND_FACTOR_ROLES = [Role.COMMUNITY_WORKER]
    station = make_station(community=worker.memberships.get().community)
    client = inside(worker)
    for path in set(addresses(station.pk)) - {OWN, "/admin/password_change/"}:
        assert client.get(path)["Location"] == OWN, path
        assert client.post(path)["Location"] == OWN, path
    client.post(f"/admin/stations/station/{station.pk}/delete/", {"post": "yes"})
    station.refresh_from_db()
    text = client.get(OWN).content.decode()
    assert "必须使用动态验证码" in text
    assert len(set_up(client, worker)) == 10
    assert client.get("/admin/").status_code == 200


def test_a_password_that_others_know_comes_first_and_leads_round_in_no_circle(worker, settings):
    settings.SECOND_FACTOR_ROLES = [Role.COMMUNITY_WORKER]
    User.objects.filter(pk=worker.pk).update(must_change_password=True)
    client = inside(worker)
    assert client.get("/admin/")["Location"] == "/admin/password_change/"
    assert client.get("/admin/password_change/").status_code == 200
    device = make_device(worker)
    client = inside(worker)
    assert client.get("/admin/password_change/")["Location"].startswith(VERIFY)
    assert client.get(VERIFY).status_code == 200
    assert answer(client, code_of(device)).status_code == 302
    assert client.get("/admin/")["Location"] == "/admin/password_change/"
    assert client.get("/admin/password_change/").status_code == 200


@pytest.mark.parametrize(
    ("role", "superuser", "asked", "held"),
    [
        (Role.STREET_ADMIN, True, ["superuser"], True),
        (Role.STREET_ADMIN, False, ["superuser"], False),
        (Role.STREET_ADMIN, False, ["street_admin"], True),
        (Role.STREET_ADMIN, True, ["street_admin"], True),
        (Role.SPECIALIST, False, ["superuser", "street_admin"], False),
        (Role.SPECIALIST, False, [], False),
    ],
)
def test_the_setting_names_the_roles(settings, role, superuser, asked, held):
    settings.SECOND_FACTOR_ROLES = asked
    client = logged_in(make_account(role, superuser=superuser))
    assert client.get("/admin/").status_code == (302 if held else 200)


def test_public_pages_and_logging_out_stay_open(worker, device):
    client = inside(worker)
    assert client.get("/").status_code == 200
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/admin/")["Location"].startswith(LOGIN)


def test_a_code_is_good_for_one_log_in(worker, device):
    code = code_of(device)
    assert answer(inside(worker), code).status_code == 302
    thief = inside(worker)
    assert "已经用过" in answer(thief, code).content.decode()
    assert thief.get("/admin/").status_code == 302


def test_the_code_that_switched_it_on_is_used_up(worker):
    client = inside(worker)
    client.get(OWN)
    code = code_of(Authenticator.objects.get(user=worker))
    assert "<code>" in client.post(OWN, {"code": code}).content.decode()
    assert answer(inside(worker), code).status_code == 200


def test_guesses_are_slowed_down_even_the_right_one_after_them(worker, device):
    client = inside(worker)
    for _ in range(3):
        answer(client, "000000")
        wait_over(device)
    answer(client, "000000")
    page = answer(client, code_of(device)).content.decode()
    assert re.search(r"请等 [5-9] 秒再试", page)
    assert client.get("/admin/").status_code == 302
    wait_over(device)
    assert answer(client, code_of(device)).status_code == 302


def test_recovery_codes_are_guessed_no_faster(worker, device):
    client = inside(worker)
    answer(client, "abcd-efgh")
    assert "请等" in answer(client, "abcd-efgj").content.decode()


def test_somebody_elses_code_is_none(worker, device):
    other = make_device(make_account())
    assert answer(inside(worker), code_of(other)).status_code == 200


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_another_minute_are_none(worker, device, steps):
    assert answer(inside(worker), code_of(device, steps=steps)).status_code == 200


def test_sessions_without_the_code_gain_nothing_by_one_that_has_it(worker, device):
    first, second = inside(worker), inside(worker)
    assert answer(first, code_of(device)).status_code == 302
    assert second.get("/admin/")["Location"].startswith(VERIFY)


def test_the_session_gets_a_new_key_with_the_code(worker, device):
    client = inside(worker)
    before = client.session.session_key
    answer(client, code_of(device))
    assert client.session.session_key != before
    assert worker.sign_ins.get().session_key == client.session.session_key


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"]
)
def test_the_way_back_stays_in_the_house(worker, device, where):
    assert answer(inside(worker), code_of(device), next=where)["Location"] == "/admin/"


# --- what lies in the database ----------------------------------------------------------------------


def test_neither_secret_nor_codes_are_readable_in_the_database(worker):
    codes = set_up(inside(worker), worker)
    device = Authenticator.objects.get(user=worker)
    with connection.cursor() as cursor:
        cursor.execute("select * from accounts_authenticator")
        kept = str(cursor.fetchall())
        cursor.execute("select * from accounts_recoverycode")
        kept += str(cursor.fetchall())
    assert device.key not in kept and device.secret not in kept
    assert not any(code.replace("-", "") in kept for code in codes)


# --- lost ------------------------------------------------------------------------------------------


def remove_by(boss: Client, user: User, confirmed: str = "yes"):
    data = {"action": "remove_second_factor", "_selected_action": [user.pk], "confirmed": confirmed}
    return boss.post(ACCOUNTS, data)


def test_the_street_removes_what_was_lost_after_asking(worker, device):
    boss, client = street_admin(), inside(worker)
    assert "核实是本人" in remove_by(boss, worker, "").content.decode()
    assert Authenticator.objects.filter(user=worker).exists()
    remove_by(boss, worker)
    assert not Authenticator.objects.filter(user=worker).exists()
    assert client.get("/admin/")["Location"].startswith(LOGIN)
    events = SecurityEvent.objects.filter(kind="second_factor")
    assert events.filter(user=worker, what="管理员取消动态验证码").exists()
    assert events.filter(what=f"取消动态验证码：账号 {worker.pk}").exists()
    assert inside(worker).get("/admin/").status_code == 200


def test_who_may_not_remove_it(device, worker):
    root = make_account(Role.STREET_ADMIN, superuser=True)
    make_device(root)
    remove_by(street_admin(), root)
    boss = make_account(Role.STREET_ADMIN)
    own = make_device(boss)
    client = inside(boss)
    answer(client, code_of(own))
    remove_by(client, boss)
    remove_by(logged_in(make_account()), worker)
    assert Authenticator.objects.filter(user__in=[root, boss, worker]).count() == 3


def test_on_the_server_it_is_removed_for_whoever_nobody_outranks():
    root = make_account(Role.STREET_ADMIN, superuser=True)
    make_device(root)
    client = logged_in(root)
    for _ in range(5):
        enter(root, "wrong-password")
    call_command("remove_second_factor", root.username)
    assert not Authenticator.objects.exists() and client.get("/admin/").status_code == 302
    assert inside(root).get("/admin/").status_code == 200
    assert SecurityEvent.objects.filter(kind="second_factor", user=root).exists()
    with pytest.raises(CommandError, match="没有这个用户名"):
        call_command("remove_second_factor", "niemand")


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["", " ", "12345", "1234567", "abcdef", "²²²²²²", "😀" * 8, "x" * 10_000, "1\x00"]
)
def test_what_is_no_code_is_refused_in_words(worker, device, code):
    page = answer(inside(worker), code)
    assert page.status_code == 200 and "errorlist" in page.content.decode()


def test_a_wrong_first_code_switches_nothing_on(worker):
    client = inside(worker)
    client.get(OWN)
    assert "验证码不对" in client.post(OWN, {"code": "000000"}).content.decode()
    assert not Authenticator.objects.filter(confirmed=True).exists()
    assert inside(worker).get("/admin/").status_code == 200


def test_a_misspelt_role_in_the_setting_is_an_error(settings):
    settings.SECOND_FACTOR_ROLES = ["street_admn"]
    assert any("street_admn" in str(problem) for problem in run_checks())


def test_pages_without_a_reason_to_be_there_lead_on(worker):
    assert inside(worker).get(VERIFY)["Location"] == reverse("admin:index")
    assert Client().get(VERIFY)["Location"].startswith(LOGIN)
    assert Client().get(OWN)["Location"].startswith(LOGIN)
