"""Who opens the wall: officials, and whoever has a link that was not revoked; the link's secret."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import Role, SignIn, User
from guicheng.dashboard.models import WallLink
from guicheng.dashboard.wall import passes
from guicheng.dashboard.wall.links import new_stamp
from guicheng.web.hidden import HideSecrets, hide
from tests.dashboard.walls import WALL, build_town, new_link, pass_of
from tests.people import logged_in, make_user, street_admin

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def town() -> Community:
    return build_town()


# --- who may -----------------------------------------------------------------------------------------
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


def test_links_are_listed_by_whether_they_still_open() -> None:
    today = timezone.localdate()
    for note, values in (
        ("在用的", {"expires_on": today}),
        ("长期的", {}),
        ("停用的", {"revoked_at": timezone.now()}),
        ("过期的", {"expires_on": today - timedelta(days=1)}),
    ):
        new_link(note=note, **values)
    admin = street_admin()
    for state, there, away in (
        ("usable", "在用的 长期的", "停用的 过期的"),
        ("ended", "停用的 过期的", "在用的 长期的"),
    ):
        listed = admin.get(f"/admin/dashboard/walllink/?state={state}").content.decode()
        assert all(note in listed for note in there.split())
        assert not any(note in listed for note in away.split())


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
