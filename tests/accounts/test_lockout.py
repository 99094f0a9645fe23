"""Guessing passwords is stopped; who shares the address goes on working."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib import admin
from django.contrib.auth import authenticate
from django.test import Client
from django.utils import timezone

from guicheng.accounts.models import Role, SecurityEvent, User
from tests.accounts.door import HOME, OFFICE, PASSWORD, enter, got_in, inside, make_account
from tests.people import logged_in, street_admin

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/accounts/user/"


@pytest.fixture
def worker() -> User:
    return make_account()


def fail(who: User | str, times: int, at: str = OFFICE, **more) -> None:
    for _ in range(times):
        enter(who, "wrong-password", at=at, **more)


def later(minutes: float) -> None:
    for row in AccessAttempt.objects.all():
        row.attempt_time -= timedelta(minutes=minutes)
        row.save()


def known_at(user: User, address: str) -> None:
    SecurityEvent.objects.create(kind="login", user=user, address=address)


# --- it works ---------------------------------------------------------------------------------------


def test_the_fifth_failure_locks_and_the_page_says_for_how_long_and_whom_to_ask(worker):
    fail(worker, 4)
    page = enter(worker, "wrong-password")
    text = page.content.decode()
    assert page.status_code == 429 and "请 20 分钟后再试" in text and "街道管理员" in text
    assert 1100 < int(page["Retry-After"]) <= 1200 and "no-store" in page["Cache-Control"]
    assert enter(worker).status_code == 429


def test_it_ends_by_itself_and_trying_on_does_not_lengthen_it(worker):
    fail(worker, 5)
    later(19)
    assert enter(worker).status_code == 429
    later(2)
    assert got_in(enter(worker))


def test_whoever_gets_in_starts_afresh(worker):
    for _ in range(3):
        fail(worker, 4)
        assert got_in(enter(worker))


# --- who may still ----------------------------------------------------------------------------------


def test_the_colleague_at_the_same_address_is_not_locked(worker):
    colleague = make_account()
    fail(worker, 8)
    assert enter(worker).status_code == 429
    assert got_in(enter(colleague))


def test_the_same_account_may_log_in_elsewhere(worker):
    fail(worker, 8)
    assert got_in(enter(worker, at=HOME))


def test_guessers_from_outside_do_not_lock_people_out_of_their_own_office(worker):
    known_at(worker, OFFICE)
    for number in range(5):
        fail(worker, 4, at=f"10.9.0.{number}")
    assert enter(worker, at="10.9.9.9").status_code == 429
    assert got_in(enter(worker, at=OFFICE))


def test_in_a_locked_office_go_in_who_logged_in_there_before(worker, settings):
    settings.LOCK_ADDRESS_ACCOUNTS = 3
    stranger = make_account()
    known_at(worker, OFFICE)
    for name in ("a", "b", "c"):
        fail(name, 1)
    assert enter(stranger).status_code == 429
    assert got_in(enter(worker))


def test_a_street_admin_unlocks(worker):
    fail(worker, 5)
    boss = street_admin()
    assert "已锁定" in boss.get(ACCOUNTS).content.decode()
    page = boss.post(ACCOUNTS, {"action": "unlock", "_selected_action": [worker.pk]}, follow=True)
    assert "已解除 1 个账号的锁定" in page.content.decode()
    assert "已锁定" not in boss.get(ACCOUNTS).context["cl"].result_list[0].username
    assert got_in(enter(worker))
    assert SecurityEvent.objects.filter(user=worker, what="管理员解除锁定").exists()


# --- who may not ------------------------------------------------------------------------------------


def test_one_account_guessed_from_many_addresses_is_locked(worker):
    for number in range(20):
        fail(worker, 1, at=f"10.9.0.{number}")
    assert enter(worker, at="10.9.9.9").status_code == 429


def test_rotating_names_at_one_address_is_stopped(worker, settings):
    settings.LOCK_ADDRESS_ACCOUNTS = 6
    for number in range(6):
        fail(f"name{number}", 1)
    assert enter(worker).status_code == 429
    assert got_in(enter(worker, at=HOME))


def test_an_own_account_does_not_buy_guesses_at_another(worker):
    other = make_account()
    for _ in range(5):
        fail(worker, 1)
        enter(other)
    assert enter(worker).status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_an_invented_address_changes_nothing(worker, header):
    for number in range(5):
        fail(worker, 1, headers={header: f"10.9.0.{number}"})
    assert enter(worker, headers={header: HOME}).status_code == 429


def test_behind_a_proxy_only_its_own_entry_counts(worker, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        fail(worker, 1, headers={"X-Forwarded-For": f"10.9.0.{number}, {HOME}"})
    assert enter(worker, headers={"X-Forwarded-For": f"10.9.9.9, {HOME}"}).status_code == 429
    assert got_in(enter(worker, headers={"X-Forwarded-For": f"{HOME}, 10.3.3.3"}))


def test_another_address_of_the_same_ipv6_household_is_no_other_address(worker):
    for number in range(5):
        fail(worker, 1, at=f"2001:db8::{number + 1}")
    assert enter(worker, at="2001:db8::ffff").status_code == 429
    assert got_in(enter(worker, at="2001:db8:0:1::1"))


def test_a_locked_address_tells_nothing_about_which_accounts_there_are(worker):
    fail(worker, 4)
    fail("nobody-here", 4)
    known, unknown = enter(worker, "wrong-password"), enter("nobody-here", "wrong-password")
    assert known.status_code == unknown.status_code == 429 and known.content == unknown.content


def test_a_stolen_session_does_not_guess_the_old_password(worker):
    client = inside(worker)
    data = {"old_password": "wrong", "new_password1": "neue-xinmima-77", "new_password2": "neue-xinmima-77"}
    answers = [client.post("/admin/password_change/", data, REMOTE_ADDR=OFFICE).status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_a_street_admin_does_not_unlock_a_superuser():
    root = make_account(Role.STREET_ADMIN, superuser=True)
    fail(root, 5)
    street_admin().post(ACCOUNTS, {"action": "unlock", "_selected_action": [root.pk]})
    assert enter(root).status_code == 429


# --- what is kept -----------------------------------------------------------------------------------


def test_nothing_that_was_typed_is_kept(worker, caplog):
    typed = "my-own-password-88"
    with caplog.at_level(logging.DEBUG, "axes"):
        enter(typed, "second-secret-99", QUERY_STRING="next=/admin/geheim/")
        enter(worker, "second-secret-99", QUERY_STRING="next=/admin/geheim/")
    kept = str([list(model.objects.values()) for model in (AccessAttempt, AccessLog, SecurityEvent)])
    for secret in (typed, "second-secret-99", "geheim"):
        assert secret not in kept and secret not in caplog.text
    assert SecurityEvent.objects.filter(username="（没有这个账号）", user=None).count() == 1


def test_each_failure_and_the_lock_stand_in_the_log_once(worker):
    fail(worker, 9)
    kinds = list(SecurityEvent.objects.order_by("pk").values_list("kind", "user"))
    assert kinds == [("login_failed", worker.pk)] * 5 + [("locked", worker.pk)] * 2


def test_axes_own_tables_are_not_in_the_admin():
    assert not [model for model in admin.site._registry if model._meta.app_label == "axes"]


def test_a_program_asks_without_being_counted(worker):
    assert authenticate(username=worker.username, password=PASSWORD) == worker
    for _ in range(8):
        assert authenticate(username=worker.username, password="wrong") is None
    assert not AccessAttempt.objects.exists()


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", " ", "x" * 10_000, "a\x00b", "😀", "ｇｕｉｙａ", "'; drop table"])
@pytest.mark.parametrize("password", ["", "x" * 5000, "a\x00b", "😀"])
def test_odd_names_and_passwords_are_refused_like_any_other(name, password):
    assert enter(name, password).status_code == 200


def test_the_list_of_accounts_asks_no_more_for_more_accounts(django_assert_max_num_queries):
    boss = street_admin()

    def queries() -> int:
        with django_assert_max_num_queries(40) as asked:
            assert boss.get(ACCOUNTS).status_code == 200
        return len(asked)

    fail(make_account(), 5)
    few = queries()
    for _ in range(12):
        fail(make_account(), 1)
    assert queries() == few


@pytest.mark.parametrize(
    ("query", "shown"),
    [("door=never", {"new"}), ("door=locked", {"locked"}), ("second_factor=on", set()), ("door=x", None)],
)
def test_filters_of_the_list(query, shown):
    boss = make_account(Role.STREET_ADMIN, last_login=timezone.now())
    make_account(username="new")
    fail(make_account(username="locked", last_login=timezone.now()), 5)
    page = logged_in(boss).get(f"{ACCOUNTS}?{query}")
    names = {user.username for user in page.context["cl"].result_list}
    assert names == ({"new", "locked", boss.username} if shown is None else shown)


def test_the_login_page_is_open_to_anyone():
    page = Client().get("/admin/login/")
    assert page.status_code == 200 and "用户名" in page.content.decode()
