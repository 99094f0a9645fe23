from __future__ import annotations

import pytest
from django.urls import reverse

from guicheng.accounts.models import Role, User
from tests.factories import make_community, make_station
from tests.people import logged_in, make_user, street_admin

pytestmark = pytest.mark.django_db
OLD, NEW = "old-password-2026", "a-new-one-of-mine-88"
CHANGE = "/admin/password_change/"


@pytest.fixture
def newcomer() -> User:
    user = make_user(Role.COMMUNITY_WORKER, make_community("桂雅社区"))
    user.set_password(OLD)
    user.must_change_password = True
    user.save()
    return user


def change(client, new: str = NEW):
    return client.post(CHANGE, {"old_password": OLD, "new_password1": new, "new_password2": new})


def test_after_the_change_everything_is_open_and_stays_open(newcomer):
    client = logged_in(newcomer)
    assert change(client)["Location"] == reverse("admin:password_change_done")
    newcomer.refresh_from_db()
    assert not newcomer.must_change_password and newcomer.check_password(NEW)
    assert client.get("/admin/").status_code == 200


def test_until_then_nothing_else_opens(newcomer):
    client = logged_in(newcomer)
    station = make_station(community=newcomer.memberships.get().community)
    for path in ("/admin/", "/admin/stations/station/", f"/admin/stations/station/{station.pk}/change/"):
        assert client.get(path)["Location"] == CHANGE
    assert client.post(f"/admin/stations/station/{station.pk}/delete/", {"post": "yes"})["Location"] == CHANGE
    assert type(station).objects.filter(pk=station.pk).exists()
    assert "只有您自己知道" in client.get(CHANGE).content.decode()


def test_public_pages_and_logging_out_stay_open(newcomer):
    client = logged_in(newcomer)
    assert client.get("/").status_code == 200
    assert client.post("/admin/logout/").status_code in {200, 302}


@pytest.mark.parametrize("new", [OLD, "short", "12345678901234"])
def test_the_old_password_or_a_weak_one_does_not_count(newcomer, new):
    client = logged_in(newcomer)
    page = change(client, new)
    assert page.status_code == 200 and "errornote" in page.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.must_change_password and newcomer.check_password(OLD)


def test_a_new_account_must_change_the_password_it_was_given():
    boss = street_admin()
    boss.post(
        "/admin/accounts/user/add/",
        {
            "username": "xinren",
            "name": "演示新人",
            "role": Role.STREET_LEADER,
            "password1": OLD,
            "password2": OLD,
            "usable_password": "true",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    )
    newcomer = User.objects.get(username="xinren")
    assert logged_in(newcomer).get("/admin/")["Location"] == CHANGE


def test_nobody_else_is_held_up():
    assert street_admin().get("/admin/").status_code == 200
