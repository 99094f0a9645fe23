"""The ledger: what a contact must hold, who reads it, and what staff do with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.models import Role
from tests.factories import make_appointment, make_community, shanghai
from tests.people import make_user, worker_of
from volunteers.matter_kinds import KINDS, load_matter_kinds
from volunteers.models import ContactLog, FollowUp, MatterKind

pytestmark = pytest.mark.django_db
LIST = "admin:volunteers_contactlog_changelist"


def entry(term=None, **values):
    kind = values.pop("kind", None) or MatterKind.objects.get_or_create(name="环境")[0]
    values = {"on": timezone.localdate(), "text": "楼道堆放杂物", **values}
    return ContactLog.objects.create(appointment=term or make_appointment(), kind=kind, **values)


def test_place_head_and_community_follow_from_the_term():
    term = make_appointment()
    contact = entry(term)
    assert (contact.place, contact.head, contact.community) == (
        term.place,
        term.volunteer,
        term.place.community,
    )
    assert contact.closed_on == contact.on


def test_the_list_of_kinds_is_made_once_and_stays_as_staff_left_it():
    load_matter_kinds()
    MatterKind.objects.filter(name="环境").update(retired=True)
    load_matter_kinds()
    assert MatterKind.objects.count() == len(KINDS)
    assert not MatterKind.objects.offered().filter(name="环境").exists()


def test_a_quarrel_of_neighbours_is_sensitive_from_the_start():
    assert entry(kind=load_matter_kinds()["邻里纠纷"]).sensitive
    assert not entry(kind=load_matter_kinds()["环境"]).sensitive


def test_sensitive_entries_are_not_read_by_those_who_only_look():
    hidden = entry(sensitive=True)
    shown = entry()
    step = FollowUp.objects.create(contact=hidden, on=hidden.on, text="再次上门")
    leader = make_user(Role.STREET_LEADER)
    worker = make_user(Role.COMMUNITY_WORKER, hidden.community)
    assert list(ContactLog.objects.visible_to(leader)) == [shown]
    assert list(FollowUp.objects.visible_to(leader)) == []
    assert set(ContactLog.objects.visible_to(worker)) == {hidden, shown}
    assert list(FollowUp.objects.visible_to(worker)) == [step]


def test_one_draft_is_one_entry():
    mark = uuid4()
    entry(draft_id=mark)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry(draft_id=mark)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": timedelta(days=1)}, "on"),
        ({"on": timedelta(days=-400)}, "on"),
        ({"result": "following", "follow_up_on": timedelta(days=-1)}, "follow_up_on"),
        ({"result": "escalated"}, "reported_to"),
        ({"closed_on": timedelta(days=-1)}, "closed_on"),
    ],
)
def test_dates_and_results_that_cannot_be_are_named(values, field):
    today = timezone.localdate()
    term = make_appointment(started_on=today - timedelta(days=300))
    kind = MatterKind.objects.create(name="安全")
    said = {key: today + value if isinstance(value, timedelta) else value for key, value in values.items()}
    contact = ContactLog(**{"appointment": term, "kind": kind, "on": today, "text": "巡楼", **said})
    with pytest.raises(ValidationError) as caught:
        contact.full_clean()
    assert field in caught.value.message_dict


def test_staff_see_what_is_overdue_in_their_own_community_only():
    today = timezone.localdate()
    late = entry(
        on=today - timedelta(days=9),
        result="following",
        follow_up_on=today - timedelta(days=1),
        text="水管漏水待修",
    )
    entry(late.appointment, result="following", follow_up_on=today + timedelta(days=5), text="下周再去")
    other = make_appointment(community=make_community(code="440605999999", name="别处社区"))
    entry(
        other,
        on=today - timedelta(days=9),
        result="following",
        follow_up_on=today - timedelta(days=2),
        text="别的社区的事",
    )
    page = worker_of(late.community).get(reverse(LIST), {"work": "overdue"}).content.decode()
    assert "水管漏水待修" in page
    assert "下周再去" not in page
    assert "别的社区的事" not in page


def test_marking_as_settled_asks_first_and_writes_a_version():
    contact = entry(result="following", follow_up_on=timezone.localdate())
    client = worker_of(contact.community)
    sent = {"action": "settle_rows", "_selected_action": [contact.pk]}
    assert "标为办结" in client.post(reverse(LIST), sent).content.decode()
    contact.refresh_from_db()
    assert contact.is_open
    client.post(reverse(LIST), {**sent, "confirmed": "yes"})
    contact.refresh_from_db()
    assert (contact.result, contact.closed_on, contact.follow_up_on) == ("done", timezone.localdate(), None)
    assert contact.history.count() == 2


def test_the_printed_month_holds_that_month_of_that_head_alone():
    contact = entry(on=shanghai("2026-03-31 09:00").date(), text="三月最后一天")
    entry(contact.appointment, on=shanghai("2026-04-01 09:00").date(), text="四月第一天")
    entry(make_appointment(community=contact.community), on=contact.on, text="别人的楼")
    address = reverse("admin:volunteers_contactlog_month", args=[contact.appointment_id])
    page = worker_of(contact.community).get(address, {"month": "2026-03"}).content.decode()
    assert "三月最后一天" in page
    assert "共 1 条，办结 1 条" in page
    assert "四月第一天" not in page
    assert "别人的楼" not in page


@pytest.mark.parametrize("month", ["", "2026-13", "x", "2026-11-11", "\x00", "９９９９-01"])
def test_a_month_that_does_not_exist_is_this_month(month):
    contact = entry(text="这个月的事")
    address = reverse("admin:volunteers_contactlog_month", args=[contact.appointment_id])
    answer = worker_of(contact.community).get(address, {"month": month})
    assert answer.status_code == 200
    assert "这个月的事" in answer.content.decode()


def test_the_printed_month_of_another_community_is_not_found():
    contact = entry()
    address = reverse("admin:volunteers_contactlog_month", args=[contact.appointment_id])
    stranger = worker_of(make_community("别处社区"))
    assert stranger.get(address).status_code == 404
