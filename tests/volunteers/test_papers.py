"""Papers to print: what people are told, what they undertake, blank ledgers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from guicheng.accounts.models import Role
from tests.factories import make_appointment, make_community, make_place, make_volunteer
from tests.people import logged_in, make_user, worker_of
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Client:
    return worker_of(make_community("桂雅社区"))


@pytest.fixture
def person() -> Volunteer:
    return make_volunteer("陈少珍", phone="13812345678")


def paper(name: str, person: Volunteer) -> str:
    return reverse(f"admin:volunteers_volunteer_{name}", args=[person.pk])


def test_the_notice_names_person_place_and_terms_of_keeping(
    worker: Client, person: Volunteer, settings
) -> None:
    settings.KEEP_IMPORT_DAYS, settings.KEEP_SECURITY_LOG_DAYS = 31, 402
    term = make_appointment(person)
    text = worker.get(paper("told", person)).content.decode()
    for words in ("个人信息告知书", "陈少珍", str(term), "31 天", "402 天", "桂雅社区", "本人签名"):
        assert words in text
    assert "13812345678" not in text


def test_the_undertaking_names_person_and_place(worker: Client, person: Volunteer) -> None:
    term = make_appointment(person)
    text = worker.get(paper("undertaking", person)).content.decode()
    assert "保密承诺书" in text and "陈少珍" in text and str(term) in text and "承诺人签名" in text


@pytest.mark.parametrize("name", ["told", "undertaking"])
def test_papers_of_others_are_not_there(worker: Client, name: str) -> None:
    stranger = make_volunteer("外人", community=make_community("桂花社区"))
    assert worker.get(paper(name, stranger)).status_code == 404
    assert Client().get(paper(name, stranger)).status_code == 302
    assert logged_in(make_user(Role.HEAD)).get(paper(name, stranger)).status_code == 404


def test_terms_elsewhere_stay_off_the_paper(worker: Client, person: Volunteer) -> None:
    make_appointment(person, make_place("外人8栋", community=make_community("桂花社区")))
    assert "外人" not in worker.get(paper("told", person)).content.decode()


def test_the_blank_ledger(worker: Client) -> None:
    address = reverse("admin:volunteers_volunteer_ledger")
    text = worker.get(address).content.decode()
    assert "联系群众工作台账" in text and text.count("<tr>") > 10
    assert logged_in(make_user(Role.DEPARTMENT)).get(address).status_code == 403
