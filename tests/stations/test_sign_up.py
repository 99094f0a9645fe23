"""Signing up for an activity: a place, a turn in the line, a secret link, giving the place back."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from gunicorn.config import Config
from icalendar import Calendar
from pytest_django.fixtures import Settings

from guicheng import gunicorn
from guicheng.accounts.keeping import cleaners
from guicheng.web import protect
from guicheng.web.hidden import HideSecrets, hide
from stations import signups
from stations.models import Activity, SignUp, Station
from tests.factories import make_activity, make_station

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if two seconds had passed since the page was opened."""
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)


@pytest.fixture
def activity(db: None) -> Activity:
    return coming()


def coming(**values: object) -> Activity:
    """In three days, for three people, open for signing up."""
    station = values.pop("station", None) or make_station("甲站", phone="0757-86000001")
    defaults = {"title": "演示讲座", "capacity": 3, "sign_up_open": True, **values}
    return make_activity(station, timezone.now() + timedelta(days=3), **defaults)


def path_of(activity: Activity) -> str:
    return f"/activities/{activity.pk}/sign-up/"


def stamp(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    return unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])


def send(client: Client, activity: Activity, n: int = 1, **fields: object) -> HttpResponse:
    path = path_of(activity)
    fields = {"surname": "陈", "phone": f"138000010{n:02d}", "people": 1, **fields}
    if "opened" not in fields:
        fields["opened"] = stamp(client, path)
    return client.post(path, fields)


def link_of(response: HttpResponse) -> str:
    assert response.status_code == 302, response.content.decode()
    return urlsplit(response["Location"]).path


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def states() -> list[str]:
    return list(SignUp.objects.order_by("pk").values_list("state", flat=True))


# --- it works ------------------------------------------------------------------------------------
def test_signing_up_gives_a_place_and_a_secret_link(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    html = page(client, f"{link}?new=1")
    assert "已报上" in html and "演示讲座" in html and "请保存这个链接" in html
    row = SignUp.objects.get()
    assert (row.state, row.surname, row.phone, row.people) == ("booked", "陈", "13800001001", 1)
    token = link.split("/")[3]
    assert len(token) >= 32 and token not in str(vars(row))
    assert "13800001001" not in html and "尾号" not in html


def test_the_number_lies_sealed(activity: Activity, client: Client) -> None:
    send(client, activity)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_tail FROM stations_signup")
        sealed, tail = cursor.fetchone()
    assert "13800001001" not in sealed and tail == "1001"


def test_pressing_twice_leads_to_one_sign_up(activity: Activity, client: Client) -> None:
    opened = stamp(client, path_of(activity))
    first, second = (link_of(send(client, activity, opened=opened)) for _ in range(2))
    assert first == second
    assert SignUp.objects.count() == 1


def test_who_comes_when_all_is_taken_waits_and_moves_up(activity: Activity, client: Client) -> None:
    first = link_of(send(client, activity, 1, people=2))
    link_of(send(client, activity, 2))
    third, fourth = (link_of(send(client, activity, n)) for n in (3, 4))
    assert "候补第 1 位" in page(client, third) and "候补第 2 位" in page(client, fourth)
    assert client.post(first, {"action": "cancel"}).status_code == 302
    assert "已从候补补上" in page(client, third) and "已从候补补上" in page(client, fourth)
    assert "您已取消报名" in page(client, first)
    assert states() == ["cancelled", "booked", "booked", "booked"]


def test_a_group_that_does_not_fit_keeps_its_turn(activity: Activity, client: Client) -> None:
    alone = link_of(send(client, activity, 1))
    link_of(send(client, activity, 2, people=2))
    link_of(send(client, activity, 3, people=3))
    link_of(send(client, activity, 4))
    client.post(alone, {"action": "cancel"})
    assert states() == ["cancelled", "booked", "waiting", "booked"]


@pytest.mark.parametrize("capacity", [4, 10, None])
def test_more_room_moves_the_line_up(activity: Activity, client: Client, capacity: int | None) -> None:
    for n in range(1, 6):
        send(client, activity, n)
    activity.capacity = capacity
    activity.save()
    assert states().count("booked") == min(capacity or 99, 5)


def test_room_made_by_an_import_goes_to_who_waited_first(activity: Activity, client: Client) -> None:
    for n in range(1, 5):
        send(client, activity, n)
    Activity.objects.update(capacity=4)  # in bulk, without a signal
    send(client, activity, 5)
    assert states() == ["booked"] * 4 + ["waiting"]


def test_less_room_takes_no_place_away(activity: Activity, client: Client) -> None:
    for n in range(1, 5):
        send(client, activity, n)
    activity.capacity = 1
    activity.save()
    assert states() == ["booked"] * 3 + ["waiting"]
    client.post(f"/activities/sign-up/{signups.fresh_link(SignUp.objects.first())}/", {"action": "cancel"})
    assert states() == ["cancelled", "booked", "booked", "waiting"]


def test_looking_changes_nothing(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    before = SignUp.objects.values().get()
    for query in ("", "?action=cancel", "?new=1", "?said=cancelled"):
        client.get(f"{link}{query}")
        client.head(f"{link}{query}")
    assert SignUp.objects.values().get() == before


def test_the_calendar_entry_names_nobody(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    response = client.get(f"{link}calendar.ics")
    assert response["Content-Type"].startswith("text/calendar")
    assert "no-store" in response["Cache-Control"]
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert str(event["summary"]) == "演示讲座"
    assert event.decoded("dtstart") == activity.starts_at.replace(microsecond=0)
    assert link.split("/")[3] not in response.content.decode() and "陈" not in response.content.decode()
    client.post(link, {"action": "cancel"})
    event = Calendar.from_ical(client.get(f"{link}calendar.ics").content).walk("VEVENT")[0]
    assert event["status"] == "CANCELLED" and "已取消" in event["summary"]


def test_the_activity_is_cancelled_and_the_page_says_so(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    activity.status = Activity.Status.CANCELLED
    activity.save()
    assert "活动已取消，请不要前来" in page(client, link)
    assert SignUp.objects.to_tell(timezone.now()).count() == 1
    client.post(link, {"action": "read"})
    assert not SignUp.objects.to_tell(timezone.now()).exists()


def test_the_activity_moves_and_the_page_says_from_where_to_where(activity: Activity, client: Client) -> None:
    link = link_of(send(client, activity))
    activity.starts_at += timedelta(hours=1)
    activity.place = "二楼"
    activity.save()
    html = page(client, link)
    assert "时间或地点有变动" in html and "甲站" in html and "二楼" in html
    client.post(link, {"action": "read"})
    assert "时间或地点有变动" not in page(client, link)


def test_the_public_page_shows_places_and_no_person(activity: Activity, client: Client) -> None:
    public = f"/activities/{activity.pk}/"
    assert "可报名，还有 3 个名额" in page(client, public) and "我要报名" in page(client, public)
    send(client, activity, 1, people=3)
    assert "已满，可候补" in page(client, public)
    send(client, activity, 2)
    html = page(client, public)
    assert "已有 1 人候补" in html and "陈" not in html and "1001" not in html
    Activity.objects.update(sign_up_closes_at=timezone.now() - timedelta(minutes=1))
    assert "报名已截止" in page(client, public) and "/sign-up/" not in page(client, public)


def test_the_list_says_where_one_can_sign_up(activity: Activity, client: Client) -> None:
    assert "可以网上报名" in page(client, "/activities/?when=coming")
    Activity.objects.update(sign_up_closes_at=timezone.now() - timedelta(minutes=1))
    assert "可以网上报名" not in page(client, "/activities/?when=coming")


# --- children ------------------------------------------------------------------------------------
def test_a_child_comes_with_a_guardian_s_consent(activity: Activity, client: Client) -> None:
    year = timezone.localdate().year - 8
    refused = send(client, activity, with_child="on", child_born=year)
    assert refused.status_code == 400 and "监护人同意" in refused.content.decode()
    link_of(send(client, activity, with_child="on", child_born=year, guardian_agrees="on"))
    row = SignUp.objects.get()
    assert row.child_born == year and row.guardian_agreed_at


@pytest.mark.parametrize("year", ["", "1990", "2999", "八岁", "-1", "9" * 30, "\x00"])
def test_a_year_that_cannot_be_a_child_s_is_asked_for_again(
    activity: Activity, client: Client, year: str
) -> None:
    response = send(client, activity, with_child="on", child_born=year, guardian_agrees="on")
    assert response.status_code == 400
    assert not SignUp.objects.exists()


def test_the_database_keeps_no_child_without_consent(activity: Activity) -> None:
    row = signups.sign_up(activity, signups.Wanted("陈", "13800001001"))
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=row.pk).update(child_born=2020)


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
    clean = next(call for label, call in cleaners() if "报名" in label)
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
