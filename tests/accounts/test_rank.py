"""Who manages accounts, and up to which rank."""

from __future__ import annotations

import pytest
from django.test import Client

from guicheng.accounts.models import Role, SecurityEvent, User
from tests.accounts.door import LOGIN, PASSWORD, make_account, make_device
from tests.people import logged_in, street_admin
from tests.stations.admin_pages import send

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/accounts/user/"
NEW = "neue-xinmima-77"


@pytest.fixture
def root() -> User:
    user = make_account(Role.STREET_ADMIN, superuser=True, username="root")
    make_device(user)
    return user


def test_a_new_account_is_told_of_and_gets_its_communities_next():
    data = {"username": "xinren", "name": "演示新人", "role": Role.SPECIALIST, "usable_password": "true"}
    page = street_admin().post(f"{ACCOUNTS}add/", {**data, "password1": NEW, "password2": NEW}, follow=True)
    assert "所属社区" in page.content.decode()
    newcomer = User.objects.get(username="xinren")
    assert SecurityEvent.objects.filter(user=newcomer, what="管理员新建账号").exists()


def test_the_list_shows_how_people_log_in():
    make_device(make_account(username="sicher"))
    make_account(username="neu")
    text = street_admin().get(ACCOUNTS).content.decode()
    assert "从未登录、动态验证码" in text and text.count("从未登录、动态验证码") == 1


@pytest.mark.parametrize(
    "action", ["deactivate", "activate", "unlock", "remove_second_factor", "delete_selected"]
)
@pytest.mark.parametrize("across", ["0", "1"])
def test_no_action_of_the_street_reaches_a_superuser(root, action, across):
    data = {"action": action, "_selected_action": [root.pk], "confirmed": "yes", "post": "yes"}
    street_admin().post(ACCOUNTS, {**data, "select_across": across})
    root.refresh_from_db()
    assert root.is_active and root.check_password(PASSWORD) and root.authenticator_set.count() == 1


@pytest.mark.parametrize("page", ["change", "password", "delete", "history"])
def test_no_page_of_a_superuser_opens_to_the_street(root, page):
    boss = street_admin()
    address = f"{ACCOUNTS}{root.pk}/{page}/"
    data = {"password1": NEW, "password2": NEW, "usable_password": "true", "username": "weg", "post": "yes"}
    for response in (boss.get(address), boss.post(address, data)):
        assert response.status_code in {302, 403, 404}
        assert "root" not in response.content.decode()
    root.refresh_from_db()
    assert root.username == "root" and root.check_password(PASSWORD)


def test_the_street_makes_nobody_a_superuser():
    worker = make_account()
    send(street_admin(), f"{ACCOUNTS}{worker.pk}/change/", is_superuser="on", is_staff="on")
    worker.refresh_from_db()
    assert not worker.is_superuser


def test_a_superuser_manages_superusers(root):
    other = make_account(Role.STREET_ADMIN, superuser=True)
    data = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert logged_in(other).post(f"{ACCOUNTS}{root.pk}/password/", data).status_code == 302
    root.refresh_from_db()
    assert root.check_password(NEW) and root.must_change_password


@pytest.mark.parametrize(
    "role", [Role.COMMUNITY_WORKER, Role.SPECIALIST, Role.DEPARTMENT, Role.STREET_LEADER]
)
def test_others_manage_nobody(role):
    worker = make_account()
    client = logged_in(make_account(role))
    for path in (ACCOUNTS, f"{ACCOUNTS}add/"):
        assert client.get(path).status_code == 403
    for page in ("change", "password", "delete"):
        assert client.get(f"{ACCOUNTS}{worker.pk}/{page}/").status_code in {302, 403}
    client.post(ACCOUNTS, {"action": "deactivate", "_selected_action": [worker.pk], "confirmed": "yes"})
    worker.refresh_from_db()
    assert worker.is_active


def test_nobody_logged_in_is_led_to_the_door():
    assert Client().get(ACCOUNTS)["Location"].startswith(LOGIN)
