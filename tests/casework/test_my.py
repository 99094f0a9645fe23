"""The head's phone: in by a link for one use, own matters only, each draft once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import HeadDevice, SignInLink
from casework.my_door import issue
from guicheng.accounts.models import Role
from tests.factories import make_appointment, make_community
from tests.people import make_user, worker_of
from volunteers.matter_kinds import load_matter_kinds
from volunteers.models import ContactLog

pytestmark = pytest.mark.django_db


def link_for(term) -> str:
    user = make_user(Role.COMMUNITY_WORKER, term.place.community)
    return reverse("my-in", args=[issue(term.volunteer, term.place.community, user)])


def phone_of(term) -> Client:
    phone = Client()
    assert phone.post(link_for(term)).status_code == 302
    return phone


def said(term, **values) -> dict:
    kind = load_matter_kinds()["环境"]
    return {
        "draft_id": str(uuid4()),
        "place": term.pk,
        "kind": kind.pk,
        "text": "楼道堆放杂物，已经劝说",
        "channel": "visit",
        "contacted": "household",
        "result": "done",
        "on": timezone.localdate().isoformat(),
        **values,
    }


def test_a_link_is_opened_by_a_press_and_works_once():
    term = make_appointment()
    link = link_for(term)
    for _ in range(3):
        robot = Client().get(link)
        assert robot.status_code == 200
        assert "my_phone" not in robot.cookies
    phone = Client()
    assert phone.post(link).status_code == 302
    assert "记一条" in phone.get("/my/").content.decode()
    other = Client()
    answer = other.post(link)
    assert answer.status_code == 410
    assert "已经用过" in answer.content.decode()
    assert other.get("/my/").status_code == 401
    assert HeadDevice.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(hours=1)}, "过期"),
        ({"revoked_at": timezone.now()}, "作废"),
    ],
)
def test_a_link_past_its_time_says_what_to_do(change, words):
    link = link_for(make_appointment())
    SignInLink.objects.update(**change)
    for answer in (Client().get(link), Client().post(link)):
        assert answer.status_code == 410
        assert words in answer.content.decode()
    assert not HeadDevice.objects.exists()


def test_a_new_link_ends_the_one_before():
    term = make_appointment()
    first, second = link_for(term), link_for(term)
    assert Client().post(first).status_code == 410
    assert Client().post(second).status_code == 302


def test_one_sentence_and_a_kind_make_an_entry():
    term = make_appointment()
    answer = phone_of(term).post("/my/new/", said(term))
    assert answer.status_code == 302
    contact = ContactLog.objects.get()
    assert (contact.head, contact.place, contact.text) == (
        term.volunteer,
        term.place,
        "楼道堆放杂物，已经劝说",
    )


def test_a_draft_sent_three_times_is_one_entry():
    term = make_appointment()
    phone, fields = phone_of(term), said(term)
    for _ in range(3):
        assert phone.post("/my/new/", fields, headers={"accept": "application/json"}).json() == {"kept": True}
    assert ContactLog.objects.count() == 1


def test_another_heads_place_and_matter_are_not_there():
    own, other = make_appointment(), make_appointment()
    phone = phone_of(own)
    answer = phone.post("/my/new/", said(own, place=other.pk), headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert not ContactLog.objects.exists()
    phone_of(other).post("/my/new/", said(other, result="following", text="别人的事"))
    theirs = ContactLog.objects.get()
    assert phone.get(reverse("my-matter", args=[theirs.pk])).status_code == 404
    assert "别人的事" not in phone.get("/my/").content.decode()


def test_after_the_term_the_phone_is_out_and_forgets():
    term = make_appointment()
    phone = phone_of(term)
    term.ended_on = timezone.localdate()
    term.save()
    answer = phone.get("/my/")
    assert answer.status_code == 401
    assert answer["Clear-Site-Data"] == '"storage"'
    refused = phone.post("/my/new/", said(term), headers={"accept": "application/json"})
    assert refused.json() == {"signed_in": False}
    assert not ContactLog.objects.exists()


def test_a_matter_is_continued_and_settled():
    term = make_appointment()
    phone = phone_of(term)
    phone.post("/my/new/", said(term, result="following"))
    contact = ContactLog.objects.get()
    page = reverse("my-matter", args=[contact.pk])
    step = {"draft_id": str(uuid4()), "text": "物业已经清走", "done": "on"}
    for _ in range(2):
        phone.post(page, step)
    contact.refresh_from_db()
    assert contact.result == "done"
    assert [row.text for row in contact.follow_ups.all()] == ["物业已经清走"]


def test_the_first_screen_is_small_and_asks_little(django_assert_max_num_queries):
    term = make_appointment()
    phone = phone_of(term)
    for _ in range(30):
        phone.post("/my/new/", said(term, result="following", text="要跟进的事" * 20))
    with django_assert_max_num_queries(6):
        page = phone.get("/my/")
    assert len(page.content) < 40 * 1024


def test_staff_issue_a_link_in_one_step_for_their_own_heads():
    term, elsewhere = make_appointment(), make_appointment(community=make_community("别处社区"))
    client = worker_of(term.place.community)
    address = reverse("admin:casework_signinlink_issue")
    page = client.post(address, {"term": term.pk}).content.decode()
    assert "/my/in/" in page
    assert SignInLink.objects.count() == 1
    refused = client.post(address, {"term": elsewhere.pk}).content.decode()
    assert "/my/in/" not in refused
    assert SignInLink.objects.count() == 1


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "长" * 501, "", "  ", "a\x00b"])
def test_odd_texts_are_shown_as_text_or_refused(text):
    term = make_appointment()
    phone = phone_of(term)
    answer = phone.post("/my/new/", said(term, text=text, result="following"))
    assert answer.status_code in {302, 400}
    assert "<script>alert" not in phone.get("/my/").content.decode()
