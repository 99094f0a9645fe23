"""我也来出一份力 and messages to heads: from the form to an answer, and to being removed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Place
from guicheng.accounts.models import Role, SecurityEvent
from guicheng.web import protect
from tests.factories import make_appointment, make_community, make_estate, make_place, make_volunteer
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.erasure import erase
from volunteers.models import HeadMessage, Offer, PhoneClash, Volunteer
from volunteers.offering import CannotAccept, accept, remove_old_messages, remove_old_offers
from volunteers.places_public import place_key

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
NEW = reverse("offer-new")
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def place(own: Community) -> Place:
    return make_place("3栋", estate=make_estate("俊雅花园", own))


@pytest.fixture
def worker(own: Community) -> Client:
    return worker_of(own)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)


def send(client: Client, path: str, **fields: object):  # noqa: ANN201
    html = client.get(path).content.decode()
    stamp = unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])
    return client.post(path, {"opened": stamp, **fields})


def said(own: Community, **more: object) -> dict[str, object]:
    return {"community": own.pk, "role": "head", "name": "陈女士", "phone": PHONE, "agreed": "on", **more}


def make_offer(own: Community, **values: object) -> Offer:
    known = {"role": "head", "name": "陈女士", "phone": PHONE, "told_on": timezone.localdate(), **values}
    return Offer.objects.create(community=own, **known)


def page(offer: Offer, name: str) -> str:
    return reverse(f"admin:volunteers_offer_{name}", args=[offer.pk])


# --- the form ---------------------------------------------------------------------------------------


def test_an_offer_waits_for_the_community(
    client: Client, own: Community, worker: Client, patient: None
) -> None:
    path = f"{NEW}?community={own.code}"
    assert f'<option value="{own.pk}" selected' in client.get(path).content.decode()
    response = send(client, path, **said(own, text="周末有空", phone="138 1234 5678"))
    assert response.status_code == 302
    assert "打电话跟您商量" in client.get(response["Location"]).content.decode()
    offer = Offer.objects.get()
    assert (offer.community, offer.phone, offer.status, offer.told_on) == (
        own,
        PHONE,
        "waiting",
        timezone.localdate(),
    )
    assert "加密保存" in offer.told_wording
    html = worker.get(reverse("admin:volunteers_offer_changelist")).content.decode()
    assert "138****5678" in html and PHONE not in html and "周末有空" in html
    other = worker_of(make_community("桂花社区"))
    assert "陈女士" not in other.get(reverse("admin:volunteers_offer_changelist")).content.decode()


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"agreed": ""}, "同意就打勾"),
        ({"phone": ""}, "填一填"),
        ({"phone": "123"}, "位"),
        ({"name": " "}, "填一填"),
        ({"name": "\x00"}, "称呼"),
        ({"name": "长" * 21}, "最多写 20 个字"),
        ({"role": "king"}, "从列表里选"),
        ({"community": "0"}, "从列表里选"),
        ({"community": "x"}, "从列表里选"),
        ({"text": "长" * 201}, "最多写 200 个字"),
        ({"website": "http://spam.example"}, "请留空"),
    ],
)
def test_what_cannot_be_taken_says_why(
    client: Client, own: Community, patient: None, values: dict[str, str], complaint: str
) -> None:
    response = send(client, NEW, **{**said(own), **values})
    assert response.status_code == 400 and complaint in response.content.decode()
    assert not Offer.objects.exists()


def test_a_flood_of_offers_is_stopped(client: Client, own: Community, patient: None) -> None:
    for n in range(10):
        assert send(client, NEW, **said(own, text=str(n))).status_code == 302
    assert send(client, NEW, **said(own, text="x")).status_code == 429
    assert Offer.objects.count() == 10


# --- the answer -------------------------------------------------------------------------------------


def test_an_accepted_offer_becomes_a_person_and_keeps_nothing_itself(worker: Client, own: Community) -> None:
    offer = make_offer(own, told_wording="说过的话")
    response = worker.post(page(offer, "accept"), {"name": "陈少珍"})
    person = Volunteer.objects.get()
    assert response["Location"] == reverse("admin:volunteers_volunteer_change", args=[person.pk])
    assert (person.name, person.phone, person.community) == ("陈少珍", PHONE, own)
    assert (person.told_on, person.told_wording, person.source) == (
        timezone.localdate(),
        "说过的话",
        "居民报名",
    )
    offer.refresh_from_db()
    assert (offer.status, offer.volunteer, offer.name, offer.phone, offer.phone_print) == (
        "accepted",
        person,
        "",
        "",
        "",
    )
    assert worker.post(page(offer, "accept"), {"name": "陈少珍"}).status_code == 302
    assert Volunteer.objects.count() == 1


def test_a_number_that_is_known_here_is_tied_to_its_person(worker: Client, own: Community) -> None:
    person = make_volunteer("陈少珍", phone=PHONE)
    offer = make_offer(own)
    assert "就是他" in worker.get(page(offer, "accept")).content.decode()
    worker.post(page(offer, "accept"), {"known": make_volunteer("别人").pk})
    offer.refresh_from_db()
    assert offer.status == "waiting"
    worker.post(page(offer, "accept"), {"known": person.pk})
    offer.refresh_from_db()
    assert (offer.status, offer.volunteer) == ("accepted", person)


def test_a_number_of_another_community_goes_to_the_street(worker: Client, own: Community) -> None:
    make_volunteer("外人", phone=PHONE, community=make_community("桂花社区"))
    offer = make_offer(own)
    html = worker.post(page(offer, "accept"), {"name": "陈少珍"}).content.decode()
    assert "已转给街道管理员" in html and "外人" not in html and "桂花" not in html
    assert PhoneClash.objects.count() == 1
    offer.refresh_from_db()
    assert offer.status == "waiting" and offer.phone == PHONE


def test_a_declined_offer_carries_its_reason(worker: Client, own: Community) -> None:
    offer = make_offer(own)
    assert "请写一句原因" in worker.post(page(offer, "decline"), {"reason": ""}).content.decode()
    worker.post(page(offer, "decline"), {"reason": "已经搬走"})
    offer.refresh_from_db()
    assert (offer.status, offer.reason, offer.decided_on) == ("declined", "已经搬走", timezone.localdate())
    assert worker.get(page(offer, "accept")).status_code == 302


def test_offers_of_others_are_not_there(worker: Client) -> None:
    offer = make_offer(make_community("桂花社区"))
    for name in ("accept", "decline", "phone", "change"):
        assert worker.get(page(offer, name)).status_code in {302, 404}
        assert worker.post(page(offer, name), {"name": "甲", "reason": "乙"}).status_code in {302, 404}
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.post(page(offer, "accept"), {"name": "甲"}).status_code == 403
    offer.refresh_from_db()
    assert offer.status == "waiting" and not Volunteer.objects.exists()


def test_a_number_is_shown_on_a_button_with_a_line_in_the_log(worker: Client, own: Community) -> None:
    offer = make_offer(own)
    assert PHONE not in worker.get(page(offer, "phone")).content.decode()
    assert PHONE in worker.post(page(offer, "phone")).content.decode()
    assert SecurityEvent.objects.filter(kind="reveal", what=f"offer {offer.pk}").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_person() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("one connection: nothing happens at once")
    own = make_community("桂雅社区")
    offer = make_offer(own)
    users = [make_user(Role.COMMUNITY_WORKER, own) for _ in range(4)]
    came: list[str] = []

    def press(user) -> None:  # noqa: ANN001
        try:
            accept(offer, name="陈少珍", user=user)
            came.append("accepted")
        except CannotAccept:
            came.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=press, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["accepted", "refused", "refused", "refused"]
    assert Volunteer.objects.count() == 1


# --- removed in time --------------------------------------------------------------------------------


def test_offers_are_removed_with_their_history_when_their_time_is_over(own: Community) -> None:
    today = timezone.localdate()
    make_offer(own, told_on=today - timedelta(days=181))
    make_offer(own, status="declined", decided_on=today - timedelta(days=91))
    accepted = make_offer(own, status="accepted", decided_on=today - timedelta(days=900), name="", phone="")
    fresh = [make_offer(own), make_offer(own, status="declined", decided_on=today - timedelta(days=90))]
    assert remove_old_offers() == 2
    left = {accepted.pk, *(offer.pk for offer in fresh)}
    assert set(Offer.objects.values_list("pk", flat=True)) == left
    assert set(Offer.history.values_list("id", flat=True)) == left


def test_no_version_of_an_offer_or_a_message_holds_a_number(own: Community, place: Place) -> None:
    make_offer(own)
    HeadMessage.objects.create(place=place, text="灯坏了", phone=PHONE)
    for model in (Offer, HeadMessage):
        names = {field.name for field in model.history.model._meta.fields}
        assert "phone" not in names and "name" not in names
    with connection.cursor() as cursor:
        for table in ("volunteers_offer", "volunteers_headmessage"):
            cursor.execute(f"SELECT phone FROM {table}")
            assert PHONE not in str(cursor.fetchall())


def test_erasing_a_person_takes_the_offer_along(own: Community) -> None:
    user = make_user(Role.COMMUNITY_WORKER, own)
    person = make_volunteer("陈少珍", phone=PHONE)
    make_offer(own)
    make_offer(own, phone="13900001111")
    erase(person, user=user)
    assert [offer.phone for offer in Offer.objects.all()] == ["13900001111"]
    assert Offer.history.count() == 1


def test_messages_are_removed_after_ninety_days(place: Place) -> None:
    old = HeadMessage.objects.create(place=place, text="灯坏了")
    fresh = HeadMessage.objects.create(place=place, text="修好了")
    HeadMessage.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))
    call_command("tidy", verbosity=0)
    assert list(HeadMessage.objects.all()) == [fresh]
    assert list(HeadMessage.history.values_list("id", flat=True)) == [fresh.pk]
    assert remove_old_messages() == 0


def test_what_the_street_deleted_is_forgotten_too(place: Place) -> None:
    row = HeadMessage.objects.create(place=place, text="骂人的话")
    key = row.pk
    row.delete()
    assert remove_old_messages() == 0 and HeadMessage.history.filter(id=key).exists()
    HeadMessage.history.filter(id=key).update(history_date=timezone.now() - timedelta(days=91))
    assert remove_old_messages() == 1 and not HeadMessage.history.filter(id=key).exists()


# --- messages ---------------------------------------------------------------------------------------


def message(place: Place) -> str:
    return reverse("head-message", args=[place_key(place)])


def test_a_message_waits_for_the_community(
    client: Client, place: Place, worker: Client, patient: None
) -> None:
    make_appointment(make_volunteer("陈少珍"), place)
    html = client.get(message(place)).content.decode()
    assert "给楼长留言" in html and "俊雅花园3栋" in html and "少珍" not in html
    assert send(client, message(place), text=f"灯坏了{EVIL}", phone="138-1234-5678").status_code == 302
    row = HeadMessage.objects.get()
    assert (row.place, row.phone, row.handled) == (place, PHONE, False)
    change = reverse("admin:volunteers_headmessage_change", args=[row.pk])
    for path in (reverse("admin:volunteers_headmessage_changelist"), change):
        html = worker.get(path).content.decode()
        assert (
            "灯坏了" in html and "138****5678" in html and PHONE not in html and "<script>alert" not in html
        )
    other = worker_of(make_community("桂花社区"))
    assert "灯坏了" not in other.get(reverse("admin:volunteers_headmessage_changelist")).content.decode()
    listed = {"action": "mark_handled", "_selected_action": [row.pk]}
    worker.post(reverse("admin:volunteers_headmessage_changelist"), listed)
    row.refresh_from_db()
    assert row.handled


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"text": ""}, "填一填"),
        ({"text": "长" * 501}, "最多写 500"),
        ({"text": "灯", "phone": "abc"}, "电话"),
    ],
)
def test_a_message_that_cannot_be_taken_says_why(
    client: Client, place: Place, patient: None, values: dict[str, str], complaint: str
) -> None:
    response = send(client, message(place), **values)
    assert response.status_code == 400 and complaint in response.content.decode()
    assert not HeadMessage.objects.exists()


def test_a_message_to_nowhere_is_not_taken(client: Client, place: Place) -> None:
    assert client.get(f"/heads/{place.pk}/message/").status_code == 404
    assert client.post(f"/heads/{'A' * 32}/message/", {"text": "x"}).status_code == 404


def test_the_street_removes_abuse_and_the_community_does_not(worker: Client, place: Place) -> None:
    row = HeadMessage.objects.create(place=place, text="骂人的话")
    path = reverse("admin:volunteers_headmessage_delete", args=[row.pk])
    assert worker.post(path, {"post": "yes"}).status_code == 403
    assert street_admin().post(path, {"post": "yes"}).status_code == 302
    assert not HeadMessage.objects.exists()
