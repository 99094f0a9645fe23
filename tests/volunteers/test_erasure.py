"""A person's data erased for good: in the record, in its versions, in logs; rows and counts stay."""

from __future__ import annotations

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent
from tests.factories import make_appointment, make_community, make_place, make_volunteer
from tests.people import logged_in, make_user, worker_of
from tests.stations.admin_pages import send
from volunteers import erasure
from volunteers.erasure import Erased, erase, register_eraser
from volunteers.merging import merge
from volunteers.models import Appointment, PhoneClash, Volunteer

pytestmark = pytest.mark.django_db
PHONE, OLD_PHONE = "13812345678", "13900001111"


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def worker(own: Community) -> Client:
    return worker_of(own)


@pytest.fixture
def person(worker: Client) -> Volunteer:
    """Somebody with a past: renamed, with an old number, a term, log lines and a clash."""
    person = make_volunteer("陈少珍", phone=OLD_PHONE, birth_year=1960, skills="粤剧", source="陈少珍的名册")
    term = make_appointment(person, started_on="2024-01-01", note="由陈少珍本人推荐")
    term._change_reason = "陈少珍续任"
    term.save()
    change = reverse("admin:volunteers_volunteer_change", args=[person.pk])
    send(worker, change, name="陈小珍", new_phone=PHONE)
    PhoneClash.objects.create(volunteer=person, community=make_community("桂花社区"), wanted_name="甲")
    return Volunteer.objects.get(pk=person.pk)


def page(person: Volunteer) -> str:
    return reverse("admin:volunteers_volunteer_erase", args=[person.pk])


def everything_kept() -> str:
    """Each text of the whole database, unsealed where it is sealed, the session table and searches aside."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table != "django_session":
                cursor.execute(f'SELECT * FROM "{table}"')
                texts += [str(row) for row in cursor.fetchall()]
    for model in (Volunteer, Volunteer.history.model):
        texts += [f"{row.phone} {row.phone_print} {row.phone_tail}" for row in model.objects.all()]
    return "\n".join(texts)


def test_nothing_of_the_person_is_left_and_the_counts_stay(worker: Client, person: Volunteer) -> None:
    prints = {person.phone_print, *Volunteer.history.values_list("phone_print", flat=True)} - {""}
    before = everything_kept()
    assert "陈少珍" in before and PHONE in before and OLD_PHONE in before
    versions = Volunteer.history.count()
    assert worker.post(page(person), {"word": "抹去"}).status_code == 302
    after = everything_kept()
    for trace in ("陈少珍", "陈小珍", json.dumps("陈少珍")[1:-1], PHONE, OLD_PHONE, "5678", "粤剧", *prints):
        assert trace not in after, trace
    person.refresh_from_db()
    assert (person.name, person.erased_on) == ("已抹去", timezone.localdate())
    term = Appointment.objects.get()
    assert term.ended_on == timezone.localdate() and str(term.started_on) == "2024-01-01"
    assert Volunteer.objects.count() == 1 and Volunteer.history.count() == versions + 1
    assert not PhoneClash.objects.exists()


def test_that_it_was_done_is_recorded_and_not_of_what(person: Volunteer) -> None:
    user = make_user(Role.STREET_ADMIN)
    erase(person, user=user)
    event = SecurityEvent.objects.get(kind="erase")
    assert (event.user, event.what) == (user, f"volunteer {person.pk}")


def test_records_merged_into_it_are_erased_with_it(own: Community) -> None:
    user = make_user(Role.STREET_ADMIN)
    kept, first, second = make_volunteer("甲某某"), make_volunteer("乙某某"), make_volunteer("丙某某")
    merge(first, second, user=user)
    merge(kept, first, user=user)
    erase(kept, user=user)
    left = everything_kept()
    assert all(name not in left for name in ("甲某某", "乙某某", "丙某某"))


def test_a_namesake_keeps_the_own_record(person: Volunteer) -> None:
    other = make_volunteer("陈小珍", phone="13700002222")
    erase(person, user=make_user(Role.STREET_ADMIN))
    other.refresh_from_db()
    assert (other.name, other.phone) == ("陈小珍", "13700002222")


def test_the_word_has_to_be_typed(worker: Client, person: Volunteer) -> None:
    assert "谁也不能恢复" in worker.get(page(person)).content.decode()
    for word in ("", "删除", "抹", "抹" * 10_000, "\x00"):
        response = worker.post(page(person), {"word": word})
        assert response.status_code == 200 and response.context["form"].errors
    person.refresh_from_db()
    assert person.erased_on is None and person.phone == PHONE


def test_who_may_not_change_may_not_erase(own: Community) -> None:
    other = make_community("桂花社区")
    theirs = make_volunteer("外人", community=other)
    worker = worker_of(own)
    assert worker.get(page(theirs)).status_code == 404
    make_appointment(theirs, make_place(community=own))
    assert worker.get(page(theirs)).status_code == 403
    assert worker.post(page(theirs), {"word": "抹去"}).status_code == 403
    assert logged_in(make_user(Role.STREET_LEADER)).post(page(theirs), {"word": "抹去"}).status_code == 403
    with pytest.raises(PermissionDenied):
        erase(theirs, user=make_user(Role.COMMUNITY_WORKER, own))
    theirs.refresh_from_db()
    assert theirs.erased_on is None


def test_an_erased_row_is_only_counted(worker: Client, person: Volunteer) -> None:
    erase(person, user=make_user(Role.STREET_ADMIN))
    change = reverse("admin:volunteers_volunteer_change", args=[person.pk])
    text = worker.get(change).content.decode()
    assert "已抹去" in text and 'name="_save"' not in text
    assert worker.post(page(person), {"word": "抹去"}).status_code == 403
    for paper in ("told", "undertaking"):
        assert worker.get(reverse(f"admin:volunteers_volunteer_{paper}", args=[person.pk])).status_code == 404


def test_other_apps_erase_theirs_in_the_same_transaction(
    person: Volunteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_erasers", [])
    told: list[Erased] = []
    register_eraser(told.append)
    register_eraser(told.append)

    def fails(who: Erased) -> None:
        raise RuntimeError

    user = make_user(Role.STREET_ADMIN)
    erase(person, user=user)
    assert len(told) == 1
    assert told[0].names == {"陈少珍", "陈小珍"} and told[0].phones == {PHONE, OLD_PHONE}
    second = make_volunteer("黄国强")
    register_eraser(fails)
    with pytest.raises(RuntimeError):
        erase(second, user=user)
    second.refresh_from_db()
    assert second.name == "黄国强" and SecurityEvent.objects.filter(kind="erase").count() == 1


def test_a_log_line_of_somebody_else_stays(worker: Client, person: Volunteer) -> None:
    other = make_volunteer("黄国强")
    send(worker, reverse("admin:volunteers_volunteer_change", args=[other.pk]), skills="书法")
    erase(person, user=make_user(Role.STREET_ADMIN))
    assert LogEntry.objects.filter(object_repr="黄国强").count() == 1
