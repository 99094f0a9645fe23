"""A telephone is one person's: who may register it, who learns of whom, and who sees it when."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent
from guicheng.accounts.reveal import LIMIT
from tests.factories import make_community, make_volunteer
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, filled_form, send
from volunteers.models import PhoneClash, Volunteer

pytestmark = pytest.mark.django_db
LIST = reverse("admin:volunteers_volunteer_changelist")
ADD = reverse("admin:volunteers_volunteer_add")
PHONE = "13812345678"


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def other() -> Community:
    return make_community("桂花社区")


@pytest.fixture
def worker(own: Community) -> Client:
    return worker_of(own)


def change(person: Volunteer) -> str:
    return reverse("admin:volunteers_volunteer_change", args=[person.pk])


def number(person: Volunteer) -> str:
    return reverse("admin:volunteers_volunteer_phone", args=[person.pk])


# --- one number is one person -----------------------------------------------------------------------


def test_a_number_of_ones_own_community_names_its_holder(worker: Client) -> None:
    holder = make_volunteer("陈少珍", phone=PHONE)
    response = send(worker, ADD, name="陈小珍", new_phone="138 1234 5678")
    message = errors_of(response)["new_phone"][0]
    assert "登记在" in message and "陈少珍" in message and change(holder) in message
    assert f'<a href="{change(holder)}">陈少珍</a>' in response.content.decode()
    assert not PhoneClash.objects.exists()


def test_a_number_of_another_community_is_not_given_away(
    worker: Client, own: Community, other: Community
) -> None:
    holder = make_volunteer("外人", phone=PHONE, community=other)
    for _ in range(2):
        response = send(worker, ADD, name="陈少珍", new_phone=PHONE)
        assert errors_of(response)["new_phone"] == [
            "这个号码现在不能登记，已转给街道管理员核对。请先登记其他内容。"
        ]
        assert "外人" not in response.content.decode()
    clash = PhoneClash.objects.get()
    assert (clash.volunteer, clash.community, clash.wanted_name) == (holder, own, "陈少珍")


def test_the_street_settles_the_clash(own: Community, other: Community) -> None:
    holder = make_volunteer("黄国强", phone=PHONE, community=other)
    send(worker_of(own), ADD, name="陈少珍", new_phone=PHONE)
    address = reverse("admin:volunteers_phoneclash_changelist")
    street = street_admin()
    text = street.get(address).content.decode()
    assert "陈少珍" in text and "黄国强" in text and change(holder) in text
    clash = PhoneClash.objects.get()
    street.post(address, {"action": "settle", "_selected_action": [clash.pk]})
    clash.refresh_from_db()
    assert clash.settled
    assert worker_of(own).get(address).status_code == 403


def test_reopening_a_clash_beside_an_open_one_is_refused(own: Community, other: Community) -> None:
    holder = make_volunteer("黄国强", phone=PHONE, community=other)
    old = PhoneClash.objects.create(volunteer=holder, community=own, wanted_name="甲", settled=True)
    PhoneClash.objects.create(volunteer=holder, community=own, wanted_name="乙")
    address = reverse("admin:volunteers_phoneclash_change", args=[old.pk])
    assert "已经有一条" in errors_of(send(street_admin(), address, settled=None))["settled"][0]


def test_two_who_save_one_number_at_once_get_the_sentence(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other save lands between this form's check and its own save."""
    real = Volunteer.save

    def save_after_another(self: Volunteer, *args: object, **kwargs: object) -> None:
        monkeypatch.setattr(Volunteer, "save", real)
        raise_from = IntegrityError("UNIQUE constraint failed: one_person_a_mobile")
        pending.append(self.name)
        raise raise_from

    pending: list[str] = []
    monkeypatch.setattr(Volunteer, "save", save_after_another)
    assert send(worker, ADD, name="陈少珍", new_phone=PHONE).status_code == 302
    assert pending == ["陈少珍"] and Volunteer.objects.count() == 1


def test_a_namesake_without_number_is_pointed_out(worker: Client) -> None:
    first = make_volunteer("陈少珍")
    response = worker.post(ADD, {**_empty(worker), "name": "陈少珍", "new_phone": PHONE}, follow=True)
    text = response.content.decode()
    assert "还有一位没有登记电话的“陈少珍”" in text
    assert f"?a={first.pk}&amp;b=" in text or f"?a={first.pk}&b=" in text


def _empty(client: Client) -> dict[str, str]:
    return filled_form(client, ADD)


# --- showing a number -------------------------------------------------------------------------------


def test_a_number_is_shown_on_a_press_and_recorded(worker: Client) -> None:
    person = make_volunteer("陈少珍", phone=PHONE)
    page = worker.get(number(person))
    assert PHONE not in page.content.decode() and "138****5678" in page.content.decode()
    assert not SecurityEvent.objects.exists()
    shown = worker.post(number(person))
    assert PHONE in shown.content.decode() and "no-store" in shown["Cache-Control"]
    told = worker.post(number(person), headers={"Accept": "application/json"})
    assert told.json() == {"phone": PHONE} and "no-store" in told["Cache-Control"]
    events = SecurityEvent.objects.all()
    assert [event.kind for event in events] == ["reveal", "reveal"]
    assert all("陈" not in event.what and PHONE not in event.what for event in events)


def test_after_sixty_numbers_an_hour_there_is_a_pause(worker: Client) -> None:
    person = make_volunteer("陈少珍", phone=PHONE)
    for _ in range(LIMIT):
        assert worker.post(number(person), headers={"Accept": "application/json"}).status_code == 200
    refused = worker.post(number(person), headers={"Accept": "application/json"})
    assert refused.status_code == 429 and "最多查看" in refused.json()["problem"]
    page = worker.post(number(person))
    assert page.status_code == 429 and PHONE not in page.content.decode()
    assert SecurityEvent.objects.count() == LIMIT


def test_a_foreign_number_is_not_there(worker: Client, other: Community) -> None:
    person = make_volunteer("外人", phone=PHONE, community=other)
    assert worker.get(number(person)).status_code == 404
    assert worker.post(number(person)).status_code == 404
    assert Client().post(number(person)).status_code == 302
    assert not SecurityEvent.objects.exists()


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HEAD])
def test_who_keeps_no_records_sees_no_number(role: Role) -> None:
    person = make_volunteer("陈少珍", phone=PHONE)
    assert logged_in(make_user(role)).post(number(person)).status_code == 404
