"""服务时长: entered beside the person, summed by person and community, party members apart."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Community
from guicheng.accounts.models import Role
from tests.factories import make_community, make_volunteer
from tests.people import logged_in, make_user, worker_of
from tests.stations.admin_pages import errors_of, send
from volunteers.erasure import erase
from volunteers.models import ServiceHours, Volunteer

pytestmark = pytest.mark.django_db
ADD = reverse("admin:volunteers_servicehours_add")
TOTALS = reverse("admin:volunteers_servicehours_totals")
TODAY = timezone.localdate()


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def person(own: Community) -> Volunteer:
    return make_volunteer("陈少珍", political_status="member")


@pytest.fixture
def worker(own: Community) -> Client:
    return worker_of(own)


def served(person: Volunteer, hours: str, **values: object) -> ServiceHours:
    return ServiceHours.objects.create(
        volunteer=person, hours=Decimal(hours), **{"date": TODAY, "what": "巡楼", **values}
    )


def test_hours_are_entered_in_a_form_of_their_own(worker: Client, person: Volunteer) -> None:
    data = {"volunteer": person.pk, "date": TODAY.isoformat(), "hours": "1.5", "what": "清洁楼道"}
    assert send(worker, ADD, **data).status_code == 302
    row = ServiceHours.objects.get()
    assert (row.volunteer, row.hours, row.history.count()) == (person, Decimal("1.5"), 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hours", "0"),
        ("hours", "-1"),
        ("hours", "24.5"),
        ("hours", "1.25"),
        ("hours", "9" * 30),
        ("hours", "nan"),
        ("date", (TODAY + timedelta(days=1)).isoformat()),
        ("date", "1900-01-01"),
        ("what", ""),
        ("what", "长" * 101),
        ("volunteer", "999999"),
    ],
)
def test_bad_values_are_refused(worker: Client, person: Volunteer, field: str, value: str) -> None:
    data = {"volunteer": person.pk, "date": TODAY.isoformat(), "hours": "1.5", "what": "清洁", field: value}
    assert errors_of(send(worker, ADD, **data))[field]
    assert not ServiceHours.objects.exists()


def test_the_database_refuses_more_than_a_day(person: Volunteer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        served(person, "24.5")


def test_sums_by_community_and_person(own: Community, person: Volunteer) -> None:
    other = make_community("桂花社区")
    served(person, "2")
    served(person, "1.5")
    served(person, "9", date=TODAY.replace(year=TODAY.year - 1))
    served(make_volunteer("黄国强"), "4")
    served(make_volunteer("外人", community=other), "8")
    client = worker_of(own)
    context = client.get(TOTALS).context
    row = context["communities"][0]
    assert (row["total"], row["members"], row["people"]) == (Decimal("7.5"), Decimal("3.5"), 2)
    assert [(one["volunteer__name"], one["total"]) for one in context["people"]] == [
        ("黄国强", Decimal(4)),
        ("陈少珍", Decimal("3.5")),
    ]
    assert client.get(f"{TOTALS}?year={TODAY.year - 1}").context["total"] == 9
    street = logged_in(make_user(Role.STREET_LEADER)).get(TOTALS)
    assert street.context["total"] == Decimal("15.5") and "外人" in street.content.decode()
    assert "外人" not in client.get(TOTALS).content.decode()
    book = load_workbook(io.BytesIO(client.get(f"{TOTALS}?format=xlsx").content))
    assert list(book.active.values)[1] == ("桂雅社区", "黄国强", None, 1, 4)
    for year in ("x", "9" * 30, "0000", "-1"):
        assert client.get(TOTALS, {"year": year}).status_code == 200


def test_the_list_is_filtered_by_party_members(worker: Client, person: Volunteer) -> None:
    served(person, "2")
    served(make_volunteer("黄国强"), "4")
    address = reverse("admin:volunteers_servicehours_changelist")
    assert [row.volunteer.name for row in worker.get(f"{address}?party=yes").context["cl"].result_list] == [
        "陈少珍"
    ]
    assert [row.volunteer.name for row in worker.get(f"{address}?party=no").context["cl"].result_list] == [
        "黄国强"
    ]


def test_nobody_enters_hours_for_people_of_others(worker: Client) -> None:
    stranger = make_volunteer("外人", community=make_community("桂花社区"))
    data = {"volunteer": stranger.pk, "date": TODAY.isoformat(), "hours": "1", "what": "清洁"}
    assert errors_of(send(worker, ADD, **data))["volunteer"]
    assert not ServiceHours.objects.exists()


def test_hours_outlast_the_person_without_the_name(person: Volunteer, own: Community) -> None:
    row = served(person, "2", what="陈少珍带队巡楼")
    erase(person, user=make_user(Role.COMMUNITY_WORKER, own))
    row.refresh_from_db()
    assert (row.what, row.hours) == ("已抹去带队巡楼", 2)
    assert not row.history.filter(what__contains="少珍").exists()
