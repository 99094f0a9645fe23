"""Signing up for an activity: a place, a turn in the line, a secret link, giving the place back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from guicheng.web import protect
from stations import signups
from stations.models import Activity, SignUp
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
