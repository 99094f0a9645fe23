"""A head's own number is shown to residents by written consent: given, for one number, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_community, make_volunteer
from tests.people import make_user, worker_of
from tests.stations.admin_pages import errors_of, send
from volunteers.merging import merge
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13812345678", "13900001111"
TODAY = timezone.localdate()


@pytest.fixture
def person() -> Volunteer:
    return make_volunteer("陈少珍", phone=PHONE, community=make_community("桂雅社区"))


@pytest.fixture
def worker(person: Volunteer) -> Client:
    return worker_of(person.community)


def change(person: Volunteer) -> str:
    return reverse("admin:volunteers_volunteer_change", args=[person.pk])


def shared(person: Volunteer) -> str:
    person.refresh_from_db()
    return person.shared_phone


def test_consent_is_kept_with_its_day_and_words_and_taken_back(worker: Client, person: Volunteer) -> None:
    assert send(worker, change(person), number_shared_on=TODAY.isoformat()).status_code == 302
    assert shared(person) == PHONE
    assert "我可以随时告诉社区收回同意" in person.number_shared_wording
    assert "公开（有人在任的地方查得到）" in worker.get(change(person)).content.decode()
    assert send(worker, change(person), number_shared_on="").status_code == 302
    assert shared(person) == "" and person.number_shared_wording == ""
    days = person.history.order_by("history_id").values_list("number_shared_on", flat=True)
    assert TODAY in days and list(days)[-1] is None


@pytest.mark.parametrize(
    "day", [(TODAY + timedelta(days=1)).isoformat(), "1900-01-01", "x", "9" * 30], ids=str
)
def test_a_day_that_cannot_be_is_refused(worker: Client, person: Volunteer, day: str) -> None:
    assert errors_of(send(worker, change(person), number_shared_on=day))["number_shared_on"]
    assert shared(person) == ""


def test_without_a_number_there_is_nothing_to_share(worker: Client) -> None:
    nobody = make_volunteer("黄国强")
    answer = send(worker, change(nobody), number_shared_on=TODAY.isoformat())
    assert "还没有登记电话" in str(errors_of(answer))
    assert shared(nobody) == ""


def test_another_number_needs_a_new_signature(worker: Client, person: Volunteer) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    send(worker, change(person), number_shared_on=yesterday)
    answer = send(worker, change(person), new_phone=OTHER)
    assert "重新签字" in str(errors_of(answer)["number_shared_on"])
    assert shared(person) == PHONE
    assert (
        send(worker, change(person), new_phone=OTHER, number_shared_on=TODAY.isoformat()).status_code == 302
    )
    assert shared(person) == OTHER


def test_a_number_changed_by_other_ways_is_not_shown(person: Volunteer) -> None:
    person.number_shared_on = TODAY
    person.save()
    person.phone = OTHER
    person.save(update_fields=["phone"])
    assert shared(person) == ""


def test_consent_goes_with_its_number_when_records_are_merged(person: Volunteer) -> None:
    user = make_user("street_admin")
    person.number_shared_on = TODAY
    person.save()
    kept = make_volunteer("陈少珍", phone=OTHER)
    merge(kept, person, user=user)
    assert shared(kept) == "" and kept.phone == OTHER
    gone = make_volunteer("陈少珍", phone=PHONE, number_shared_on=TODAY)
    merge(kept, gone, from_gone=["phone"], user=user)
    assert shared(kept) == PHONE


def test_the_paper_to_sign_says_what_is_shown(worker: Client, person: Volunteer) -> None:
    html = worker.get(reverse("admin:volunteers_volunteer_shared", args=[person.pk])).content.decode()
    assert "公开号码同意书" in html and "陈少珍" in html and "收回同意" in html and PHONE not in html
    stranger = make_volunteer("外人", community=make_community("桂花社区"))
    assert worker.get(reverse("admin:volunteers_volunteer_shared", args=[stranger.pk])).status_code == 404
