"""Signing up: who may not, what cannot be, what stays secret, what is forgotten."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from gunicorn.config import Config
from pytest_django.fixtures import Settings

from guicheng import gunicorn
from guicheng.accounts.keeping import cleaners
from guicheng.web import protect
from guicheng.web.hidden import HideSecrets, hide
from stations import signups
from stations.models import Activity, SignUp, Station
from tests.factories import make_activity, make_station
from tests.stations.sign_up_pages import coming, link_of, page, path_of, send, stamp, states

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if two seconds had passed since the page was opened."""
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)


@pytest.fixture
def activity(db: None) -> Activity:
    return coming()


# --- who may not ---------------------------------------------------------------------------------
def test_the_same_number_again_learns_nothing(activity: Activity, client: Client) -> None:
    send(client, activity, 1)
    again = send(client, activity, 1, surname="李", phone="+86 138-0000-1001")
    html = again.content.decode()
    assert again.status_code == 400 and signups.CANNOT in html
    assert "这个号码已经" not in html and SignUp.objects.count() == 1


def test_a_number_that_comes_too_often_hears_the_same_sentence(client: Client) -> None:
    station = make_station("乙站")
    for n in range(signups.MOST_A_PHONE):
        signups.sign_up(coming(station=station, title=f"第{n}场"), signups.Wanted("陈", "13800001001"))
    assert signups.CANNOT in send(client, coming(station=station), 1).content.decode()


def test_who_cancelled_may_come_back(activity: Activity, client: Client) -> None:
    client.post(link_of(send(client, activity)), {"action": "cancel"})
    link_of(send(client, activity))
    assert states() == ["cancelled", "booked"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sign_up_open": False}, "这场活动不接受网上报名"),
        ({"status": "cancelled"}, "活动已取消"),
        ({"sign_up_closes_at": timezone.now() - timedelta(days=1)}, "报名已截止"),
    ],
)
def test_what_is_not_open_takes_nobody(client: Client, values: dict, sentence: str) -> None:
    activity = coming(**values)
    assert sentence in page(client, path_of(activity))
    stamped = stamp(client, path_of(coming(station=activity.station)))
    response = send(client, activity, opened=stamped)
    assert response.status_code == 400 and sentence in response.content.decode()
    assert not SignUp.objects.exists()


def test_what_is_over_takes_nobody(client: Client) -> None:
    activity = make_activity(make_station(), timezone.now() - timedelta(days=3), sign_up_open=True)
    assert "活动已结束" in page(client, path_of(activity))
    with pytest.raises(signups.Refused):
        signups.sign_up(activity, signups.Wanted("陈", "13800001001"))


def test_a_station_that_is_not_public_hides_its_activities(client: Client) -> None:
    activity = coming(station=make_station(status=Station.Status.CLOSED))
    for path in (path_of(activity), f"/activities/{activity.pk}/here/"):
        assert client.get(path).status_code == 404


def test_the_waiting_list_ends_somewhere(
    activity: Activity, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signups, "MOST_WAITING", 1)
    for n in (1, 2, 3):
        send(client, activity, n)
    send(client, activity, 4)
    assert "名额和候补都已满" in page(client, path_of(activity))
    stamped = stamp(client, path_of(coming(station=activity.station)))
    response = send(client, activity, 5, opened=stamped)
    assert response.status_code == 400 and "名额和候补都已满" in response.content.decode()
    assert states().count("waiting") == 1


# --- bad input -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"surname": ""},
        {"surname": EVIL[:10]},
        {"surname": EVIL},
        {"surname": "\x00\x07"},
        {"surname": "陈13800001001"},
        {"surname": "字" * 11},
        {"phone": ""},
        {"phone": "无"},
        {"phone": "1380000"},
        {"phone": EVIL},
        {"phone": "9" * 500},
        {"people": "0"},
        {"people": "6"},
        {"people": "-1"},
        {"people": "9" * 30},
        {"people": ""},
        {"website": "http://spam.example"},
        {"opened": "x"},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(activity: Activity, client: Client, fields: dict) -> None:
    response = send(client, activity, **fields)
    html = response.content.decode()
    assert response.status_code == 400 and 'role="alert"' in html
    assert EVIL not in html
    assert not SignUp.objects.exists()


def test_a_nul_in_a_name_is_dropped(activity: Activity, client: Client) -> None:
    link_of(send(client, activity, surname="欧\x00阳"))
    assert SignUp.objects.get().surname == "欧阳"


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "桂" * 50, "a" * 2000, "' OR 1=1"])
def test_a_made_up_link_is_not_found(client: Client, token: str) -> None:
    for path in (f"/activities/sign-up/{token}/", f"/activities/sign-up/{token}/calendar.ics"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("action", ["", "nonsense", "arrive", "cancel\x00"])
def test_a_button_that_is_not_there_changes_nothing(activity: Activity, client: Client, action: str) -> None:
    link = link_of(send(client, activity))
    assert client.post(link, {"action": action}).status_code == 302
    assert states() == ["booked"] and SignUp.objects.get().arrived is None


def test_cancelling_twice_is_once(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    for _ in range(2):
        assert client.post(link, {"action": "cancel"}).status_code == 302
    assert states() == ["cancelled"]


def test_a_flood_is_stopped(activity: Activity, client: Client) -> None:
    codes = [send(client, activity, 1, opened="x").status_code for _ in range(31)]
    assert codes == [400] * 30 + [429]
    other = client.post(path_of(activity), {}, REMOTE_ADDR="10.9.9.9")
    assert other.status_code == 400


def test_a_thousand_looks_in_a_minute_are_stopped(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    codes = {client.get(f"{link}?n={n}").status_code for n in range(1000)}
    assert codes == {200, 429}
    assert client.get(link, REMOTE_ADDR="10.9.9.9").status_code == 200


def test_a_form_needs_its_token(activity: Activity, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    link = link_of(send(client, activity))
    for path in (path_of(activity), link, f"/activities/{activity.pk}/here/"):
        assert strict.post(path, {"action": "cancel"}).status_code == 403
    assert states() == ["booked"]


# --- secrets -------------------------------------------------------------------------------------
def test_the_page_gives_its_address_to_nobody(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    response = client.get(link)
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
    assert "/feedback/" not in response.content.decode()


def test_the_link_is_in_no_log(
    activity: Activity, client: Client, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    link = link_of(send(client, activity))
    token = link.split("/")[3]
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets"]
    caplog.handler.addFilter(HideSecrets())
    Client(enforce_csrf_checks=True).post(link, {"action": "cancel"})
    for _ in range(302):
        client.get(link)
    assert "/activities/sign-up/…/" in caplog.text
    assert token not in caplog.text


def test_the_access_log_keeps_a_mark_of_a_link() -> None:
    token = signups.new_token()
    written = gunicorn.logger_class(Config()).atoms(
        SimpleNamespace(status="200 OK", headers=[], sent=1),
        SimpleNamespace(headers=[("REFERER", f"http://x/activities/sign-up/{token}/")]),
        {
            "REQUEST_METHOD": "GET",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "PATH_INFO": f"/activities/sign-up/{token}/",
            "RAW_URI": f"/activities/sign-up/{token}/?a=1",
        },
        timedelta(seconds=1),
    )
    assert written["U"] == "/activities/sign-up/…/"
    assert token not in repr(written)
    assert hide("/static/map.0123456789abcdef0123.js") == "/static/map.0123456789abcdef0123.js"


# --- forgetting ----------------------------------------------------------------------------------
def test_thirty_days_later_nobody_is_known(activity: Activity, client: Client) -> None:
    year = timezone.localdate().year - 5
    link = link_of(send(client, activity, with_child="on", child_born=year, guardian_agrees="on"))
    clean = next(call for label, call in cleaners() if "活动报名" in label)
    Activity.objects.update(
        starts_at=timezone.now() - timedelta(days=31), ends_at=timezone.now() - timedelta(days=29)
    )
    assert clean() == 0
    Activity.objects.update(ends_at=timezone.now() - timedelta(days=30, minutes=1))
    assert clean() == 1 and clean() == 0
    row = SignUp.objects.get()
    assert (row.surname, row.phone, row.phone_print, row.phone_tail) == ("", "", "", "")
    assert (row.child_born, row.token_hash, row.people) == (None, None, 1)
    assert row.erased_on == timezone.localdate()
    assert client.get(link).status_code == 404


def test_one_person_is_forgotten_at_once(activity: Activity) -> None:
    row = signups.sign_up(activity, signups.Wanted("陈", "13800001001"))
    assert signups.forget_phones(frozenset({row.phone_print})) == 1
    row.refresh_from_db()
    assert row.surname == row.phone == "" and str(row) == f"第 {row.pk} 号报名"


def test_a_form_that_asks_for_more_room_later(activity: Activity) -> None:
    activity.sign_up_closes_at = activity.ends_at + timedelta(days=1)
    assert activity.sign_up_ends == activity.ends_at
    with pytest.raises(ValidationError):
        SignUp(activity=activity, people=9, state="booked").clean_fields()
