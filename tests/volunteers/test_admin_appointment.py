"""Terms in the admin: found, ended, renewed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from tests.factories import make_appointment, make_community, make_estate, make_place, make_volunteer
from tests.people import worker_of
from tests.stations.admin_pages import errors_of, send
from volunteers.models import Appointment

pytestmark = pytest.mark.django_db
LIST = reverse("admin:volunteers_appointment_changelist")


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def worker(own: Community) -> Client:
    return worker_of(own)


def act(client: Client, action: str, *terms: Appointment, **values: str) -> str:
    data = {"action": action, "_selected_action": [term.pk for term in terms], **values}
    return client.post(LIST, data, follow=True).content.decode()


def shown(client: Client, query: str) -> set[int]:
    return {term.pk for term in client.get(f"{LIST}?{query}").context["cl"].result_list}


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_ending_asks_for_the_day_and_keeps_the_record(worker: Client) -> None:
    term = make_appointment(make_volunteer("陈少珍"), started_on="2024-01-01")
    asked = act(worker, "end_terms", term)
    assert "离任日期" in asked and "陈少珍" in asked
    term.refresh_from_db()
    assert term.is_serving
    assert "已结束 1 个任期" in act(worker, "end_terms", term, confirmed="yes", day="2026-03-01")
    term.refresh_from_db()
    assert str(term.ended_on) == "2026-03-01" and term.history.exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2023-12-31", "早于任职日期：陈少珍（2024-01-01）"),
        ("2098-01-01", "还没有到"),
        ("1900-01-01", "年份好像不对"),
        ("", "请填写日期"),
        ("昨天", "日期写成"),
        ("2026-02-30", "日期写成"),
        ("\x00", "日期写成"),
    ],
)
def test_a_wrong_day_ends_nothing(worker: Client, day: str, said: str) -> None:
    term = make_appointment(make_volunteer("陈少珍"), started_on="2024-01-01")
    assert said in act(worker, "end_terms", term, confirmed="yes", day=day)
    term.refresh_from_db()
    assert term.is_serving


def test_a_term_is_renewed(worker: Client) -> None:
    term = make_appointment(started_on="2024-01-01", ends_on="2026-12-01")
    assert "新的任期要到今天以后" in act(worker, "renew", term, confirmed="yes", day="2025-01-01")
    assert "已续任 1 个任期" in act(worker, "renew", term, confirmed="yes", day="2030-01-01")
    term.refresh_from_db()
    assert str(term.ends_on) == "2030-01-01"


def test_terms_elsewhere_are_out_of_reach(worker: Client) -> None:
    term = make_appointment(community=make_community("桂花社区"))
    for action in ("end_terms", "renew"):
        for extra in ({}, {"select_across": "1"}):
            act(worker, action, term, confirmed="yes", day="2026-03-01", **extra)
    term.refresh_from_db()
    assert term.is_serving and term.ends_on is None


def test_filters_find_what_is_due(worker: Client, own: Community) -> None:
    soon = make_appointment(community=own, ends_on=in_days(60))
    later = make_appointment(community=own, ends_on=in_days(61))
    today = make_appointment(community=own, ends_on=in_days(0))
    over = make_appointment(community=own, ends_on=in_days(-1))
    ended = make_appointment(community=own, ends_on=in_days(10), ended_on=in_days(-10))
    assert shown(worker, "term=ending") == {soon.pk, today.pk}
    assert shown(worker, "term=over") == {over.pk}
    assert shown(worker, "term=ended") == {ended.pk}
    assert shown(worker, "term=serving") == {soon.pk, later.pk, today.pk, over.pk}


def test_terms_are_found_by_name_tail_and_place(worker: Client, own: Community) -> None:
    place = make_place("3栋", estate=make_estate("俊雅花园", own))
    term = make_appointment(make_volunteer("陈少珍", phone="13812345678"), place)
    make_appointment(community=own)
    for query in ("陈少珍", "5678", "俊雅花园3栋", "俊雅"):
        assert shown(worker, f"q={query}") == {term.pk}


def test_a_second_head_is_refused_in_the_form(worker: Client, own: Community) -> None:
    place = make_place("3栋", community=own)
    make_appointment(place=place)
    address = reverse("admin:volunteers_appointment_add")
    response = send(worker, address, volunteer=make_volunteer("甲").pk, place=place.pk)
    assert "这里已经有一位在任的正职" in str(errors_of(response))


def test_the_list_costs_the_same_for_many(
    worker: Client, own: Community, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        make_appointment(community=own)
    with django_assert_max_num_queries(14):
        worker.get(LIST)


def test_a_predecessor_whose_term_lies_elsewhere_is_not_named(worker: Client, own: Community) -> None:
    """A term entered here by mistake was moved to where it belongs; its successor still points at it."""
    elsewhere = make_place(community=make_community("别处社区"))
    before = make_appointment(make_volunteer("别处的人", community=elsewhere.community), elsewhere)
    term = make_appointment(make_volunteer("陈少珍", community=own), predecessor=before)
    for address in (
        reverse("admin:volunteers_appointment_change", args=[term.pk]),
        reverse("admin:communities_place_change", args=[term.place_id]),
    ):
        assert "陈少珍" in (text := worker.get(address).content.decode())
        assert "别处的人" not in text
